import { describe, expect, it } from '@jest/globals';
import { money } from '@carriermesh/kernel';
import type { common, contracting, paths } from '@carriermesh/wire';
import { formatsFor } from './formats.js';
import { questionOf, searchFor, whyTooManyFormats } from './path-search.js';
import { makeQuote, needsOf, type QuoteBasis, quoteAlternatesOf, summaryOf } from './pricing.js';
import { quoteAgain } from './requoting.js';
import { whyNoOrder } from './service-terms.js';
import { basis, CHEAP, choice, eur, FAST, MIDDLE, NOON, OFFERS, offersBy, quoteOf, terms } from './spec/market.js';
import { whyNoTerms } from './stated-terms.decider.js';

/** 60 of 100 Mbit/s travel, for 95 % of the price; it costs the seller 6 EUR a month for 100 Mbit/s, and takes 4 ms. */
const HALVED: Partial<contracting.FormatChoice> = { bandwidthPpm: 599_999, pricePpm: 950_000, monthly: eur('5'), monthlyPerMbps: eur('0.01'), addsNs: 4_000_000n };
const stated = (changed: Partial<contracting.FormatChoice> = {}): contracting.FormatTerms => ({ codecs: [choice('raw'), choice('h265', { ...HALVED, ...changed })], resolutions: [], encapsulations: [] });

const any: contracting.DeviceTerms = {};
const takes = (...ids: readonly string[]): contracting.DeviceTerms => ({ codecs: { ids } });
const carried = (path: paths.PathCandidate, carriage: number): paths.PathCandidate => ({ ...path, carriage });
/** Both over the same resource. */
const TWO_LINES: paths.PathCandidate = { ...CHEAP, segments: [1, 2].flatMap((member) => CHEAP.segments.map((run) => ({ ...run, member }))) };
const EACH = [FAST, CHEAP].flatMap((path) => [carried(path, 1), carried(path, 2)]);

const formatted = (changed: Partial<contracting.ServiceTerms> = {}, beside: Partial<QuoteBasis> = {}): contracting.Quote =>
  quoteOf(makeQuote(basis({ terms: terms({ objective: 'profit', device: any, ...changed }), statedFormats: stated(), candidates: EACH, ...beside })));
const codecs = ({ scenarios }: contracting.Quote): readonly unknown[] => scenarios.map(({ format, path, lost }) => [format?.service.codec, path.latencyNs / 1_000_000n, lost?.code]);

describe('a format', () => {
  it('S4-6 wins where what it saves is more than what it costs and sells for less, over the term and to the unit', () => {
    const won = formatted();
    // 95 EUR, less 18 of 60 Mbit/s and 6 of its own, and not 100 less 30.
    expect(won.scenarios[0]).toMatchObject({
      monthlyPrice: eur('95'), monthlyCost: eur('24'), monthlyMargin: eur('71'),
      format: { service: { codec: 'h265', carriedMbps: 60, addsNs: 4_000_000n }, pricePpm: 950_000, monthly: eur('6'), setup: eur('0') },
    });
    expect(codecs(won)).toEqual([['h265', 50n, undefined], ['raw', 50n, 'lower-margin'], ['h265', 30n, 'lower-margin'], ['raw', 30n, 'lower-margin']]);
    // 1 EUR a month for 12 months: what is paid once decides at the cent above it, and at it the faster way.
    const with12 = (setup: string) => formatted({}, { statedFormats: stated({ setup: eur(setup) }) }).scenarios.map(({ format, lost }) => [format?.service.codec, lost?.code]).slice(0, 2);
    expect(with12('11.99')).toEqual([['h265', undefined], ['raw', 'lower-margin']]);
    expect(with12('12.00')).toEqual([['raw', undefined], ['h265', 'higher-latency']]);
    expect(with12('12.01')).toEqual([['raw', undefined], ['h265', 'lower-margin']]);
  });

  it('S4-6 is held, bought and told as what travels, and sold as what was ordered', () => {
    const won = formatted();
    expect(needsOf(won)).toEqual([{ resourceId: 'Cheap/a', mbps: 60 }]);
    expect(summaryOf(won)).toMatchObject({ latencyNs: 54_000_000n, format: { codec: 'h265', carriedMbps: 60 }, priceSteps: [{ code: 'list-price', monthly: eur('100') }, { code: 'format', monthly: eur('95') }] });
    // What stands by carries the same.
    expect(quoteAlternatesOf(won).map(({ latencyNs }) => latencyNs)).toEqual([34_000_000n]);
    expect(formatted({ device: takes('raw') }, { candidates: [carried(CHEAP, 1), carried(FAST, 1)] }).scenarios[0]).toMatchObject({ format: { service: { codec: 'raw', carriedMbps: 100 } }, monthlyCost: eur('30') });
  });

  it('S4-8 is a part of the latency limit: it loses to the nanosecond, and is not even asked for where it alone takes longer', () => {
    const winner = (maxLatencyNs: bigint) => formatted({ maxLatencyNs }).scenarios[0]?.format?.service.codec;
    expect([winner(54_000_000n), winner(53_999_999n)]).toEqual(['h265', 'raw']);
    const asked = (maxLatencyNs: bigint) => formatsFor(terms({ device: any, maxLatencyNs }), stated());
    expect(asked(4_000_000n)?.tried).toHaveLength(2);
    expect(asked(3_999_999n)).toMatchObject({ tried: [{ service: { codec: 'raw' } }], lost: [{ format: 'h265', lost: { code: 'latency-above-limit' } }] });
    const question = questionOf({ buyerId: 'acme', terms: terms({ device: any, maxLatencyNs: 50_000_000n }), formats: { terms: stated() }, search: searchFor(terms(), NOON) });
    expect(question.carried?.carriages).toEqual([{ mbps: 100, maxLatencyNs: 50_000_000n }, { mbps: 60, maxLatencyNs: 46_000_000n }]);
  });

  it('S4-9 follows the objective: the lowest price has its floor with what is paid once, and several weights the same figures', () => {
    // (24 * 12 + 12) * 1.1 / 12
    expect(formatted({ objective: 'cost' }, { statedFormats: stated({ setup: eur('12') }) }).scenarios[0]).toMatchObject({ monthlyPrice: eur('27.50'), format: { setup: eur('12') } });
    expect(formatted({ objective: 'latency' }).scenarios[0]).toMatchObject({ format: { service: { codec: 'raw' } }, path: { latencyNs: 30_000_000n } });
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    expect(formatted({ objective: 'value', value }).scenarios[0]).toMatchObject({ monthlyPrice: eur('95'), format: { service: { codec: 'h265' } }, value: { termProfit: eur('852') } });
    const onMargin = formatted({ objective: 'value', value: { ...value, profitWeight: 0, latencyWeight: 1 } });
    expect(onMargin.scenarios[0]).toMatchObject({ format: { service: { codec: 'raw' } }, path: { latencyNs: 30_000_000n } });
    // What was agreed with a buyer comes off what the format sells for.
    const buyerTerms = { terms: { buyerId: 'acme', discountBasisPoints: 1_000, tiers: [] }, spentMonthly: eur('0'), knownRevision: 1n };
    expect(formatted({}, { buyerTerms }).scenarios[0]?.monthlyPrice).toEqual(eur('85.50'));
  });

  it('S4-6 is one that the device takes: what it refuses is said with what it accepts, and what the seller has nothing of is no format', () => {
    expect(formatsFor(terms(), stated())).toBeUndefined();
    expect(formatsFor(terms({ device: any }))).toBeUndefined();
    expect(formatsFor(terms({ device: takes('h265') }), stated())).toMatchObject({ tried: [{ service: { codec: 'h265' } }], lost: [{ format: 'raw', lost: { code: 'device-refuses', message: 'The device accepts the codec h265.' } }] });
    expect(formatsFor(terms({ device: takes('av1') }), stated())).toMatchObject({ tried: [], lost: [{ format: 'raw' }, { format: 'h265' }] });
    expect(formatsFor(terms({ device: { resolutions: { ids: ['sd'] } } }), stated())).toMatchObject({ tried: [], lost: [{ lost: { message: 'The device accepts sd, and the seller states no resolution.' } }] });
    const both = formatsFor(terms({ device: any }), { codecs: [choice('h265', HALVED)], resolutions: [choice('hd'), choice('sd', { bandwidthPpm: 400_000 })], encapsulations: [choice('gre', { bandwidthPpm: 1_050_000, addsNs: 10n })] });
    expect(both?.tried.map(({ figures, service }) => [figures.id, service.carriedMbps, service.addsNs])).toEqual([['h265 + hd + gre', 63, 4_000_010n], ['h265 + sd + gre', 26, 4_000_010n]]);
  });

  it('M1 is on record in the quote with why each other lost, and comes again from what the quote says', () => {
    const refusal = { code: 'no-capacity', message: 'No route carries 100 Mbit/s.', facts: {} };
    const quote = formatted({ device: takes('h265', 'raw', 'av1') }, { candidates: [carried(CHEAP, 2), carried(MIDDLE, 2)], unserved: [{ carriage: 1, refusal }] });
    expect(quote.formats).toEqual({ terms: stated(), lost: [{ format: 'raw', lost: { code: 'no-capacity', message: 'No route carries 100 Mbit/s.' } }] });
    expect(quoteAgain(quote, offersBy(OFFERS))).toEqual({ kind: 'quoted', quote });
    expect(quoteAgain(formatted(), offersBy(OFFERS))).toEqual({ kind: 'quoted', quote: formatted() });
    // A way of a format that is none costs nothing that could be told.
    expect(makeQuote(basis({ terms: terms({ device: any }), statedFormats: stated(), candidates: [carried(CHEAP, 3)] }))).toMatchObject({ kind: 'refused', refusal: { code: 'nothing-to-sell' } });
  });

  it('S4-1 S4-6 is weighed beside several lines: each has its part of what travels, and loses with its own figures', () => {
    const split = { mostMembers: 3, maxDifferentialDelayNs: 20_000_000n };
    const lines = (carriage: number, memberMbps: number): paths.PathCandidate => ({ ...carried(TWO_LINES, carriage), split: { members: 2, memberMbps, apartNs: 0n } });
    const candidates = [carried(FAST, 1), lines(1, 50), carried(FAST, 2), lines(2, 30)];
    const quote = formatted({ split }, { candidates });
    // 30 Mbit/s on each of two lines, which costs 30 × (0.30 + 0.30) EUR, and 6 of formatting.
    expect(quote.scenarios.map(({ format, path, monthlyCost, lost }) => [format?.service.codec, path.split?.memberMbps, monthlyCost, lost?.code])).toEqual([
      ['h265', 30, eur('24'), undefined], ['raw', 50, eur('30'), 'lower-margin'], ['h265', undefined, eur('60'), 'lower-margin'], ['raw', undefined, eur('90'), 'lower-margin'],
    ]);
    expect(needsOf(quote)).toEqual([{ resourceId: 'Cheap/a', mbps: 60 }]);
    expect(quoteAgain(quote, offersBy(OFFERS))).toEqual({ kind: 'quoted', quote });
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    expect(formatted({ split, objective: 'value', value }, { candidates }).scenarios[0]).toMatchObject({ format: { service: { codec: 'h265' } }, path: { split: { memberMbps: 30 } }, value: { termProfit: eur('852') } });
    // A tunnel may make more of it than any end could rejoin.
    const slow = { mostMembers: 2, maxDifferentialDelayNs: 1_000_000_000n };
    const wrapped = formatted({ split: slow, mbps: 500 }, { statedFormats: { ...stated(), codecs: [choice('raw'), choice('h265', { bandwidthPpm: 1_200_000 })] }, candidates: [lines(1, 250), lines(2, 300)] });
    expect(wrapped.unpriced.map(({ path, lost: { code } }) => [path.split?.memberMbps, code])).toEqual([[300, 'split-rejoin-out-of-range']]);
    expect(whyTooManyFormats(terms({ split: { ...split, mostMembers: 8 } }), 4)).toBeUndefined();
    expect(whyTooManyFormats(terms({ split: { ...split, mostMembers: 8 } }), 5)).toEqual({ code: 'device-with-split', formats: 5, mostMembers: 8, limit: 32 });
    expect(whyTooManyFormats(terms(), 16)).toBeUndefined();
  });

  it('is refused in an order and in a statement by the field that can’t be meant', () => {
    const fault = (device: contracting.DeviceTerms, changed: Partial<contracting.ServiceTerms> = {}) => whyNoOrder({ buyerId: 'acme', requestId: 'r', terms: terms({ device, ...changed }) });
    expect(fault(takes('h265'))).toBeUndefined();
    expect(fault(takes())).toMatchObject({ code: 'device-malformed', field: 'codecs', value: '0 ids' });
    expect(fault(takes('h 265'))).toMatchObject({ code: 'device-malformed', value: 'h 265' });
    const media = (...of: readonly common.Medium[]): contracting.AcceptedMedia => ({ media: of });
    expect(fault({ media: media('cellular', 'rf') }, { media: media('wireline', 'cellular') })).toBeUndefined();
    expect(fault({ media: media() })).toEqual({ code: 'media-malformed', field: 'device.media', value: '' });
    expect(fault(any, { media: media('rf', 'rf') })).toEqual({ code: 'media-malformed', field: 'media', value: 'rf rf' });
    expect(fault(any, { media: media('unspecified') })).toMatchObject({ code: 'media-malformed' });
    expect(fault(any, { split: { mostMembers: 2, maxDifferentialDelayNs: 0n } })).toBeUndefined();
    expect(fault(any, { layerOne: 'wavelength' })).toEqual({ code: 'device-with-layer-one' });
    const field = (formats: contracting.FormatTerms) => whyNoTerms({ terms: { kind: 'formats', formats } }, 'EUR')?.field;
    const many = Array.from({ length: 17 }, (_, index) => choice(`c${index}`));
    expect(field(stated())).toBeUndefined();
    expect(field({ ...stated(), codecs: many })).toBe('formats');
    expect(field({ ...stated(), resolutions: [choice('hd'), choice('hd')] })).toBe('resolutions[1].id');
    expect(field(stated({ bandwidthPpm: 0 }))).toBe('codecs[1].bandwidthPpm');
    expect(field(stated({ addsNs: -1n }))).toBe('codecs[1].addsNs');
    expect(field(stated({ setup: money('USD', 1n) }))).toBe('codecs[1].setup');
  });
});
