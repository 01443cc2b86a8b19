import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readTariff, readTariffRecord, tariffRecord, type TariffTerms } from '@carriermesh/tariff-v1';
import { tariff } from '@carriermesh/wire';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'tariffs.md'), 'utf8');
const examples = [...page.matchAll(/^```json tariff\n([\s\S]*?)^```$/gm)].map(([, text = '']) => JSON.parse(text) as unknown);

/** One of each thing that the examples do not have. */
const everything = {
  form: 'carriermesh.tariff.v1', id: 'everything', currency: 'EUR', zone: 'Europe/Berlin', holidayCalendar: { country: 'DE', state: 'BY' },
  rounding: { mode: 'half-down', decimals: 12, place: 'increment' },
  windows: { feast: { holidays: 'only' }, day: { weekdays: ['sa', 'su'], dates: ['2026-12-24'], from: '08:00:30', until: '24:00' }, always: {} },
  taxes: [{ id: 'vat', percent: '19', match: { types: ['voice'], windows: ['day'] } }],
  charges: [{
    kind: 'voice', id: 'v', weight: -5, match: { subjects: ['s'], categories: ['c'] }, initialSeconds: 1, incrementSeconds: 1, minimum: '0.01', maximum: '1', atMaximum: 'free', deck: false,
    destinations: [{ name: 'D', prefixes: ['49'], blocked: false, connectFee: '0', initialSeconds: 2, incrementSeconds: 3, rates: [{ window: 'day', tiers: [{ upToSeconds: 4, perMinute: '1' }, { perMinute: '2' }] }] }],
  }, { kind: 'non-recurring', id: 'end', amount: '-5.00', at: 'end' }],
};

const read = (value: unknown): TariffTerms => {
  const reading = readTariff(value);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.tariff;
};

describe('a tariff as a message', () => {
  it.each([...examples, everything].map((value) => [(value as TariffTerms).id, value] as const))('says of "%s" what the JSON says, there and back', (_, value) => {
    const terms = read(value);
    const bytes = tariff.Tariff.encode(tariffRecord(terms));
    expect(readTariffRecord(tariff.Tariff.decode(bytes))).toEqual({ tariff: terms });
  });

  it('covers every kind of charge that the message has', () => {
    const kinds = new Set([...examples, everything].flatMap((value) => (value as TariffTerms).charges.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(['flat', 'graduated', 'non-recurring', 'package', 'percentage', 'percentile', 'recurring', 'voice', 'volume']);
  });

  it('is read with the same checks: a rounding that this version does not know is no rounding', () => {
    const record = tariffRecord(read(everything));
    expect(readTariffRecord({ ...record, ...{ rounding: { ...record.rounding, mode: 'unspecified' } } })).toMatchObject({ problems: [{ at: '/rounding/mode' }] });
  });
});
