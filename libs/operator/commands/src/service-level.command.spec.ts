import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { monitoring } from '@carriermesh/wire';
import { levelText } from './service-level.command.js';

const figures: monitoring.LevelFigures = {
  measuredIntervals: 1_200, unavailableIntervals: 3, highLossIntervals: 4, availabilityPpm: 997_500, lossPpm: 12, delays: 24_000n,
  delayP50Ns: 36_100_000n, delayP95Ns: 36_900_000n, delayP99Ns: 37_200_000n, delayP999Ns: 37_400_000n, variationP99Ns: 500_000n,
};
const report: monitoring.ServiceLevelReport = {
  contractId: 'con_u', orderId: 'ord_u', buyerId: 'acme', from: instant(0n), until: instant(2_678_400_000_000_000n), figures,
  clauses: [
    { indicator: 'availability-ppm', promised: 999_000n, observed: 997_500n, verdict: 'missed' },
    { indicator: 'one-way-frame-delay-ns', promised: 40_000_000n, observed: 37_200_000n, verdict: 'met' },
    { indicator: 'inter-frame-delay-variation-ns', promised: 1_000_000n, verdict: 'not-measured' },
  ],
  segments: [{ segmentId: 'seg_u-1', providerId: 'alfa', route: 0, figures: { measuredIntervals: 9, unavailableIntervals: 0, highLossIntervals: 0, delays: 0n }, clauses: [] }],
};

describe('S2-14 a service level in words', () => {
  it('says what was measured and what of it was promised, of the service and of each segment', () => {
    expect(levelText(report)).toBe(`Contract con_u, order ord_u of acme
1970-01-01T00:00:00Z to 1970-02-01T00:00:00Z
  measured in 1,200 minutes: 3 not available, 4 of high loss
  one way, of 24,000 packets: p50 36.100 ms, p95 36.900 ms, p99 37.200 ms, p99.9 37.400 ms
  availability           promised at least 99.9000 %; 99.7500 %: missed
  one-way delay, p99     promised at most 40.000 ms; 37.200 ms: met
  delay variation, p99   promised at most 1.000 ms; too little was measured to say
seg_u-1 of alfa, route 0
  measured in 9 minutes: 0 not available, 0 of high loss
  no delay of single packets is known
`);
  });

  it('S2-8 says of how much it was measured from end to end, and what round trips took', () => {
    const through = { ...figures, roundTrips: 2_000n, roundTripP50Ns: 70_100_000n, roundTripP99Ns: 75_000_000n, endToEndIntervals: 1_100 };
    expect(levelText({ ...report, figures: through })).toContain(`
  measured in 1,200 minutes: 3 not available, 4 of high loss
  1,100 of them from end to end, the others reckoned from its segments
  one way, of 24,000 packets: p50 36.100 ms, p95 36.900 ms, p99 37.200 ms, p99.9 37.400 ms
  there and back, of 2,000 packets: p50 70.100 ms, p99 75.000 ms
`);
  });

  it('says of a service that nobody measured that nothing was', () => {
    const nothing = { measuredIntervals: 0, unavailableIntervals: 0, highLossIntervals: 0, delays: 0n };
    expect(levelText({ ...report, figures: nothing, segments: [] })).toContain('\n  nothing was measured\n');
  });
});
