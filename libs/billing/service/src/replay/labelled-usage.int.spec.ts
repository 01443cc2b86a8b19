import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatMoney, instant, NANOS_PER_HOUR } from '@carriermesh/kernel';
import { eventually } from '@carriermesh/platform-trial';
import { pinnedTariff, Rater, readTariff, UTC_TABLE, type TariffTerms } from '@carriermesh/tariff-v1';
import { agent, billing, common } from '@carriermesh/wire';
import { hourly } from '../testing/billing-trial.js';
import { named, ReplayTrial } from '../testing/replay-trial.js';
import { replayInvoice } from './replay-invoice.js';

const tariffOf = (device: string): TariffTerms => {
  const flat = (id: string, price: string, more: object = {}) => ({ kind: 'flat', id, price, per: '1000000000', ...more });
  const reading = readTariff({
    form: 'carriermesh.tariff.v1', id: 'fleet', currency: 'EUR', rounding: { mode: 'half-even', decimals: 8, place: 'line' },
    charges: [flat('list', '1.00'), flat('gold', '0.50', { weight: 1, match: { categories: ['gold'] } }), flat('device 7', device, { weight: 2, match: { subjects: ['device-7'], accounts: ['acme'] } })],
  });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.tariff;
};

let billed: ReplayTrial;
beforeAll(async () => {
  // Of each month 10 GB of nobody, 20 GB of the device, 5 octets of nobody; of the first month what is late, of the class.
  billed = await ReplayTrial.start(pinnedTariff(tariffOf('0.10'), UTC_TABLE, 0), [{}, { subject: 'device-7', category: 'gold' }, {}, { category: 'gold' }]);
}, 90_000);
afterAll(async () => billed.stop());

const charges = async (bill: string) => (await billed.replay(billed.invoiceId(bill))).lines.flatMap(({ lineId, recorded: { invoice } }) => (invoice && lineId.startsWith('tariff/') ? [[lineId, formatMoney(invoice.exactAmount), invoice.description]] : []));

describe('usage of which a provider says whose and of which class it was', () => {
  it('S3-18 S3-20 is charged by what the contract’s tariff has for it, what is late as a correction, and shown so on the bill', async () => {
    expect(await charges('1')).toEqual([
      ['tariff/list', '10.00', 'Octets: unit 10000000005 at 1, prices for 1000000000'],
      ['tariff/device 7', '2.00000003', 'Octets, subject device-7: unit 20000000333 at 0.1, prices for 1000000000'],
    ]);
    expect((await charges('2')).map(([lineId, exact]) => [lineId, exact])).toEqual([['tariff/list', '10.00'], ['tariff/device 7', '2.00000003'], ['tariff/gold-reentry-of-1', '0.61728395']]);
  });

  it('S3-18 M2 comes out again to the byte, by another tariff line by line, and names the lines of a record that was given to somebody else', async () => {
    for (const bill of ['1', '2', '1n1']) expect(await billed.replay(billed.invoiceId(bill))).toMatchObject({ identical: true });
    const dearer = await billed.replay(billed.invoiceId('1'), () => new Rater(tariffOf('0.20')));
    expect(dearer.whatIf?.lines.filter(({ difference }) => difference.microMinor !== 0n).map(({ lineId, reentry }) => [lineId, formatMoney(reentry)])).toEqual([['tariff/device 7', '4.00']]);
    const given = await billed.altering(await billed.batchEvent('alfa'), billing.UsageBatchAccepted, (accepted) => {
      const batch = agent.UsageBatch.decode(accepted.batch.body);
      const records = batch.records.map(({ subject, ...record }) => (subject === undefined ? record : { ...record, subject: 'device-9' }));
      return { ...accepted, batch: { ...accepted.batch, body: agent.UsageBatch.encode({ ...batch, records }) } };
    });
    expect(named(given)).toEqual([`${billed.trade.alfaSegment}/usage`, 'tariff/gold', 'tariff/device 7']);
    expect(given.lines.flatMap(({ reasons }) => reasons.map(({ detail }) => detail)).join()).toContain('(subject device-7) (category gold) from');
  });

  it('S3-20 is put aside where it can’t be said, and charged as the operator corrects it', async () => {
    const { trial, trade } = billed;
    const context = { actor: 'operator', correlationId: 'c', causationId: 'c' };
    const [record] = hourly('alfa-badly-said', trade.alfaSegment, instant(trade.startAt + 40n * NANOS_PER_HOUR), [3_000_000_000n]);
    const reply = await trial.send('alfa', trade.usageBatch('alfa', { batchId: 'alfa-badly-said', records: [{ ...record!, subject: 'device 7' }], watermarks: [] }));
    expect(reply.kind === 'receipt' && common.Receipt.decode(reply.receipt.body).refusedItems.map(({ refusal }) => refusal.code)).toEqual(['malformed-subject']);
    const id = { providerId: 'alfa', recordId: 'alfa-badly-said-1' };
    expect((await trial.mesh.bus.request(billing.GetQuarantinedUsage, id, { context })).outcome).toMatchObject({ kind: 'found', found: { subject: 'device 7', octets: 3_000_000_000n } });
    const release = (correction: billing.UsageCorrection) => trial.mesh.bus.request(billing.ReleaseUsage, { ...id, correction, reason: 'a space too many' }, { context });
    expect((await release({ category: 'gold' })).outcome).toMatchObject({ kind: 'refused', refused: { code: 'malformed-subject' } });
    expect((await release({ subject: 'device-7' })).outcome).toMatchObject({ kind: 'released' });
    // What was committed can be read as soon as nothing older is under way.
    const report = await eventually('the note', async () => {
      const replayed = await replayInvoice(trial.mesh.ledger.raw, billed.invoiceId('1n3'), { operatorKeys: [trial.mesh.operator.publicKey] });
      return replayed.lines.length > 0 ? replayed : undefined;
    });
    expect(report.lines.flatMap(({ lineId, identical, recorded: { invoice } }) => (lineId.startsWith('tariff/') ? [[lineId, identical, formatMoney(invoice!.exactAmount)]] : []))).toEqual([
      ['tariff/device 7-reversal-of-1', true, '-2.00000003'], ['tariff/device 7-reentry-of-1', true, '2.30000003'],
    ]);
  });
});
