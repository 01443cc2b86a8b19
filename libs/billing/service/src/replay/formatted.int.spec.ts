import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billing, contracting } from '@carriermesh/wire';
import { named, ReplayTrial } from '../testing/replay-trial.js';

let billed: ReplayTrial;
beforeAll(async () => {
  billed = await ReplayTrial.of((trial) => trial.formattedTrade());
}, 90_000);
afterAll(() => billed?.stop());

const lines = (): readonly string[] => [billed.trade.alfaSegment, billed.trade.bravoSegment].flatMap((segmentId) => [`${segmentId}/recurring`, `${segmentId}/usage`]);
const altered = async (alter: (format: contracting.ServiceFormat) => contracting.ServiceFormat) =>
  billed.altering(await billed.copy.find('contracting.v1.ContractSigned', `contract-${billed.trade.contractId}`), contracting.ContractSigned, (signed) => {
    const contract = contracting.Contract.decode(signed.contract.body);
    return { ...signed, contract: { ...signed.contract, body: contracting.Contract.encode({ ...contract, format: alter(contract.format!) }) } };
  });
const choice = async (changed: Partial<contracting.FormatChoice>) =>
  billed.altering(await billed.copy.find('contracting.v1.QuoteOffered', `quote-quo_${billed.trade.uuid}-1`), contracting.QuoteOffered, (offered) => {
    const quote = contracting.Quote.decode(offered.quote);
    const formats = { terms: { ...quote.formats!.terms, codecs: quote.formats!.terms.codecs.map((codec) => ({ ...codec, ...changed })) }, lost: [] };
    return { ...offered, quote: contracting.Quote.encode({ ...quote, formats }) };
  });

describe('a service that is carried in a format', () => {
  it('S4-6 I3 is charged as it was ordered, settled as it travelled, and balances with what formatting costs in the margin', async () => {
    const { trial, trade } = billed;
    const { outcome } = await trial.mesh.bus.request(billing.GetPeriodStatement, { invoiceId: trade.invoiceId }, { context: trial.mesh.context('operator') });
    if (outcome.kind !== 'statement') throw new Error('there is no bill');
    const { invoice, settlements, balance } = outcome.statement;
    // 1,000 Mbit/s travel of 2,000: 1,370 and 444.10 EUR to the suppliers, and 115 % of these and of the 7 of formatting from the customer, in two lines of whole cents.
    const recurring = invoice.lines.filter(({ kind }) => kind === 'recurring').reduce((sum, { amount }) => sum + amount.microMinor, 0n);
    expect(recurring).toBe(209_427_000_000n);
    const supplied = settlements.flatMap((each) => each.lines.filter(({ kind }) => kind === 'recurring')).map(({ amount }) => amount.microMinor);
    expect(supplied.toSorted()).toEqual([137_000_000_000n, 44_410_000_000n]);
    expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(invoice.total.microMinor);
  });

  it('M2 is replayed to the byte, and names its lines where the contract or the quote says that another bandwidth travels', async () => {
    expect(await billed.replay()).toMatchObject({ identical: true, notChecked: [] });
    const carried = await altered((format) => ({ ...format, carriedMbps: format.carriedMbps + 1 }));
    expect(named(carried)).toEqual(lines());
    expect(carried.lines[0]?.reasons.map(({ code, detail }) => [code, detail])).toContainEqual(['format-differs', expect.stringContaining('"carriedMbps":1001')]);
    expect(named(await altered((format) => ({ ...format, codec: 'raw' })))).toEqual(lines());
    expect(named(await choice({ bandwidthPpm: 500_001 }))).toEqual(lines());
    expect(named(await choice({ addsNs: 5n }))).toEqual(lines());
  });
});
