import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { alarmChanges, UNCONFIRMED } from './alarms.js';

const place = { revision: 7, occurredAt: instant(5n) };

describe('S2-14 the alarm of a change that a provider does not take back', () => {
  it('is one for each of its segments, for the operator alone, and ends with the provider’s receipt for that segment', () => {
    const raised = alarmChanges({ type: 'provisioning.v1.ServiceChangeNeedsOperator', data: { contractId: 'con_1', changeNumber: 1, unconfirmedSegmentIds: ['seg_1-1', 'seg_1-2'], raisedAt: instant(4n) } }, place);
    expect(raised).toMatchObject(['1-1', '1-2'].map((id) => ({ kind: 'raised', alarm: { alarmId: `alm_${id}-r7`, segmentId: `seg_${id}`, probableCause: UNCONFIRMED, needsOperator: true } })));
    const receipt = { body: new Uint8Array(), signature: new Uint8Array(), keyId: '' };
    expect(alarmChanges({ type: 'provisioning.v1.SegmentAdjusted', data: { contractId: 'con_1', segmentId: 'seg_1-1', providerId: 'alfa', adjustment: 2, receipt } }, place)).toEqual([
      { kind: 'cleared', of: { segmentId: 'seg_1-1', probableCause: UNCONFIRMED }, clearedAt: instant(5n), clearance: 'taken-care-of' },
    ]);
  });
});
