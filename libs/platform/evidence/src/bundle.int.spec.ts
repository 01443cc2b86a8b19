import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { ledger as wire } from '@carriermesh/wire';
import { bundleFromJson, bundleToJson, type Bundle, type BundledCommit } from './bundle.js';
import { exportBundle } from './bundle-export.js';
import { verifyBundle, type BundleTrust } from './bundle-verification.js';
import { AT, enrolled, newEvent, PROVIDER, usageBatch } from './bundle.fixture.js';
import { anEvent, commitNumber, newKey, TrialLedger, withClient } from './evidence.fixture.js';
import { EvidenceReader } from './evidence-reader.js';
import type { SavedHead } from './head-judgement.js';
import { sealHead } from './tree-head.js';

const [operator, provider, stranger] = [newKey(), newKey(), newKey()];
const STREAMS = [`provider-${PROVIDER}`, `usagebatch-${PROVIDER}~a`, `usagebatch-${PROVIDER}~b`];

let postgres: TestPostgres;
let trial: TrialLedger;
let older: SavedHead;
let bundle: Bundle;

beforeAll(async () => {
  postgres = await startPostgres();
  trial = await TrialLedger.open(await postgres.createDatabase(), operator);
  await trial.fill(0, 9, 3);
  await trial.ledger.append([{ stream: STREAMS[0] as string, expected: 'none', events: [enrolled(provider)] }]);
  await trial.grow();
  older = { name: 'older', envelope: await trial.head() };
  await trial.ledger.append([
    { stream: 'order-other', expected: 'none', events: [anEvent(Uint8Array.of(1))] },
    { stream: STREAMS[1] as string, expected: 'none', events: [usageBatch(provider, 'a', 5n)] },
  ]);
  await trial.fill(9, 17, 4);
  await trial.ledger.append([{ stream: STREAMS[2] as string, expected: 'none', events: [usageBatch(provider, 'b', 6n)] }]);
  await trial.fill(17, 20, 4);
  bundle = await exported(STREAMS, [older]);
}, 120_000);
afterAll(async () => {
  await trial.close();
  await postgres.stop();
});

async function exported(streams: readonly string[], heads: readonly SavedHead[] = []): Promise<Bundle> {
  const reader = await EvidenceReader.open(trial.url);
  try {
    const events = await reader.eventsWhere(`stream in (${streams.map((stream) => `'${stream}'`).join(', ')})`);
    return await exportBundle(reader, { subject: { kind: 'stream', id: streams.at(-1) as string }, events, operatorKey: operator.publicKey, olderHeads: heads.map(({ envelope }) => envelope) });
  } finally {
    await reader.close();
  }
}

const trust: BundleTrust = { operatorKey: operator.publicKey };
const findings = (tampered: Bundle, by: BundleTrust = trust): string[] => [...new Set(verifyBundle(tampered, by).report.findings.map(({ kind }) => kind))].sort();
const withCommit = (index: number, change: (commit: BundledCommit) => Partial<BundledCommit>): Bundle => ({
  ...bundle,
  commits: bundle.commits.map((commit, at) => (at === index ? { ...commit, ...change(commit) } : commit)),
});
const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

describe('M7 I11 a bundle', () => {
  it('is sound by itself after its way through a file, with what it proves', () => {
    const { report, events } = verifyBundle(bundleFromJson(bundleToJson(bundle)), { ...trust, savedHeads: [older] });
    expect(report).toMatchObject({ sound: true, commits: 3, events: 3, signatures: 2, findings: [], notChecked: [] });
    expect(events.map(({ stream }) => stream)).toEqual(STREAMS);
    expect(bundleToJson(bundleFromJson(bundleToJson(bundle)))).toBe(bundleToJson(bundle));
  });

  it('holds of the commits that it shares with others their hashes alone', () => {
    const shared = bundle.commits[1] as BundledCommit;
    expect([shared.hashes.length, shared.events.length]).toEqual([2, 1]);
    expect(bundleToJson(bundle)).not.toContain('order-other');
  });

  it('says what only its reader can settle: the operator’s key', () => {
    expect(verifyBundle(bundle).report).toMatchObject({ sound: true, notChecked: [expect.stringContaining('operator\'s public key')] });
  });

  it('is not sound against a head from which nothing leads to its own: who forked history would leave the proof out', async () => {
    const younger = { name: 'younger', envelope: sealHead(operator, { size: 999n, root: new Uint8Array(32), position: 1n, signedAt: AT }) };
    const { report } = verifyBundle(await exported(STREAMS), { ...trust, savedHeads: [older, younger] });
    expect(report.sound).toBe(false);
    expect(report.findings).toMatchObject([
      { kind: 'unlinked-head', detail: expect.stringMatching(/^no proof leads from the saved head older of \d+ commits .*"ledger export --head" puts it in$/) },
      { kind: 'unlinked-head', detail: expect.stringMatching(/^the bundle is older, and nothing leads from the saved head younger of 999 commits/) },
    ]);
  });

  it('tells a head of another history, of the same size and of a smaller one', () => {
    const { size } = wire.TreeHead.decode(bundle.head.body);
    const { size: from } = wire.TreeHead.decode(older.envelope.body);
    const forged = (of: bigint): SavedHead => ({ name: 'forged', envelope: sealHead(operator, { size: of, root: new Uint8Array(32), position: 1n, signedAt: AT }) });
    expect(findings(bundle, { ...trust, savedHeads: [forged(size)] })).toEqual(['forked-head']);
    expect(findings(bundle, { ...trust, savedHeads: [forged(from)] })).toEqual(['forked-head']);
  });

  const tamperings: readonly (readonly [what: string, tampered: () => Bundle, found: readonly string[]])[] = [
    ['a byte of an event', () => withCommit(1, ({ events }) => ({ events: events.map((each) => ({ ...each, bytes: flipped(each.bytes, each.bytes.length - 1) })) })), ['altered-event']],
    ['an event and its hash', () => withCommit(0, () => forgedCommit()), ['altered-event', 'unproven-commit']],
    ['an event taken for its neighbour', () => withCommit(1, ({ events }) => ({ events: events.map((each) => ({ ...each, at: 0 })) })), ['altered-event']],
    ['a hash of another’s event', () => withCommit(1, ({ hashes }) => ({ hashes: [flipped(hashes[0] as Uint8Array, 3), ...hashes.slice(1)] })), ['unproven-commit']],
    ['a proof', () => withCommit(2, ({ proof }) => ({ proof: [flipped(proof[0] as Uint8Array, 0), ...proof.slice(1)] })), ['unproven-commit']],
    ['a shortened proof', () => withCommit(2, ({ proof }) => ({ proof: proof.slice(1) })), ['unproven-commit']],
    ['an index', () => withCommit(2, ({ index }) => ({ index: index + 1n })), ['unproven-commit']],
    ['the order of commits', () => ({ ...bundle, commits: bundle.commits.toReversed() }), ['disordered', 'unsigned-statement']],
    ['a commit twice', () => ({ ...bundle, commits: [...bundle.commits, bundle.commits[2] as BundledCommit] }), ['disordered']],
    ['the head', () => ({ ...bundle, head: { ...bundle.head, body: flipped(bundle.head.body, 5) } }), ['invalid-head']],
    ['a head signed by another', () => ({ ...bundle, head: sealHead(stranger, wire.TreeHead.decode(bundle.head.body)) }), ['invalid-head']],
    ['another operator’s key and head', () => ({ ...bundle, operatorKey: stranger.publicKey, head: sealHead(stranger, wire.TreeHead.decode(bundle.head.body)) }), ['other-operator']],
    ['an enrolment left out', () => ({ ...bundle, commits: bundle.commits.slice(1) }), ['unproven-key', 'unsigned-statement']],
    ['a provider’s key exchanged in the list', () => ({ ...bundle, providerKeys: [{ providerId: PROVIDER, publicKey: stranger.publicKey }] }), ['unproven-key']],
  ];

  it.each(tamperings)('shows that somebody touched %s', (_, tampered, found) => {
    expect(findings(bundleFromJson(bundleToJson(tampered())))).toEqual(found);
  });

  it('shows that a proof of consistency was touched to whoever holds the older head', () => {
    const [{ from, proof }] = bundle.consistency as [Bundle['consistency'][number]];
    const touched = { ...bundle, consistency: [{ from, proof: [flipped(proof[0] as Uint8Array, 1), ...proof.slice(1)] }] };
    expect(findings(touched, { ...trust, savedHeads: [older] })).toEqual(['forked-head']);
  });

  it('says that it is about nothing that it holds, whatever its label says', () => {
    const nobodys = '0198c0de-2222-7000-8000-000000000002';
    for (const subject of [{ kind: 'stream', id: 'order-other' }, { kind: 'order', id: `ord_${nobodys}` }, { kind: 'invoice', id: `inv_${nobodys}-1` }, { kind: 'order', id: 'usagebatch' }] as const) {
      expect(verifyBundle({ ...bundle, subject }, trust).report).toMatchObject({ sound: false, findings: [{ kind: 'other-subject', detail: `the bundle holds no event of ${subject.kind} ${subject.id}` }] });
    }
    expect(findings({ ...bundle, commits: [], providerKeys: [] })).toEqual(['other-subject']);
  });

  function forgedCommit(): Partial<BundledCommit> {
    const event = wire.LedgerEvent.decode((bundle.commits[0] as BundledCommit).events[0]?.bytes as Uint8Array);
    return { events: [{ at: 0, bytes: wire.LedgerEvent.encode({ ...event, actor: 'operator' }) }], hashes: [new Uint8Array(32)] };
  }
});

describe('M7 I6 statements in a bundle', () => {
  it('are believed by the enrolled key alone, even when operator, ledger and proofs are sound', async () => {
    const url = await postgres.createDatabase();
    const own = await TrialLedger.open(url, operator);
    await own.ledger.append([{ stream: STREAMS[0] as string, expected: 'none', events: [enrolled(provider)] }]);
    await own.ledger.append([{ stream: 'usagebatch-x', expected: 'none', events: [usageBatch(stranger, 'c', 1n), usageBatch(provider, 'd', 9n), newEvent({ type: 'contracting.v1.ContractSigned', data: contractBy(stranger) })] }]);
    await own.grow();
    await own.close();
    const reader = await EvidenceReader.open(url);
    const made = await exportBundle(reader, { subject: { kind: 'stream', id: 'usagebatch-x' }, events: await reader.eventsWhere('true'), operatorKey: operator.publicKey });
    await reader.close();
    const { report } = verifyBundle(made, trust);
    expect(report.findings.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
      `unsigned-statement: no key of provider ${PROVIDER} signed the usage batch`,
      'altered-statement: the contract is not the one whose hash stands beside it',
      'unsigned-statement: no key of the operator signed the contract',
    ]);
  });
});

describe('M7 an export', () => {
  it('of a stream shows a revision that was left out', async () => {
    const whole = await exported(['order-3']);
    expect(verifyBundle(whole, trust).report).toMatchObject({ sound: true });
    expect(whole.commits.length).toBeGreaterThan(2);
    expect(findings({ ...whole, commits: whole.commits.filter((_, at) => at !== 1) })).toEqual(['disordered']);
  });

  it('of an order shows a revision that was left out of any stream that bears its name, and asks no other for all of them', async () => {
    const uuid = '0198c0de-1111-7000-8000-000000000001';
    const url = await postgres.createDatabase();
    const own = await TrialLedger.open(url, operator);
    await own.ledger.append([{ stream: 'resource-alfa/x', expected: 'none', events: [anEvent(Uint8Array.of(1))] }]);
    for (const n of [2, 3, 4]) {
      const resource = n === 3 ? [{ stream: 'resource-alfa/x', expected: 'any' as const, events: [anEvent(Uint8Array.of(n))] }] : [];
      await own.ledger.append([{ stream: `order-ord_${uuid}`, expected: 'any', events: [anEvent(Uint8Array.of(n))] }, ...resource]);
    }
    await own.grow();
    await own.close();
    const reader = await EvidenceReader.open(url);
    const events = (await reader.eventsWhere('true')).slice(1);
    const whole = await exportBundle(reader, { subject: { kind: 'order', id: `ord_${uuid}` }, events, operatorKey: operator.publicKey });
    await reader.close();
    expect(verifyBundle(whole, trust).report).toMatchObject({ sound: true, events: 4 });
    for (const gone of [0, 1]) {
      const { findings: found } = verifyBundle({ ...whole, commits: whole.commits.filter((_, at) => at !== gone) }, trust).report;
      expect(found[0]).toMatchObject({ kind: 'disordered', stream: `order-ord_${uuid}`, detail: `revision ${gone + 1} stands where ${gone} belongs` });
    }
  });

  it('is refused while an event has no head yet, and when the ledger deviates from its tree', async () => {
    const url = await postgres.createDatabase();
    const own = await TrialLedger.open(url, operator);
    await own.ledger.append(commitNumber(1));
    const attempt = async (): Promise<Bundle> => {
      const reader = await EvidenceReader.open(url);
      try {
        return await exportBundle(reader, { subject: { kind: 'order', id: 'x' }, events: await reader.eventsWhere('true'), operatorKey: operator.publicKey });
      } finally {
        await reader.close();
      }
    };
    await expect(attempt()).rejects.toThrow('the ledger has no signed head yet');
    await own.grow();
    await own.ledger.append(commitNumber(2));
    await expect(attempt()).rejects.toThrow('3 of the events are younger than the newest signed head');
    await own.grow();
    expect((await attempt()).commits).toHaveLength(2);
    await withClient(url, (client) => client.query(`update ledger.event set type = 'contracting.v1.QuoteExpired' where revision = 0`));
    await expect(attempt()).rejects.toThrow('is not what the ledger\'s tree says');
    await own.close();
  });
});

function contractBy(key: typeof operator) {
  const body = Uint8Array.of(1, 2, 3);
  return { contractId: 'con_1', orderId: 'ord_1', buyerId: 'b', contract: { body, signature: key.sign('carriermesh.contracting.v1.Contract', body), keyId: key.keyId }, contractSha256: new Uint8Array(32) };
}
