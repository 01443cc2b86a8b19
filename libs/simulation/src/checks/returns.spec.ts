import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { provisioning } from '@carriermesh/wire';
import { Returns } from './returns.js';

const at = instant(0n);
const plan = (segmentId: string, resourceId: string): provisioning.SegmentPlan => ({
  segmentId, providerId: 'a', fromPopId: 'x', toPopId: 'y', resourceIds: [resourceId], mbps: 1, contractSha256: new Uint8Array(),
});
const started: provisioning.ActivationStarted = {
  contractId: 'con_x', orderId: 'ord_x', buyerId: 'acme', serviceStartAt: at, answerBy: at, waitToRestoreSeconds: 300,
  segments: [plan('s1', 'a/1')], standbys: [{ segments: [plan('s2', 'a/2')], latencyNs: 1n }],
};
const begun = (route = 2, segment = plan('s3', 'a/1')): provisioning.RevertStarted => ({
  contractId: 'con_x', orderId: 'ord_x', route, segments: [segment], latencyNs: 1n, startedAt: at, answerBy: at, provenBy: at,
});
function goingBack(goodWindows: number): Returns {
  const returns = new Returns(started);
  returns.begun(begun(), ['s2']);
  for (let window = 0; window < goodWindows; window++) returns.judged({ segmentId: 's3', measuredAt: at, failed: false }, 0);
  return returns;
}

describe('the check of services that go back', () => {
  it('I5 finds one that was moved after fewer good windows in a row than five, unless what it ran on was impaired', () => {
    expect(goingBack(5).taken(['s3'], 1)).toBe(true);
    expect(() => goingBack(4).taken(['s3'], 1)).toThrow('nobody measured s3');
    const broken = goingBack(4);
    broken.judged({ segmentId: 's3', measuredAt: at, failed: true }, 0);
    broken.judged({ segmentId: 's3', measuredAt: at, failed: false }, 0);
    expect(() => broken.taken(['s3'], 1)).toThrow('nobody measured s3');
    // Provisioning may not have heard of it.
    for (const seen of [256, 257]) {
      const late = goingBack(5);
      late.judged({ segmentId: 's3', measuredAt: at, failed: true }, 0);
      if (seen <= 256) expect(late.taken(['s3'], seen)).toBe(true);
      else expect(() => late.taken(['s3'], seen)).toThrow('nobody measured s3');
    }
    const impaired = goingBack(0);
    impaired.isImpaired = true;
    expect(impaired.taken(['s3'], 1)).toBe(true);
  });

  it('I5 I1 finds a way back that nobody ordered, over another path, over what is in use, or a second time', () => {
    const { waitToRestoreSeconds: _, ...never } = started;
    expect(() => new Returns(never).begun(begun(), ['s2'])).toThrow('which its order does not say');
    expect(() => new Returns(started).begun(begun(2, plan('s3', 'a/9')), ['s2'])).toThrow('goes back to a/9');
    expect(() => new Returns(started).begun(begun(), ['s1'])).toThrow('over what it runs on');
    expect(() => goingBack(0).begun(begun(4), ['s2'])).toThrow('while it does already');
    const again = goingBack(5);
    again.taken(['s3'], 1);
    expect(() => again.begun(begun(), ['s2'])).toThrow('a second time');
  });
});
