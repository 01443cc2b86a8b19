import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { operational } from '@carriermesh/platform-ledger';
import type { Envelope } from '@carriermesh/platform-signing';
import pg from 'pg';
import { bytesAt, copyOut, int64At, textAt, viewAt } from './copy-out.js';
import { EVENT_FIELDS, EVENT_ROW, eventIn, hashedEvent, keptEvent, type HashedEvent } from './event-row.js';
import { LeafList } from './leaf-list.js';
import type { Hash } from './merkle-tree.js';

const CONNECT_LIMIT_MS = 10_000;

/**
 * Visible events of transactions that are over for every reader, as the ledger's own readers see them; beside them those of a
 * restored ledger, whose positions this cluster has not reached yet.
 */
const boundary = (end: 'xmin' | 'xmax'): string =>
  `(select (pg_snapshot_${end}(pg_current_snapshot())::text::bigint + o.xid_offset) << 20 from ledger.origin o)`;
const SETTLED = `(position < ${boundary('xmin')} or position >= ${boundary('xmax')})`;

/** A head as a row holds it; nothing of it is believed yet. */
export interface HeadRow {
  readonly size: bigint;
  readonly envelope: Envelope;
}

/** An event with its hash; `event` is absent where the row is no event any more. */
export type ReadEvent = HashedEvent & { readonly event?: RecordedEvent };

/** Reads a ledger as it was at one moment, and writes nothing: not even the schema that may be missing. */
export class EvidenceReader {
  private constructor(private readonly client: pg.Client) {}

  /** @throws OperationalError `unavailable` when the database can't be reached, `misconfigured` when it holds no ledger */
  static async open(connectionString: string): Promise<EvidenceReader> {
    const client = new pg.Client({ connectionString, application_name: 'carriermesh-evidence', connectionTimeoutMillis: CONNECT_LIMIT_MS, keepAlive: true });
    // A connection that breaks tells its query; without a listener it would also end the process.
    client.on('error', () => undefined);
    return operational('the ledger could not be read', async () => {
      await client.connect();
      await client.query('begin transaction isolation level repeatable read, read only');
      await client.query('select 1 from ledger.event limit 1');
      return new EvidenceReader(client);
    });
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  /** Every event in ledger order. */
  events(onEvent: (event: HashedEvent) => void): Promise<void> {
    return this.copy(`select ${EVENT_ROW} from ledger.event where ${SETTLED} order by position`, EVENT_FIELDS, (row) => onEvent(hashedEvent(row)));
  }

  /** Events that `condition` and `keep` choose, in ledger order; rows that are no events any more are absent. */
  async eventsWhere(condition: string, keep: (event: RecordedEvent) => boolean = () => true): Promise<readonly RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    await this.copy(`select ${EVENT_ROW} from ledger.event where ${SETTLED} and (${condition}) order by position`, EVENT_FIELDS, (row) => {
      const event = eventIn(row);
      if (event && keep(event)) found.push(keptEvent(event));
    });
    return found;
  }

  /** The events of one commit, each with its hash; `event` is absent where the row is no event any more. */
  async commit(commit: bigint): Promise<readonly ReadEvent[]> {
    const found: ReadEvent[] = [];
    const text = `select ${EVENT_ROW} from ledger.event where ${withinCommit(commit)} order by position`;
    await this.copy(text, EVENT_FIELDS, (row) => {
      const event = eventIn(row);
      found.push({ ...hashedEvent(row), ...(event ? { event: keptEvent(event) } : {}) });
    });
    return found;
  }

  async leaves(): Promise<LeafList> {
    const leaves = new LeafList();
    if (!(await this.hasTree())) return leaves;
    await this.copy('select idx, position, hash from ledger.tree_leaf order by idx', 3, (row) => leaves.add(int64At(row, 0), int64At(row, 1), viewAt(row, 2)));
    return leaves;
  }

  /** What the keeper noted of a commit: a `ledger.CommitContents` if nobody touched it. */
  async contents(index: number): Promise<Uint8Array | undefined> {
    let found: Uint8Array | undefined;
    await this.copy(`select contents from ledger.tree_leaf where idx = ${index}`, 1, (row) => (found = bytesAt(row, 0)));
    return found;
  }

  /** All stored heads by size. */
  async heads(): Promise<readonly HeadRow[]> {
    const heads: HeadRow[] = [];
    if (!(await this.hasTree())) return heads;
    await this.copy('select size, body, signature, key_id from ledger.tree_head order by size', 4, (row) =>
      heads.push({ size: int64At(row, 0), envelope: { body: bytesAt(row, 1), signature: bytesAt(row, 2), keyId: textAt(row, 3) } }),
    );
    return heads;
  }

  /** The edge that the keeper would go on from. */
  async newestEdge(): Promise<readonly Hash[]> {
    const { rows } = await operational('the tree could not be read', () =>
      this.client.query<{ edge: Buffer[] }>('select edge from ledger.tree_head order by size desc limit 1'),
    );
    return rows[0]?.edge ?? [];
  }

  /** A ledger of an older release has no tree yet. */
  private async hasTree(): Promise<boolean> {
    const { rows } = await operational('the tree could not be read', () =>
      this.client.query<{ there: boolean }>(`select to_regclass('ledger.tree_leaf') is not null and to_regclass('ledger.tree_head') is not null as there`),
    );
    return rows[0]?.there ?? false;
  }

  private copy(text: string, fields: number, onRow: Parameters<typeof copyOut>[3]): Promise<void> {
    return operational('the ledger could not be read', () => copyOut(this.client, text, fields, onRow));
  }
}

/** A text as SQL takes it. Copying takes no parameters. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The positions of one commit, as a condition. */
export const withinCommit = (commit: bigint): string => `position >= ${commit << 20n} and position < ${(commit + 1n) << 20n}`;
