import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Segment } from '@carriermesh/agent-domain';
import { instant, NANOS_PER_HOUR, NANOS_PER_SECOND, period, plus, type Instant } from '@carriermesh/kernel';
import { TrafficMeter } from './traffic-meter.js';

const start = instant(1_772_000_000n * NANOS_PER_SECOND);
const segment: Segment = { segmentId: 'seg_1', contractId: 'con_1', contractSha256: '', fromPopId: 'a/1', toPopId: 'a/2', resourceIds: [], mbps: 1, serviceStartAt: start };
const after = (quarters: number): Instant => plus(start, (BigInt(quarters) * NANOS_PER_HOUR) / 4n);
const hour = (index: number) => period(after(index * 4), after(index * 4 + 4));
const counter = (octets: number, key = 'c 1') => [{ key, octets: BigInt(octets) }];

let directory: string;
let meter: TrafficMeter;
const hours = (count: number) => Promise.all(Array.from({ length: count }, (_, index) => meter.octetsIn(segment, hour(index)))).then((octets) => octets.map(Number));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'carriermesh-meter-'));
  meter = new TrafficMeter(join(directory, 'traffic'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('S3-7 the traffic of a segment', () => {
  it('is spread evenly over the time between two looks, and adds up to the last octet', async () => {
    await meter.look(segment, counter(0), start);
    await meter.look(segment, counter(1_001), after(10));
    expect(await hours(3)).toEqual([400, 400, 201]);
  });

  it('is that of the time since the service came to it, where it was first looked at later', async () => {
    await meter.look({ ...segment, meteredFrom: after(6) }, counter(1_000), after(10));
    expect(await hours(3)).toEqual([0, 500, 500]);
  });

  it('does not change in an hour that was over at the last look, over a new start too', async () => {
    await meter.look(segment, counter(100), after(4));
    meter = new TrafficMeter(join(directory, 'traffic'));
    await meter.look(segment, counter(900), after(8));
    expect(await hours(2)).toEqual([100, 800]);
  });

  it('counts an interface that was made anew from nothing, under a new index or the same one', async () => {
    await meter.look(segment, counter(100), after(1));
    await meter.look(segment, counter(30, 'c 2'), after(2));
    await meter.look(segment, counter(20, 'c 2'), after(3));
    expect(await hours(1)).toEqual([150]);
  });

  it('is never more than the segment can carry: 900 million octets an hour and Mbit/s, both directions', async () => {
    await meter.look(segment, counter(2_000_000_000), after(4));
    expect(await hours(1)).toEqual([900_000_000]);
  });

  it('loses nothing to a clock that goes back, and is nothing of a segment that nobody looked at', async () => {
    await meter.look(segment, counter(100), after(6));
    await meter.look(segment, counter(150), after(5));
    expect((await hours(2)).reduce((sum, octets) => sum + octets)).toBe(150);
    expect(await meter.octetsIn({ ...segment, segmentId: 'seg_2' }, hour(0))).toBe(0n);
  });
});
