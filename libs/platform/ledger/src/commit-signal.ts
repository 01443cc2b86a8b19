import pg from 'pg';
import { CONNECT_TIMEOUT_MS, Session } from './session.js';

/** Its notifications carry nothing, since the ledger itself says what is new. */
const COMMIT_CHANNEL = 'ledger_commit';
const ANNOUNCE = { name: 'ledger-announce', text: `select pg_notify('${COMMIT_CHANNEL}', '')`, parameters: [] };
/**
 * Under load one notification stands for all commits of this time: each is a transaction beside the appends' own, and wakes every
 * listener. At one each millisecond the appends of 64 writers were a tenth fewer.
 */
const ANNOUNCE_GAP_MS = 4;

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** Listens for commits of any process, on a connection of its own that it opens again whenever it breaks. */
export class CommitSignal {
  private readonly wakes = new Set<() => void>();
  private client: pg.Client | undefined;
  private retryMs = FIRST_RETRY_MS;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly config: pg.ClientConfig) {}

  /** The connection is opened for the first listener: a process that only writes needs none. */
  subscribe(wake: () => void): () => void {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const own = () => wake();
    this.wakes.add(own);
    if (this.client === undefined && this.retry === undefined) this.connect();
    return () => void this.wakes.delete(own);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wakes.clear();
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private connect(): void {
    this.retry = undefined;
    const client = new pg.Client({ ...this.config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
    this.client = client;
    client.on('notification', () => this.wakeAll());
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    client
      .connect()
      .then(() => client.query(`listen ${COMMIT_CHANNEL}`))
      .then(() => {
        this.retryMs = FIRST_RETRY_MS;
        // Whatever was committed while nobody listened was not heard.
        this.wakeAll();
      })
      .catch(() => this.reconnect(client));
  }

  private reconnect(broken: pg.Client): void {
    if (this.closed || this.client !== broken) return;
    this.client = undefined;
    broken.end().catch(() => undefined);
    this.retry = setTimeout(() => this.connect(), this.retryMs);
    this.retry.unref();
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private wakeAll(): void {
    for (const wake of this.wakes) wake();
  }
}

/**
 * Tells the listeners of all processes that something was committed, after the commit and on a connection of its own.
 * Within the append itself it would cost more: PostgreSQL lets transactions that notify commit only one after the other,
 * each with its own flush of the disk. What a crash in between swallows, the listeners' own polling finds.
 */
export class CommitAnnouncer {
  private announcing = false;
  private again = false;
  private closed = false;
  private readonly session: Session;

  constructor(config: pg.ClientConfig) {
    // A notification is a transaction with a commit of its own. Whoever waited for its flush would flush twice for each append.
    this.session = new Session(config, async (client) => void (await client.query('set synchronous_commit = off')));
  }

  /** What was not announced yet is not any more: a query now would open a connection that nobody closes. */
  close(): void {
    this.closed = true;
    this.session.close();
  }

  announce(): void {
    this.again = true;
    if (this.announcing) return;
    this.announcing = true;
    // After the turn in which the writers that hear of this commit send their next appends: those would wait for it.
    setImmediate(() => setImmediate(() => void this.run()));
  }

  private async run(): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false;
      // A failure is not the writer's: its commit stands.
      await this.session.query(() => ANNOUNCE).catch(() => undefined);
      if (this.again) await new Promise((resolve) => setTimeout(resolve, ANNOUNCE_GAP_MS));
    }
    this.announcing = false;
  }
}
