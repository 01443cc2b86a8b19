import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMONSTRATION_BUYER } from '@carriermesh/operator-commands';
import { NANOS_PER_DAY, NANOS_PER_HOUR, plus } from '@carriermesh/kernel';
import { connectBus } from '@carriermesh/platform-bus';
import { sealEnvelope, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';
import { agent, agentInboundSubject, billing, common } from '@carriermesh/wire';
import { activeService, type ActiveService } from '../support/active-service.js';
import { inventoryOf, oversold } from '../support/inventory.js';
import { LONDON, orderBody, uuidOf } from '../support/orders.js';
import { eventually } from '../support/patience.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from '../support/scenario-mesh.js';
import { smallExchange } from '../support/small-exchange.js';
import { figure, saw } from './figures.js';
import { skewedBy } from './skewed-clock.js';

const TWO_HOURS_MS = 2 * 3_600_000;
const TERM_MONTHS = 12;
const MAX_ATTEMPTS = 100;
const orders = figure({ sample: 10, quick: 10, full: 60 });
/** A year of hours of every segment takes minutes; each test run moves the clock by months instead (libs/scenarios/src/whole-way.scenario.spec.ts). */
const isSample = figure({ sample: true, quick: false, full: false });
const TO_VIENNA = { from: LONDON, to: { city: 'Vienna' }, mbps: 1, objective: 'latency', termMonths: TERM_MONTHS } as const;

(isSample ? describe.skip : describe)('clocks that disagree by two hours, and one that leaps 400 days', () => {
  const { source, directory } = smallExchange();
  let mesh: ScenarioMesh;
  let service: ActiveService;
  beforeAll(async () => {
    // The first instances show the machine's time.
    const environments = { 'advertising-2': skewedBy(TWO_HOURS_MS), 'contracting-2': skewedBy(-TWO_HOURS_MS) };
    mesh = await ScenarioMesh.launch({ source, instances: { advertising: 2, contracting: 2 }, environments });
  }, LAUNCH_LIMIT_MS);
  afterAll(async () => {
    await mesh?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, STOP_LIMIT_MS);

  it(`I1 I5 ${orders} orders each have one end while one instance of two is two hours ahead and another two behind, and nothing is held or sold twice`, async () => {
    const ends = await Promise.all(Array.from({ length: orders }, (_, index) => mesh.order(orderBody({ ...TO_VIENNA, termMonths: 1, requestId: `skewed-${index}` }))));
    const active = ends.filter(({ record }) => record.state === 'active').length;
    const inventory = await inventoryOf(mesh);
    const held = [...inventory.values()].reduce((sum, { heldMbps }) => sum + heldMbps, 0);
    const codes = Object.entries(Object.groupBy(ends, ({ record }) => record.refusal?.code ?? record.state)).map(([code, list]) => `${list?.length} ${code}`);
    saw(`${orders} orders with clocks 2 h ahead and 2 h behind: ${codes.join(', ')}; ${held} Mbit/s left in holds, ${oversold(inventory).length} resources oversold`);
    // How many are served depends on whose turn it is: by a clock that is behind no offer is valid yet, by one that is ahead quotes are over.
    expect([held, oversold(inventory)]).toEqual([0, []]);
    const committed = [...inventory.values()].filter(({ committedMbps }) => committedMbps > 0).map(({ committedMbps }) => committedMbps);
    expect(new Set(committed)).toEqual(new Set(active > 0 ? [active] : []));
    service = await firstActive();
  }, STEP_LIMIT_MS);

  /** Asks until instances whose clocks are right had the turn. */
  async function firstActive(): Promise<ActiveService> {
    for (let attempt = 1; ; attempt += 1) {
      const requested = activeService(mesh, orderBody({ ...TO_VIENNA, requestId: `for-a-year-${attempt}` }));
      const found = attempt < MAX_ATTEMPTS ? await requested.catch(() => undefined) : await requested;
      if (found) return found;
    }
  }

  it(`I2 I3 bills ${TERM_MONTHS} months once each after a leap of 400 days, and no thirteenth`, async () => {
    await mesh.launched.hands.advance(400n * NANOS_PER_DAY);
    const { contractId } = service.contract;
    const invoices = await eventually('the last bill', async () => {
      const answer = await mesh.ask(billing.ListInvoices, { buyerId: DEMONSTRATION_BUYER, contractId, limit: 100 });
      return answer.invoices.length >= TERM_MONTHS ? answer.invoices : undefined;
    }, 10 * STEP_LIMIT_MS);
    saw(`400 days later: ${invoices.length} months of ${TERM_MONTHS} billed, each once`);
    expect(invoices.map(({ periodNumber }) => periodNumber).sort((a, b) => a - b)).toEqual(Array.from({ length: TERM_MONTHS }, (_, index) => index + 1));
  }, 20 * STEP_LIMIT_MS);

  it('I2 I7 gives the same receipt to the byte for a batch that is sent again 400 days later', async () => {
    const [first] = await mesh.ledger.all('billing.v1.UsageBatchAccepted');
    if (!first) throw new Error('no usage was ever accepted');
    const { providerId, batchId, batch } = first.data;
    const connection = await connectBus({ url: natsUrlOf(mesh), name: 'late', nkeySeedFile: mesh.home.providerNkeyFile(providerId) });
    try {
      const reply = agent.BatchReply.decode((await connection.request(agentInboundSubject('usage'), common.SignedEnvelope.encode(batch), { timeout: 30_000 })).data);
      if (reply.outcome.kind !== 'receipt') throw new Error(reply.outcome.refused.message);
      const again = Buffer.from(common.SignedEnvelope.encode(reply.outcome.receipt)).toString('base64');
      const journal = readFileSync(`${mesh.home.providersDirectory}/agent/${providerId}/journal.jsonl`, 'utf8');
      const kept = journal.split('\n').find((line) => line.includes('"receipted"') && line.includes(batchId));
      saw(`a batch sent again 400 days later: ${kept?.includes(again) ? 'the same receipt' : 'another receipt'}`);
      expect(kept).toContain(again);
    } finally {
      await connection.close();
    }
  }, STEP_LIMIT_MS);

  it('I2 I3 charges a record that was forgotten for 400 days by a note, to the customer and to its provider, beside the bills that stand', async () => {
    const { contractId, segments } = service.contract;
    const { providerId, segmentId } = segments[0] as ActiveService['contract']['segments'][number];
    const list = async () => (await mesh.ask(billing.ListInvoices, { buyerId: DEMONSTRATION_BUYER, contractId, limit: 100 })).invoices;
    const before = await list();
    const [opened] = await mesh.ledger.all('billing.v1.BillingPeriodOpened', uuidOf(contractId));
    if (!opened) throw new Error('no month was ever opened');
    const { from } = opened.data;
    const record = { recordId: `forgotten-${uuidOf(contractId)}`, segmentId, from, until: plus(from, NANOS_PER_HOUR), octets: 1_000_000n };
    const body = agent.UsageBatch.encode({ providerId, batchId: 'forgotten', records: [record], watermarks: [] });
    const envelope = sealEnvelope(signingKey(readFileSync(mesh.home.providerKeyFile(providerId), 'utf8')), SIGNED_AS.usageBatch, body);
    const connection = await connectBus({ url: natsUrlOf(mesh), name: 'forgotten', nkeySeedFile: mesh.home.providerNkeyFile(providerId) });
    try {
      const reply = agent.BatchReply.decode((await connection.request(agentInboundSubject('usage'), common.SignedEnvelope.encode(envelope), { timeout: 30_000 })).data);
      expect(reply.outcome.kind).toBe('receipt');
    } finally {
      await connection.close();
    }
    const noteId = `inv_${uuidOf(contractId)}-1n1`;
    const { invoice, settlements, balance } = await eventually('the note', async () => {
      const { outcome } = await mesh.ask(billing.GetPeriodStatement, { invoiceId: noteId });
      return outcome.kind === 'statement' ? outcome.statement : undefined;
    });
    expect(invoice).toMatchObject({ note: { kind: 'debit', number: 1 }, lines: [{ lineId: `${segmentId}/usage-of-1`, quantity: 1_000_000n, records: 1 }] });
    expect(settlements.map((settlement) => [settlement.providerId, settlement.note?.kind])).toEqual([[providerId, 'credit']]);
    expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(invoice.total.microMinor);
    expect((await list()).filter(({ invoiceId }) => invoiceId !== noteId)).toEqual(before);
    saw('a record that was forgotten for 400 days: one debit note to the customer, one credit note to its provider, and the 12 bills as they were');
  }, STEP_LIMIT_MS);
});

const natsUrlOf = ({ home }: ScenarioMesh): string => (JSON.parse(readFileSync(home.runFile, 'utf8')) as { natsUrl: string }).natsUrl;
