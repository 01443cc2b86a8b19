import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { sampleExchange } from '@carriermesh/exchange';
import { addMonths, instantFromMs, NANOS_PER_SECOND, parseMoney, plus } from '@carriermesh/kernel';
import { sealEnvelope, sha256, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, contracting } from '@carriermesh/wire';
import { runAgentCommand } from './command.js';
import { Journal } from './journal.js';
import { ownStatement } from './own-statement.js';
import { until } from './testing/agent-home.js';
import { AgentTrial } from './testing/agent-trial.js';
import { newOperator } from './testing/mesh-desk.js';

const ALFA = 'continental-lattice';
const uuidOf = (number: number) => `01980000-0000-8000-8000-${String(number).padStart(12, '0')}`;
const UUID = uuidOf(1);
const START = instantFromMs(Date.UTC(2026, 0, 1));
const segmentId = `seg_${UUID}-1`;
const contractId = `con_${UUID}`;
const eur = (text: string) => parseMoney('EUR', text)!;

const trial = new AgentTrial([ALFA]);

const SOLD: contracting.SupplyContract = {
  supplyContractId: `${contractId}-${ALFA}`, contractId, providerId: ALFA, sellerId: 'carriermesh', mbps: 1_000, termMonths: 12, signedAt: START,
  segments: [], serviceLevels: [], standbySegments: [], standbyServiceLevels: [],
  prices: [{ segmentId, monthlyRecurring: eur('350.00'), perGigabyte: eur('0.0035'), fees: { fees: [{ resourceId: 'a link', monthly: eur('10.00'), setup: eur('250.00') }] } }],
  standbyPrices: [{ segmentId: `seg_${UUID}-2`, monthlyRecurring: eur('400.00'), perGigabyte: eur('0.004') }],
};
const body = contracting.SupplyContract.encode(SOLD);
const contractSha256 = sha256(body);
const sealed = (key: SigningKey, sold = body) => sealEnvelope(key, SIGNED_AS.supplyContract, sold);
const ended = (amendedSha256: Uint8Array) =>
  sealEnvelope(trial.desk.operator, SIGNED_AS.supplyContractAmendment, contracting.SupplyContractAmendment.encode({
    supplyContractId: SOLD.supplyContractId, contractId, providerId: ALFA, sellerId: 'carriermesh', version: 2, amendedSha256, signedAt: START,
    change: { kind: 'termination', termination: { endsAt: addMonths(START, 1), earlyChargeBasisPoints: 0, reason: '' } },
  }));

/** The same deal again and again, for 1 Mbit/s each: contracts of which something came up, and nothing is on record when the agent is started again. */
async function carrying(count: number): Promise<readonly string[]> {
  const { running } = await trial.start();
  const sold = new Map(Array.from({ length: count }, (_, index) => {
    const own = `con_${uuidOf(index + 2)}`;
    return [own, contracting.SupplyContract.encode({ ...SOLD, contractId: own, supplyContractId: `${own}-${ALFA}` })] as const;
  }));
  for (const [own, text] of sold) await activate({ contractId: own, segmentId: `seg_${own.slice(4)}-1`, contractSha256: sha256(text), mbps: 1 });
  await trial.home.stop(running);
  trial.desk.supplyQuestions.length = 0;
  for (const [own, text] of sold) trial.desk.supplies.set(own, { contract: sealed(trial.desk.operator, text), amendments: [] });
  return [...sold.keys()];
}

async function activate(changes: Partial<agent.ActivateSegmentRequest> = {}): Promise<void> {
  const link = sampleExchange().providers.find(({ id }) => id === ALFA)?.links[0];
  if (!link) throw new Error('the sample has links');
  const answerBy = plus(instantFromMs(Date.now()), 30n * NANOS_PER_SECOND);
  const request = { segmentId, contractId, contractSha256, fromPopId: link.fromPopId, toPopId: link.toPopId, resourceIds: [link.id], mbps: 1_000, serviceStartAt: START, answerBy, ...changes };
  expect(await trial.desk.ask(agent.ActivateSegment.subject, agent.ActivateSegment, request)).toMatchObject({ outcome: { kind: 'receipt' } });
}

const directory = () => join(trial.home.stateDirectory, ALFA);
const statement = async () => ownStatement(ALFA, await Journal.read(directory()));
const registrations = async () => (await Journal.read(directory())).filter((entry) => entry.type === 'purchase-registered');
const askedAgain = async () => {
  const asked = trial.desk.supplyQuestions.length;
  await until('it was asked again', () => trial.desk.supplyQuestions.length > asked + 1);
};
const registered = async (count: number): Promise<void> => {
  for (let tries = 0; tries < 500 && (await registrations()).length < count; tries += 1) await sleep(20);
  expect(await registrations()).toHaveLength(count);
};
const OFTEN = { intervals: { registerMs: 20 } };

describe('S3-6 what a provider sold', () => {
  it('is registered with the provision of a segment, rates the usage that it meters, and is registered again as it ends with the de-provision', async () => {
    trial.desk.supplies.set(contractId, { contract: sealed(trial.desk.operator), amendments: [] });
    const first = await trial.start();
    await activate();
    await trial.desk.ask(agent.ReportUsage.subject, agent.ReportUsage, { segmentId, until: addMonths(START, 1) });
    await until('the month was reported', () => trial.desk.usage().flatMap(({ records }) => records).length === 744);
    await registered(1);
    const octets = trial.desk.usage().flatMap(({ records }) => records.map((record) => record.octets));
    // Each record by itself, in millionths of a cent, and the month to the cent: the same arithmetic as the seller's.
    const exact = octets.reduce((sum, each) => sum + (2n * each * 350_000n + 1_000_000_000n) / 2_000_000_000n, 0n);
    const cents = (2n * exact + 1_000_000n) / 2_000_000n;
    const line = { settlementId: `set_${UUID}-1-${ALFA}`, currency: 'EUR' };
    expect(await statement()).toEqual([
      { ...line, lineId: `${segmentId}/recurring`, amount: '360.00', unitPrice: '360.00', quantity: `${744 * 3_600}`, records: '0' },
      { ...line, lineId: `${segmentId}/setup-fee`, amount: '250.00', unitPrice: '250.00', quantity: '1', records: '0' },
      { ...line, lineId: `${segmentId}/usage`, amount: `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`, unitPrice: '0.0035', quantity: `${octets.reduce((sum, each) => sum + each, 0n)}`, records: '744' },
    ]);

    trial.desk.supplies.set(contractId, { contract: sealed(trial.desk.operator), amendments: [ended(contractSha256)] });
    await trial.desk.ask(agent.ReleaseSegment.subject, agent.ReleaseSegment, { segmentId, contractId, contractSha256, serviceEndAt: addMonths(START, 1) });
    await trial.home.stop(first.running);
    await trial.start(OFTEN);
    await registered(2);
    expect((await statement()).map(({ settlementId, lineId }) => [settlementId, lineId])).toEqual(['recurring', 'setup-fee', 'usage'].map((what) => [line.settlementId, `${segmentId}/${what}`]));
    expect((await registrations()).map(({ envelopesBase64, wasActive }) => [envelopesBase64.length, wasActive])).toEqual([[1, true], [2, false]]);
  });

  it('is not taken from anybody but the seller, nor other terms than those that were counter-signed, and is asked for until it is there', async () => {
    const dearer = contracting.SupplyContract.encode({ ...SOLD, prices: [{ ...SOLD.prices[0]!, perGigabyte: eur('0.35') }] });
    trial.desk.supplies.set(contractId, { contract: sealed(newOperator()), amendments: [] });
    await trial.start(OFTEN);
    await activate();
    await askedAgain();
    trial.desk.supplies.set(contractId, { contract: sealed(trial.desk.operator, dearer), amendments: [] });
    await askedAgain();
    trial.desk.supplies.set(contractId, { contract: sealed(trial.desk.operator), amendments: [ended(sha256(dearer))] });
    await askedAgain();
    expect([await registrations(), await statement()]).toEqual([[], []]);
    trial.desk.supplies.set(contractId, { contract: sealed(trial.desk.operator), amendments: [] });
    await registered(1);
  }, 60_000);

  it('is asked for many contracts by one question, and put on record of each by itself', async () => {
    const contractIds = await carrying(5);
    const [wrong = '', unknown = ''] = contractIds.slice(1);
    const { [wrong]: right, [unknown]: known } = Object.fromEntries(trial.desk.supplies);
    trial.desk.supplies.set(wrong, { ...right!, contract: sealed(newOperator()) }).delete(unknown);
    await trial.start();
    await registered(3);
    expect(trial.desk.supplyQuestions).toEqual([contractIds]);
    trial.desk.supplies.set(wrong, right!).set(unknown, known!);
    await trial.desk.ask(agent.ReportUsage.subject, agent.ReportUsage, { segmentId: `seg_${wrong.slice(4)}-1`, until: START });
    await registered(5);
    expect(trial.desk.supplyQuestions.slice(1)).toEqual([[wrong, unknown]]);
    expect((await registrations()).map((entry) => entry.contractId)).toEqual([contractIds[0], ...contractIds.slice(3), wrong, unknown]);
  });

  it.each([
    ['a mesh from before one could ask for many answers one', 1, 3, [3, 2, 1]],
    ['a mesh leaves out what its reply has no room for', 30, 70, [64, 40, 10]],
  ])('is asked for next where %s', async (_, together, count, asked) => {
    trial.desk.suppliesTogether = together;
    await carrying(count);
    await trial.start();
    await registered(count);
    expect(trial.desk.supplyQuestions.map(({ length }) => length)).toEqual(asked);
  }, 60_000);

  it('is asked for without the first contract where a question for many has no answer, so that none is in the way of the others', async () => {
    const [stuck = '', ...others] = await carrying(4);
    trial.desk.unanswerable.add(stuck);
    await trial.start();
    await registered(3);
    expect(trial.desk.supplyQuestions).toEqual([[stuck, ...others], others]);
    expect((await registrations()).map((entry) => entry.contractId)).toEqual(others);
  });

  it('is there of whatever was on the disk when the agent was killed while it wrote, and asked for again of the rest', async () => {
    const contractIds = await carrying(5);
    const { running } = await trial.start();
    await registered(5);
    await trial.home.stop(running);
    const text = readFileSync(join(directory(), 'journal.jsonl'), 'utf8');
    truncateSync(join(directory(), 'journal.jsonl'), text.indexOf(contractIds[2]!, text.indexOf('purchase-registered')) + 100);
    await trial.start();
    await registered(5);
    expect(trial.desk.supplyQuestions).toEqual([contractIds, contractIds.slice(2)]);
  });

  it('is stated by the command, of one provider of the configuration', async () => {
    const said: string[] = [];
    const file = join(trial.home.directory, 'provider.json');
    writeFileSync(file, JSON.stringify({ busUrl: 'nats://127.0.0.1:1', stateDirectory: 'state', exchange: { kind: 'sample' }, driver: { kind: 'simulated', seed: 1 }, providers: [{ id: ALFA, signingKeyFile: `${ALFA}.pem`, operatorPublicKeyHex: 'ab'.repeat(32) }] }));
    const run = (providerId: string) => runAgentCommand({ argv: ['--config', file, '--statement', providerId], env: {}, say: (text) => said.push(text), complain: (text) => said.push(text), run: async () => undefined, onAdvertised: () => undefined });
    expect(await run('delta')).toBe(1);
    expect(said.join('')).toContain(`the configuration has no provider "delta": it has ${ALFA}`);
    await trial.start();
    expect(await run(ALFA)).toBe(0);
    expect(said.at(-1)).toBe('settlement_id,line_id,currency,amount,unit_price,quantity,records\r\n');
  });
});
