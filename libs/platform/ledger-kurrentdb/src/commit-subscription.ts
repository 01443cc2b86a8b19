import { END, streamNameFilter, type AllStreamSubscription, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { StreamNames } from './names.js';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** Hears of commits of any process, by a subscription that is made again whenever it breaks. */
export class CommitSubscription {
  private readonly wakes = new Set<() => void>();
  private current: AllStreamSubscription | undefined;
  private retryMs = FIRST_RETRY_MS;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly client: KurrentDBClient,
    private readonly names: StreamNames,
  ) {}

  /** Begins with the first listener: a process that only writes needs none. */
  subscribe(wake: () => void): () => void {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const own = () => wake();
    this.wakes.add(own);
    if (this.current === undefined && this.retry === undefined) this.begin();
    return () => void this.wakes.delete(own);
  }

  close(): void {
    this.closed = true;
    this.wakes.clear();
    clearTimeout(this.retry);
    if (this.current) leave(this.current);
  }

  private begin(): void {
    this.retry = undefined;
    const subscription = this.client.subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: [this.names.prefix] }) });
    this.current = subscription;
    subscription.on('data', () => this.wakeAll());
    subscription.on('confirmation', () => {
      this.retryMs = FIRST_RETRY_MS;
      // Whatever was committed while nobody listened was not heard.
      this.wakeAll();
    });
    for (const end of ['error', 'end', 'close'] as const) subscription.on(end, () => this.beginAgain(subscription));
  }

  private beginAgain(broken: AllStreamSubscription): void {
    if (this.closed || this.current !== broken) return;
    this.current = undefined;
    leave(broken);
    this.retry = setTimeout(() => this.begin(), this.retryMs);
    this.retry.unref();
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private wakeAll(): void {
    for (const wake of this.wakes) wake();
  }
}

/** Not waited for: where the server is away there is nothing to be left. */
function leave(subscription: AllStreamSubscription): void {
  subscription.unsubscribe().catch(() => undefined);
}
