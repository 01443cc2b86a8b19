import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Envelope } from '@carriermesh/platform-signing';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { ledger as wire } from '@carriermesh/wire';
import type { VerificationReport } from './deviation.js';
import { copyOf, dropped, newKey, TrialLedger, withClient } from './evidence.fixture.js';
import { alterColumn, alterPayload, cutTail, deleteCommit, deleteEvent, drawer, insertEvent, rowsOf, swapEvents, type Edit, type Tampering } from './tampering.fixture.js';
import { verifyLedger } from './verify-ledger.js';

const COMMITS = 60;
const PER_HEAD = 6;
const HALF = COMMITS / 2;
const SEED = 20_260_301;
/** Of each of the six kinds that are done to tables; rewriting and restoring make it a hundred in eight. */
const EDITS_PER_KIND = 14;
const REWRITES = 8;
/** An old state was saved after each of these numbers of commits, between two heads or right after one. */
const BACKUPS_AT = [7, 12, 19, 23, HALF, 41, 48, 53];

let postgres: TestPostgres;
const key = newKey();
/** Heads as a provider kept them, after every sixth commit. */
const kept: { readonly name: string; readonly envelope: Envelope }[] = [];
let original: string;
/** The same ledger when less of it was written: backups from which it could be restored. */
const backups: { readonly url: string; readonly commits: number }[] = [];
const draw = drawer(SEED);

beforeAll(async () => {
  postgres = await startPostgres();
  original = await postgres.createDatabase();
  let written = 0;
  for (const commits of BACKUPS_AT) {
    await write(written, commits);
    backups.push({ url: await copyOf(postgres, original), commits });
    written = commits;
  }
  await write(written, COMMITS);
  await withClient(original, async (client) => {
    const { rows } = await client.query<{ body: Buffer; signature: Buffer; key_id: string }>('select body, signature, key_id from ledger.tree_head order by size');
    rows.forEach(({ body, signature, key_id: keyId }, index) => kept.push({ name: `head-${index}`, envelope: { body, signature, keyId } }));
  });
}, 120_000);
afterAll(() => postgres.stop());

async function write(from: number, until: number): Promise<void> {
  const trial = await TrialLedger.open(original, key);
  await trial.fill(from, until, PER_HEAD);
  await trial.close();
}

const verify = (url: string, savedHeads = kept): Promise<VerificationReport> => verifyLedger({ connectionString: url, operatorKeys: [key.publicKey], savedHeads });
const sizeOf = ({ envelope }: { envelope: Envelope }): bigint => wire.TreeHead.decode(envelope.body).size;
const positionOf = ({ envelope }: { envelope: Envelope }): bigint => wire.TreeHead.decode(envelope.body).position;

async function onCopy<T>(from: string, work: (url: string) => Promise<T>): Promise<T> {
  const url = await copyOf(postgres, from);
  try {
    return await work(url);
  } finally {
    await dropped(postgres, url);
  }
}

const tampered = (url: string, tamper: (tampering: Tampering) => Promise<Edit>): Promise<Edit> =>
  withClient(url, async (client) => tamper({ client, rows: await rowsOf(client), draw }));

/** True when one deviation names the place, the stream and the kind of what was done. */
const locates = ({ deviations }: VerificationReport, { positions, streams, kinds }: Edit): boolean =>
  deviations.some(({ position, stream, kind }) => positions.includes(position) && streams.includes(stream) && kinds.includes(kind));

describe('M7 I4 a hundred edits of eight kinds', () => {
  it('finds nothing in the ledger as it is, with every head that was kept', async () => {
    expect(await verify(original)).toMatchObject({ intact: true, commits: COMMITS, uncovered: 0, savedHeads: kept.length, storedHeads: kept.length, deviations: [] });
  });

  it.each([
    ['an altered column', alterColumn],
    ['two events exchanged', swapEvents],
    ['a deleted event', deleteEvent],
    ['a deleted commit', deleteCommit],
    ['an inserted event or commit', insertEvent],
    ['a cut tail', cutTail],
  ])(`finds %s and says where, ${EDITS_PER_KIND} times of ${EDITS_PER_KIND}`, async (_, tamper) => {
    const missed: unknown[] = [];
    for (let n = 0; n < EDITS_PER_KIND; n += 1) {
      await onCopy(original, async (url) => {
        const edit = await tampered(url, tamper);
        const report = await verify(url);
        if (report.intact || !locates(report, edit)) missed.push({ ...edit, found: report.deviations });
      });
    }
    expect(missed).toEqual([]);
  }, 120_000);

  it(`finds a history that its operator rewrote and signed anew between two heads that were kept, ${REWRITES} times of ${REWRITES}`, async () => {
    for (let n = 0; n < REWRITES; n += 1) {
      await onCopy(original, async (url) => {
        const edit = await tampered(url, alterPayload);
        await withClient(url, (client) => client.query('truncate ledger.tree_leaf, ledger.tree_head'));
        const trial = await TrialLedger.open(url, key);
        await trial.grow();
        await trial.close();
        expect((await verify(url, [])).intact).toBe(true);
        const { deviations } = await verify(url);
        const rewritten = deviations.find(({ kind }) => kind === 'rewritten');
        const touched = edit.positions[0] as bigint;
        const before = kept.filter((head) => positionOf(head) < touched).at(-1);
        expect(rewritten?.detail).toContain(before ? `after the head of ${sizeOf(before)} commits (position ${positionOf(before)})` : 'from its beginning on');
        expect(deviations).toEqual([rewritten]);
        expect(rewritten?.position).toBeGreaterThan(before ? positionOf(before) : 0n);
        expect(rewritten?.position).toBeLessThanOrEqual(touched);
        expect(rewritten?.stream).toMatch(/^order-/);
      });
    }
  }, 60_000);

  it(`tells an old backup by any head that is younger, ${BACKUPS_AT.length} times of ${BACKUPS_AT.length}, and by none that is older`, async () => {
    for (const { url, commits } of backups) {
      const younger = kept.filter((head) => sizeOf(head) > BigInt(commits));
      const older = kept.filter((head) => sizeOf(head) <= BigInt(commits));
      expect(await verify(url, older)).toMatchObject({ intact: true, commits });
      const head = younger[draw(younger.length)] as (typeof kept)[number];
      const { intact, deviations } = await verify(url, [...older, head]);
      const last = await withClient(url, async (client) => (await rowsOf(client)).at(-1));
      expect(intact).toBe(false);
      expect(deviations).toEqual([expect.objectContaining({ kind: 'restored-backup', position: last?.position, stream: last?.stream })]);
      expect(deviations[0]?.detail).toContain(`the saved head ${head.name} is of ${sizeOf(head)} commits`);
    }
  }, 60_000);

  it('finds many edits of one copy, each at its place', async () => {
    await onCopy(original, async (url) => {
      const edits: Edit[] = [];
      for (const tamper of [deleteCommit, deleteCommit, deleteEvent, alterPayload, alterPayload, insertEvent]) edits.push(await tampered(url, tamper));
      const report = await verify(url);
      expect(edits.filter((edit) => !locates(report, edit))).toEqual([]);
    });
  });

  it.each([
    ['a leaf', `update ledger.tree_leaf set hash = decode(repeat('00', 32), 'hex') where idx = 20`, 'leaf 20 of the stored tree was touched; its events are not'],
    ['a leaf that is gone', 'delete from ledger.tree_leaf where idx = 20', 'leaf 20 of the stored tree is gone; its events are not'],
    ['a leaf’s position', 'update ledger.tree_leaf set position = position + (7::bigint << 40) where idx = 20', 'leaf 20 of the stored tree was touched; its events are not'],
    ['leaves cut off', 'delete from ledger.tree_leaf where idx >= 50', 'the stored tree has 50 of the 60 leaves that were signed; its events are there'],
    ['an edge', `update ledger.tree_head set edge[2] = edge[1] where size = ${COMMITS}`, `the edge stored with the head of ${COMMITS} commits does not lead to its root`],
  ])('tells %s of the stored tree from touched events', async (_, edit, detail) => {
    await onCopy(original, async (url) => {
      await withClient(url, (client) => client.query(edit));
      expect((await verify(url)).deviations).toEqual([expect.objectContaining({ kind: 'altered-tree', detail })]);
    });
  });

  it('blames the event, and not the leaf that the heads lead from, when what was noted of the event was touched with it', async () => {
    await onCopy(original, async (url) => {
      const position = positionOf(kept[3] as (typeof kept)[number]);
      const honest = await withClient(url, async (client) => {
        const { rows } = await client.query<{ idx: string; hash: Buffer }>(`select idx, hash from ledger.tree_leaf where position = ${position}`);
        await client.query(`update ledger.event set payload = payload || '\\x2a'::bytea where position = ${position}`);
        await client.query('create table good_head as select * from ledger.tree_head; truncate ledger.tree_leaf, ledger.tree_head');
        return rows[0] as { idx: string; hash: Buffer };
      });
      const trial = await TrialLedger.open(url, newKey());
      await trial.grow();
      await trial.close();
      await withClient(url, async (client) => {
        await client.query('truncate ledger.tree_head; insert into ledger.tree_head select * from good_head');
        await client.query('update ledger.tree_leaf set hash = $1 where idx = $2', [honest.hash, honest.idx]);
      });
      const { deviations } = await verify(url, []);
      expect(deviations.map(({ kind }) => kind)).toEqual(['altered-event']);
      expect((deviations[0]?.position ?? 0n) >> 20n).toBe(position >> 20n);
    });
  });

  it('finds a leaf and its event rewritten together by the stored heads around them', async () => {
    await onCopy(original, async (url) => {
      const victim = kept[3] as (typeof kept)[number];
      await withClient(url, async (client) => {
        await client.query(`update ledger.event set payload = payload || '\\x2a'::bytea where position = ${positionOf(victim)}`);
        await client.query('create table good_head as select * from ledger.tree_head');
        await client.query('truncate ledger.tree_leaf, ledger.tree_head');
      });
      const trial = await TrialLedger.open(url, newKey());
      await trial.grow();
      await trial.close();
      await withClient(url, (client) => client.query('truncate ledger.tree_head; insert into ledger.tree_head select * from good_head'));
      const { deviations } = await verify(url, []);
      expect(deviations).toEqual([expect.objectContaining({ kind: 'rewritten', detail: expect.stringContaining(`after the head of ${sizeOf(kept[2] as (typeof kept)[number])} commits`) })]);
      expect(deviations[0]?.position).toBeLessThanOrEqual(positionOf(victim));
    });
  });

  it('believes no head that another key signed, stored or saved', async () => {
    await onCopy(original, async (url) => {
      await withClient(url, (client) => client.query(`update ledger.tree_head set signature = set_byte(signature, 5, (get_byte(signature, 5) + 1) % 256) where size = ${sizeOf(kept[4] as (typeof kept)[number])}`));
      const { deviations } = await verify(url);
      expect(deviations).toEqual([expect.objectContaining({ kind: 'invalid-head', position: positionOf(kept[4] as (typeof kept)[number]) })]);
    });
    const { deviations } = await verifyLedger({ connectionString: original, operatorKeys: [newKey().publicKey], savedHeads: kept.slice(0, 1) });
    expect(deviations.filter(({ kind }) => kind === 'invalid-head')).toHaveLength(kept.length + 1);
  });

  it('locates an old backup that was restored and written on, between the heads around it', async () => {
    await onCopy(backups.find(({ commits }) => commits === HALF)?.url as string, async (url) => {
      const trial = await TrialLedger.open(url, key);
      await trial.fill(500, 560, PER_HEAD);
      await trial.close();
      expect((await verify(url, [])).intact).toBe(true);
      const { deviations } = await verify(url);
      expect(deviations.map(({ kind }) => kind)).toEqual(['rewritten']);
      expect(deviations[0]?.detail).toContain(`after the head of ${HALF} commits`);
    });
  });
});
