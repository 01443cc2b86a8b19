import { jetstreamManager } from '@nats-io/jetstream';
import { connectBus, COPIED_SUBJECT, copiedRuns, EVENT_STREAM, EVENT_SUBJECTS, eventHeaders, subjectOf, type LeanConnection } from '@carriermesh/platform-bus';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { startNats, type TestNats } from '@carriermesh/platform-testing';

const MAX_PAYLOAD_BYTES = 1_048_576;

/** A real bus on which the suite does what the relay does, each half of it when it wants to. */
export class CopiedLedger {
  private constructor(
    private readonly nats: TestNats,
    readonly connection: LeanConnection,
  ) {}

  static async start(): Promise<CopiedLedger> {
    const nats = await startNats();
    const copied = new CopiedLedger(nats, await connectBus({ url: nats.url, name: 'copied' }));
    await copied.makeStream();
    return copied;
  }

  async stop(): Promise<void> {
    await this.connection.close();
    await this.nats.stop();
  }

  async makeStream(): Promise<void> {
    await (await jetstreamManager(this.connection)).streams.add({ name: EVENT_STREAM, subjects: [EVENT_SUBJECTS] });
  }

  async loseStream(): Promise<void> {
    await (await jetstreamManager(this.connection)).streams.delete(EVENT_STREAM);
  }

  /** How many read the stream now. */
  async readers(): Promise<number> {
    return (await (await jetstreamManager(this.connection)).streams.info(EVENT_STREAM)).state.consumer_count;
  }

  /** Adds an event to the stream. */
  async copy(event: RecordedEvent, previous: bigint): Promise<void> {
    await this.connection.request(subjectOf(event), event.payload, { headers: eventHeaders({ event, previous }), timeout: 2_000 });
  }

  /** Tells whoever listens of events that are just behind a position. */
  tell(after: bigint, ...events: readonly RecordedEvent[]): void {
    for (const run of copiedRuns(events, after, MAX_PAYLOAD_BYTES)) this.connection.publish(COPIED_SUBJECT, run);
  }
}
