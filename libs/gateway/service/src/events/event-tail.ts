import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { EventStream, OpenedStream } from './event-stream.js';

const RETRY_MS = 500;
/** How soon it is noticed that the stream was wiped and made anew. */
const LOOK_MS = 2_000;

/** Reads the ledger's copy on the bus from its beginning, and goes on for as long as the process lives. */
export class EventTail {
  private at = 0n;
  private reachedEnd = false;
  private opened: OpenedStream | undefined;
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly stream: EventStream,
    private readonly log: Logger,
    /** Of these subjects alone it tells; the newest of all moves its position. */
    private readonly isWanted: (subject: string) => boolean,
    private readonly onEvent: (event: RecordedEvent) => void,
  ) {}

  /** The position of the newest event that was taken. */
  get position(): bigint {
    return this.at;
  }

  /** Everything that the stream held at the start was read. */
  get caughtUp(): boolean {
    return this.reachedEnd;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.opened?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        // The stream does not exist before the relay's first start, and not for a moment after the bus's store was wiped.
        if (!signal.aborted) this.log.debug({ error }, 'the events of the bus can not be read; it is tried again');
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async follow(): Promise<void> {
    const { created } = await this.stream.state();
    const opened = await this.stream.open(this.at);
    this.opened = opened;
    if (opened.beginsAtEnd) this.reachedEnd = true;
    const watch = setInterval(() => void this.closeIfReplaced(opened, created), LOOK_MS);
    try {
      // A stop that came while the stream was being opened found nothing to close.
      if (this.stopping.signal.aborted) return;
      for await (const { event, isLast } of opened.read(this.isWanted)) {
        this.take(event);
        if (isLast) this.reachedEnd = true;
      }
    } finally {
      clearInterval(watch);
      await opened.close();
    }
  }

  private take(event: RecordedEvent): void {
    // What the relay copied twice, and what a stream that was made anew holds again.
    if (event.position <= this.at) return;
    this.at = event.position;
    this.onEvent(event);
  }

  /** A reader of a stream that was deleted would wait in the new one for a sequence number that is years away. */
  private async closeIfReplaced(opened: OpenedStream, created: string): Promise<void> {
    const now = await this.stream.state().catch(() => undefined);
    if (now && now.created !== created) await opened.close();
  }
}
