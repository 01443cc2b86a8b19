import { expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { paths } from '@carriermesh/wire';
import { unknownOf } from './latency.command.js';

const record: paths.LatencyRecord = { resourceId: 'Aa/1-2', providerId: 'Aa', declaredNs: 1n, declaredAt: instant(0n), declaredJitterNs: 0n, latencyNs: 1n, source: 'declared' };

it('S2-9 names the links that were asked for and of which nothing is known, unless the answer left some out', () => {
  expect(unknownOf(['Aa/1-2', 'nothing/here'], { latencies: [record], leftOut: 0 })).toEqual(['nothing/here']);
  expect(unknownOf(['Aa/1-2'], { latencies: [record], leftOut: 0 })).toEqual([]);
  expect(unknownOf(['Aa/1-2', 'Aa/9-9'], { latencies: [record], leftOut: 1 })).toEqual([]);
});
