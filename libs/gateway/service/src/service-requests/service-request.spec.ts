import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { Problem, type FieldProblem } from '../http/problem.js';
import { validationPipe } from '../http/validation.js';
import { InvoicesQuery } from '../invoices/invoices.controller.js';
import { termsBody } from './service-request.body.js';
import { ListQuery, PlaceDto, ServiceRequestDto, WaitQuery } from './service-request.dto.js';
import { fromPlace, toTerms } from './service-terms.js';

const ORDER = { requestId: '2026-0001', from: { city: 'London' }, to: { popId: 'NYC1' }, mbps: 100, termMonths: 12 };
const A_PLACE = 'exactly one of {"popId"}, {"city"} and {"latitude","longitude","withinKm"?}';

const read = <T>(value: unknown, metatype: Type<T>, type: 'body' | 'query' = 'body'): Promise<T> => validationPipe().transform(value, { type, metatype });
const order = (changed: object = {}): Promise<ServiceRequestDto> => read({ ...ORDER, ...changed }, ServiceRequestDto);

async function problemsOf(reading: Promise<unknown>): Promise<readonly FieldProblem[]> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error('the request was let in');
  expect(error.details.status).toBe(400);
  // Each problem stands in the text as well, with field, value and limit.
  for (const { field, value = 'missing', limit } of error.details.errors ?? []) expect(error.details.detail).toContain(`${field} is ${value}; it has to be ${limit}.`);
  return error.details.errors ?? [];
}

describe('an order in the mesh’s units', () => {
  it('has the defaults that the description names', async () => {
    expect(toTerms(await order())).toEqual({
      from: { place: { kind: 'city', city: 'London' } },
      to: { place: { kind: 'pop-id', popId: 'NYC1' } },
      mbps: 100,
      termMonths: 12,
      objective: 'profit',
      currency: 'EUR',
      acceptance: 'automatic',
    });
  });

  it('has nanoseconds, microdegrees, metres and millionths of a cent, and rounds nothing', async () => {
    const terms = toTerms(
      await order({
        from: { latitude: '51.507351', longitude: -0.127758, withinKm: 12.345 },
        to: { latitude: -90, longitude: 180 },
        maxLatencyMs: 33.870001,
        maxMonthlyPrice: '1234.56',
      }),
    );
    expect(terms.from.place).toEqual({ kind: 'near', near: { coordinates: { latitudeMicrodegrees: 51_507_351, longitudeMicrodegrees: -127_758 }, withinM: 12_345 } });
    expect(terms.to.place).toEqual({ kind: 'near', near: { coordinates: { latitudeMicrodegrees: -90_000_000, longitudeMicrodegrees: 180_000_000 }, withinM: 0 } });
    expect(terms.maxLatencyNs).toBe(33_870_001n);
    expect(terms.maxMonthlyPrice).toEqual({ currency: 'EUR', microMinor: 123_456_000_000n });
  });

  it('S4-1 may be carried by several lines, and says of how many and how far apart', async () => {
    expect(toTerms(await order({ split: { mostMembers: 8, maxDifferentialDelayMs: '0.000001' } })).split).toEqual({ mostMembers: 8, maxDifferentialDelayNs: 1n });
    expect(toTerms(await order({ split: { mostMembers: 2, maxDifferentialDelayMs: 1_000 } })).split).toEqual({ mostMembers: 2, maxDifferentialDelayNs: 1_000_000_000n });
    expect(termsBody(toTerms(await order({ split: { mostMembers: 3, maxDifferentialDelayMs: 2.5 } }))).split).toEqual({ mostMembers: 3, maxDifferentialDelayMs: '2.5' });
    for (const mostMembers of [0, 1, 9, 2.5]) expect(await problemsOf(order({ split: { mostMembers, maxDifferentialDelayMs: 1 } }))).toMatchObject([{ field: 'split.mostMembers' }]);
    for (const maxDifferentialDelayMs of [-1, '1000.000001', 'far']) expect(await problemsOf(order({ split: { mostMembers: 2, maxDifferentialDelayMs } }))).toMatchObject([{ field: 'split.maxDifferentialDelayMs' }]);
    expect(await problemsOf(order({ split: 2 }))).toMatchObject([{ field: 'split' }]);
  });

  it('M3 may go back to the path that it was contracted on, after 300 to 720 s', async () => {
    for (const waitSeconds of [300, 720]) expect(termsBody(toTerms(await order({ revert: { waitSeconds } }))).revert).toEqual({ waitSeconds });
    expect(toTerms(await order({})).revert).toBeUndefined();
    for (const waitSeconds of [0, 299, 721, 300.5, '300']) expect(await problemsOf(order({ revert: { waitSeconds } }))).toMatchObject([{ field: 'revert.waitSeconds' }]);
    for (const revert of [{}, 'never', 300]) expect((await problemsOf(order({ revert }))).length).toBeGreaterThan(0);
  });

  it('reads a price in the minor units of its currency', async () => {
    expect(toTerms(await order({ currency: 'JPY', maxMonthlyPrice: '150000' })).maxMonthlyPrice).toEqual({ currency: 'JPY', microMinor: 150_000_000_000n });
    expect(toTerms(await order({ currency: 'BHD', maxMonthlyPrice: '1.234' })).maxMonthlyPrice).toEqual({ currency: 'BHD', microMinor: 1_234_000_000n });
  });

  it('is the same as text and as number, and is shown as it was written', async () => {
    const asText = toTerms(await order({ maxLatencyMs: '35.5', to: { latitude: '40.7', longitude: '-74', withinKm: '1.5' } }));
    const asNumber = toTerms(await order({ maxLatencyMs: 35.5, to: { latitude: 40.7, longitude: -74, withinKm: 1.5 } }));
    expect(asText).toEqual(asNumber);
    expect(termsBody(asText)).toMatchObject({ maxLatencyMs: '35.5', maxLatencyNs: '35500000', to: { latitude: 40.7, longitude: -74, withinKm: 1.5 } });
    expect(fromPlace(asText.from)).toEqual({ city: 'London' });
  });
});

describe('S0-21 a weighted objective', () => {
  const value = { profit: 2, latency: 1, volume: 3, minProfit: '500.00', minVolumeMonthly: '100.50', minMarginBasisPoints: 1_500 };
  it('is what the buyer wrote, in the mesh’s units and back', async () => {
    const terms = toTerms(await order({ objective: 'value', value }));
    expect(terms.value).toEqual({
      ...{ profitWeight: 2, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 1, volumeWeight: 3 },
      minProfit: { currency: 'EUR', microMinor: 50_000_000_000n },
      minVolumeMonthly: { currency: 'EUR', microMinor: 10_050_000_000n },
      minMarginBasisPoints: 1_500,
    });
    expect(termsBody(terms).value).toEqual(value);
  });

  const WEIGHTS = 'the weights of the objective "value", and absent with any other';
  it.each([
    [{ objective: 'value' }, 'value', WEIGHTS],
    [{ objective: 'profit', value }, 'value', WEIGHTS],
    [{ objective: 'value', value: { profit: 1_000_001 } }, 'value.profit', 'a whole number from 0 to 1000000'],
    [{ objective: 'value', value: { latency: 0.5 } }, 'value.latency', 'a whole number from 0 to 1000000'],
    [{ objective: 'value', value: { profit: 1, minProfit: 5 } }, 'value.minProfit', 'decimal text of at most 9 digits before and 6 after the point'],
  ])('is refused as %j', async (changed, field, limit) => {
    expect(await problemsOf(order(changed))).toMatchObject([{ field, limit }]);
  });
});

describe('each limit of an order', () => {
  it.each([
    ['requestId', 128, 'x'.repeat(128)],
    ['mbps', 1, 1],
    ['mbps', 1_000_000, 1_000_000],
    ['termMonths', 120, 120],
    ['maxLatencyMs', 'least', '0.000001'],
    ['maxLatencyMs', 'most', 3_600_000],
    ['maxMonthlyPrice', 'least', '0.00000001'],
    ['maxMonthlyPrice', 'most', '1000000000.00'],
    ['from', 'most', { latitude: 90, longitude: -180, withinKm: 1_000 }],
    ['from', 'longest', { city: 'ö'.repeat(200) }],
  ])('takes %s up to %p', async (field, _, value) => {
    await expect(order({ [field]: value })).resolves.toBeInstanceOf(ServiceRequestDto);
  });

  const REQUEST_ID = 'a text of 1 to 128 visible ASCII characters without spaces';
  const MBPS = 'a whole number from 1 to 1000000';
  const MS = 'a decimal from 0.000001 to 3600000 with at most 6 decimals';
  const PRICE = 'decimal text above 0 and, in a currency with cents, at most "1000000000.00"';
  it.each([
    ['requestId', '', REQUEST_ID],
    ['requestId', 'with space', REQUEST_ID],
    ['requestId', 'ünï', REQUEST_ID],
    ['requestId', 7, REQUEST_ID],
    ['mbps', 0, MBPS],
    ['mbps', 1_000_001, MBPS],
    ['mbps', 1.5, MBPS],
    ['mbps', '100', MBPS],
    ['mbps', null, MBPS],
    ['termMonths', 121, 'a whole number from 1 to 120'],
    ['maxLatencyMs', 0, MS],
    ['maxLatencyMs', '0.0000001', MS],
    ['maxLatencyMs', '3600000.000001', MS],
    ['maxLatencyMs', -1, MS],
    ['maxLatencyMs', null, MS],
    ['objective', 'speed', 'one of "latency", "cost", "profit", "value"'],
    ['objective', null, 'one of "latency", "cost", "profit", "value"'],
    ['acceptance', ['explicit'], 'one of "automatic", "explicit"'],
    ['currency', 'eur', 'three capital letters (ISO 4217)'],
    ['maxMonthlyPrice', 12.34, PRICE],
    ['maxMonthlyPrice', '0', PRICE],
    ['maxMonthlyPrice', '-1', PRICE],
    ['maxMonthlyPrice', '1000000000.01', PRICE],
    ['maxMonthlyPrice', '0.000000001', PRICE],
    ['from', 'London', A_PLACE],
    ['from', null, A_PLACE],
    ['from', [], A_PLACE],
    ['from', {}, A_PLACE],
    ['from', { latitude: 51.5 }, A_PLACE],
    ['from', { city: 'London', withinKm: 5 }, A_PLACE],
    ['from', { city: 'London', popId: 'LON1' }, A_PLACE],
  ])('refuses %s = %j, naming it and its limit', async (field, value, limit) => {
    expect(await problemsOf(order({ [field]: value }))).toEqual([{ field, value: JSON.stringify(value), limit }]);
  });

  it.each([
    ['latitude', { latitude: 90.000001, longitude: 0 }, '90.000001', 'a decimal from -90 to 90 with at most 6 decimals'],
    ['longitude', { latitude: 0, longitude: '-180.1' }, '"-180.1"', 'a decimal from -180 to 180 with at most 6 decimals'],
    ['latitude', { latitude: 0.1234567, longitude: 0 }, '0.1234567', 'a decimal from -90 to 90 with at most 6 decimals'],
    ['withinKm', { latitude: 0, longitude: 0, withinKm: 1_000.001 }, '1000.001', 'a decimal from 0 to 1000 with at most 3 decimals'],
    ['city', { city: ' ' }, '" "', 'a text of 1 to 200 printable characters'],
    ['popId', { popId: 'a\u0000b' }, '"a\\u0000b"', 'a text of 1 to 200 printable characters'],
  ])('refuses a place’s %s in %j', async (field, place, value, limit) => {
    expect(await problemsOf(order({ to: place }))).toEqual([{ field: `to.${field}`, value, limit }]);
  });

  it('names what is missing, and what does not belong there', async () => {
    const { mbps: _, ...without } = ORDER;
    expect(await problemsOf(read(without, ServiceRequestDto))).toEqual([{ field: 'mbps', limit: MBPS }]);
    const undelivered = 'absent: the mesh delivers no such service; `carriermesh quote` works it out at a desk';
    expect(await problemsOf(order({ segmentations: [{ kind: 'members', id: 'two', members: 2 }], codecs: [] }))).toMatchObject([{ field: 'segmentations', limit: undelivered }, { field: 'codecs', limit: undelivered }]);
    expect(await problemsOf(order({ buyerId: 'globex' }))).toEqual([{ field: 'buyerId', value: '"globex"', limit: 'absent: there is no such field' }]);
    const nested = await problemsOf(order({ from: { city: 'London', town: 'x' } }));
    expect(nested).toEqual([{ field: 'from.town', value: '"x"', limit: 'absent: there is no such field' }]);
  });

  it('S4-6 reads what a device accepts, and names the kind that can’t be read', async () => {
    const device = { codecs: ['h265', 'raw'], encapsulations: ['gre'] };
    const terms = toTerms(await order({ device }));
    expect(terms.device).toEqual({ codecs: { ids: ['h265', 'raw'] }, encapsulations: { ids: ['gre'] } });
    expect(termsBody(terms).device).toEqual(device);
    expect(toTerms(await order({ device: {} })).device).toEqual({});
    const ids = '1 to 16 ids of 1 to 64 letters, digits, ".", "_" and "-"';
    expect(await problemsOf(order({ device: { codecs: [] } }))).toEqual([{ field: 'device.codecs', value: '[]', limit: ids }]);
    expect(await problemsOf(order({ device: { resolutions: ['4 k'], wires: 2 } }))).toMatchObject([{ field: 'device.wires', limit: 'absent: there is no such field' }, { field: 'device.resolutions', limit: ids }]);
    expect(await problemsOf(order({ device: 'h265' }))).toEqual([{ field: 'device', value: '"h265"', limit: 'a JSON object' }]);
  });

  it('S4-13 reads what a service and its last link may go over, and names the media that can’t be read', async () => {
    const [media, device] = [['wireline', 'rf'], { media: ['cellular'] }];
    const terms = toTerms(await order({ media, device }));
    expect([terms.media, terms.device]).toEqual([{ media }, { media: { media: ['cellular'] } }]);
    expect(termsBody(terms)).toMatchObject({ media, device });
    const limit = 'at least one of wireline, cellular, ieee-802, rf, ism, infrared, other-spectrum, each once';
    for (const wrong of [[], ['copper'], ['rf', 'rf'], 'rf']) expect(await problemsOf(order({ media: wrong }))).toEqual([{ field: 'media', value: JSON.stringify(wrong), limit }]);
    expect(await problemsOf(order({ device: { media: ['unspecified'] } }))).toEqual([{ field: 'device.media', value: '["unspecified"]', limit }]);
  });

  it('answers in a size of its own, whatever was sent', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, 'x'.repeat(1_000)]));
    const problems = await problemsOf(order(many));
    expect(problems).toHaveLength(20);
    expect(problems.every(({ value }) => (value?.length ?? 0) <= 61)).toBe(true);
  });
});

describe('each limit of a query', () => {
  it.each([
    [WaitQuery, 'wait', ['0', '60'], ['61', '-1', '', '1.5', 'x', ['1', '2']], 'a whole number from 0 to 60'],
    [ListQuery, 'limit', ['1', '1000'], ['0', '1001', 'all'], 'a whole number from 1 to 1000'],
    [InvoicesQuery, 'contractId', ['con_1', 'x'.repeat(64)], ['', 'a.b', 'x'.repeat(65)], 'an id of 1 to 64 letters, digits, "_" and "-"'],
  ] as const)('%p: %s', async (query, field, good, bad, limit) => {
    for (const value of good) await expect(read({ [field]: value }, query as Type<object>, 'query')).resolves.toMatchObject({ [field]: value });
    for (const value of bad) {
      const [problem, ...others] = await problemsOf(read({ [field]: value }, query as Type<object>, 'query'));
      expect([problem?.field, problem?.limit, others]).toEqual([field, limit, []]);
    }
  });

  it('belongs to the query: places have none', () => {
    expect(Object.keys(new PlaceDto())).toEqual([]);
  });
});
