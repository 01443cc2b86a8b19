import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addExact, compareExact, decimal, exact, nearestRankPercentile, NOTHING, Rater, roundExact, showExact, subtractExact,
  type Exact, type RatedRecord, type TariffTerms, type UsageChargeTerms, type UsageRecord,
} from './index.js';
import { BERLIN, ms } from './testing/zones.js';

const tariff = (charges: readonly UsageChargeTerms[], changes: Partial<TariffTerms> = {}): TariffTerms =>
  ({ form: 'carriermesh.tariff.v1', id: 'test', currency: 'EUR', rounding: { mode: 'half-away-from-zero', decimals: 4, place: 'line' }, charges, ...changes });
const used = (id: string, quantity: string, changes: Partial<UsageRecord> = {}): UsageRecord =>
  ({ id, type: 'data', startedMs: ms('2026-03-01T12:00:00Z') + Number(id) * 1000, quantity: decimal(quantity), ...changes });
const all = (terms: TariffTerms, records: readonly UsageRecord[]): readonly RatedRecord[] => {
  const rater = new Rater(terms);
  const atOnce = records.flatMap((record) => rater.rate(record) ?? []);
  return [...atOnce, ...rater.finish()];
};
const charges = (...input: Parameters<typeof all>): readonly string[] => all(...input).map(({ charge }) => showExact(charge));
const sum = (records: readonly RatedRecord[]): Exact => records.reduce((total, { charge }) => addExact(total, charge), NOTHING);

describe('a charge for a quantity', () => {
  // docs.getlago.com, charge models "standard" and "package".
  it('is flat: 1,000 calls of an API at $0.05 are $50', () => {
    expect(charges(tariff([{ kind: 'flat', id: 'api', price: '0.05' }]), [used('1', '1000')])).toEqual(['50']);
  });

  it('is for packages: $5 for each 100 units, the first 100 free: 201 units are $10', () => {
    const terms = tariff([{ kind: 'package', id: 'api', over: 'record', size: '100', price: '5', free: '100' }]);
    expect(charges(terms, ['100', '101', '200', '201'].map((quantity, at) => used(String(at), quantity)))).toEqual(['0', '5', '5', '10']);
  });

  // docs.paymentkit.com, "Tiered pricing".
  it('is graduated: 3,000 calls are 1,000 at $0.01 and 2,000 at $0.008, $26', () => {
    const tiers = [{ upTo: '1000', price: '0.01' }, { upTo: '5000', price: '0.008' }, { price: '0.005' }];
    expect(charges(tariff([{ kind: 'graduated', id: 'api', over: 'record', tiers }]), [used('1', '3000')])).toEqual(['26']);
  });

  it('is by volume: 12 seats are all at the $9 of 11 to 50, $108; 10 are still at $10', () => {
    const tiers = [{ upTo: '10', price: '10' }, { upTo: '50', price: '9' }, { price: '8' }];
    expect(charges(tariff([{ kind: 'volume', id: 'seats', over: 'record', tiers }]), [used('1', '12'), used('2', '10')])).toEqual(['108', '100']);
  });

  it('is a percentage with a fixed part, after three free records and 500 free units, and within its limits', () => {
    const terms = tariff([{ kind: 'percentage', id: 'card', percent: '2.9', fixed: '0.30', freeRecords: 3, freeVolume: '500', maximum: '20' }]);
    expect(charges(terms, ['200', '200', '200', '100', '10000'].map((quantity, at) => used(String(at), quantity)))).toEqual(['0', '0', '2.9', '3.2', '20']);
  });

  it('reaches a tier’s fixed part once, with the record that crosses into it', () => {
    const terms = tariff([{ kind: 'graduated', id: 'api', over: 'period', tiers: [{ upTo: '10', price: '1', fixed: '5' }, { price: '1', fixed: '7' }] }]);
    expect(charges(terms, ['4', '6', '1', '1'].map((quantity, at) => used(String(at), quantity)))).toEqual(['9', '6', '8', '1']);
  });

  it('begins again with each month of the tariff’s zone, and for each account', () => {
    const terms = tariff([{ kind: 'package', id: 'sms', over: 'period', size: '10', price: '1' }], { zone: 'Europe/Berlin' });
    const rater = new Rater(terms, { zone: BERLIN });
    const late = { startedMs: ms('2026-03-31T22:00:00Z') };
    for (const record of [used('1', '5'), used('2', '5', { startedMs: late.startedMs - 1 }), used('3', '5', late), used('4', '5', { account: 'b' })]) rater.rate(record);
    expect([...rater.finish()].map(({ id, charge }) => [id, showExact(charge)])).toEqual([['1', '1'], ['2', '0'], ['3', '1'], ['4', '1']]);
  });
});

describe('the 95th percentile', () => {
  // docs.swiftfederation.com, "95th Percentile Bandwidth Rule": 8,640 samples of 30 days, the highest 432 are discarded.
  it('of the samples of thirty days is the 8,208th: 36 hours of bursts are free, and five minutes more are not', () => {
    const month = (bursts: number): readonly Exact[] => Array.from({ length: 8_640 }, (_, at) => exact(at < bursts ? 1_000n : 10n));
    expect(nearestRankPercentile(month(432), 95)).toEqual(exact(10n));
    expect(nearestRankPercentile(month(433), 95)).toEqual(exact(1_000n));
  });

  // The worked example of the nearest-rank method: of 15, 20, 35, 40, 50 the 30th is 20, the 40th 20, the 50th 35, the 100th 50.
  it('is by nearest rank', () => {
    const list = [50n, 15n, 40n, 20n, 35n].map((value) => exact(value));
    expect([5, 30, 40, 50, 100].map((percentile) => nearestRankPercentile(list, percentile).numerator)).toEqual([15n, 20n, 20n, 35n, 50n]);
  });

  it('charges the commitment, and what the greater direction is above it', () => {
    const terms = tariff([{ kind: 'percentile', id: 'transit', percentile: 95, commit: '100', commitPrice: '0.50', burstPrice: '0.75', perCategory: true }]);
    const samples = Array.from({ length: 20 }, (_, at) => [used(String(at), at === 0 ? '900' : '140', { category: 'in' }), used(String(100 + at), '80', { category: 'out' })]).flat();
    const rated = all(terms, samples);
    expect(rated.slice(0, 40).every(({ charge, statement }) => charge === NOTHING && statement === 'transit//2026-03')).toBe(true);
    expect(rated.slice(40).map(({ id, charge }) => [id, showExact(charge)])).toEqual([['transit//2026-03', '80']]);
  });
});

describe('which charge is asked', () => {
  const flat = (id: string, price: string, match: UsageChargeTerms['match'], weight?: number): UsageChargeTerms =>
    ({ kind: 'flat', id, price, ...(match ? { match } : {}), ...(weight === undefined ? {} : { weight }) });
  const terms = tariff([
    flat('all', '1', undefined),
    flat('gold', '2', { categories: ['gold'] }, 10),
    flat('subject', '3', { subjects: ['device-7'] }, 20),
    flat('account', '4', { accounts: ['acme'] }, 30),
    flat('data-only', '5', { accounts: ['acme'], types: ['event'] }, 40),
  ]);

  it('is the heaviest that matches: account over subject over category over all', () => {
    const records = [{}, { category: 'gold' }, { category: 'gold', subject: 'device-7' }, { category: 'gold', subject: 'device-7', account: 'acme' }];
    expect(charges(terms, records.map((record, at) => used(String(at), '1', record)))).toEqual(['1', '2', '3', '4']);
  });

  it('is the one that stands first, where two weigh the same', () => {
    expect(charges(tariff([flat('first', '1', undefined), flat('second', '2', undefined)]), [used('1', '1')])).toEqual(['1']);
  });

  it('passes a number that it does not know on to the next; a blocked one it refuses', () => {
    const calls = (id: string, prefix: string, weight: number, blocked = false): UsageChargeTerms => ({
      kind: 'voice', id, weight, initialSeconds: 60, incrementSeconds: 60,
      destinations: [{ name: id, prefixes: [prefix], ...(blocked ? { blocked } : { rates: [{ tiers: [{ perMinute: String(weight) }] }] }) }],
    });
    const rater = new Rater(tariff([calls('world', '4', 1), calls('special', '49', 2), calls('barred', '4990', 3, true)]));
    const call = (destination: string): RatedRecord | undefined => rater.rate({ id: 'c', type: 'voice', destination, startedMs: 0, lengthMs: 1 });
    expect(['4930', '4430'].map((number) => call(number)?.chargeId)).toEqual(['special', 'world']);
    expect(call('4990')?.refusal?.code).toBe('blocked-destination');
    expect(call('1')?.refusal?.code).toBe('unknown-destination');
  });

  it('is none where nothing matches, and a record without what the charge needs is refused', () => {
    const only = tariff([flat('events', '1', { types: ['event'] })]);
    expect(all(only, [used('1', '1')])[0]?.refusal?.code).toBe('no-rate');
    expect(all(only, [{ id: '1', type: 'event', startedMs: 0 }])[0]?.refusal?.code).toBe('invalid-usage');
    expect(all(only, [{ id: '1', type: 'event', startedMs: 0, lengthMs: -1 }])[0]?.refusal?.code).toBe('invalid-usage');
    expect(new Rater(only, { zone: BERLIN }).rate({ id: '1', type: 'event', startedMs: 0, lengthMs: 1 })?.refusal?.code).toBe('invalid-usage');
  });
});

describe('from a charge to what is owed', () => {
  const flat: UsageChargeTerms = { kind: 'flat', id: 'unit', price: '0.005' };
  const rounding = { mode: 'half-even', decimals: 2 } as const;

  it('is converted at the pinned rate before it is rounded', () => {
    const terms = tariff([flat], { rounding: { ...rounding, place: 'line' }, conversion: { to: 'USD', rate: '1.0832', pinnedAt: '2026-01-02' } });
    expect(all(terms, [used('1', '100')])[0]).toMatchObject({ currency: 'USD', charge: decimal('0.54') });
  });

  it('is made of increments rounded in the tariff’s own currency, and only their sum is converted: three times 0.004 are 3 × 0.00, and three times 0.006 are 0.03 × 1.5', () => {
    const terms = (price: string, place: 'increment' | 'line'): TariffTerms => {
      const call: UsageChargeTerms = { kind: 'voice', id: 'calls', initialSeconds: 60, incrementSeconds: 60, destinations: [{ prefixes: ['44'], name: 'GB', rates: [{ tiers: [{ perMinute: price }] }] }] };
      return tariff([call], { rounding: { mode: 'half-away-from-zero', decimals: 2, place }, conversion: { to: 'USD', rate: '1.5', pinnedAt: '2026-01-02' } });
    };
    const call = { ...used('1', '0'), type: 'voice' as const, destination: '+442071234567', lengthMs: 180_000 };
    const [exactly, rounded] = [(price: string) => charges(terms(price, 'line'), [call]), (price: string) => charges(terms(price, 'increment'), [call])];
    expect([exactly('0.004'), rounded('0.004'), exactly('0.006'), rounded('0.006')]).toEqual([['0.02'], ['0'], ['0.03'], ['0.05']]);
  });

  it('is taxed by every rule that matches, one on top of another, and not where the account is exempt', () => {
    const taxes = [{ id: 'federal', percent: '10' }, { id: 'local', percent: '5', onTopOf: ['federal'], exemptAccounts: ['embassy'] }, { id: 'voice', percent: '50', match: { types: ['voice'] as const } }];
    const terms = tariff([{ ...flat, price: '1' }], { rounding: { ...rounding, place: 'line' }, taxes });
    const due = (record: UsageRecord): unknown => all(terms, [record])[0]?.taxes.map(({ id, amount }) => [id, showExact(amount)]);
    expect(due(used('1', '10'))).toEqual([['federal', '1'], ['local', '0.55']]);
    expect(due(used('1', '10', { account: 'embassy' }))).toEqual([['federal', '1']]);
  });

  it('is the minimum or the maximum to the cent where each step is rounded: two halves of a cent that go up add none', () => {
    const limits = { minimum: '0.35', maximum: '20' };
    const kinds: readonly UsageChargeTerms[] = [{ kind: 'flat', id: 'c', price: '0.335', ...limits }, { kind: 'percentage', id: 'c', percent: '33.5', freeVolume: '0', ...limits }];
    const least = tariff(kinds.slice(0, 1), { rounding: { mode: 'half-away-from-zero', decimals: 2, place: 'increment' } });
    expect([least, { ...least, charges: kinds.slice(1) }].map((terms) => charges(terms, [used('1', '1')]))).toEqual([['0.35'], ['0.35']]);
    expect(charges({ ...least, rounding: { mode: 'ceiling', decimals: 2, place: 'increment' } }, [used('1', '59.71')])).toEqual(['20']);
  });

  it('is rounded on each line, or once on the invoice: three halves of a cent are 0.00 or 0.02', () => {
    const total = (place: 'line' | 'invoice'): string => {
      const rater = new Rater(tariff([flat], { rounding: { ...rounding, place } }));
      for (const id of ['1', '2', '3']) rater.rate(used(id, '1'));
      return showExact(rater.totals()[0]?.total ?? NOTHING);
    };
    expect([total('line'), total('invoice')]).toEqual(['0', '0.02']);
  });
});

describe('the same usage', () => {
  const tiers = [{ upTo: '100', price: '1.03', fixed: '2' }, { upTo: '1000', price: '0.57' }, { price: '0.11' }];
  const kinds: readonly UsageChargeTerms[] = [
    { kind: 'flat', id: 'c', price: '0.333333' },
    { kind: 'graduated', id: 'c', over: 'period', tiers },
    { kind: 'volume', id: 'c', over: 'period', tiers },
    { kind: 'package', id: 'c', over: 'period', size: '7', price: '1.01', free: '20' },
    { kind: 'percentage', id: 'c', percent: '1.7', freeVolume: '50' },
  ];
  const quantities = fc.array(fc.integer({ min: 1, max: 400_000 }).map((milli) => `${Math.floor(milli / 1000)}.${String(milli % 1000).padStart(3, '0')}`), { minLength: 1, maxLength: 12 });

  it('of two accounts has two months, also where charge and account are joined to the same text: x/y of z, and x of y/z', () => {
    const tiers = [{ upTo: '100', price: '1' }, { price: '0' }];
    const both: readonly UsageChargeTerms[] = ['x', 'x/y'].map((id) => ({ kind: 'graduated', id, over: 'period', tiers, match: { subjects: [id] } }));
    const records = [used('1', '100', { account: 'y/z', subject: 'x' }), used('2', '100', { account: 'z', subject: 'x/y' })];
    expect(charges(tariff(both), records)).toEqual(['100', '100']);
    const samples = both.map(({ id, match }): UsageChargeTerms => ({ kind: 'percentile', id, match: match ?? {}, percentile: 95, commit: '0', commitPrice: '0', burstPrice: '1' }));
    expect(all(tariff(samples), records).map(({ id, statement = 'its charge', charge }) => [id, statement, showExact(charge)])).toEqual([
      ['1', 'x/y%2Fz/2026-03', '0'], ['2', 'x%2Fy/z/2026-03', '0'], ['x%2Fy/z/2026-03', 'its charge', '100'], ['x/y%2Fz/2026-03', 'its charge', '100'],
    ]);
  });

  it('gives the same figures in whatever order it arrives', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), quantities.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length }))), (kind, [list, order]) => {
        const records = list.map((quantity, at) => used(String(at), quantity));
        const byId = (rated: readonly RatedRecord[]): unknown => new Map(rated.map(({ id, charge, steps }) => [id, [charge, steps]] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
        expect(byId(all(tariff([kind]), order.map((at) => records[at] as UsageRecord)))).toEqual(byId(all(tariff([kind]), records)));
      }),
    );
  });

  it('split into n records costs what it costs together, exactly before rounding, and within half a unit a line after', () => {
    const halfUnits = (place: 'line' | 'invoice', kind: UsageChargeTerms, list: readonly string[]): Exact => {
      const terms = tariff([kind], { rounding: { mode: 'half-away-from-zero', decimals: 4, place } });
      const whole = list.map(decimal).reduce(addExact);
      const together = sum(all(terms, [{ ...used('1', '0'), quantity: whole }]));
      return subtractExact(sum(all(terms, list.map((quantity, at) => used(String(at), quantity)))), together);
    };
    fc.assert(
      fc.property(fc.constantFrom(...kinds), quantities, (kind, list) => {
        expect(compareExact(halfUnits('invoice', kind, list), NOTHING)).toBe(0);
        const off = roundExact(halfUnits('line', kind, list), 'up', 4);
        expect(2n * (off < 0n ? -off : off) <= BigInt(list.length + 1)).toBe(true);
      }),
    );
  });
});
