import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatInstant, NANOS_PER_DAY, plus, toHex, type Instant } from '@carriermesh/kernel';
import { ensureNkey, Home, RunFile } from '@carriermesh/operator-home';
import { PastMesh, rpcOf, viewEventsOf } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { createLogger } from '@carriermesh/platform-telemetry';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { advertising, contracting, type AnyEvent } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { listAlarmsCommand, showAlarmCommand } from './alarm.command.js';
import { listDisputesCommand, showDisputeCommand } from './dispute.command.js';
import type { AskingFlags } from './mesh-as-of.js';
import { showPartyCommand } from './party-show.command.js';
import { printed } from './printed.fixture.js';
import { SERVICES } from './projections.js';
import { resourcesCommand } from './resources.command.js';
import { sessionsCommand } from './sessions.command.js';
import { showTermsCommand } from './terms.command.js';
import { listQuarantinedCommand } from './usage.command.js';

const UUID = '0198c0de-0000-7000-8000-000000000001';
const NO_SHA = new Uint8Array(32);
let mesh: TrialMesh;
let home: Home;
let run: RunFile;

beforeAll(async () => {
  mesh = await TrialMesh.start({ services: SERVICES });
  home = Home.open(mkdtempSync(join(tmpdir(), 'carriermesh-as-of-')), { demonstration: true });
  ensureNkey(home.meshNkeyFile);
  writeFileSync(home.masterKeyFile, toHex(mesh.environment.masterKey!));
  run = await RunFile.claim(home);
  run.update({ postgresUrl: mesh.postgres.url, natsUrl: mesh.nats.url, apiUrl: 'http://127.0.0.1:1' });
}, 120_000);
afterAll(async () => {
  run?.release();
  await mesh?.stop();
  if (home) rmSync(home.directory, { recursive: true, force: true });
}, 60_000);

const write = (stream: string, ...events: readonly AnyEvent[]) => mesh.ledger.commit([{ stream, expected: 'any', events }], mesh.context('test'));

const offered = (name: string, capacityMbps: number): AnyEvent => {
  const price = { monthlyPerMbps: { currency: 'EUR', microMinor: 3_000_000n }, perGigabyte: { currency: 'EUR', microMinor: 3_000n } };
  const link = { fromPopId: 'Aa/1', toPopId: 'Aa/2', capacityMbps, latencyNs: 5_000_000n, price, srlgIds: [] };
  const serviceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 };
  const validFrom = plus(mesh.now(), -NANOS_PER_DAY);
  const terms: advertising.ResourceOffer = { providerId: 'Aa', resourceId: `Aa/${name}`, validFrom, validUntil: plus(validFrom, 30n * NANOS_PER_DAY), visibleTo: [], serviceLevel, resource: { kind: 'link', link } };
  const offer = advertising.ResourceOffer.encode(terms);
  const signedOffer = { offer, signature: mesh.operator.sign(SIGNED_AS.resourceOffer, offer) };
  return { type: 'advertising.v1.ResourceAdvertised', data: { resourceId: terms.resourceId, providerId: 'Aa', signedOffer, offerSha256: sha256(offer), batchId: 'b' } };
};

const stated = (discountBasisPoints: number) =>
  mesh.bus.request(contracting.StateTerms, { requestId: `${discountBasisPoints} off`.replace(' ', '-'), terms: { terms: { kind: 'buyer', buyer: { buyerId: 'acme', discountBasisPoints, tiers: [] } } } }, { context: OPERATOR });
const contact = (displayName: string): contracting.PartyContact =>
  ({ displayName, email: 'a@acme.example', phone: '+442071838750', address: { street: ['1 Way'], city: 'London', stateOrProvince: '', postCode: 'E1', country: 'GB' } });
const impaired = (at: Instant): AnyEvent => ({
  type: 'monitoring.v1.SegmentImpaired',
  data: {
    alarmId: `alm_${UUID}-1-1`, segmentId: `seg_${UUID}-1`, contractId: `con_${UUID}`, providerId: 'Aa', resourceIds: ['Aa/1-2'], alarmType: 'communications-alarm', probableCause: 'loss-of-signal',
    perceivedSeverity: 'critical', specificProblem: 'Gone.', impairedSince: at, raisedAt: at, crossed: { indicator: 'frame-loss-ratio-ppm', observed: 1_000_000n, threshold: 9n },
  },
});
const quarantined = (recordId: string): AnyEvent => ({
  type: 'billing.v1.UsageQuarantined',
  data: { providerId: 'Aa', recordId, recordSha256: NO_SHA, batchId: 'b', reason: { code: 'segment-unknown', message: `Nobody knows ${recordId}.`, facts: {} } },
});

/** What happened first. */
async function begin(): Promise<void> {
  const at = mesh.now();
  await mesh.bus.request(advertising.EnrolProvider, { providerId: 'Aa', name: 'Aa', publicKey: mesh.operator.publicKey }, { context: OPERATOR });
  await write('resource-Aa/1-2', offered('1-2', 1_000), { type: 'advertising.v1.CapacityHeld', data: { resourceId: 'Aa/1-2', holdId: 'h1', mbps: 300, heldUntil: plus(at, NANOS_PER_DAY), availableMbps: 700, bought: true } });
  await write('resource-Aa/3-4', offered('3-4', 400));
  await stated(500);
  await mesh.bus.request(contracting.RegisterParty, { partyId: 'acme', kind: 'organisation', contact: contact('Acme Ltd') }, { context: OPERATOR });
  await write(`watch-con_${UUID}`, impaired(at));
  await write(`dispute-inv_${UUID}-1`, { type: 'billing.v1.DisputeOpened', data: { disputeId: `dis_${UUID}-1-1`, invoiceId: `inv_${UUID}-1`, contractId: `con_${UUID}`, buyerId: 'acme', lineIds: [], reason: 'too much', requestId: 'first', openedBy: 'operator', openedAt: at } });
  await write('quarantine-Aa', quarantined('r1'));
}

/** What changed every answer. */
async function change(): Promise<void> {
  const at = mesh.now();
  const held = { resourceId: 'Aa/1-2', holdId: 'h2', mbps: 100, heldUntil: plus(at, NANOS_PER_DAY), availableMbps: 600, bought: false };
  await write('resource-Aa/1-2', { type: 'advertising.v1.CapacityHeld', data: held });
  await write('resource-Aa/3-4', { type: 'advertising.v1.ResourceWithdrawn', data: { resourceId: 'Aa/3-4', providerId: 'Aa', batchId: 'c' } });
  await stated(700);
  await mesh.bus.request(contracting.UpdateParty, { partyId: 'acme', kind: 'organisation', contact: contact('Acme plc'), changes: 0 }, { context: OPERATOR });
  await mesh.bus.request(advertising.EnrolProvider, { providerId: 'Bb', name: 'Bb', publicKey: mesh.operator.publicKey }, { context: OPERATOR });
  await write(`watch-con_${UUID}`, { type: 'monitoring.v1.SegmentRestored', data: { alarmId: `alm_${UUID}-1-1`, segmentId: `seg_${UUID}-1`, contractId: `con_${UUID}`, providerId: 'Aa', reason: 'measured-well', clearedAt: at } });
  await write(`dispute-inv_${UUID}-1`, { type: 'billing.v1.DisputeWithdrawn', data: { disputeId: `dis_${UUID}-1-1`, invoiceId: `inv_${UUID}-1`, contractId: `con_${UUID}`, reason: 'was right', withdrawnBy: 'operator', withdrawnAt: at } });
  await write('quarantine-Aa', quarantined('r2'));
}

const QUESTIONS: Readonly<Record<string, (flags: AskingFlags) => Promise<number>>> = {
  resources: (flags) => resourcesCommand([], flags),
  sessions: (flags) => sessionsCommand(flags),
  'terms show': (flags) => showTermsCommand(flags),
  'party show': (flags) => showPartyCommand('acme', flags),
  'alarm list': (flags) => listAlarmsCommand({ ...flags, limit: '10' }),
  'alarm show': (flags) => showAlarmCommand(`alm_${UUID}-1-1`, flags),
  'dispute list': (flags) => listDisputesCommand(flags),
  'dispute show': (flags) => showDisputeCommand(`dis_${UUID}-1-1`, flags),
  'usage quarantined list': (flags) => listQuarantinedCommand({ ...flags, limit: '10' }),
};

const asked = async (question: (flags: AskingFlags) => Promise<number>, flags: Partial<AskingFlags> = {}) => {
  const { code, out } = await printed(() => question({ home: home.directory, ...flags }));
  return `${code} ${out}`;
};
const allAnswers = async (flags: Partial<AskingFlags> = {}): Promise<Readonly<Record<string, string>>> => {
  const answers: Record<string, string> = {};
  for (const [name, question] of Object.entries(QUESTIONS)) for (const json of [false, true]) answers[`${name}${json ? ' --json' : ''}`] = await asked(question, { ...flags, json });
  return answers;
};

/** Once every view has read everything. */
const settled = (isNew: (answers: Readonly<Record<string, string>>) => boolean) =>
  eventually('what every view has read', async () => {
    const answers = await allAnswers();
    await sleep(50);
    return isNew(answers) && JSON.stringify(answers) === JSON.stringify(await allAnswers()) ? answers : undefined;
  }, 60_000);

describe('S0-9 a question as of an earlier time', () => {
  it('has the answer that it had then, to the byte, by the instant and by the position of the ledger, whatever happened since', async () => {
    await begin();
    const then = await settled((answers) => Object.values(answers).every((answer) => /Aa|acme|alm_|dis_/.test(answer)));
    const [asOf, revision] = [formatInstant(mesh.now()), String(await mesh.ledger.raw.head())];
    await sleep(5);
    await change();
    const now = await settled((answers) => Object.entries(answers).every(([name, answer]) => answer !== then[name]));
    expect(await allAnswers({ asOf })).toEqual(then);
    expect(await allAnswers({ revision })).toEqual(then);
    expect(await allAnswers({ revision: String(await mesh.ledger.raw.head()) })).toEqual(now);
    expect(then.resources).toContain('1,000 Mbit/s: 700 free, 0 held, 300 under contract');
    expect(now.resources).toContain('1,000 Mbit/s: 600 free, 100 held, 300 under contract');
    expect([then.resources, now.resources].map((answer) => answer?.includes('Aa/3-4'))).toEqual([true, false]);
  }, 180_000);

  it('shows nothing of a party that was forgotten since, as of no time', async () => {
    const asOf = formatInstant(mesh.now());
    expect(await asked(QUESTIONS['party show']!, { asOf })).toContain('Acme plc');
    await mesh.bus.request(contracting.ForgetParty, { partyId: 'acme' }, { context: OPERATOR });
    const answer = await asked(QUESTIONS['party show']!, { asOf });
    expect(answer).toContain('Name        [erased]');
    expect(answer).not.toContain('Acme');
  }, 60_000);

  it('is refused with exit code 2 when it is about what is still to come', async () => {
    const newest = await mesh.ledger.raw.head();
    expect(await asked(QUESTIONS['alarm list']!, { asOf: '2999-01-01T00:00:00Z' })).toMatch(/^2 Refused \(revision-in-future\): What will be as of 2999-01-01T00:00:00Z is not known yet: the newest is 20/);
    const { refusal } = JSON.parse((await asked(QUESTIONS.resources!, { revision: `${newest + 1n}`, json: true })).slice(2)) as { refusal: unknown };
    expect(refusal).toMatchObject({ code: 'revision-in-future', facts: { asked: `revision ${newest + 1n}`, newest: `revision ${newest}` } });
  }, 60_000);
});

describe('S0-9 what can be asked as of an earlier time', () => {
  it('is every question of every service, since each is answered with what it injects alone; and nothing that changes anything', async () => {
    const { raw } = mesh.ledger;
    const database = { connectionString: mesh.postgres.url, applicationName: 'spec' };
    const past = new PastMesh(SERVICES, { ledger: raw, events: viewEventsOf(raw, { ledgerUrl: mesh.postgres.url, applicationName: 'spec' }), at: mesh.now(), database, log: createLogger({ service: 'spec', level: 'silent' }) });
    const rpcs = SERVICES.flatMap(({ handlers }) => handlers.flatMap((handler) => rpcOf(handler) ?? []));
    const head = await raw.head();
    for (const rpc of rpcs) {
      const failure = await past.request(rpc, {} as never, { context: OPERATOR }).then(() => undefined, (error: unknown) => error as Error);
      if (rpc.kind === 'command') expect(failure).toEqual(new OperationalError('misconfigured', `${rpc.name} is no question that can be asked as of an earlier time`));
      // An empty question may be refused; what could not be made would be said by Nest.
      else expect(failure?.message ?? '').not.toMatch(/Nest can't resolve|Unknown dependencies|does not exist/);
    }
    expect(rpcs.filter(({ kind }) => kind === 'query').length).toBeGreaterThan(25);
    expect(await raw.head()).toBe(head);
  }, 120_000);
});
