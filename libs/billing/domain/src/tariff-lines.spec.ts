import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { specify } from '@carriermesh/decider';
import { add, instant, NANOS_PER_HOUR, sum } from '@carriermesh/kernel';
import { Rater, readTariff } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import { billNote, billPeriod, NO_USAGE } from './bill.js';
import { billingPeriod } from './billing-period.decider.js';
import { packUsage } from './rated-usage.js';
import { rateRecord } from './rating.js';
import { tariffLines } from './tariff-lines.js';
import { tariffMonthsOf, type TakenUsage } from './tariff-month.js';
import { account, ALFA_SEGMENT, at, BRAVO_SEGMENT, CONTRACT, eur, seals, UUID } from './testing/fixtures.js';
import { byTariff, FLAT_RATE, tariffed } from './testing/tariffs.js';
import { billByTariff } from './what-if.js';

interface Carried {
  /** Since the service began. */
  readonly hour: number;
  readonly octets: bigint;
  readonly segmentId?: string;
  readonly id?: string;
  readonly subject?: string;
  readonly category?: string;
}

/** What one bill takes of one month, as its events say it. */
function taken(bill: Partial<TakenUsage>, carried: readonly Carried[]): TakenUsage {
  const records = carried.map(({ hour, octets, segmentId = ALFA_SEGMENT, id = `r${hour}`, ...labels }) => {
    const from = instant(account.serviceStartAt + BigInt(hour) * NANOS_PER_HOUR);
    const tariff = tariffed(FLAT_RATE).tariffs.find((each) => each.segmentId === segmentId) as billing.SegmentTariff;
    return rateRecord({ recordId: id, segmentId, from, until: instant(from + NANOS_PER_HOUR), octets, ...labels }, tariff);
  });
  return { periodNumber: 1, correctedPeriodNumber: 0, noteNumber: 0, ...bill, usage: packUsage(records) };
}

const linesOf = (tariff: object, usage: readonly TakenUsage[], bill = { periodNumber: 1, noteNumber: 0 }) => {
  const service = tariffed(tariff);
  return tariffLines(service, tariffMonthsOf(service, bill, usage));
};
const shown = (lines: readonly billing.BillLine[]) => lines.map(({ lineId, exactAmount, amount, quantity, records }) => [lineId, exactAmount, amount, quantity, records]);

const TIERS = { kind: 'graduated', id: 'traffic', over: 'period', per: '1000000000', tiers: [{ upTo: '3000000000', price: '0.02' }, { price: '0.01' }] };
const GIGABYTE = 1_000_000_000n;

describe('usage of a month by the tariff of its contract', () => {
  it('S3-18 fills graduated tiers with the whole month, counted where it enters the service and nowhere else', () => {
    const usage = [taken({}, [{ hour: 5, octets: 2n * GIGABYTE }, { hour: 1, octets: 2n * GIGABYTE }]), taken({}, [{ hour: 1, octets: 4n * GIGABYTE, segmentId: BRAVO_SEGMENT }])];
    expect(shown(linesOf(byTariff([TIERS]), usage))).toEqual([['tariff/traffic', eur('0.07'), eur('0.07'), 4n * GIGABYTE, 2]]);
  });

  it('S3-18 charges all of it by the volume tier that the month reaches', () => {
    const volume = { ...TIERS, kind: 'volume', id: 'all' };
    expect(shown(linesOf(byTariff([volume]), [taken({}, [{ hour: 1, octets: 3n * GIGABYTE }])]))).toEqual([['tariff/all', eur('0.06'), eur('0.06'), 3n * GIGABYTE, 1]]);
    expect(shown(linesOf(byTariff([volume]), [taken({}, [{ hour: 1, octets: 3n * GIGABYTE }, { hour: 2, octets: 1n }])]))).toEqual([['tariff/all', eur('0.03'), eur('0.03'), 3n * GIGABYTE + 1n, 2]]);
  });

  it('S3-18 takes the percentile of the mean rates of its hours in Mbit/s, what two lines carried in the same hour together', () => {
    const burst = byTariff([{ kind: 'percentile', id: 'burst', percentile: 95, commit: '10', commitPrice: '1.00', burstPrice: '3.00' }]);
    // 45,000,000 octets in an hour are 0.1 Mbit/s. Of 20 hours the 19th is taken: the highest one costs nothing.
    const hours = Array.from({ length: 20 }, (_, hour) => ({ hour, octets: 45_000_000n * BigInt(100 + hour) }));
    const [line] = linesOf(burst, [taken({}, hours)]);
    expect(line).toMatchObject({ exactAmount: eur('15.40'), description: 'Mbit/s at the percentile: commit 10 at 1, burst 1.8 at 3' });
    const halves = hours.map(({ hour, octets }) => ({ hour, octets: octets / 2n }));
    expect(linesOf(burst, [taken({}, halves), taken({}, halves.map((half) => ({ ...half, id: `s${half.hour}` })))])[0]?.exactAmount).toEqual(eur('15.40'));
  });

  it('S3-18 S3-20 charges subjects, categories and buyers by what the tariff has for them, the heaviest first, and everything else by its list', () => {
    const gigabytes = (id: string, price: string, weight: number, match?: object) => ({ kind: 'flat', id, price, per: '1000000000', weight, ...(match && { match }) });
    const tariff = byTariff([
      gigabytes('list', '1.00', 0), gigabytes('gold', '0.90', 10, { categories: ['gold'] }), gigabytes('acme', '0.50', 5, { accounts: ['acme'], categories: ['silver'] }),
      gigabytes('device 7', '0.10', 30, { accounts: ['acme'], subjects: ['device-7', 'device-8'] }), gigabytes('theirs', '9.00', 40, { accounts: ['bolt'] }),
    ]);
    const labels = [{}, { category: 'gold' }, { category: 'silver' }, { subject: 'device-7', category: 'gold' }, { subject: 'device-9', category: 'bronze' }];
    const lines = linesOf(tariff, [taken({}, labels.map((label, index) => ({ hour: 1, octets: GIGABYTE, id: `r${index}`, ...label })))]);
    expect(shown(lines)).toEqual([
      ['tariff/list', eur('2.00'), eur('2.00'), 2n * GIGABYTE, 2], ['tariff/gold', eur('0.90'), eur('0.90'), GIGABYTE, 1],
      ['tariff/acme', eur('0.50'), eur('0.50'), GIGABYTE, 1], ['tariff/device 7', eur('0.10'), eur('0.10'), GIGABYTE, 1],
    ]);
    expect(lines.map(({ description }) => description.split(':')[0])).toEqual(['Octets', 'Octets, category gold', 'Octets, category silver', 'Octets, subject device-7 or device-8']);
  });

  it('S3-18 takes a percentile of all that an interval has, however it is told apart, or of each category by itself the greatest', () => {
    const burst = (more: object) => byTariff([{ kind: 'percentile', id: 'burst', percentile: 95, commit: '0', commitPrice: '0', burstPrice: '1.00', ...more }]);
    // 450,000,000 octets in an hour are 1 Mbit/s: 3 come in and 1 goes out in every hour, by two devices each.
    const parts = [{ category: 'in', subject: 'a', mbps: 1n }, { category: 'in', subject: 'b', mbps: 2n }, { category: 'out', mbps: 1n }];
    const hours = Array.from({ length: 20 }, (_, hour) => parts.map(({ mbps, ...label }, index) => ({ hour, octets: 450_000_000n * mbps, id: `r${hour}-${index}`, ...label }))).flat();
    expect(linesOf(burst({}), [taken({}, hours)])[0]?.exactAmount).toEqual(eur('4.00'));
    expect(linesOf(burst({ perCategory: true }), [taken({}, hours)])[0]?.exactAmount).toEqual(eur('3.00'));
  });

  it('S3-18 owes what was committed to in a month without usage, and nothing for a month that the contract left no time of', () => {
    const burst = byTariff([{ kind: 'percentile', id: 'burst', percentile: 95, commit: '10', commitPrice: '1.00', burstPrice: '3.00' }]);
    expect(shown(linesOf(burst, []))).toEqual([['tariff/burst', eur('10.00'), eur('10.00'), 0n, 0]]);
    const month = instant(at('2027-02-28T12:00:00Z'));
    const ended = { ...tariffed(burst), end: { endedAt: month, finalPeriodNumber: 2, customerChargeBasisPoints: 0, supplierChargeBasisPoints: 0 } };
    expect(tariffLines(ended, tariffMonthsOf(ended, { periodNumber: 2, noteNumber: 0 }, []))).toEqual([]);
  });

  it('S3-18 goes by the clocks that the contract pins: an hour is in its window by the wall clock of Berlin', () => {
    const windows = { night: { from: '22:00', until: '24:00' } };
    const tariff = byTariff([{ kind: 'flat', id: 'night', weight: 1, match: { windows: ['night'] }, price: '0.01', per: '1000000000' }, { kind: 'flat', id: 'day', price: '0.03', per: '1000000000' }], { zone: 'Europe/Berlin', windows });
    // The service begins at noon UTC: its ninth hour begins at 21:00 UTC, when Berlin's clocks show 22:00.
    expect(shown(linesOf(tariff, [taken({}, [{ hour: 8, octets: GIGABYTE }, { hour: 9, octets: GIGABYTE }])])).map(([id, exact]) => [id, exact])).toEqual([['tariff/night', eur('0.01')], ['tariff/day', eur('0.03')]]);
  });

  it('S3-18 converts at the pinned rate, and rounds the sum of exact lines once where the tariff rounds on the invoice', () => {
    const dollars = { currency: 'USD', conversion: { to: 'EUR', rate: '0.9', pinnedAt: '2027-01-30' } };
    expect(linesOf(byTariff([TIERS], dollars), [taken({}, [{ hour: 1, octets: GIGABYTE }])])[0]?.exactAmount).toEqual(eur('0.018'));
    const halves = [{ kind: 'flat', id: 'b', price: '0.005', match: { accounts: ['bolt', 'acme'], windows: ['late'] }, weight: 1, per: '1000000000' }, { kind: 'flat', id: 'a', price: '0.005', per: '1000000000' }];
    const atOnce = byTariff(halves, { rounding: { mode: 'half-even', decimals: 2, place: 'invoice' }, windows: { late: { from: '20:00' } } });
    const lines = linesOf(atOnce, [taken({}, [{ hour: 1, octets: GIGABYTE }, { hour: 9, octets: 2n * GIGABYTE }])]);
    // 0.01 and 0.005 together are 0.015, which is 0.02 to the even cent; the second line gets what the first left of it.
    expect(lines.map(({ exactAmount, amount }) => [exactAmount, amount])).toEqual([[eur('0.01'), eur('0.01')], [eur('0.005'), eur('0.01')]]);
  });
});

describe('usage that is late for a month with a tariff', () => {
  const own = taken({ periodNumber: 1 }, [{ hour: 1, octets: 2n * GIGABYTE }]);
  const late = taken({ periodNumber: 2, correctedPeriodNumber: 1 }, [{ hour: 0, octets: 2n * GIGABYTE }]);

  it('I3 is rated with all of its month: what that came to is taken back by the open month, and entered as it is', () => {
    expect(shown(linesOf(byTariff([TIERS]), [own, late, taken({ periodNumber: 2 }, [])], { periodNumber: 2, noteNumber: 0 }))).toEqual([
      ['tariff/traffic-reversal-of-1', eur('-0.04'), eur('-0.04'), 2n * GIGABYTE, 1],
      ['tariff/traffic-reentry-of-1', eur('0.07'), eur('0.07'), 4n * GIGABYTE, 2],
    ]);
  });

  it('I3 is corrected by a note once all months are closed, and each note counts from what the one before it left', () => {
    const notes = [1, 2].map((noteNumber) => taken({ periodNumber: 1, correctedPeriodNumber: 1, noteNumber }, [{ hour: 10 + noteNumber, octets: GIGABYTE }]));
    const entered = (noteNumber: number) => shown(linesOf(byTariff([TIERS]), [own, late, ...notes], { periodNumber: 1, noteNumber })).map(([, exact]) => exact);
    expect(entered(1)).toEqual([eur('-0.07'), eur('0.08')]);
    expect(entered(2)).toEqual([eur('-0.08'), eur('0.09')]);
    const { invoice } = billNote(tariffed(byTariff([TIERS])), { periodNumber: 1, noteNumber: 1 }, NO_USAGE, tariffMonthsOf(tariffed(byTariff([TIERS])), { periodNumber: 1, noteNumber: 1 }, [own, late, ...notes]));
    expect(invoice).toMatchObject({ net: eur('0.01'), note: { kind: 'debit', correctedDocumentId: `inv_${UUID}-1` } });
  });

  it('has no line where it changes no charge, and none of a segment by which nothing enters', () => {
    const beyond = taken({ periodNumber: 2, correctedPeriodNumber: 1 }, [{ hour: 1, octets: GIGABYTE, segmentId: BRAVO_SEGMENT }]);
    expect(linesOf(byTariff([TIERS]), [own, beyond], { periodNumber: 2, noteNumber: 0 })).toEqual([]);
  });
});

describe('a bill with a tariff', () => {
  const service = tariffed(byTariff([TIERS]));

  it("I3 I10 has the tariff's charges below the month's own lines, on the customer's side alone, and balances", () => {
    const { invoice, settlements, balance } = billPeriod(service, 1, NO_USAGE, tariffMonthsOf(service, { periodNumber: 1, noteNumber: 0 }, [taken({}, [{ hour: 1, octets: GIGABYTE }])]));
    expect(invoice.lines.map(({ lineId }) => lineId)).toEqual([`${ALFA_SEGMENT}/recurring`, `${ALFA_SEGMENT}/usage`, `${BRAVO_SEGMENT}/recurring`, `${BRAVO_SEGMENT}/usage`, 'tariff/traffic']);
    expect(settlements.flatMap(({ lines }) => lines).some(({ kind }) => kind === 'tariff-charge')).toBe(false);
    expect(add(add(balance.settlements, balance.margin), add(balance.tax, balance.rounding))).toEqual(balance.customer);
  });

  it('is not made without the usage that it charges', () => {
    expect(() => billPeriod(service, 1, NO_USAGE)).toThrow('its records were not given');
  });

  it('I2 comes to the same in whatever order and batches its usage came, and its months with their corrections to what the tariff says of all of it', () => {
    const hours = fc.uniqueArray(fc.record({ hour: fc.nat({ max: 600 }), octets: fc.bigInt({ min: 0n, max: 10n ** 10n }) }), { minLength: 1, maxLength: 20, selector: ({ hour }) => hour });
    const shuffled = hours.chain((list) => fc.tuple(fc.shuffledSubarray(list, { minLength: list.length }), fc.nat({ max: 20 })));
    const tariff = byTariff([{ ...TIERS, match: { windows: ['day'] }, weight: 1 }, { kind: 'package', id: 'rest', over: 'period', size: '700000000', price: '0.33', free: '1000000000' }], { windows: { day: { from: '08:00', until: '20:00' } } });
    fc.assert(
      fc.property(shuffled, ([carried, cut]) => {
        const [inTime, tooLate] = [carried.slice(0, cut), carried.slice(cut)];
        const events = [taken({}, inTime.slice(1)), taken({}, inTime.slice(0, 1)), taken({ periodNumber: 2, correctedPeriodNumber: 1 }, tooLate)];
        const amounts = [...linesOf(tariff, events), ...linesOf(tariff, [...events].reverse(), { periodNumber: 2, noteNumber: 0 })];
        const whole = linesOf(tariff, [taken({}, carried.toSorted((a, b) => a.hour - b.hour))]);
        for (const figure of ['amount', 'exactAmount'] as const) expect(sum('EUR', amounts.map((line) => line[figure]))).toEqual(sum('EUR', whole.map((line) => line[figure])));
      }),
    );
  });

  it('S3-18 taxes each line as the tariff says, a tax on data the lines of usage alone, and states each tax on the bill', () => {
    const taxes = [{ id: 'levy', percent: '10', match: { types: ['data'] } }, { id: 'vat', percent: '19', onTopOf: ['levy'] }, { id: 'city', percent: '3', exemptAccounts: ['acme'] }];
    const taxed = tariffed(byTariff([{ kind: 'flat', id: 'data', price: '100', per: '1000000000' }], { taxes, rounding: { mode: 'half-even', decimals: 2, place: 'line' } }));
    const { invoice, balance } = billPeriod(taxed, 1, NO_USAGE, tariffMonthsOf(taxed, { periodNumber: 1, noteNumber: 0 }, [taken({}, [{ hour: 1, octets: GIGABYTE }])]));
    // 1250.00 and 625.01 for the capacity, 100.00 for the octets: the levy is 10.00, and the VAT 237.50, 118.75 and 20.90.
    expect(invoice).toMatchObject({ net: eur('1975.01'), taxBasisPoints: 0, tax: eur('387.15'), total: eur('2362.16') });
    expect(invoice.taxes?.taxes).toEqual([{ taxId: 'levy', percent: '10', base: eur('100.00'), amount: eur('10.00') }, { taxId: 'vat', percent: '19', base: eur('1975.01'), amount: eur('377.15') }]);
    expect(balance.tax).toEqual(eur('387.15'));
  });

  it('S3-18 comes to the same by the tariff of its contract again, and by another one line by line, with what that has no charge for', () => {
    const usage = [taken({}, [{ hour: 1, octets: 2n * GIGABYTE }, { hour: 20, octets: 3n * GIGABYTE }])];
    const months = tariffMonthsOf(service, { periodNumber: 1, noteNumber: 0 }, usage);
    const by = (other: object) => {
      const reading = readTariff(other);
      if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
      return billByTariff(new Rater(reading.tariff), service, { bill: billPeriod(service, 1, NO_USAGE, months), records: [], months });
    };
    expect(by(byTariff([TIERS])).lines.map(({ difference }) => difference.microMinor)).toEqual([0n, 0n, 0n, 0n, 0n]);
    const dearer = by(byTariff([{ ...TIERS, tiers: [{ price: '0.10' }] }, { kind: 'flat', id: 'night', weight: 1, match: { windows: ['night'] }, price: '1', per: '1000000000' }], { windows: { night: { from: '00:00', until: '10:00' } } }));
    expect(dearer.lines.slice(-2).map(({ lineId, reversal, reentry }) => [lineId, reversal, reentry])).toEqual([['tariff/traffic', eur('-0.08'), eur('0.20')], ['tariff/night', eur('0.00'), eur('3.00')]]);
    expect(by(byTariff([{ kind: 'flat', id: 'x', match: { subjects: ['s'] }, price: '1' }])).refused.map(({ code }) => code)).toEqual(['no-rate', 'no-rate']);
  });

  it('S3-18 is closed by the records that its month took, and a note by those that came before it', () => {
    const close = { kind: 'close' as const, account: service, periodNumber: 1, incompleteSegmentIds: [], now: at('2027-03-01T00:00:00Z'), seals };
    const rated = taken({}, [{ hour: 1, octets: GIGABYTE }]);
    const bills: billing.Invoice[] = [];
    const keeping = { ...seals, invoice: (invoice: billing.Invoice) => (bills.push(invoice), seals.invoice(invoice)) };
    const closed = specify(billingPeriod).given().when({ ...close, seals: keeping, taken: [rated] });
    const cause = { type: 'billing.v1.UsageRated' as const, data: { ...taken({ correctedPeriodNumber: 1, noteNumber: 1 }, [{ hour: 2, octets: 3n * GIGABYTE }]), contractId: CONTRACT, providerId: 'alfa', batchId: 'b', watermarks: [] } };
    specify(billingPeriod).given(...(closed.kind === 'accepted' ? closed.events : [])).when({ kind: 'note', account: service, cause, now: close.now, seals: keeping, taken: [rated] });
    expect(bills.map(({ lines }) => lines.filter(({ lineId }) => lineId.startsWith('tariff/')).map(({ exactAmount }) => exactAmount))).toEqual([[eur('0.02')], [eur('-0.02'), eur('0.07')]]);
  });
});
