import { pinnedTariff, readTariff, type ZoneTable } from '@carriermesh/tariff-v1';
import type { tariff } from '@carriermesh/wire';
import type { Account } from '../account.decider.js';
import { account, ALFA_SEGMENT } from './fixtures.js';

/** Berlin in the winter of 2027, as IANA's tz database has it. */
const BERLIN: ZoneTable = { zone: 'Europe/Berlin', offsets: [{ fromS: Date.UTC(2026, 9, 25, 1) / 1000, offsetS: 3_600 }, { fromS: Date.UTC(2027, 2, 28, 1) / 1000, offsetS: 7_200 }], untilS: Date.UTC(2028, 0, 1) / 1000 };

/** A tariff as it is written, in euros and rounded to cents by the record where nothing else is said. */
export const byTariff = (charges: readonly object[], changed: object = {}): object => ({
  form: 'carriermesh.tariff.v1', id: 'trial', currency: 'EUR', rounding: { mode: 'half-away-from-zero', decimals: 4, place: 'line' }, charges, ...changed,
});

export const FLAT_RATE = byTariff([{ kind: 'flat', id: 'data', price: '0.02', per: '1000000000' }]);

/** The account of the fixtures, with usage that enters at alfa's segment and is charged by a tariff. */
export function tariffed(written: object): Account {
  const reading = readTariff(written);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  const { tariff: terms } = reading;
  const usageTariff: tariff.PinnedTariff = pinnedTariff(terms, BERLIN, 0);
  const tariffs = account.tariffs.map((segment) => ({ ...segment, customerPerGigabyte: { currency: 'EUR', microMinor: 0n }, ...(segment.segmentId === ALFA_SEGMENT && { isEntry: true }) }));
  return { ...account, tariffs, usageTariff };
}
