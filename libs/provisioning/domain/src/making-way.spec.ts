import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, plus, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { activation, type ActivationInput } from './activation.process.js';
import type { ActivationEvent } from './activation-state.js';
import { rerouteHoldId } from './care.js';

const T0 = instant(1_800_000_000_000_000_000n);
const SECOND_NS = 1_000_000_000n;
const CONTRACT = 'con_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b';
const receipt: common.SignedEnvelope = { body: Uint8Array.of(1), signature: Uint8Array.of(2), keyId: 'key' };
const refusal: common.Refusal = { code: 'no-port', message: 'No.', facts: {} };

const plan = (segmentId: string, resourceId: string): provisioning.SegmentPlan => ({
  segmentId, providerId: resourceId.slice(0, 1), fromPopId: 'a', toPopId: 'b', resourceIds: [resourceId], mbps: 100, contractSha256: Uint8Array.of(9),
});
/** Over A and B; what may take over goes over the same link of A, so that the first segment has to make way. */
const contracted: ActivationInput = {
  kind: 'contracted', contractId: CONTRACT, orderId: 'ord_1', buyerId: 'acme',
  segments: [plan('s1', 'A/1'), plan('s2', 'B/1')], standbys: [{ segments: [plan('s3', 'A/1'), plan('s4', 'C/1')], latencyNs: 40n }],
};
const active = (segmentId: string): ActivationInput => ({ kind: 'segment-active', segmentId, receipt });
const released = (segmentId: string): ActivationInput => ({ kind: 'segment-released', segmentId, receipt });
const refused = (segmentId: string): ActivationInput => ({ kind: 'segment-refused', segmentId, refusal });
const impaired = (segmentId: string): ActivationInput => ({ kind: 'impaired', fault: { segmentId, providerId: 'A', alarmId: `alarm of ${segmentId}`, impairedSince: T0 } });
/** Also what monitoring says of a segment that was released. */
const restored = (segmentId: string): ActivationInput => ({ kind: 'restored', segmentId, alarmId: `alarm of ${segmentId}` });
const secured: ActivationInput = { kind: 'secured', attempt: 1, route: 1, holdId: rerouteHoldId(CONTRACT, 1), latencyNs: 41n, passedOver: [] };
const over: readonly ActivationInput[] = [{ kind: 'end-agreed', endsAt: plus(T0, SECOND_NS) }, { kind: 'contract-over' }];

/** What a service that is up lives through, one second apart. */
function after(...inputs: readonly ActivationInput[]): readonly ActivationEvent[] {
  let history: readonly ActivationEvent[] = [];
  let now: Instant = T0;
  for (const input of [contracted, active('s1'), active('s2'), ...inputs]) {
    history = [...history, ...activation.react(fold(activation, history), input, now).events];
    now = plus(now, SECOND_NS);
  }
  return history;
}
const typesOf = (events: readonly ActivationEvent[]) => events.slice(4).map(({ type }) => type.replace('provisioning.v1.', ''));
const endings = (events: readonly ActivationEvent[]) => events.flatMap((event) => (event.type === 'provisioning.v1.ServiceImpairmentEnded' ? [event.data] : []));

describe.each([
  ['the segment that has to', 's1'],
  ['another one than the one that has to', 's2'],
])('S2-16 M3 a service that makes way for its alternative, of which %s is impaired', (_, faulty) => {
  const down = [impaired(faulty), secured, released('s1'), restored(faulty)];

  it('was impaired until it has moved, whatever became of the alarm meanwhile', () => {
    const moved = after(...down, active('s3'), active('s4'));
    expect(endings(moved)).toEqual([expect.objectContaining({ end: 'rerouted', impairedFrom: T0, impairedUntil: plus(T0, 8n * SECOND_NS), faults: [expect.objectContaining({ segmentId: faulty })] })]);
    expect(typesOf(moved).at(-1)).toBe('ServiceRerouted');
  });

  it('was impaired to the end of its contract when the alternative fails, and both sides’ bills are told', () => {
    const gone = after(...down, refused('s3'));
    expect([typesOf(gone).at(-1), endings(gone)]).toEqual(['AlternativesExhausted', []]);
    const ended = after(...down, refused('s3'), ...over);
    expect(endings(ended)).toEqual([expect.objectContaining({ end: 'terminated', impairedFrom: T0, impairedUntil: plus(T0, 9n * SECOND_NS), faults: [expect.objectContaining({ segmentId: faulty })] })]);
  });

  it('is not taken down at all when it is well before the alternative has its capacity', () => {
    const well = after(impaired(faulty), restored(faulty), secured);
    expect(typesOf(well)).toEqual(['ImpairmentNoted', 'RerouteStarted', 'ServiceImpairmentEnded', 'ImpairmentCleared', 'RerouteFailed']);
    expect(activation.outstanding(fold(activation, well)).map(({ key }) => key)).toEqual([`return ${rerouteHoldId(CONTRACT, 1)}`]);
  });
});

describe('S2-16 a move that is under way when the contract ends', () => {
  it.each([
    ['before its capacity is known', [impaired('s2')]],
    ['after it', [impaired('s2'), secured]],
    ['after it failed', [impaired('s2'), secured, released('s1'), refused('s3')]],
    ['after it was done', [impaired('s2'), secured, released('s1'), active('s3'), active('s4')]],
  ])('has its hold given back with the service: %s', (_, steps) => {
    const started = after(...steps, ...over).find(({ type }) => type === 'provisioning.v1.TeardownStarted');
    expect(started?.data).toMatchObject({ holdIds: [rerouteHoldId(CONTRACT, 1)] });
  });
});
