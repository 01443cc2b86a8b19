import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, plus } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { activation, type ActivationInput } from './activation.process.js';
import type { ActivationEvent } from './activation-state.js';
import { rerouteHoldId } from './care.js';

const T0 = instant(1_800_000_000_000_000_000n);
const END = plus(T0, 3_600_000_000_000n);
const CONTRACT = 'con_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b';
const receipt: common.SignedEnvelope = { body: Uint8Array.of(1), signature: Uint8Array.of(2), keyId: 'key' };

const plan = (segmentId: string, providerId: string): provisioning.SegmentPlan => ({
  segmentId, providerId, fromPopId: 'a', toPopId: 'b', resourceIds: [`${providerId}/1`], mbps: 100, contractSha256: Uint8Array.of(9),
});
const over = (...providers: readonly string[]): ActivationInput => ({
  kind: 'contracted', contractId: CONTRACT, orderId: 'ord_1', buyerId: 'acme', segments: [plan('s1', 'alfa')],
  standbys: providers.map((providerId, index) => ({ segments: [plan(`s${index + 2}`, providerId)], latencyNs: 1n })),
});
const active = (segmentId: string): ActivationInput => ({ kind: 'segment-active', segmentId, receipt });
const released = (segmentId: string): ActivationInput => ({ kind: 'segment-released', segmentId, receipt });
const ordered = (number: number, kind: 'suspend' | 'resume'): ActivationInput => ({ kind: 'change-ordered', number, change: { kind, reason: '' }, holdId: 'hol_1' });
const adjusted = (adjustment: number): ActivationInput => ({ kind: 'adjusted', segmentId: 's1', adjustment, receipt });
const impaired = (alarmId = 'a'): ActivationInput => ({ kind: 'impaired', fault: { segmentId: 's1', providerId: 'alfa', alarmId, impairedSince: T0 } });
const secured = (attempt: number, holdId = rerouteHoldId(CONTRACT, attempt)): ActivationInput => ({ kind: 'secured', attempt, route: 1, holdId, latencyNs: 1n, passedOver: [] });
const returned = (attempt: number): ActivationInput => ({ kind: 'hold-returned', holdId: rerouteHoldId(CONTRACT, attempt) });
const [agreed, ended]: readonly ActivationInput[] = [{ kind: 'end-agreed', endsAt: END }, { kind: 'contract-over' }];

const after = (contract: ActivationInput, ...inputs: readonly ActivationInput[]): readonly ActivationEvent[] =>
  [contract, active('s1'), ...inputs].reduce<readonly ActivationEvent[]>((history, input) => [...history, ...activation.react(fold(activation, history), input, END).events], []);
const owed = (...story: Parameters<typeof after>): readonly string[] => activation.outstanding(fold(activation, after(...story))).map(({ key }) => key);
const back = (attempt: number): string => `return ${rerouteHoldId(CONTRACT, attempt)}`;

describe('I5 capacity that is asked for while the attempt that needs it is put on record', () => {
  it('is given back where a change is on record in the place of the attempt, and the next one has another number', () => {
    const suspended = [ordered(1, 'suspend'), adjusted(1)];
    expect(owed(over('bravo'), ...suspended)).toEqual([back(1)]);
    expect(owed(over('bravo'), ...suspended, returned(1))).toEqual([]);
    const history = after(over('bravo'), ...suspended, returned(1), ordered(2, 'resume'), adjusted(2), impaired());
    expect(history.at(-1)).toMatchObject({ type: 'provisioning.v1.RerouteStarted', data: { attempt: 2 } });
  });

  it('can be asked for by nobody where there is no alternative, or while the service carries nothing', () => {
    expect(owed(over(), ordered(1, 'suspend'))).toEqual(['adjust s1 1']);
    expect(owed(over('bravo'), ordered(1, 'suspend'), adjusted(1), returned(1), ordered(2, 'resume'))).toEqual(['adjust s1 2']);
  });

  it('is given back with the end of the contract, also after a move', () => {
    expect(owed(over('bravo'), agreed!, ended!, released('s1'))).toEqual([back(1)]);
    expect(after(over('bravo'), agreed!, ended!, released('s1'), returned(1)).at(-1)?.type).toBe('provisioning.v1.ServiceTerminated');
    const moved = [impaired(), secured(1), active('s2'), released('s1'), agreed!, ended!, released('s2')];
    expect(owed(over('bravo', 'charlie'), ...moved)).toEqual([back(2), back(1)]);
    expect(owed(over('bravo'), ...moved)).toEqual([back(1)]);
  });

  it('is given back where the route that was moved to needs none: another instance may have chosen otherwise', () => {
    expect(owed(over('bravo'), impaired(), secured(1, ''), active('s2'), released('s1'))).toEqual([back(1)]);
    expect(owed(over('bravo'), impaired(), secured(1), active('s2'), released('s1'))).toEqual([]);
  });

  it('keeps no alternative from being tried where it was asked for another one: that is tried again by the next attempt', () => {
    const history = after(over('bravo'), impaired(), { kind: 'not-secured', attempt: 1, verdicts: [] });
    expect(history.slice(-2)).toMatchObject([{ type: 'provisioning.v1.RerouteFailed', data: { attempt: 1 } }, { type: 'provisioning.v1.RerouteStarted', data: { attempt: 2 } }]);
    expect(activation.outstanding(fold(activation, history))).toMatchObject([{ key: 'secure 2', candidates: [{ number: 1 }] }, { key: back(1) }]);
  });
});
