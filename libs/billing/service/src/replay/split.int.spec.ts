import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agent, billing, contracting } from '@carriermesh/wire';
import { flipped } from '../testing/ledger-copy.js';
import { named, ReplayTrial, withRate } from '../testing/replay-trial.js';
import type { ReplayReport } from './replay-report.js';

let billed: ReplayTrial;
beforeAll(async () => {
  billed = await ReplayTrial.of((trial) => trial.splitTrade());
}, 90_000);
afterAll(() => billed?.stop());

const everyLine = (): readonly string[] => [billed.trade.alfaSegment, billed.trade.bravoSegment].flatMap((segmentId) => [`${segmentId}/recurring`, `${segmentId}/usage`]);
const reasonsOf = ({ lines }: ReplayReport) => lines.map(({ reasons }) => reasons.filter(({ code }) => code === 'lines-differ').map(({ detail }) => detail));

const contracted = async (alter: (contract: contracting.Contract) => contracting.Contract) =>
  billed.altering(await billed.copy.find('contracting.v1.ContractSigned', `contract-${billed.trade.contractId}`), contracting.ContractSigned, (signed) => ({
    ...signed,
    contract: { ...signed.contract, body: contracting.Contract.encode(alter(contracting.Contract.decode(signed.contract.body))) },
  }));
const lines = (split: Partial<contracting.SplitService>) => contracted((contract) => ({ ...contract, split: { ...contract.split!, ...split } }));

describe('a replay of a service over two lines', () => {
  it('S4-1 M2 recomputes each line at what one carries, to the byte', async () => {
    const { balance, invoice } = await statement();
    expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(invoice.total.microMinor);
    expect(await billed.replay()).toMatchObject({ identical: true, documents: [], notChecked: [] });
  });

  it('S4-1 M2 names every line where the contract says that others carry it than were quoted', async () => {
    for (const [split, says] of [[{ memberMbps: 1_001 }, '2 lines of 1001 Mbit/s'], [{ members: 4, memberMbps: 500 }, '4 lines of 500 Mbit/s']] as const) {
      const report = await lines(split);
      expect(named(report)).toEqual(everyLine());
      expect(reasonsOf(report).slice(0, 4)).toEqual(Array.from({ length: 4 }, () => [`the contract states ${says}, the evidence gives 2 lines of 1000 Mbit/s`]));
    }
    const whole = await contracted(({ split: _, ...contract }) => contract);
    expect([named(whole), reasonsOf(whole)[0]]).toEqual([everyLine(), ['the contract states one line, the evidence gives 2 lines of 1000 Mbit/s']]);
  });

  it('S4-1 M2 names every line where the quote says that they are others than were contracted', async () => {
    const report = await billed.altering(await billed.copy.find('contracting.v1.QuoteOffered', `quote-quo_${billed.trade.uuid}-1`), contracting.QuoteOffered, (offered) => {
      const quote = contracting.Quote.decode(offered.quote);
      const scenarios = quote.scenarios.map((scenario) => ({ ...scenario, path: { ...scenario.path, split: { ...scenario.path.split!, members: 3 } } }));
      return { ...offered, quote: contracting.Quote.encode({ ...quote, scenarios }) };
    });
    expect([named(report), reasonsOf(report)[0]]).toEqual([everyLine(), ['the contract states 2 lines of 1000 Mbit/s, the evidence gives 3 lines of 667 Mbit/s']]);
  });

  it('S4-1 M2 names the one line whose rate, record or offer was altered, and none of the other line', async () => {
    const { alfaSegment, bravoSegment } = billed.trade;
    const rate = await contracted((contract) => ({ ...contract, prices: withRate(contract.prices, bravoSegment, 'monthlyRecurring') }));
    expect(named(rate)).toEqual([`${bravoSegment}/recurring`]);
    const record = await billed.altering(await billed.batchEvent('bravo'), billing.UsageBatchAccepted, (accepted) => {
      const batch = agent.UsageBatch.decode(accepted.batch.body);
      return { ...accepted, batch: { ...accepted.batch, body: agent.UsageBatch.encode({ ...batch, records: batch.records.map((each, index) => (index === 1 ? { ...each, octets: each.octets + 1n } : each)) }) } };
    });
    expect(named(record)).toEqual([`${bravoSegment}/usage`]);
    const event = await billed.supplyEvent('alfa');
    const [offer] = contracting.SupplyContractSigned.decode(event.payload).offers;
    const byte = await billed.copy.withPayload(event, flipped(event.payload, offer!.offer, offer!.offer.length - 1), () => billed.replay());
    // The last byte of the offer is of its price for a gigabyte.
    expect(named(byte)).toEqual([`${alfaSegment}/usage`]);
  });
});

async function statement(): Promise<billing.PeriodStatement> {
  const { trial, trade } = billed;
  const { outcome } = await trial.mesh.bus.request(billing.GetPeriodStatement, { invoiceId: trade.invoiceId }, { context: trial.mesh.context('operator') });
  if (outcome.kind !== 'statement') throw new Error('there is no bill');
  return outcome.statement;
}
