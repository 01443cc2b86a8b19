import type { tariff } from '@carriermesh/wire';
import { holds } from './check.js';
import { begun, isMore, least, less, most, over, plus, times, total, whole, written, ZERO, type Ratio } from './ratio.js';

/** What was used in one interval, as far as it is told apart: octets, and their mean rate in Mbit/s. */
export interface Used {
  readonly at: bigint;
  readonly length: bigint;
  readonly octets: Ratio;
  readonly mbps: Ratio;
  readonly category: string;
}

/** What came before a record in its month, and all of the month. */
interface Place {
  readonly before: Ratio;
  readonly number: number;
  readonly month: Ratio;
}

/** The parts of the price of each record, in the order of time; of a percentile one row of parts for all of them. */
export function partsOf({ id, charge }: tariff.Charge, used: readonly Used[]): readonly (readonly Ratio[])[] {
  if (charge.kind === 'percentile') return [percentileOf(charge.percentile, used)];
  const month = total(used.map(({ octets }) => octets));
  let before = ZERO;
  return used.map(({ octets }, number) => {
    const parts = quantityOf(id, charge, octets, countsMonth(charge) ? { before, number, month } : { before: ZERO, number: 0, month: octets });
    before = plus(before, octets);
    return parts;
  });
}

const countsMonth = (charge: tariff.Charge['charge']): boolean =>
  (charge.kind === 'graduated' && charge.graduated.over === 'period') || (charge.kind === 'volume' && charge.volume.over === 'period') ||
  (charge.kind === 'package' && charge.package.over === 'period') || charge.kind === 'percentage';

function quantityOf(id: string, charge: tariff.Charge['charge'], octets: Ratio, place: Place): readonly Ratio[] {
  switch (charge.kind) {
    case 'flat':
      return [over(times(written(charge.flat.price), octets), written(charge.flat.per ?? '1'))];
    case 'graduated':
      return graduatedOf(charge.graduated, octets, place);
    case 'volume':
      return volumeOf(charge.volume, octets, place);
    case 'package': {
      const { size, price, free = '0' } = charge.package;
      const packages = (volume: Ratio): bigint => begun(over(most(less(volume, written(free)), ZERO), written(size)));
      return [times(written(price), whole(packages(plus(place.before, octets)) - packages(place.before)))];
    }
    case 'percentage':
      return percentageOf(charge.percentage, octets, place);
    default:
      holds(false, 'I3', () => `the charge ${id} of a contract is of kind ${charge.kind}, and usage has none such`);
  }
}

/** The curve of all that is used: each record is the piece of it from what was used before to what is used then. */
function graduatedOf({ tiers, per = '1' }: tariff.Tiered, octets: Ratio, { before }: Place): readonly Ratio[] {
  const after = plus(before, octets);
  return tiers.flatMap(({ price, fixed, upTo }, index) => {
    const lower = written(tiers[index - 1]?.upTo ?? '0');
    const [from, until] = [most(before, lower), upTo === undefined ? after : least(after, written(upTo))];
    if (!isMore(until, from)) return [];
    const isReached = fixed !== undefined && !isMore(before, lower);
    return [...(isReached ? [written(fixed)] : []), over(times(written(price), less(until, from)), written(per))];
  });
}

function volumeOf({ tiers, per = '1' }: tariff.Tiered, octets: Ratio, { before, month }: Place): readonly Ratio[] {
  const tier = tiers.find(({ upTo }) => upTo === undefined || !isMore(month, written(upTo)));
  if (!tier || octets[0] === 0n) return [];
  return [...(tier.fixed !== undefined && before[0] === 0n ? [written(tier.fixed)] : []), over(times(written(tier.price), octets), written(per))];
}

function percentageOf({ percent, fixed, freeRecords = 0, freeVolume = '0', freeTogether = false }: tariff.Percentage, octets: Ratio, { before, number }: Place): readonly Ratio[] {
  const [after, allowed] = [plus(before, octets), written(freeVolume)];
  const isOut = number >= freeRecords;
  const free = freeTogether && isOut ? ZERO : less(least(after, allowed), least(before, allowed));
  const paysFixed = fixed !== undefined && (isOut || (freeTogether && isMore(after, allowed)));
  return [over(times(written(percent), less(octets, free)), whole(100n)), ...(paysFixed ? [written(fixed)] : [])];
}

/** Of all that was used in an interval together; or of each category by itself, the greatest. */
function percentileOf({ percentile, commit, commitPrice, burstPrice, perCategory = false }: tariff.Percentile, used: readonly Used[]): readonly Ratio[] {
  const figures = [...Map.groupBy(used, ({ category }) => (perCategory ? category : '')).values()].map((series) => {
    const intervals = Map.groupBy(series, ({ at, length }) => `${at} ${length}`);
    return rankOf([...intervals.values()].map((same) => total(same.map(({ mbps }) => mbps))), percentile);
  });
  const billable = figures.reduce(most, ZERO);
  return [times(written(commit), written(commitPrice)), times(most(less(billable, written(commit)), ZERO), written(burstPrice))];
}

/** The smallest sample that so many in a hundred do not exceed. */
function rankOf(samples: readonly Ratio[], percentile: number): Ratio {
  const rank = (sample: Ratio): number => samples.filter((each) => !isMore(each, sample)).length * 100;
  return samples.filter((sample) => rank(sample) >= percentile * samples.length).reduce<Ratio | undefined>((lowest, sample) => (lowest ? least(lowest, sample) : sample), undefined) ?? ZERO;
}
