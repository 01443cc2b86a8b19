import { describe, expect, it } from '@jest/globals';
import { accept, ignore, refuse, specify } from '@carriermesh/decider';
import { money } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import { order, type OrderEvent, type RequestService } from './order.decider.js';
import { eur, HASH, later, NOON, offerHash, ORDER_ID, terms } from './spec/market.js';

const request = (changed: Partial<RequestService> = {}): RequestService => ({
  orderId: ORDER_ID,
  buyerId: 'acme',
  requestId: 'po-17',
  terms: terms(),
  termsSha256: HASH,
  now: NOON,
  ...changed,
});

const requested: OrderEvent = {
  type: 'contracting.v1.ServiceRequested',
  data: { orderId: ORDER_ID, buyerId: 'acme', requestId: 'po-17', terms: terms(), termsSha256: HASH, requestedAt: NOON },
};
const completed: OrderEvent = {
  type: 'contracting.v1.ServiceRequestCompleted',
  data: { orderId: ORDER_ID, contractId: 'con_1', completedAt: NOON },
};
const refusedEvent: OrderEvent = {
  type: 'contracting.v1.ServiceRequestRefused',
  data: { orderId: ORDER_ID, refusal: { code: 'no-route', message: 'There is no route.', facts: {} }, refusedAt: NOON },
};

const whenNew = (changed: Partial<RequestService>) => specify(order).given().when(request(changed));
const whenTerms = (changed: Partial<contracting.ServiceTerms>) => whenNew({ terms: terms(changed) });
const near = (latitudeMicrodegrees: number, longitudeMicrodegrees: number, withinM = 0): common.Place => ({
  place: { kind: 'near', near: { coordinates: { latitudeMicrodegrees, longitudeMicrodegrees }, withinM } },
});

describe('an order', () => {
  it('is recorded as it was asked for', () => {
    expect(whenNew({})).toEqual(accept(requested));
  });

  it('is one order however often it is sent with equal terms, also after its end', () => {
    const again = request({ now: later(NOON, 1n) });
    for (const history of [[requested], [requested, completed], [requested, refusedEvent]]) {
      expect(specify(order).given(...history).when(again)).toEqual(ignore('requested before with the same terms'));
    }
  });

  it('is refused under a request id that stands for other terms', () => {
    expect(specify(order).given(requested).when(request({ termsSha256: offerHash('other') }))).toEqual(
      refuse({ code: 'request-id-reused', requestId: 'po-17', orderId: ORDER_ID }),
    );
  });

  it.each([1, 1_000_000])('is for %d Mbit/s', (mbps) => expect(whenTerms({ mbps }).kind).toBe('accepted'));
  it.each([0, 1_000_001, 1.5])('is not for %d Mbit/s', (mbps) => expect(whenTerms({ mbps })).toEqual(refuse({ code: 'bandwidth-out-of-range', mbps })));

  it.each([1, 120])('lasts %d months', (termMonths) => expect(whenTerms({ termMonths }).kind).toBe('accepted'));
  it.each([0, 121])('does not last %d months', (months) => expect(whenTerms({ termMonths: months })).toEqual(refuse({ code: 'term-out-of-range', months })));

  it.each(['eur', 'EURO', ''])('is not in the currency "%s"', (currency) => expect(whenTerms({ currency })).toEqual(refuse({ code: 'currency-malformed', currency })));

  it('says what to optimise, and how its quote is accepted', () => {
    expect(whenTerms({ objective: 'unspecified' })).toEqual(refuse({ code: 'objective-missing' }));
    const none = { profitWeight: 0, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    const malformed = (because: string) => refuse({ code: 'objective-weights-malformed', because });
    expect(whenTerms({ objective: 'value' })).toEqual(malformed('there are none'));
    expect(whenTerms({ objective: 'value', value: none })).toEqual(malformed('all of them are 0'));
    expect(whenTerms({ objective: 'value', value: { ...none, profitWeight: 1_000_001 } })).toEqual(malformed('a weight is above 1000000'));
    expect(whenTerms({ objective: 'value', value: { ...none, volumeWeight: 1_000_001 } })).toEqual(malformed('a weight is above 1000000'));
    expect(whenTerms({ objective: 'value', value: { ...none, volumeWeight: 1 } }).kind).toBe('accepted');
    expect(whenTerms({ objective: 'value', value: { ...none, volumeWeight: 1, minVolumeMonthly: money('USD', 1n) } })).toEqual(malformed('the least volume is in "USD", and the order in EUR'));
    expect(whenTerms({ objective: 'value', value: { ...none, volumeWeight: 1, minVolumeMonthly: money('EUR', -1n) } })).toMatchObject({ kind: 'refused' });
    expect(whenTerms({ objective: 'value', value: { ...none, latencyWeight: 1, minProfit: money('USD', 1n) } })).toEqual(malformed('the least profit is in "USD", and the order in EUR'));
    expect(whenTerms({ objective: 'cost', value: { ...none, profitWeight: 1 } })).toEqual(malformed('the objective is cost, which weighs nothing'));
    expect(whenTerms({ acceptance: 'unspecified' })).toEqual(refuse({ code: 'acceptance-missing' }));
  });

  it('may limit the latency to one nanosecond and to an hour, which limits nothing any more, and not to less or more', () => {
    for (const limitNs of [0n, 3_600_000_000_001n]) expect(whenTerms({ maxLatencyNs: limitNs })).toEqual(refuse({ code: 'latency-limit-out-of-range', limitNs }));
    for (const maxLatencyNs of [1n, 3_600_000_000_000n]) expect(whenTerms({ maxLatencyNs }).kind).toBe('accepted');
  });

  it('S4-1 may be split into 2 to 8 lines that come in up to a second apart', () => {
    const split = (mostMembers: number, maxDifferentialDelayNs: bigint) => whenTerms({ split: { mostMembers, maxDifferentialDelayNs } });
    for (const [members, delayNs] of [[2, 0n], [8, 1_000_000_000n]] as const) expect(split(members, delayNs).kind).toBe('accepted');
    for (const members of [0, 1, 9]) expect(split(members, 0n)).toEqual(refuse({ code: 'split-members-out-of-range', members }));
    const wide = (mbps: number) => whenTerms({ mbps, split: { mostMembers: 2, maxDifferentialDelayNs: 1_000_000n } });
    // 64 MiB, less a burst of 16 KiB for each of two lines, hold 625 octets of each Mbit/s: 1 ms apart and 4 ms of bursts. One of two lines may have a Mbit/s more than its half.
    expect(wide(107_320).kind).toBe('accepted');
    expect(wide(107_321)).toEqual(refuse({ code: 'split-rejoin-out-of-range', mbps: 107_321, delayNs: 1_000_000n, octets: 107_322 * 625 + 32_768 }));
    for (const delayNs of [-1n, 1_000_000_001n]) expect(split(2, delayNs)).toEqual(refuse({ code: 'differential-delay-out-of-range', delayNs }));
  });

  it('S2-1 may be for a whole unit of layer 1, which is not carried by several lines', () => {
    for (const layerOne of ['fibre', 'wavelength', 'odu', 'sdh'] as const) expect(whenTerms({ layerOne }).kind).toBe('accepted');
    expect(whenTerms({ layerOne: 'unspecified' })).toEqual(refuse({ code: 'layer-one-missing' }));
    expect(whenTerms({ layerOne: 'odu', split: { mostMembers: 2, maxDifferentialDelayNs: 0n } })).toEqual(refuse({ code: 'layer-one-split' }));
  });

  it('M3 may have its service go back after 5 to 12 minutes', () => {
    const revert = (waitSeconds: number) => whenTerms({ revert: { waitSeconds } });
    for (const seconds of [300, 720]) expect(revert(seconds).kind).toBe('accepted');
    for (const seconds of [0, 299, 721]) expect(revert(seconds)).toEqual(refuse({ code: 'wait-to-restore-out-of-range', seconds }));
  });

  it('may limit the price in its own currency alone, to more than nothing and to less than anybody pays', () => {
    expect(whenTerms({ maxMonthlyPrice: money('EUR', 1n) }).kind).toBe('accepted');
    expect(whenTerms({ maxMonthlyPrice: eur('0') })).toEqual(refuse({ code: 'price-limit-out-of-range', microMinor: 0n }));
    expect(whenTerms({ maxMonthlyPrice: money('EUR', 10n ** 17n + 1n) }).kind).toBe('refused');
    expect(whenTerms({ maxMonthlyPrice: money('USD', 1n) })).toEqual(refuse({ code: 'price-limit-in-other-currency', limit: 'USD', currency: 'EUR' }));
  });

  it.each(['po 17', '', 'x'.repeat(129), 'a\u0000b', 'größe'])('has no request id like %j', (requestId) =>
    expect(whenNew({ requestId })).toEqual(refuse({ code: 'request-id-malformed', requestId })),
  );
  it('has a request id of up to 128 visible characters', () => expect(whenNew({ requestId: `${'x'.repeat(126)}/:` }).kind).toBe('accepted'));
  it('has a buyer whose id is a token', () => expect(whenNew({ buyerId: 'acme.*' })).toEqual(refuse({ code: 'buyer-id-malformed', buyerId: 'acme.*' })));

  it('begins and ends anywhere on earth, within 1,000 km', () => {
    expect(whenTerms({ from: near(90_000_000, -180_000_000), to: near(-90_000_000, 180_000_000, 1_000_000) }).kind).toBe('accepted');
    expect(whenTerms({ from: near(90_000_001, 0) })).toMatchObject({ refusal: { code: 'coordinates-out-of-range', end: 'from' } });
    expect(whenTerms({ to: near(0, -180_000_001) })).toMatchObject({ refusal: { code: 'coordinates-out-of-range', end: 'to' } });
    expect(whenTerms({ to: near(0, 0, 1_000_001) })).toEqual(refuse({ code: 'place-too-large', end: 'to', withinM: 1_000_001 }));
  });

  it('names a city in any script, and none of spaces, of control characters or of more than 200 characters', () => {
    const city = (name: string): common.Place => ({ place: { kind: 'city', city: name } });
    expect(whenTerms({ from: city('São Paulo'), to: city('東京') }).kind).toBe('accepted');
    for (const name of ['', ' ', 'Lon\ndon', 'x'.repeat(201)]) {
      expect(whenTerms({ from: city(name) })).toEqual(refuse({ code: 'place-name-malformed', end: 'from', name }));
    }
    expect(whenTerms({ to: { place: { kind: 'pop-id', popId: '' } } })).toEqual(refuse({ code: 'place-name-malformed', end: 'to', name: '' }));
  });
});
