import { NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import type { LevelSlice } from './level-slice.js';

/** MEF 10.4's Δt: loss is looked at by intervals of this length. */
export const INTERVAL_NS = 60n * NANOS_PER_SECOND;
/** MEF 10.4's C: an interval that lost more than this share, or as much, is one of high loss. */
export const HIGH_LOSS_PPM = 500_000;
/** MEF 10.4's n: so many intervals in a row decide that a service is not available, or is again. */
export const INTERVALS_IN_A_ROW = 3;

/** Of each interval in which something was measured, by its number since 1970: the loss, in millionths. */
export type LossByInterval = ReadonlyMap<bigint, number>;

export interface Availability {
  readonly measured: number;
  readonly unavailable: number;
  readonly highLoss: number;
  /** Absent where nothing was measured while it was available. */
  readonly lossPpm?: number;
}

/** @param slices by the beginning of their hour */
export function lossByInterval(slices: ReadonlyMap<Instant, LevelSlice>): LossByInterval {
  const sums = new Map<bigint, { readonly lossPpm: number; readonly windows: number }>();
  for (const [hour, slice] of slices) {
    for (const [offsetNs, lossPpm] of slice.lossPpm) {
      const interval = (hour + offsetNs) / INTERVAL_NS;
      const known = sums.get(interval) ?? { lossPpm: 0, windows: 0 };
      sums.set(interval, { lossPpm: known.lossPpm + lossPpm, windows: known.windows + 1 });
    }
  }
  return new Map([...sums].map(([interval, { lossPpm, windows }]) => [interval, lossPpm / windows]));
}

/** Of segments that packets go through one after the other (ITU-T Y.1541): known where all were measured, or one lost too much by itself. */
export function lossInSeries(segments: readonly LossByInterval[]): LossByInterval {
  const loss = new Map<bigint, number>();
  for (const interval of new Set(segments.flatMap((segment) => [...segment.keys()]))) {
    const known = segments.flatMap((segment) => segment.get(interval) ?? []);
    const arrives = known.reduce((share, lossPpm) => share * (1 - lossPpm / 1e6), 1);
    const lossPpm = (1 - arrives) * 1e6;
    if (known.length === segments.length || lossPpm >= HIGH_LOSS_PPM) loss.set(interval, lossPpm);
  }
  return loss;
}

/** Of lines that carry a service together, none without the others: each frame goes by one of them, and no more is lost than on the worst. */
export function lossOfWorst(lines: readonly LossByInterval[]): LossByInterval {
  const loss = new Map<bigint, number>();
  for (const interval of new Set(lines.flatMap((line) => [...line.keys()]))) {
    const known = lines.flatMap((line) => line.get(interval) ?? []);
    const worst = Math.max(...known);
    // With a line that lost too much the service carries nothing, whatever the others are.
    if (worst >= HIGH_LOSS_PPM) loss.set(interval, 1e6);
    else if (known.length === lines.length) loss.set(interval, worst);
  }
  return loss;
}

/** Of routes that took over from one another: while two are up at once, the service has the better one. */
export function lossOfBest(routes: readonly LossByInterval[]): LossByInterval {
  const loss = new Map<bigint, number>();
  for (const route of routes) for (const [interval, lossPpm] of route) loss.set(interval, Math.min(lossPpm, loss.get(interval) ?? lossPpm));
  return loss;
}

/**
 * MEF 10.4: it becomes unavailable with the first of n intervals in a row of high loss, and available with the first of n in a row without. What
 * was not measured is not part of the period.
 */
export function availabilityOf(loss: LossByInterval): Availability {
  const inOrder = [...loss].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lossPpm]) => lossPpm);
  const isHigh = inOrder.map((lossPpm) => lossPpm >= HIGH_LOSS_PPM);
  let isAvailable = true;
  let [unavailable, lostPpm] = [0, 0];
  inOrder.forEach((lossPpm, index) => {
    const next = isHigh.slice(index, index + INTERVALS_IN_A_ROW);
    if (next.length === INTERVALS_IN_A_ROW && next.every((high) => high === isAvailable)) isAvailable = !isAvailable;
    if (isAvailable) lostPpm += lossPpm;
    else unavailable += 1;
  });
  const available = inOrder.length - unavailable;
  return { measured: inOrder.length, unavailable, highLoss: isHigh.filter(Boolean).length, ...(available > 0 ? { lossPpm: lostPpm / available } : {}) };
}
