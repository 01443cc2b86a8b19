import { type Money, proportionHalfAwayFromZero } from '@carriermesh/kernel';
import { ceilExact, type Exact, exact, multiplyExact } from './exact.js';

const MILLION = 1_000_000n;

/** A codec, a resolution or an encapsulation. Money in millionths of the minor unit. */
export interface FormatPart {
  readonly id: string;
  /** What travels for each million of what is ordered. */
  readonly bandwidthPpm: number;
  /** What of the list price it sells for. */
  readonly pricePpm: number;
  readonly monthly: bigint;
  /** For each Mbit/s that is ordered. */
  readonly monthlyPerMbps: bigint;
  readonly setup: bigint;
  readonly addsNs: number;
}

/** Several of them together, one of each kind. */
export interface FormatFigures extends Omit<FormatPart, 'bandwidthPpm'> {
  /** What travels for each bit that is ordered. */
  readonly bandwidth: Exact;
}

/** Shares multiply, and costs and times add up; the share of the price is rounded once to whole millionths, halves away from zero. */
export function formatFigures(id: string, parts: readonly FormatPart[]): FormatFigures {
  const sum = (field: 'monthly' | 'monthlyPerMbps' | 'setup'): bigint => parts.reduce((total, part) => total + part[field], 0n);
  const share = parts.reduce((product, { pricePpm }) => product * BigInt(pricePpm), 1n);
  return {
    id,
    bandwidth: parts.map(({ bandwidthPpm }) => exact(BigInt(bandwidthPpm), MILLION)).reduce(multiplyExact, exact(1n)),
    pricePpm: Number(proportionHalfAwayFromZero(share, MILLION, MILLION ** BigInt(parts.length))),
    monthly: sum('monthly'),
    monthlyPerMbps: sum('monthlyPerMbps'),
    setup: sum('setup'),
    addsNs: parts.reduce((total, { addsNs }) => total + addsNs, 0),
  };
}

/** What travels where so much is ordered: whole Mbit/s, rounded up once. */
export const carriedMbps = (mbps: number, bandwidth: Exact): number => Number(ceilExact(multiplyExact(exact(BigInt(mbps)), bandwidth)));

/** What a format costs each month. @param mbps as ordered */
export const formatMonthly = ({ monthly, monthlyPerMbps }: Pick<FormatFigures, 'monthly' | 'monthlyPerMbps'>, mbps: number): bigint => monthly + monthlyPerMbps * BigInt(mbps);

/** What a format sells for of a price, rounded once to whole microMinor, halves away from zero. */
export const formatShare = (price: Money, sharePpm: number): Money => ({ currency: price.currency, microMinor: proportionHalfAwayFromZero(price.microMinor, BigInt(sharePpm), MILLION) });
