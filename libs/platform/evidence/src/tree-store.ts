import { listParameter, operational, type Position } from '@carriermesh/platform-ledger';
import type { Envelope } from '@carriermesh/platform-signing';
import pg from 'pg';
import type { Hash } from './merkle-tree.js';

const ANSWER_LIMIT_MS = 10_000;

/** A leaf as it is stored. `contents` is a `ledger.CommitContents`. */
export interface StoredLeaf {
  readonly position: Position;
  readonly hash: Hash;
  readonly contents: Uint8Array;
}

/** A signed head with the right edge of its tree, from which the tree goes on. */
export interface StoredHead {
  readonly size: bigint;
  readonly envelope: Envelope;
  readonly edge: readonly Hash[];
}

/** What a run of the keeper adds. */
export interface TreeGrowth {
  /** Index of the first new leaf: the size of the tree that the run went on from. */
  readonly from: bigint;
  readonly leaves: readonly StoredLeaf[];
  readonly head: StoredHead;
}

interface HeadRow {
  readonly size: string;
  readonly body: Buffer;
  readonly signature: Buffer;
  readonly key_id: string;
  readonly edge: readonly Buffer[];
}

const NEWEST = 'select size, body, signature, key_id, edge from ledger.tree_head order by size desc limit 1';

/**
 * One statement, and so one transaction. A second keeper that believes that it leads inserts the same indices, meets the primary
 * key, and writes nothing at all.
 */
const GROW = `
with leaf as (
  insert into ledger.tree_leaf (idx, position, hash, contents)
  select $1::bigint + ordinality - 1, position, hash, contents
    from unnest($2::bigint[], $3::bytea[], $4::bytea[]) with ordinality as l(position, hash, contents, ordinality)
)
insert into ledger.tree_head (size, body, signature, key_id, edge) values ($5, $6, $7, $8, $9)`;

/** The tree's tables, for the keeper and for whoever wants the newest head. */
export class TreeStore {
  private readonly pool: pg.Pool;

  constructor(connectionString: string) {
    this.pool = new pg.Pool({
      connectionString,
      application_name: 'carriermesh-tree',
      max: 1,
      connectionTimeoutMillis: ANSWER_LIMIT_MS,
      query_timeout: ANSWER_LIMIT_MS,
      keepAlive: true,
    });
    // An idle connection that breaks leaves the pool by itself; without a listener the process would end.
    this.pool.on('error', () => undefined);
  }

  /** @throws OperationalError `unavailable` when the database can't be reached */
  async newestHead(): Promise<StoredHead | undefined> {
    const { rows } = await operational("the tree's newest head could not be read", () => this.pool.query<HeadRow>(NEWEST));
    const [row] = rows;
    if (!row) return undefined;
    const envelope = { body: row.body, signature: row.signature, keyId: row.key_id };
    return { size: BigInt(row.size), envelope, edge: row.edge };
  }

  /** How many leaves there are beyond a head: none, unless somebody else touched the table. */
  async leavesFrom(size: bigint): Promise<number> {
    const text = 'select count(*)::int as beyond from ledger.tree_leaf where idx >= $1';
    const { rows } = await operational("the tree's leaves could not be counted", () => this.pool.query<{ beyond: number }>(text, [size.toString()]));
    return rows[0]?.beyond ?? 0;
  }

  /** All of it or nothing. @throws when the outcome is unknown, or when another keeper was here first: load again */
  async grow({ from, leaves, head }: TreeGrowth): Promise<void> {
    const { body, signature, keyId } = head.envelope;
    const values = [
      from.toString(),
      listParameter('int8', leaves.map(({ position }) => position)),
      listParameter('bytea', leaves.map(({ hash }) => hash)),
      listParameter('bytea', leaves.map(({ contents }) => contents)),
      head.size.toString(),
      Buffer.from(body),
      Buffer.from(signature),
      keyId,
      listParameter('bytea', head.edge),
    ];
    await operational('the tree could not be written', () => this.pool.query({ name: 'tree-grow', text: GROW, values }));
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
