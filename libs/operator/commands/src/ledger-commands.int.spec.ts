import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { instant } from '@carriermesh/kernel';
import { TreeKeeper, TreeStore } from '@carriermesh/platform-evidence';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { sealEnvelope, sha256, SIGNED_AS, signingKey, type SigningKey } from '@carriermesh/platform-signing';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { agent, contracting, encodeEvent, type AnyEvent } from '@carriermesh/wire';
import { bundleVerifyCommand } from './bundle-verify.command.js';
import { exportCommand } from './ledger-export.command.js';
import { headCommand } from './ledger-head.command.js';
import { verifyCommand } from './ledger-verify.command.js';
import { printed } from './printed.fixture.js';

const AT = instant(1_772_323_200_000_000_000n);
const UUID = '0198c0de-1111-8000-8000-000000000001';
const OTHER = '0198c0de-2222-8000-8000-000000000002';

const newKey = (): SigningKey => signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const [operator, alfa, bravo, charlie] = [newKey(), newKey(), newKey(), newKey()];
const KEYS = { alfa, bravo, charlie };
const keyFlag = { operatorKey: [Buffer.from(operator.publicKey).toString('hex')] };

let postgres: TestPostgres;
let ledger: PostgresLedger;
let directory: string;
let eventCount = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'carriermesh-evidence-'));
  postgres = await startPostgres();
  ledger = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'spec' });
  for (const provider of ['alfa', 'bravo', 'charlie'] as const) {
    await record(`provider-${provider}`, { type: 'advertising.v1.ProviderEnrolled', data: { providerId: provider, name: provider, publicKey: KEYS[provider].publicKey, enrolledAt: AT } });
    await advertise(provider);
  }
  await record(`contract-con_${UUID}`, contractOf(UUID));
  await record(`contract-con_${OTHER}`, contractOf(OTHER));
  await usage('alfa', 'first', [['r1', UUID], ['r2', OTHER]]);
  await usage('alfa', 'again', [['r1', OTHER]]);
  await usage('alfa', 'others', [['r3', OTHER]]);
  await usage('bravo', 'unrelated', [['r1', OTHER]]);
  await usage('alfa', 'names', [], { statements: [{ localId: 'CID/1', target: { kind: 'segment-id', segmentId: `seg_${UUID}-1` }, state: 'active', at: AT }], records: [] });
  await usage('alfa', 'named', [], { statements: [], records: [{ recordId: 'r4', localId: 'CID/1', from: AT, until: AT, octets: 1n }] });
  await usage('alfa', 'repeated', [['r4', OTHER]]);
  const invoice = Uint8Array.of(1);
  await record(`period-con_${UUID}-1`, { type: 'billing.v1.InvoiceIssued', data: { invoiceId: `inv_${UUID}-1`, contractId: `con_${UUID}`, buyerId: 'b', invoice, invoiceSha256: sha256(invoice), issuedAt: AT } });
  const store = new TreeStore(postgres.url);
  const keeper = new TreeKeeper({ ledger, store, key: operator, log: { warn: () => undefined, error: () => undefined } });
  await keeper.extend();
  await store.close();
}, 120_000);
afterAll(async () => {
  await ledger.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function record(stream: string, ...events: readonly AnyEvent[]): Promise<void> {
  const metadata = { correlationId: 'batch', causationId: 'c', actor: 'operator', occurredAt: AT };
  const appended = events.map((event) => ({ eventId: `0198c0de-0000-7000-8000-${String((eventCount += 1)).padStart(12, '0')}`, type: event.type, payload: encodeEvent(event), metadata }));
  await ledger.append([{ stream, expected: 'any', events: appended }]);
}

async function advertise(provider: keyof typeof KEYS): Promise<void> {
  const offer = Uint8Array.of(8, 1);
  const signature = KEYS[provider].sign(SIGNED_AS.resourceOffer, offer);
  const data = { resourceId: `${provider}/x`, providerId: provider, signedOffer: { offer, signature }, offerSha256: sha256(offer), batchId: 'a' };
  await record(`resource-${provider}/x`, { type: 'advertising.v1.ResourceAdvertised', data });
}

/** Over alfa and bravo; charlie has no part in it. */
function contractOf(uuid: string): AnyEvent {
  const segment = (providerId: string, n: number) => ({ segmentId: `seg_${uuid}-${n}`, providerId, fromPopId: 'a', toPopId: 'b', resources: [{ resourceId: `${providerId}/x`, offerSha256: new Uint8Array(32) }] });
  const place = (popId: string) => ({ place: { kind: 'pop-id' as const, popId } });
  const terms = { from: place('a'), to: place('b'), mbps: 1, termMonths: 1, objective: 'cost' as const, currency: 'EUR', acceptance: 'automatic' as const };
  const body = contracting.Contract.encode({
    contractId: `con_${uuid}`, orderId: `ord_${uuid}`, buyerId: 'b', sellerId: 's', quoteId: 'q', quoteSha256: new Uint8Array(32), terms, latencyNs: 1n,
    segments: [segment('alfa', 1), segment('bravo', 2)], prices: [], taxBasisPoints: 0, alternatives: [], supplies: [],
    serviceLevel: { availabilityPpm: 1, lossPpm: 1, jitterNs: 1n, mttrMinutes: 1, creditBasisPoints: 1 },
    acceptance: { acceptedBy: 'b', acceptedAt: AT, termsSha256: new Uint8Array(32) }, signedAt: AT,
  });
  return { type: 'contracting.v1.ContractSigned', data: { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, buyerId: 'b', contract: sealEnvelope(operator, SIGNED_AS.contract, body), contractSha256: sha256(body) } };
}

async function usage(provider: 'alfa' | 'bravo', batchId: string, records: readonly (readonly [recordId: string, uuid: string])[], localIds?: agent.LocalIds): Promise<void> {
  const lines = records.map(([recordId, uuid]) => ({ recordId, segmentId: `seg_${uuid}-1`, from: AT, until: AT, octets: 1n }));
  const body = agent.UsageBatch.encode({ providerId: provider, batchId, records: lines, watermarks: [], ...(localIds && { localIds }) });
  const data = {
    providerId: provider, batchId, batch: sealEnvelope(KEYS[provider], SIGNED_AS.usageBatch, body), bodySha256: sha256(body),
    recordsAccepted: 0, recordsQuarantined: 1, recordsDuplicate: 0, recordsRejected: 0, acceptedAt: AT, refusedItems: [],
  };
  const quarantined = records.map(([recordId]): AnyEvent => ({
    type: 'billing.v1.UsageQuarantined',
    data: { providerId: provider, recordId, recordSha256: new Uint8Array(32), batchId, reason: { code: 'octets-implausible', message: 'Too many.', facts: {} } },
  }));
  await record(`usagebatch-${provider}~${batchId}`, { type: 'billing.v1.UsageBatchAccepted', data }, ...quarantined);
  if (localIds) await record(`localids-${provider}`, { type: 'billing.v1.LocalIdsSynchronised', data: { providerId: provider, batchId, statements: localIds.statements, waiting: [] } });
}

const file = (name: string): string => join(directory, name);
const onLedger = () => ({ ledger: postgres.url, ...keyFlag });

async function bundleOf(subject: { order?: string; invoice?: string; stream?: string }): Promise<readonly string[]> {
  expect((await printed(() => exportCommand({ ...onLedger(), ...subject, out: file('bundle.json') }))).code).toBe(0);
  const { code, out } = await printed(() => bundleVerifyCommand(file('bundle.json'), { ...{ operatorKey: keyFlag.operatorKey[0] as string }, json: true }));
  const report = JSON.parse(out) as { sound: boolean; findings: unknown[]; replay?: unknown };
  expect(report).toMatchObject({ sound: true, findings: [], notChecked: [] });
  // The figures of this invoice are no figures: that a sound bundle's bill does not follow from its evidence is a difference too.
  expect(code).toBe(subject.invoice === undefined ? 0 : 3);
  const { commits } = JSON.parse(readFileSync(file('bundle.json'), 'utf8')) as { commits: { events: { bytes: string }[] }[] };
  return commits.flatMap(({ events }) => events.map(({ bytes }) => Buffer.from(bytes, 'base64').toString('latin1')));
}

describe('M7 carriermesh ledger', () => {
  it('head prints what verify takes, and verify ends with 0 on a ledger that nobody touched', async () => {
    const head = await printed(() => headCommand(onLedger()));
    expect(head.code).toBe(0);
    writeFileSync(file('head.json'), head.out);
    const { code, out } = await printed(() => verifyCommand({ ...onLedger(), head: [file('head.json')], json: true }));
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ intact: true, savedHeads: 1, storedHeads: 1, uncovered: 0 })]);
    expect((await printed(() => verifyCommand({ ...onLedger(), head: [file('head.json')] }))).out).toMatch(/^Intact: 24 events in 18 commits/);
  });

  it('verify ends with 3 and names position, stream and kind when an event was touched', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query<{ position: string }>(`select position from ledger.event where stream = 'contract-con_${UUID}'`);
    try {
      await client.query(`update ledger.event set payload = payload || '\\x00' where position = ${rows[0]?.position}`);
      const { code, out } = await printed(() => verifyCommand({ ...onLedger(), head: [file('head.json')] }));
      expect(code).toBe(3);
      expect(out).toContain(`altered-event    position ${rows[0]?.position}  contract-con_${UUID}  the event (contracting.v1.ContractSigned, revision 0) is not the one that was signed`);
    } finally {
      await client.query(`update ledger.event set payload = substring(payload for length(payload) - 1) where position = ${rows[0]?.position}`);
      await client.end();
    }
    expect((await printed(() => verifyCommand(onLedger()))).code).toBe(0);
  });

  it('verify and head say in one sentence what they were not given', async () => {
    await expect(verifyCommand({ ledger: postgres.url, operatorKey: ['zz'] })).rejects.toThrow('an operator key is 64 hexadecimal digits');
    await expect(verifyCommand({ ...onLedger(), head: [file('nowhere.json')] })).rejects.toThrow('nowhere.json could not be read');
    await expect(verifyCommand({ home: file('home') })).rejects.toThrow('no mesh runs in');
    await expect(headCommand({ home: file('home') })).rejects.toThrow('no mesh runs in');
    writeFileSync(file('letter.json'), '{}');
    await expect(verifyCommand({ ...onLedger(), head: [file('head.json'), file('letter.json')] })).rejects.toThrow(/letter\.json: a saved head is one JSON object/);
    await expect(headCommand({ ledger: postgres.url, operatorKey: [Buffer.from(alfa.publicKey).toString('hex')] })).rejects.toThrow("is not signed with the operator's key");
    await expect(exportCommand({ ...onLedger(), stream: 'a', order: 'b', out: file('x') })).rejects.toThrow('give one of --stream, --order and --invoice, not 2');
    await expect(exportCommand({ ...onLedger(), order: 'ord_1', out: file('x') })).rejects.toThrow('there is no UUID in it');
    const unwritable = exportCommand({ ...onLedger(), order: `ord_${UUID}`, out: file('nowhere/x') });
    await expect(unwritable).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining("nowhere/x can't be written") });
  });

  it('export ends with 2 when there is nothing of what was asked for', async () => {
    expect((await printed(() => exportCommand({ ...onLedger(), invoice: `inv_${OTHER}-1`, out: file('none.json') }))).code).toBe(2);
    expect((await printed(() => exportCommand({ ...onLedger(), stream: `'; drop table ledger.event; --`, out: file('none.json') }))).code).toBe(2);
  });
});

describe('M7 I11 a bundle of an invoice', () => {
  it('holds what the invoice rests on: its contract, adverts and keys of its providers, and every batch that presents one of its records or states by which ids of its own a provider does', async () => {
    const events = (await bundleOf({ invoice: `inv_${UUID}-1` })).join('\n');
    for (const part of [`contract-con_${UUID}`, 'resource-alfa/x', 'resource-bravo/x', 'provider-alfa', 'provider-bravo', 'usagebatch-alfa~first', 'usagebatch-alfa~again', 'usagebatch-alfa~names', 'usagebatch-alfa~named', 'usagebatch-alfa~repeated', `period-con_${UUID}-1`]) expect(events).toContain(part);
  });

  it('holds nothing of other contracts, other providers and other records', async () => {
    const events = await bundleOf({ invoice: `inv_${UUID}-1` });
    for (const part of [`contract-con_${OTHER}`, 'charlie', 'usagebatch-alfa~others', 'usagebatch-bravo~unrelated']) expect(events.filter((event) => event.includes(part))).toEqual([]);
    const quarantined = events.filter((event) => event.includes('billing.v1.UsageQuarantined'));
    expect(quarantined.filter((event) => event.includes('r2') || event.includes('r3'))).toEqual([]);
    expect(quarantined).toHaveLength(3);
  });

  it('says what it wrote, as JSON where that is asked for', async () => {
    const { code, out } = await printed(() => exportCommand({ ...onLedger(), stream: 'usagebatch-alfa~others', out: file('told.json'), json: true }));
    expect([code, JSON.parse(out)]).toEqual([0, { subject: { kind: 'stream', id: 'usagebatch-alfa~others' }, out: file('told.json'), events: 3, commits: 2 }]);
  });

  it('of an order holds what carries its UUID and who signed it; of a stream the stream', async () => {
    expect(await bundleOf({ order: `ord_${UUID}` })).toHaveLength(2);
    expect(await bundleOf({ stream: 'usagebatch-alfa~others' })).toHaveLength(3);
  });

  it('that was touched is told with 3', async () => {
    await bundleOf({ stream: 'usagebatch-alfa~others' });
    const text = readFileSync(file('bundle.json'), 'utf8');
    writeFileSync(file('touched.json'), text.replace(/"bytes": "(.{40})(.)/, (_, before: string, byte: string) => `"bytes": "${before}${byte === 'A' ? 'B' : 'A'}`));
    const { code, out } = await printed(() => bundleVerifyCommand(file('touched.json'), {}));
    expect([code, out]).toEqual([3, expect.stringContaining('altered-event')]);
    writeFileSync(file('cut.json'), text.slice(0, 900));
    await expect(bundleVerifyCommand(file('cut.json'), {})).rejects.toThrow(`${file('cut.json')}: the bundle is not JSON`);
  });
});
