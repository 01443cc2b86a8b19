import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { monitoring } from '@carriermesh/wire';
import { alarmText, questionOf } from './alarm.command.js';

const alarm: monitoring.Alarm = {
  alarmId: 'alm_u-1-1', state: 'cleared', alarmType: 'quality-of-service-alarm', probableCause: 'degraded-signal', perceivedSeverity: 'major',
  specificProblem: '101 of a million packets were lost; 100 were promised at most.',
  buyerId: 'acme', orderId: 'ord_u', contractId: 'con_u', providerId: 'alfa', segmentId: 'seg_u-1', resourceIds: ['alfa/1', 'alfa/2'],
  crossed: { indicator: 'frame-loss-ratio-ppm', observed: 101n, threshold: 100n },
  impairedSince: instant(0n), raisedAt: instant(60_000_000_000n), clearedAt: instant(120_000_000_000n), clearance: 'measured-well', needsOperator: false,
};

describe('S2-14 the flags of a list of alarms', () => {
  it('leave out what they name, and nothing without them', () => {
    expect(questionOf({ limit: '100' })).toEqual({ buyerId: '', state: 'unspecified', serviceId: '', providerId: '', segmentId: '', limit: 100 });
    expect(questionOf({ state: 'raised', service: 'ord_u', provider: 'alfa', segment: 'seg_u-1', limit: '1000' })).toMatchObject({ state: 'raised', serviceId: 'ord_u', providerId: 'alfa', segmentId: 'seg_u-1', limit: 1000 });
  });

  it('are refused where they are none, with what they have to be', () => {
    expect(() => questionOf({ state: 'open', limit: '1' })).toThrow('--state is raised or cleared, not "open"');
    expect(() => questionOf({ limit: '1001' })).toThrow('--limit is a number from 1 to 1000, not "1001"');
  });
});

describe('S2-14 an alarm in words', () => {
  it('says what was measured, what was promised, and when it began and ended', () => {
    expect(alarmText(alarm)).toBe(`alm_u-1-1: cleared, major
  quality-of-service-alarm, degraded-signal: 101 of a million packets were lost; 100 were promised at most.
  seg_u-1 of alfa; contract con_u, order ord_u of acme
  over alfa/1, alfa/2
  measured 101 ppm, promised at most 100 ppm
  raised 1970-01-01T00:01:00Z, impaired since 1970-01-01T00:00:00Z
  cleared 1970-01-01T00:02:00Z: measured well again
`);
  });

  it('says of an open one that waits for an operator that it does', () => {
    const { crossed: _, impairedSince: __, clearedAt: ___, ...open } = alarm;
    const waiting = { ...open, segmentId: '', providerId: '', resourceIds: [], state: 'raised', needsOperator: true } as const;
    expect(alarmText(waiting)).toContain('  con_u; contract con_u, order ord_u of acme\n  raised 1970-01-01T00:01:00Z\n  Nothing goes on by itself: an operator has to look.\n');
  });
});
