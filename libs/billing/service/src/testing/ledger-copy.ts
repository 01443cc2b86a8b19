import pg from 'pg';
import { PostgresLedger, type RecordedEvent } from '@carriermesh/platform-ledger';

/** A copy of a ledger in a database of its own, whose stored bytes can be altered behind the ledger's back. */
export class LedgerCopy {
  private constructor(
    readonly ledger: PostgresLedger,
    private readonly client: pg.Client,
  ) {}

  /** @param urls of the ledger's database, and of an empty one on the same server */
  static async of(urls: { readonly from: string; readonly to: string }): Promise<LedgerCopy> {
    const ledger = await PostgresLedger.open({ connectionString: urls.to, applicationName: 'copy' });
    const [source, client] = [new pg.Client({ connectionString: urls.from }), new pg.Client({ connectionString: urls.to })];
    await Promise.all([source.connect(), client.connect()]);
    const { rows } = await source.query<Record<string, unknown>>(
      'select position::text, stream, revision, event_id, type, payload, metadata::text, recorded_at from ledger.event order by position',
    );
    await source.end();
    for (const row of rows) {
      const columns = Object.keys(row);
      const places = columns.map((_, index) => `$${index + 1}`).join(', ');
      await client.query(`insert into ledger.event (${columns.join(', ')}) values (${places})`, Object.values(row));
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
