import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billing, contracting, type common } from '@carriermesh/wire';
import { named, ReplayTrial } from '../testing/replay-trial.js';
import { renderReplay } from './render-replay.js';
import { eur } from '../testing/sample-trade.js';

let billed: ReplayTrial;
beforeAll(async () => {
  billed = await ReplayTrial.of((trial) => trial.tradeWithFees());
}, 90_000);
afterAll(() => billed?.stop());

const statement = async (bill: string): Promise<billing.PeriodStatement> => {
  const { trial } = billed;
  const { outcome } = await trial.mesh.bus.request(billing.GetPeriodStatement, { invoiceId: billed.invoiceId(bill) }, { context: trial.mesh.context('operator') });
  if (outcome.kind !== 'statement') throw new Error('there is no bill');
  return outcome.statement;
};
const settled = async (bill: string) => (await statement(bill)).settlements.flatMap(({ providerId, lines }) => lines.filter(({ kind }) => kind === 'recurring' || kind === 'setup-fee').map(({ kind, amount }) => [providerId, kind, amount]));
const feeLines = (): readonly string[] => [`${billed.trade.alfaSegment}/recurring`, `${billed.trade.alfaSegment}/setup-fee`];
const withFees = (alter: (fee: common.ResourceFee) => common.ResourceFee) => (rule: contracting.PriceRule): contracting.PriceRule =>
  rule.fees ? { ...rule, fees: { fees: rule.fees.fees.map(alter) } } : rule;

describe('a service whose supplier asks fees', () => {
  it('S4-7 I3 settles the month’s with the capacity and the set-up once, and balances with both out of the margin', async () => {
    const recurring = [['alfa', 'recurring', eur('1400')], ['bravo', 'recurring', eur('444.10')]];
    expect(await settled('1')).toEqual([recurring[0], ['alfa', 'setup-fee', eur('250')], recurring[1]]);
    expect(await settled('2')).toEqual(recurring);
    for (const bill of ['1', '2', '1n1', '2n1']) {
      const { invoice, balance } = await statement(bill);
      expect(invoice.lines.some(({ lineId, description }) => /setup|EUR a month for/.test(`${lineId} ${description}`))).toBe(false);
      expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(invoice.total.microMinor);
    }
  });

  it('M2 I8 is replayed to the byte from the offers that its suppliers signed', async () => {
    for (const bill of ['1', '2', '1n1', '2n1', '1n2']) expect(await billed.replay(billed.invoiceId(bill))).toMatchObject({ identical: true, notChecked: [] });
    expect(renderReplay(await billed.replay())).toContain('recorded    customer –, supplier 250.00 EUR (exactly 250.00 EUR. Set-up of alfa/link-2)');
  });

  it('M2 names the lines of the fee where the contract, the account or the quote says another one', async () => {
    const dearer = (fee: common.ResourceFee): common.ResourceFee => ({ ...fee, ...(fee.setup && { setup: { ...fee.setup, microMinor: fee.setup.microMinor + 1n } }) });
    const supply = await billed.altering(await billed.supplyEvent('alfa'), contracting.SupplyContractSigned, (data) => {
      const contract = contracting.SupplyContract.decode(data.contract.body);
      return { ...data, contract: { ...data.contract, body: contracting.SupplyContract.encode({ ...contract, prices: contract.prices.map(withFees(dearer)) }) } };
    });
    expect(named(supply)).toEqual(expect.arrayContaining([...feeLines()]));
    expect(supply.lines.flatMap(({ reasons }) => reasons).map(({ code, detail }) => [code, detail])).toContainEqual(['price-differs', expect.stringContaining('25000000001 once for alfa/link-2 beside the price of')]);

    const opened = await billed.copy.find('billing.v1.BillingAccountOpened', `account-${billed.trade.contractId}`);
    const account = await billed.altering(opened, billing.BillingAccountOpened, (data) => ({ ...data, tariffs: data.tariffs.map(({ supplierFees: _, ...tariff }) => tariff) }));
    expect(named(account)).toEqual(feeLines());
    expect(account.lines[0]?.reasons.map(({ detail }) => detail)).toContainEqual(expect.stringContaining('the account states no fee beside the price of'));

    const offered = await billed.copy.find('contracting.v1.QuoteOffered', `quote-quo_${billed.trade.uuid}-1`);
    const quote = await billed.altering(offered, contracting.QuoteOffered, (data) => {
      const read = contracting.Quote.decode(data.quote);
      const scenarios = read.scenarios.map((scenario) => ({ ...scenario, costs: scenario.costs.map(({ monthlyFee: _, ...cost }) => cost) }));
      return { ...data, quote: contracting.Quote.encode({ ...read, scenarios }) };
    });
    expect(named(quote)).toEqual(expect.arrayContaining([...feeLines()]));
    expect(quote.lines.flatMap(({ reasons }) => reasons).map(({ detail }) => detail)).toContainEqual(expect.stringMatching(/the quote states .*, the evidence gives .*3000000000 microMinor a month/));
  });
});
