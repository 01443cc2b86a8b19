import pg from 'pg';
import { PostgresLedger, type RecordedEvent } from '@carriermesh/platform-ledger';

/** A copy of a ledger in a database of its own, whose stored bytes can be altered behind the ledger's back. */
export class LedgerCopy {
  private constructor(
    readonly ledger: PostgresLedger,
    private readonly client: pg.Client,
  ) {}

  /** @param to the URL of an empty database on the same server */
  static async of(original: { readAll(after: bigint, limit: number): Promise<readonly RecordedEvent[]> }, to: string): Promise<LedgerCopy> {
    const ledger = await PostgresLedger.open({ connectionString: to, applicationName: 'copy' });
    const client = new pg.Client({ connectionString: to });
    await client.connect();
    for (const { position, stream, revision, eventId, type, payload, metadata } of await original.readAll(0n, 100_000)) {
      await client.query('insert into ledger.event (position, stream, revision, event_id, type, payload, metadata) values ($1, $2, $3, $4, $5, $6, $7)', [
        position.toString(), stream, revision, eventId, type, Buffer.from(payload), JSON.stringify(metadata, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
      ]);
    }
    return new LedgerCopy(ledger, client);
  }

  async find(type: string, stream: string): Promise<RecordedEvent> {
    const event = (await this.ledger.readStream(stream)).find((each) => each.type === type);
    if (!event) throw new Error(`${stream} has no ${type}`);
    return event;
  }

  /** Runs something on the copy while one event's bytes are others. */
  async withPayload<T>({ position, payload }: RecordedEvent, altered: Uint8Array, run: () => Promise<T>): Promise<T> {
    const write = (bytes: Uint8Array): Promise<unknown> => this.client.query('update ledger.event set payload = $1 where position = $2', [Buffer.from(bytes), position.toString()]);
    await write(altered);
    try {
      return await run();
    } finally {
      await write(payload);
    }
  }

  async without<T>({ position }: RecordedEvent, run: () => Promise<T>): Promise<T> {
    await this.client.query('update ledger.event set type = $1 where position = $2', ['gone.v1.Gone', position.toString()]);
    return run();
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.ledger.close();
  }
}

/** The bytes with one other byte: where `part` stands in `whole`, `offset` into it. */
export function flipped(whole: Uint8Array, part: Uint8Array, offset: number): Uint8Array {
  const at = Buffer.from(whole).indexOf(Buffer.from(part));
  if (at < 0) throw new Error('the part is not in the whole');
  const altered = Uint8Array.from(whole);
  altered[at + offset] = (altered[at + offset] ?? 0) ^ 1;
  return altered;
}
