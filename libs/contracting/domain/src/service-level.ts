import { invariant } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';

const MILLION = 1_000_000;

/**
 * What can be promised of resources in a row (accumulation over networks, ITU-T Y.1541 and Y.1542). Availability: the product.
 * Loss: 1 − Π(1 − p). Delay variation: the sum, which is an upper bound, since peaks rarely meet. Repair: the slowest. Credit:
 * the least, so that the seller never owes its customer more than its suppliers owe it. Computed exactly and rounded once,
 * against the seller's promise: availability down, loss up.
 */
export function accumulated(levels: readonly common.ServiceLevel[]): common.ServiceLevel {
  invariant(levels.length > 0, 'a service level accumulates over one resource at least');
  return {
    availabilityPpm: productPpm(levels.map(({ availabilityPpm }) => availabilityPpm)),
    lossPpm: MILLION - productPpm(levels.map(({ lossPpm }) => MILLION - lossPpm)),
    jitterNs: levels.reduce((sum, { jitterNs }) => sum + jitterNs, 0n),
    mttrMinutes: levels.reduce((slowest, { mttrMinutes }) => Math.max(slowest, mttrMinutes), 0),
    creditBasisPoints: levels.reduce((least, { creditBasisPoints }) => Math.min(least, creditBasisPoints), Infinity),
  };
}

/**
 * What can be promised of lines that carry one service together, none without the others. Availability, repair, credit: as in a row. Each frame goes
 * over one line, so that no more is lost than on the worst; and it may be kept back for as long as the lines come in apart, beside its own line's
 * variation.
 */
export function rejoined(lines: readonly common.ServiceLevel[], maxDifferentialDelayNs: bigint): common.ServiceLevel {
  return {
    ...accumulated(lines),
    lossPpm: lines.reduce((worst, { lossPpm }) => Math.max(worst, lossPpm), 0),
    jitterNs: lines.reduce((most, { jitterNs }) => (jitterNs > most ? jitterNs : most), 0n) + maxDifferentialDelayNs,
  };
}

/** The product of shares in millionths, cut to whole millionths once, at the end. */
function productPpm(shares: readonly number[]): number {
  const million = BigInt(MILLION);
  const product = shares.reduce((product, share) => product * BigInt(share), 1n);
  return Number(product / million ** BigInt(shares.length - 1));
}
