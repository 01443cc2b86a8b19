import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toHex } from '@carriermesh/kernel';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { isSealedBy, SIGNED_AS, type Envelope } from '@carriermesh/platform-signing';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { ledger as wire } from '@carriermesh/wire';
import { commitNumber, newKey, TrialLedger, withClient } from './evidence.fixture.js';
import { TreeStore } from './tree-store.js';
import { verifyLedger } from './verify-ledger.js';

let postgres: TestPostgres;
const key = newKey();

beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop());

const open = async (): Promise<TrialLedger> => TrialLedger.open(await postgres.createDatabase(), key);
const verify = (url: string): ReturnType<typeof verifyLedger> => verifyLedger({ connectionString: url, operatorKeys: [key.publicKey] });
const decoded = ({ body }: Envelope): wire.TreeHead => wire.TreeHead.decode(body);

describe('M7 I4 the keeper of the tree', () => {
  it('signs nothing for an empty ledger, and a head of one commit after the first', async () => {
    const trial = await open();
    expect(await trial.keeper().extend()).toBe(false);
    expect(await trial.store.newestHead()).toBeUndefined();
    await trial.ledger.append(commitNumber(2));
    await trial.grow();
    const head = await trial.head();
    expect(isSealedBy(key.publicKey, SIGNED_AS.treeHead, head)).toBe(true);
    expect(decoded(head)).toMatchObject({ size: 1n, position: await trial.ledger.head() });
    await trial.close();
  });

  it('makes the same tree in one go and with a new keeper after every third commit', async () => {
    const whole = await open();
    for (let n = 0; n < 40; n += 1) await whole.ledger.append(commitNumber(n));
    await whole.grow();
    const once = decoded(await whole.head());
    await withClient(whole.url, (client) => client.query('truncate ledger.tree_leaf, ledger.tree_head'));
    await whole.close();

    const resumed = await TrialLedger.open(whole.url, key);
    const pages = { readAll: (after: bigint, limit: number) => resumed.ledger.readAll(after, Math.min(limit, 7)), onCommit: () => () => undefined };
    // A ledger that gives less than it was asked for counts as read to its end, so that every run here is a small one.
    for (let runs = 0; runs < 200; runs += 1) {
      const before = (await resumed.store.newestHead())?.size ?? 0n;
      await resumed.keeper({ ledger: { ...pages, readAll: wholeCommitsOnly(pages.readAll) } }).extend();
      if (((await resumed.store.newestHead())?.size ?? 0n) === before) break;
    }
    const stepwise = decoded(await resumed.head());
    expect([stepwise.size, toHex(stepwise.root), stepwise.position]).toEqual([once.size, toHex(once.root), once.position]);
    expect(await verify(resumed.url)).toMatchObject({ intact: true, uncovered: 0 });
    await resumed.close();
  });

  it('goes on after it was killed before, in and after writing, and never writes a leaf twice', async () => {
    const trial = await open();
    let deaths = 0;
    for (let n = 0; n < 24; n += 1) {
      await trial.ledger.append(commitNumber(n));
      const dying = trial.keeper({ store: dyingStore(trial.store, n % 3, () => (deaths += 1)) });
      await dying.extend().catch(() => undefined);
      // The very keeper that does not know what became of its write goes on, or a new one does.
      if (n % 2 === 0) await dying.extend().catch(() => undefined);
    }
    await trial.grow();
    expect(deaths).toBeGreaterThan(15);
    const report = await verify(trial.url);
    expect(report).toMatchObject({ intact: true, commits: 24, uncovered: 0 });
    await trial.close();
  });

  it('writes nothing when another keeper was faster, and agrees with it afterwards', async () => {
    const trial = await open();
    await trial.fill(0, 5, 5);
    const [slow, fast] = [trial.keeper(), trial.keeper()];
    await slow.extend();
    await fast.extend();
    await trial.ledger.append(commitNumber(5));
    await fast.extend();
    await trial.ledger.append(commitNumber(6));
    await expect(slow.extend()).rejects.toThrow('tree_leaf_pkey');
    await slow.extend();
    expect(slow.size).toBe(7n);
    expect(await verify(trial.url)).toMatchObject({ intact: true, commits: 7, storedHeads: 3 });
    await trial.close();
  });

  it('alarms while its stored edge is not what was signed, and no longer', async () => {
    const trial = await open();
    await trial.fill(0, 6, 3);
    const touch = (sql: string): Promise<unknown> => withClient(trial.url, (client) => client.query(sql));
    await touch('create table public.sound as select size, edge from ledger.tree_head; update ledger.tree_head set edge[1] = edge[2] where size = 6');
    const keeper = trial.keeper();
    keeper.start();
    expect(await until(async () => keeper.alarm, (alarm) => alarm !== undefined)).toContain('nothing is added to it: the edge stored with the head of 6 commits does not lead to its root');
    await touch('update ledger.tree_head h set edge = s.edge from public.sound s where s.size = h.size');
    await trial.ledger.append(commitNumber(6));
    expect(await until(async () => [keeper.alarm, keeper.size], ([alarm, size]) => alarm === undefined && size === 7n)).toEqual([undefined, 7n]);
    await keeper.stop();
    await trial.close();
  });

  it('signs no more once its stored edge or head was touched', async () => {
    const trial = await open();
    await trial.fill(0, 6, 3);
    await trial.ledger.append(commitNumber(6));
    await withClient(trial.url, (client) => client.query(`update ledger.tree_head set edge[1] = decode(repeat('ab', 32), 'hex') where size = 6`));
    await expect(trial.keeper().extend()).rejects.toThrow('the edge stored with the head of 6 commits does not lead to its root');
    await withClient(trial.url, (client) => client.query('delete from ledger.tree_head where size = 6'));
    await expect(trial.keeper().extend()).rejects.toThrow('the tree has 3 leaves beyond its newest head of 3 commits');
    await trial.close();
  });

  it('follows a living ledger by itself and tells every head', async () => {
    const trial = await open();
    const told: bigint[] = [];
    const keeper = trial.keeper({ tell: (head) => told.push(decoded(head).size) });
    keeper.start();
    for (let n = 0; n < 120; n += 1) await trial.ledger.append(commitNumber(n));
    const report = await until(() => verify(trial.url), ({ uncovered, commits }) => commits > 0 && uncovered === 0);
    await keeper.stop();
    expect(report).toMatchObject({ intact: true, commits: 120 });
    // Under load several commits share a head.
    expect(told.at(-1)).toBe(BigInt(report.commits));
    expect(told.length).toBeLessThan(report.commits);
    await trial.close();
  });
});

describe('M7 the verifier', () => {
  it('writes nothing, and reads a ledger that never had a tree', async () => {
    const url = await postgres.createDatabase();
    const ledger = await PostgresLedger.open({ connectionString: url, applicationName: 'trial' });
    await ledger.append(commitNumber(1));
    await ledger.close();
    await withClient(url, (client) => client.query('drop table ledger.tree_leaf, ledger.tree_head'));
    expect(await verify(url)).toMatchObject({ intact: true, events: 2, commits: 1, uncovered: 1, storedHeads: 0 });
    await withClient(url, async (client) => expect((await client.query(`select to_regclass('ledger.tree_leaf') as t`)).rows).toEqual([{ t: null }]));
  });

  it('calls no commit younger than the newest head because its leaf is gone', async () => {
    const trial = await open();
    await trial.fill(0, 6, 3);
    await trial.ledger.append(commitNumber(6));
    await withClient(trial.url, (client) => client.query('delete from ledger.tree_leaf'));
    expect(await verify(trial.url)).toMatchObject({ intact: false, commits: 7, uncovered: 1, deviations: [{ kind: 'altered-tree' }] });
    await trial.close();
  });

  it('says plainly that a database holds no ledger', async () => {
    await expect(verify(await postgres.createDatabase())).rejects.toThrow('relation "ledger.event" does not exist');
  });
});

/** Pages end where a commit does, as if the ledger ended there. */
function wholeCommitsOnly(readAll: PostgresLedger['readAll']): PostgresLedger['readAll'] {
  return async (after, limit) => {
    const page = await readAll(after, limit);
    const lastCommit = (page.at(-1)?.position ?? 0n) >> 20n;
    const whole = page.filter(({ position }) => position >> 20n !== lastCommit);
    return whole.length > 0 ? whole : page;
  };
}

/** Dies before the write, after it, or not at all. */
function dyingStore(store: TreeStore, when: number, died: () => void): Pick<TreeStore, 'newestHead' | 'leavesFrom' | 'grow'> {
  const die = (): never => {
    died();
    throw new Error('killed');
  };
  return {
    newestHead: () => store.newestHead(),
    leavesFrom: (size) => store.leavesFrom(size),
    grow: async (growth) => {
      if (when === 0) die();
      await store.grow(growth);
      if (when === 1) die();
    },
  };
}

async function until<T>(probe: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const found = await probe();
    if (isThere(found) || Date.now() > giveUpAt) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
