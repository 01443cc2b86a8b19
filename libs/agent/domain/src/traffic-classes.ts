import type { agent } from '@carriermesh/wire';

/** What was metered of one interval, as far as the network tells it apart. */
export type MeteredPart = Pick<agent.UsageRecord, 'octets' | 'subject' | 'category'>;

/** A part of the traffic that a network tells apart from the rest. */
export interface TrafficClass extends Omit<MeteredPart, 'octets'> {
  readonly sharePercent: number;
}

const WHOLE_PERCENT = 100n;

/**
 * The octets of an interval by class, and what is left of them as what is told apart from nothing. Every class has its part in every interval, also of no octets: a
 * percentile is of all hours.
 * @param classes of a hundred percent at most together
 */
export function toldApart(octets: bigint, classes: readonly TrafficClass[]): readonly MeteredPart[] {
  const parts = classes.map(({ sharePercent, ...labels }) => ({ ...labels, octets: (octets * BigInt(sharePercent)) / WHOLE_PERCENT }));
  const rest = octets - parts.reduce((sum, part) => sum + part.octets, 0n);
  const [first, ...others] = parts;
  const isAll = classes.reduce((sum, { sharePercent }) => sum + BigInt(sharePercent), 0n) === WHOLE_PERCENT;
  return first && isAll ? [{ ...first, octets: first.octets + rest }, ...others] : [...parts, { octets: rest }];
}
