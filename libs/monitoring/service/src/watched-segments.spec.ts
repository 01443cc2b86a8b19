import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { Fact } from '@carriermesh/platform-chassis';
import type { AnyEvent } from '@carriermesh/wire';
import { WatchedSegments } from './watched-segments.view.js';

const at = instant(1_800_000_000_000_000_000n);
const ids = { contractId: 'con_x', orderId: 'ord_x' };
const segmentId = 'seg_x-4';
const objective = { latencyNs: 10n, jitterNs: 0n, lossPpm: 100 };
const plan = { segmentId, providerId: 'a', fromPopId: 'x', toPopId: 'y', resourceIds: ['a/x-y'], mbps: 1, contractSha256: new Uint8Array(32), objective };
const begun: AnyEvent = { type: 'provisioning.v1.RevertStarted', data: { ...ids, route: 2, segments: [plan], latencyNs: 1n, startedAt: at, answerBy: at, provenBy: at } };
const moved: AnyEvent = { type: 'provisioning.v1.ServiceRerouted', data: { ...ids, attempt: 2, fromRoute: 1, toRoute: 2, leftSegmentIds: [], segmentIds: [segmentId, 'seg_unknown'], latencyNs: 1n, reroutedAt: at } };
const released: AnyEvent = { type: 'provisioning.v1.SegmentReleased', data: { contractId: 'con_x', segmentId, providerId: 'a', receipt: { body: new Uint8Array(), signature: new Uint8Array(), keyId: '' } } };

function watching(...events: readonly AnyEvent[]): WatchedSegments {
  const watched = new WatchedSegments();
  for (const event of events) watched.apply(event as Fact);
  return watched;
}

describe('M3 the segment of a way back', () => {
  it('is measured by its provider alone, and on trial, until the service runs on it', () => {
    expect(watching(begun).of(segmentId, 'a')).toMatchObject({ segmentId, contractId: 'con_x', isOnTrial: true, objective });
    expect(watching(begun).of(segmentId, 'b')).toBeUndefined();
    expect(watching(begun, moved).of(segmentId, 'a')).toEqual({ segmentId, contractId: 'con_x', providerId: 'a', resourceIds: ['a/x-y'], objective });
    expect(watching(begun, moved).of('seg_unknown', 'a')).toBeUndefined();
  });

  it('is not measured any more when it was released', () => {
    expect(watching(begun, released).of(segmentId, 'a')).toBeUndefined();
  });
});
