import { describe, expect, it } from '@jest/globals';
import {
  addExact, decimal, prorate, Rater, recurringLines, showExact, UTC_TABLE, NOTHING,
  type DestinationTerms, type RatedRecord, type RecurringTerms, type TariffTerms, type UsageChargeTerms, type UsageRecord, type VoiceTerms, type ZoneTable,
} from './index.js';
import { BERLIN, LORD_HOWE, ms, NEW_YORK } from './testing/zones.js';

/*
 * Examples that others have worked out and published, each with where it stands. Figures are theirs; where a page gives the rule and no
 * figures, the test says that they are ours. More of them stand beside the code that they are about: flat, packages and tiers in
 * rater.spec.ts, the 95th percentile of thirty days there too, thirty-day months in proration.spec.ts.
 */

const tariff = (charges: readonly UsageChargeTerms[], changes: Partial<TariffTerms> = {}): TariffTerms =>
  ({ form: 'carriermesh.tariff.v1', id: 'example', currency: 'USD', rounding: { mode: 'half-away-from-zero', decimals: 4, place: 'line' }, charges, ...changes });

function rated(terms: TariffTerms, records: readonly UsageRecord[], zone?: ZoneTable): readonly RatedRecord[] {
  const rater = new Rater(terms, zone ? { zone } : {});
  return [...records.flatMap((record) => rater.rate(record) ?? []), ...rater.finish()];
}

const charges = (...input: Parameters<typeof rated>): readonly string[] => rated(...input).map(({ charge }) => showExact(charge));
const events = (quantities: readonly string[]): readonly UsageRecord[] =>
  quantities.map((quantity, at) => ({ id: String(at), type: 'event', startedMs: ms('2026-03-01T12:00:00Z') + at * 1000, quantity: decimal(quantity) }));
const call = (destination: string, seconds: number, startedAt = '2026-03-02T12:00:00Z'): UsageRecord => ({ id: '1', type: 'voice', destination, startedMs: ms(startedAt), lengthMs: seconds * 1000 });
const calls = (terms: Partial<VoiceTerms>, destinations: readonly DestinationTerms[]): TariffTerms =>
  tariff([{ kind: 'voice', id: 'calls', initialSeconds: 60, incrementSeconds: 60, ...terms, destinations }]);
const at = (perMinute: string, ...prefixes: readonly string[]): DestinationTerms => ({ name: prefixes.join(), prefixes, rates: [{ tiers: [{ perMinute }] }] });

describe('a percentage with a fixed part and an allowance', () => {
  // Lago, "Percentage charge model" (getlago.com/docs/guide/plans/charges/charge-models/percentage): $0.10 and 1.2 %, the first 3 events or $500 free.
  it('charges $0.70 for the fourth transaction of $50, since three were free, although $500 are not used up', () => {
    const terms = tariff([{ kind: 'percentage', id: 'transfers', percent: '1.2', fixed: '0.10', freeRecords: 3, freeVolume: '500', freeTogether: true }]);
    expect(charges(terms, events(['200', '100', '100', '50']))).toEqual(['0', '0', '0', '0.7']);
  });

  it('ends likewise with the record that goes beyond the volume, of which the part beyond is charged; figures ours', () => {
    const terms = tariff([{ kind: 'percentage', id: 'transfers', percent: '1.2', fixed: '0.10', freeRecords: 3, freeVolume: '500', freeTogether: true }]);
    expect(charges(terms, events(['500', '100', '50']))).toEqual(['0', '1.3', '0.7']);
    expect(charges(terms, events(['400', '200', '50']))).toEqual(['0', '1.3', '0.7']);
  });

  // Lago, "Per-transaction pricing" (getlago.com/docs/templates/per-transaction/stripe): 2.9 % and $0.30 online, 2.7 % and $0.05 in person. The amount of $100 is ours.
  it('is chosen by the category of the payment: $3.20 of $100 online, and $2.75 in person', () => {
    const by = (category: string, percent: string, fixed: string): UsageChargeTerms => ({ kind: 'percentage', id: category, match: { categories: [category] }, percent, fixed });
    const paid = (category: string): UsageRecord => ({ ...events(['100'])[0]!, category });
    expect(charges(tariff([by('online', '2.9', '0.30'), by('in-person', '2.7', '0.05')]), [paid('online'), paid('in-person')])).toEqual(['3.2', '2.75']);
  });
});

describe('volume tiers', () => {
  // Lago, "Volume charge model" (getlago.com/docs/guide/plans/charges/charge-models/volume): 65,000 calls of an API are in the third tier.
  it('charge 65,000 × $0.0006 + $10 = $49', () => {
    const tiers = [['10000', '0.0010'], ['50000', '0.0008'], ['100000', '0.0006'], [undefined, '0.0004']].map(([upTo, price]) => ({ ...(upTo === undefined ? {} : { upTo }), price: price as string, fixed: '10' }));
    expect(charges(tariff([{ kind: 'volume', id: 'api', over: 'record', tiers }]), events(['65000']))).toEqual(['49']);
  });
});

describe('billing increments of calls', () => {
  // MagnusBilling, "Call Price Calculation" (github.com/magnussolution/magnusbilling/wiki/EN--price_calculation): 45 seconds to 55119… at 0.05, 30/6.
  it('of 30/6 make 48 of 45 seconds, which cost 0.04 at 0.05 a minute', () => {
    expect(charges(calls({ initialSeconds: 30, incrementSeconds: 6 }, [at('0.05', '55119')]), [call('5511988443300', 45)])).toEqual(['0.04']);
  });

  // VaaS, "Call Billing Increment" (vaasconsumer.com/call-billing-increment): 30/6 makes 30 of 10 seconds and 36 of 31; by the full minute, 61 seconds are two.
  it('of 30/6 make 30 of 10 seconds and 36 of 31, those of 60/60 two minutes of 61 seconds; at a price of ours', () => {
    const seconds = (terms: Partial<VoiceTerms>, length: number): readonly string[] => charges(calls(terms, [at('60', '1')]), [call('1212', length)]);
    expect([10, 31].map((length) => seconds({ initialSeconds: 30, incrementSeconds: 6 }, length))).toEqual([['30'], ['36']]);
    expect(seconds({ initialSeconds: 60, incrementSeconds: 60 }, 61)).toEqual(['120']);
  });

  // CommPeak, "What does billing increment mean?" (support.commpeak.com, article 6851497690397): 10 seconds to the United States are 12, to Mexico 60.
  it('differ by destination: 10 seconds are 12 to the United States, and 60 to Mexico; at a price of ours', () => {
    const own = (destination: DestinationTerms, increment: number): DestinationTerms => ({ ...destination, initialSeconds: increment, incrementSeconds: increment });
    const terms = calls({}, [own(at('60', '1'), 6), own(at('60', '52'), 60)]);
    expect(charges(terms, [call('12125550100', 10), call('525555550100', 10)])).toEqual(['12', '60']);
  });

  // Go360Host, "What is the Billing Increment?" (go360host.com/knowledgebase.php?action=displayarticle&id=6): $0.0100 a minute.
  it('make $0.0100 of 5 seconds and of 50 by the minute, and $0.0010 of 5 seconds by six seconds', () => {
    expect([5, 50].map((length) => charges(calls({}, [at('0.0100', '1')]), [call('1212', length)]))).toEqual([['0.01'], ['0.01']]);
    expect(charges(calls({ initialSeconds: 6, incrementSeconds: 6 }, [at('0.0100', '1')]), [call('1212', 5)])).toEqual(['0.001']);
  });
});

describe('the prefix of an E.164 number', () => {
  // ICTBroadcast, "How ICTBroadcast Prefix Matching System Works" (ictbroadcast.com): routes +39, +39393, +39374, +39346, +39311. Prices are ours, one for each.
  it('that decides is the longest: 3931118765 is of +39311, and 39300088789 of +39 alone', () => {
    const terms = calls({}, ['39', '39393', '39374', '39346', '39311'].map((prefix, index) => at(`0.${index + 1}`, prefix)));
    expect(charges(terms, [call('3931118765', 60), call('39300088789', 60)])).toEqual(['0.5', '0.1']);
  });
});

describe('bursts', () => {
  // Lunarpages, "95th Percentile Billing" (wiki.lunarpages.com/95th_Percentile_Billing): of 100 readings of each direction the top 5 are ignored, and the
  // higher of the two is billed above the commitment. Its first four readings are 2,080, 1,670, 1,310 and 890 kbit/s; those after them, and the prices, are ours.
  it('of five readings of a hundred cost nothing, and the sixth highest of the greater direction is billed above the commitment', () => {
    const highest = [2_080, 1_670, 1_310, 890, 780, 640];
    const readings = (category: string, top: readonly number[]): readonly UsageRecord[] =>
      Array.from({ length: 100 }, (_, index) => ({ id: `${category}${index}`, type: 'data', category, startedMs: ms('2026-03-01T00:00:00Z') + index * 300_000, quantity: decimal(String(top[index] ?? 100)) }));
    const terms = tariff([{ kind: 'percentile', id: 'port', percentile: 95, commit: '500', commitPrice: '0.10', burstPrice: '0.20', perCategory: true }]);
    expect(charges(terms, [...readings('in', highest), ...readings('out', [300])]).at(-1)).toBe('78');
  });
});

describe('charges by the time of day', () => {
  const day = { weekdays: ['mo', 'tu', 'we', 'th', 'fr'], from: '07:00', until: '19:00' } as const;
  const weekend = { weekdays: ['sa', 'su'] } as const;
  const bands: TariffTerms = {
    ...calls({ initialSeconds: 1, incrementSeconds: 1 }, [{ name: 'all', prefixes: ['4', '6', '1'], rates: [{ window: 'day', tiers: [{ perMinute: '6' }] }, { window: 'weekend', tiers: [{ perMinute: '1.2' }] }, { tiers: [{ perMinute: '3' }] }] }]),
    windows: { day, weekend },
  };
  const at7 = (startedAt: string, seconds: number, zone: ZoneTable = UTC_TABLE): readonly string[] => charges({ ...bands, zone: zone.zone }, [call('4420', seconds, startedAt)], zone);

  // Uno, "What are your peak and off-peak times?" (uno.help/knowledge-base): day 7:00 am to 6:59 pm on Monday to Friday, evening from 7:00 pm, weekend from midnight. Prices are ours.
  it('change at 19:00 and at 07:00 on a weekday, and at the midnight that begins and ends the weekend', () => {
    expect(at7('2026-03-02T18:59:30Z', 60)).toEqual(['4.5']);
    expect(at7('2026-03-03T06:59:30Z', 60)).toEqual(['4.5']);
    expect(at7('2026-03-06T23:59:30Z', 60)).toEqual(['2.1']);
    expect(at7('2026-03-08T23:59:30Z', 60)).toEqual(['2.1']);
  });

  // The rules of the clocks: IANA tz database, `australasia` (Lord Howe, half an hour at 02:00); Directive 2000/84/EC (01:00 UTC); Energy Policy Act of 2005, section 110 (02:00).
  it.each([
    ['Lord Howe Island on 4 October 2026, half an hour short', LORD_HOWE, '2026-10-03T13:30:00Z', 23.5],
    ['Lord Howe Island on 5 April 2026, half an hour long', LORD_HOWE, '2026-04-04T13:00:00Z', 24.5],
    ['Berlin on 29 March 2026, an hour short', BERLIN, '2026-03-28T23:00:00Z', 23],
    ['Berlin on 25 October 2026, an hour long', BERLIN, '2026-10-24T22:00:00Z', 25],
    ['New York on 8 March 2026, an hour short', NEW_YORK, '2026-03-08T05:00:00Z', 23],
    ['New York on 1 November 2026, an hour long', NEW_YORK, '2026-11-01T04:00:00Z', 25],
  ] as const)('I12 count the seconds that pass of a Sunday in %s', (_, zone, midnight, hours) => {
    // A call through the whole Sunday costs the weekend’s price, and its next minute the evening’s.
    expect(at7(midnight, hours * 3600, zone)).toEqual([String(hours * 60 * 1.2)]);
    expect(rated({ ...bands, zone: zone.zone }, [call('4420', hours * 3600 + 60, midnight)], zone).map(({ charge }) => showExact(charge))).toEqual([String(hours * 60 * 1.2 + 3)]);
  });
});

describe('proration', () => {
  const monthly = (amount: string, changes: Partial<RecurringTerms> = {}): RecurringTerms => ({
    kind: 'recurring', id: 'line', amount, everyMonths: 1, alignment: 'calendar', proration: { by: 'day', month: 'real', leading: 'prorate', trailing: 'prorate' }, ...changes,
  });
  const span = (from: string, until: string) => ({ fromMs: ms(from), untilMs: ms(until) });

  // CoachRx, "Prorating" (intercom.help/coachrx/en/articles/6045511-prorating): $300 a month, from the 16th of a month of thirty days, is 50 %.
  it('of $300 from the 16th of a month of thirty days is $150', () => {
    const [first] = recurringLines(monthly('300'), { fromMs: ms('2026-04-16') }, span('2026-04-01', '2026-05-01'), UTC_TABLE);
    expect(showExact(first?.amount ?? NOTHING)).toBe('150');
  });

  // Salesforce, "Monthly Proration Examples" (help.salesforce.com, ind.pricing_monthly_proration_examples): $90.00, in force from 28 March 2025, in a period of the 5th to the 4th.
  it('of $90 from 28 March to the end of a period from 5 March to 4 April is 8 of 31 days', () => {
    const { part, whole, amount } = prorate({ amount: decimal('90'), period: span('2025-03-05', '2025-04-05'), used: span('2025-03-28', '2025-04-05'), by: 'day', month: 'real', zone: UTC_TABLE });
    expect([part, whole].map(showExact)).toEqual(['8', '31']);
    expect(amount).toEqual({ numerator: 720n, denominator: 31n });
  });

  // Zuora, "Prorating - 30 days or actual days" (docs.zuora.com): actual days over the month’s; or strict 30/360, in which the last day of a month is always the 30th. Figures are ours.
  it.each([
    ['28 February of a common year', ['2027-02-15', '2027-03-01'], ['14/28', '16/30']],
    ['29 February of a leap year', ['2028-02-15', '2028-03-01'], ['15/29', '16/30']],
    ['31 March', ['2026-03-16', '2026-04-01'], ['16/31', '15/30']],
  ] as const)('up to %s counts the days that there are, or goes up to a 30th', (_, [from, until], shares) => {
    const month = span(`${from.slice(0, 8)}01`, until);
    const share = (rule: 'real' | 'thirty-days'): string => {
      const { part, whole } = prorate({ amount: decimal('1'), period: month, used: span(from, until), by: 'day', month: rule, zone: UTC_TABLE });
      return `${showExact(part)}/${showExact(whole)}`;
    };
    expect([share('real'), share('thirty-days')]).toEqual(shares);
  });

  // saropa_dart_utils, "billing_cycle_utils" (pub.dev): an anchor past a short month’s length bills on its last day: 28 or 29 February, 30 April.
  it('of an anniversary on the 31st begins on 29 February of a leap year and on 30 April, and costs a whole month each time', () => {
    const lines = recurringLines(monthly('30', { alignment: 'anniversary' }), span('2028-01-31', '2028-05-31'), span('2028-01-01', '2029-01-01'), UTC_TABLE);
    expect(lines.map(({ period }) => new Date(period.fromMs).toISOString().slice(0, 10))).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30']);
    expect(lines.reduce((sum, { amount }) => addExact(sum, amount), NOTHING)).toEqual(decimal('120'));
  });
});
