/** What one packet told that came back. */
export interface Sample {
  /** Without the time that it spent in the reflector. */
  readonly roundTripNs: bigint;
  readonly forwardNs: bigint;
  readonly backwardNs: bigint;
  readonly reflectorSequence: number;
  readonly areClocksSynchronised: boolean;
}

export interface WindowCounts {
  readonly sent: number;
  readonly duplicates: number;
  readonly reordered: number;
  readonly isReflectorStateful: boolean;
}

export interface Distribution {
  readonly leastNs: bigint;
  readonly medianNs: bigint;
  /** As a service level counts it (MEF 10.4): 99 of 100 packets took no longer. */
  readonly p99Ns: bigint;
  readonly mostNs: bigint;
  /** Delay variation, RFC 5481's PDV: how much longer than the fastest packet 99 of 100 took at most. */
  readonly variationNs: bigint;
}

export interface WindowReport {
  readonly sent: number;
  readonly received: number;
  readonly lossPpm: number;
  readonly duplicates: number;
  readonly reordered: number;
  /** Absent when nothing came back. */
  readonly roundTrip?: Distribution;
  /** With `roundTrip`: each packet in the order sent; 0 for one that was lost. */
  readonly roundTripsNs?: readonly bigint[];
  /** Absent unless both clocks followed UTC for every packet of the window. */
  readonly oneWay?: { readonly forward: Distribution; readonly backward: Distribution };
  /** With `oneWay`: each packet in the order sent, how long it took there; 0 for one that was lost. */
  readonly forwardNs?: readonly bigint[];
  /** Absent unless the reflector counts what it sends. The two may be more than what was lost: an answer that was lost was sent. */
  readonly lostForward?: number;
  readonly lostBackward?: number;
}

const MILLION = 1_000_000;

export function summarise(samples: readonly Sample[], { sent, duplicates, reordered, isReflectorStateful }: WindowCounts): WindowReport {
  const received = samples.length;
  const counts = { sent, received, lossPpm: sent === 0 ? 0 : Math.round(((sent - received) * MILLION) / sent), duplicates, reordered };
  if (received === 0) return counts;
  const of = (pick: (sample: Sample) => bigint): Distribution => distribution(samples.map(pick));
  return {
    ...counts,
    roundTrip: of(({ roundTripNs }) => roundTripNs),
    ...(samples.every(({ areClocksSynchronised }) => areClocksSynchronised)
      ? { oneWay: { forward: of(({ forwardNs }) => forwardNs), backward: of(({ backwardNs }) => backwardNs) } }
      : {}),
    ...(isReflectorStateful ? directions(samples, sent) : {}),
  };
}

/** The reflector numbers what it answers, so a gap in its numbers is an answer that was lost on the way back. */
function directions(samples: readonly Sample[], sent: number): { readonly lostForward: number; readonly lostBackward: number } {
  const numbers = samples.map(({ reflectorSequence }) => reflectorSequence);
  const answered = numbers.reduce((most, one) => Math.max(most, one)) - numbers.reduce((least, one) => Math.min(least, one)) + 1;
  const lostBackward = Math.max(0, answered - samples.length);
  return { lostForward: Math.max(0, sent - samples.length - lostBackward), lostBackward };
}

/** @param delays at least one */
function distribution(delays: readonly bigint[]): Distribution {
  const sorted = [...delays].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (share: number): bigint => sorted[Math.ceil(share * sorted.length) - 1] ?? 0n;
  const [leastNs, p99Ns] = [sorted[0] ?? 0n, at(0.99)];
  return { leastNs, medianNs: at(0.5), p99Ns, mostNs: sorted.at(-1) ?? 0n, variationNs: p99Ns - leastNs };
}
