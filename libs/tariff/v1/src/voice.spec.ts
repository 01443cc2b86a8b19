import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  amountOf, METERED, PrefixTable, rateCall, roundExact, ROUNDING_MODES, showExact, TimeWindows, UTC_TABLE, VoiceIndex, VoiceMeter, voicePlan,
  type DestinationTerms, type RoundingTerms, type VoiceCharge, type VoicePlan, type VoiceTerms,
} from './index.js';
import { BERLIN, ms } from './testing/zones.js';

const LINE: RoundingTerms = { mode: 'half-away-from-zero', decimals: 4, place: 'line' };
const always = new TimeWindows({}, UTC_TABLE);
const voice = (changes: Partial<VoiceTerms> = {}): VoiceTerms => ({ kind: 'voice', id: 'calls', initialSeconds: 30, incrementSeconds: 6, ...changes });
const destination = (changes: Partial<DestinationTerms> = {}): DestinationTerms =>
  ({ name: 'Germany', prefixes: ['49'], rates: [{ tiers: [{ perMinute: '0.60' }] }], ...changes });

function rated(seconds: number, { terms = voice(), to = destination(), rounding = LINE, windows = always, startedMs = 0 } = {}): VoiceCharge {
  const outcome = rateCall(terms, voicePlan(terms, to), { startedMs, lengthMs: seconds * 1000 }, windows, rounding);
  if ('code' in outcome) throw new Error(outcome.message);
  return outcome;
}

const cost = (...input: Parameters<typeof rated>): string => showExact(amountOf(rated(...input).steps));
const billed = (...input: Parameters<typeof rated>): readonly string[] => rated(...input).steps.map(({ kind, quantity }) => `${kind} ${showExact(quantity)}`);

describe('a call', () => {
  // Billing increments are written initial/following: 60/60, 30/6, 1/1 are the common ones of wholesale voice.
  it('of 30/6 costs 30 seconds for its first second and up to its 30th, and 36 from then', () => {
    expect([1, 30, 31, 36, 37].map((seconds) => cost(seconds))).toEqual(['0.3', '0.3', '0.36', '0.36', '0.42']);
  });

  it('of 60/60 costs two minutes from the 61st second, one of 1/1 every second', () => {
    const minutes = voice({ initialSeconds: 60, incrementSeconds: 60 });
    expect([60, 61, 120, 121].map((seconds) => cost(seconds, { terms: minutes }))).toEqual(['0.6', '1.2', '1.2', '1.8']);
    expect(cost(61, { terms: voice({ initialSeconds: 1, incrementSeconds: 1 }) })).toBe('0.61');
  });

  it('that was not answered costs nothing, no connect fee either', () => {
    expect(rated(0, { terms: voice({ connectFee: '0.05', minimum: '0.10' }) }).steps).toEqual([]);
  });

  it('adds the connect fee, the destination’s own before the charge’s', () => {
    const terms = voice({ connectFee: '0.05' });
    expect(cost(30, { terms })).toBe('0.35');
    expect(cost(30, { terms, to: destination({ connectFee: '0.01' }) })).toBe('0.31');
  });

  it('takes the initial increment’s own price, then the tier in which each increment begins', () => {
    const to = destination({ rates: [{ initialPerMinute: '1.20', tiers: [{ upToSeconds: 60, perMinute: '0.60' }, { perMinute: '0.06' }] }] });
    expect(billed(75, { to })).toEqual(['initial 30', 'increment 30', 'increment 18']);
    expect(cost(75, { to })).toBe('0.918');
  });

  it('is lifted to its minimum, and is free from its maximum on', () => {
    expect(cost(1, { terms: voice({ minimum: '0.50' }) })).toBe('0.5');
    expect(billed(1, { terms: voice({ minimum: '0.50' }) })).toEqual(['initial 30', 'minimum 1']);
    expect(cost(600, { terms: voice({ maximum: '2.00', atMaximum: 'free' }) })).toBe('2');
  });

  it('that disconnects at the maximum is cut where the increment begins that no longer fits', () => {
    const terms = voice({ maximum: '0.50', atMaximum: 'disconnect', connectFee: '0.02' });
    const outcome = rated(600, { terms });
    expect(outcome.disconnectAfterSeconds).toBe(48);
    expect(showExact(amountOf(outcome.steps))).toBe('0.5');
    expect(rated(48, { terms }).disconnectAfterSeconds).toBeUndefined();
    expect(rated(49, { terms }).disconnectAfterSeconds).toBe(48);
    expect(rated(5, { terms: voice({ maximum: '0.01', atMaximum: 'disconnect' }) })).toEqual({ steps: [], disconnectAfterSeconds: 0 });
  });

  it('rounded by the increment adds up rounded increments', () => {
    const to = destination({ rates: [{ tiers: [{ perMinute: '0.0100' }] }] });
    expect(cost(36, { to, rounding: { ...LINE, decimals: 3, place: 'increment' } })).toBe('0.006');
    expect(cost(66, { to, rounding: { ...LINE, decimals: 2, place: 'increment' } })).toBe('0.01');
  });

  it('over Berlin’s repeated hour is charged by the clock on the wall, second by second', () => {
    const windows = new TimeWindows({ night: { from: '00:00', until: '03:00' } }, BERLIN);
    const to = destination({ initialSeconds: 1, incrementSeconds: 1, rates: [{ window: 'night', tiers: [{ perMinute: '0.06' }] }, { tiers: [{ perMinute: '0.60' }] }] });
    const call = rated(7_200, { to, windows, startedMs: ms('2026-10-25T00:30:00Z') });
    expect(call.steps.map(({ quantity, rate, fromMs }) => [showExact(quantity), showExact(rate), new Date(fromMs).toISOString().slice(11, 19)])).toEqual([
      ['1', '0.06', '00:30:00'], ['5399', '0.06', '00:30:01'], ['1800', '0.6', '02:00:00'],
    ]);
  });

  it('has no rate at a time that no window of its destination covers', () => {
    const to = destination({ rates: [{ window: 'night', tiers: [{ perMinute: '0.06' }] }] });
    const windows = new TimeWindows({ night: { from: '00:00', until: '06:00' } }, UTC_TABLE);
    const terms = voice();
    expect(rateCall(terms, voicePlan(terms, to), { startedMs: ms('2026-01-01T05:59:00Z'), lengthMs: 61_000 }, windows, LINE)).toMatchObject({ code: 'no-rate' });
  });

  it('I12 is charged in steps whose times adjoin and add up to the seconds that passed', () => {
    const windows = new TimeWindows({ night: { from: '00:00', until: '02:30' }, noon: { from: '12:00', until: '12:01' } }, BERLIN);
    const to = destination({ rates: [{ window: 'night', tiers: [{ perMinute: '0.06' }] }, { window: 'noon', tiers: [{ perMinute: '1' }] }, { tiers: [{ upToSeconds: 90, perMinute: '0.6' }, { perMinute: '0.5' }] }] });
    const starts = fc.integer({ min: ms('2026-10-24T00:00:00Z'), max: ms('2026-10-26T00:00:00Z') });
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 200_000_000 }), fc.integer({ min: 1, max: 70 }), (startedMs, lengthMs, incrementSeconds) => {
        const terms = voice({ incrementSeconds });
        const outcome = rateCall(terms, voicePlan(terms, to), { startedMs, lengthMs }, windows, LINE) as VoiceCharge;
        expect(outcome.steps[0]?.fromMs).toBe(startedMs);
        outcome.steps.slice(1).forEach((step, index) => expect(step.fromMs).toBe(outcome.steps[index]?.untilMs));
        expect(outcome.steps.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0)).toBe(lengthMs);
      }),
    );
  });
});

describe('the longest prefix', () => {
  // ITU-T E.164 (list of assigned country codes): +1 is shared, and 1 242 is the Bahamas.
  it('finds 1242 before 1, and 1 for what nothing longer fits', () => {
    const index = new VoiceIndex(voice({ destinations: [destination({ name: 'USA', prefixes: ['1'] }), destination({ name: 'Bahamas', prefixes: ['1242'] })] }), undefined);
    expect(['12425550100', '+12425550100', '12415550100', '1'].map((number) => (index.find(number) as VoicePlan).name)).toEqual(['Bahamas', 'Bahamas', 'USA', 'USA']);
  });

  it('refuses a blocked destination by its name, an unknown one, and what is no number', () => {
    const index = new VoiceIndex(voice({ destinations: [destination(), destination({ name: 'Germany premium', prefixes: ['49900'], blocked: true, rates: [] })] }), undefined);
    expect(index.find('49900123')).toMatchObject({ code: 'blocked-destination', facts: { name: 'Germany premium' } });
    expect(index.find('33123')).toMatchObject({ code: 'unknown-destination' });
    for (const wrong of ['', '+', '1234567890123456', 'abc', '49 30', '4.9E+10']) expect(index.find(wrong)).toMatchObject({ code: 'invalid-usage' });
  });

  it('is the one that a search of the whole list finds', () => {
    const digits = fc.array(fc.constantFrom('0', '1', '2'), { minLength: 1, maxLength: 8 }).map((list) => list.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(digits, { maxLength: 40 }), fc.array(digits, { maxLength: 20 }), (prefixes, numbers) => {
        const table = new PrefixTable();
        prefixes.forEach((prefix, entry) => expect(table.set(prefix, entry)).toBe(-1));
        for (const number of numbers) {
          const fitting = prefixes.filter((prefix) => number.startsWith(prefix)).sort((a, b) => b.length - a.length)[0];
          expect(table.longest(number)).toBe(fitting === undefined ? -1 : prefixes.indexOf(fitting));
        }
        prefixes.forEach((prefix, entry) => {
          expect(table.set(prefix, entry + 1)).toBe(entry);
          expect(table.longest(prefix)).toBe(entry + 1);
        });
      }),
    );
  });
});

describe('the longest prefix of what is no number', () => {
  it('is that of the digits before the first other character', () => {
    const table = new PrefixTable();
    ['4', '493', '49301'].forEach((prefix, entry) => table.set(prefix, entry));
    expect(['', '4', '4x', '4x3', '493', '4930x', '49301:', 'x93', '49/01', '49:01'].map((digits) => table.longest(digits))).toEqual([-1, 0, 0, 0, 1, 1, 2, -1, 0, 0]);
  });
});

describe('the meter', () => {
  const seconds = fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 863_990, max: 900_000 }));
  const price = fc.integer({ min: 0, max: 99_999_999 }).map((micro) => `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, '0')}`);
  const edges = fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: 5 }).map((list) => list.sort((a, b) => a - b));
  const size = fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 65_530, max: 65_540 }));
  const terms = fc.record({ initialSeconds: size, incrementSeconds: size, initialPerMinute: price, connectFee: price, edges, prices: fc.array(price, { minLength: 6, maxLength: 6 }) });
  type Terms = typeof terms extends fc.Arbitrary<infer T> ? T : never;
  const terminated = ({ initialPerMinute, edges: ends, prices, ...rest }: Terms, index: number): DestinationTerms => {
    const tiers = [...ends, undefined].map((upToSeconds, tier) => ({ ...(upToSeconds === undefined ? {} : { upToSeconds }), perMinute: prices[tier] as string }));
    return destination({ ...rest, prefixes: [`49${index}`], rates: [{ initialPerMinute, tiers }] });
  };

  it('gives the figure of the exact way for every mode, any number of tiers, any increments and calls of more than ten days', () => {
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 4 }), fc.constantFrom(...ROUNDING_MODES), fc.array(seconds, { minLength: 1, maxLength: 20 }), (list, mode, calls) => {
        const charge = voice({ destinations: list.map(terminated) });
        const rounding: RoundingTerms = { mode, decimals: 2, place: 'line' };
        const meter = VoiceMeter.of(charge, rounding);
        charge.destinations?.forEach((to, index) => {
          for (const call of calls) {
            const exactly = roundExact(amountOf(rated(call, { terms: charge, to, rounding }).steps), mode, 2);
            expect(meter?.rate(`49${index}30`, call)).toBe(Number(exactly));
          }
        });
      }),
    );
  });

  it('takes the exact way where a double would not hold the sum', () => {
    const to = destination({ rates: [{ tiers: [{ perMinute: '999999999.000000000001' }] }] });
    const meter = VoiceMeter.of(voice({ destinations: [to] }), { ...LINE, decimals: 2 });
    expect(meter?.rate('49', 60)).toBe(99_999_999_900);
  });

  it('answers for what is unknown or blocked, and is not made where windows or limits count', () => {
    const destinations = [destination(), destination({ prefixes: ['49900'], blocked: true, rates: [] })];
    const meter = VoiceMeter.of(voice({ destinations }), LINE);
    expect([meter?.rate('33', 60), meter?.rate('499001', 60), meter?.rate('49', 0)]).toEqual([METERED.unknownDestination, METERED.blockedDestination, 0]);
    expect(VoiceMeter.of(voice({ destinations, maximum: '1' }), LINE)).toBeUndefined();
    expect(VoiceMeter.of(voice({ destinations }), { ...LINE, place: 'invoice' })).toBeUndefined();
  });
});
