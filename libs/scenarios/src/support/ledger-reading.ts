import pg from 'pg';
import { eventCodec, type EventData, type EventType } from '@carriermesh/wire';

export interface Entry<T extends EventType> {
  readonly position: bigint;
  readonly stream: string;
  readonly payload: Uint8Array;
  readonly data: EventData[T];
}

interface Row {
  readonly position: string;
  readonly stream: string;
  readonly payload: Buffer;
}

/** What the ledger holds, read past every service and every view, as an auditor would. */
export class LedgerReading {
  readonly #pool: pg.Pool;

  constructor(readonly url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'scenario' });
    // A database that is killed in the middle breaks idle connections; the next look opens new ones.
    this.#pool.on('error', () => undefined);
  }

  /** Every event of a type in the order of the ledger; with `about`, those whose stream's name holds it. */
  async all<T extends EventType>(type: T, about = ''): Promise<readonly Entry<T>[]> {
    const { rows } = await this.#pool.query<Row>(
      'select position, stream, payload from ledger.event where type = $1 and strpos(stream, $2) > 0 order by position',
      [type, about],
    );
    const codec = eventCodec(type);
    return rows.map(({ position, stream, payload }) => ({ position: BigInt(position), stream, payload, data: codec.decode(payload) }));
  }

  /** The one event of a type. @throws Error when there is none, or another one */
  async only<T extends EventType>(type: T, about = ''): Promise<Entry<T>> {
    const found = await this.all(type, about);
    const [first] = found;
    if (!first || found.length > 1) throw new Error(`the ledger has ${found.length} events ${type} about "${about}", not one`);
    return first;
  }

  /** How many events there are of each type whose name begins so; with `about`, of streams whose name holds it. */
  async counts(prefix: string, about = ''): Promise<Readonly<Record<string, number>>> {
    const { rows } = await this.#pool.query<{ type: string; count: number }>(
      'select type, count(*)::int as count from ledger.event where starts_with(type, $1) and strpos(stream, $2) > 0 group by type order by type',
      [prefix, about],
    );
    return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
  }

  /** The position of the last event. */
  async head(): Promise<bigint> {
    const { rows } = await this.#pool.query<{ head: string }>('select coalesce(max(position), 0)::text as head from ledger.event');
    return BigInt(rows[0]?.head ?? '0');
  }

  /** Streams whose revisions are not 0, 1, 2 … in the ledger's order. */
  async streamsWithGaps(): Promise<readonly string[]> {
    const { rows } = await this.#pool.query<{ stream: string }>(
      'select distinct stream from (select stream, revision, row_number() over (partition by stream order by position) - 1 as due from ledger.event) e where revision <> due',
    );
    return rows.map(({ stream }) => stream);
  }

  /** How many there are of one type. */
  async count(type: EventType): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>('select count(*)::int as count from ledger.event where type = $1', [type]);
    return rows[0]?.count ?? 0;
  }

  /** Whether there are so many of a type; `false` also while the database can't be asked, since it may be the one that was killed. */
  async hasCount(type: EventType, atLeast: number): Promise<boolean> {
    return this.count(type).then((count) => count >= atLeast, () => false);
  }

  /** How many events there are in all. */
  async total(): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>('select count(*)::int as count from ledger.event');
    return rows[0]?.count ?? 0;
  }

  async lastPosition(): Promise<bigint> {
    const { rows } = await this.#pool.query<{ position: string }>('select coalesce(max(position), 0)::text as position from ledger.event');
    return BigInt(rows[0]?.position ?? 0);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
