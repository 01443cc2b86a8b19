import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, plus, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { activation, type ActivationInput } from './activation.process.js';
import type { ActivationEvent } from './activation-state.js';
import { rerouteHoldId } from './care.js';
import { RELEASE_WINDOW_NS } from './segment-answers.js';

const T0 = instant(1_800_000_000_000_000_000n);
const END = plus(T0, 3_600_000_000_000n);
const receipt: common.SignedEnvelope = { body: Uint8Array.of(1), signature: Uint8Array.of(2), keyId: 'key' };
const CONTRACT = 'con_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b';

const plan = (segmentId: string, providerId: string): provisioning.SegmentPlan => ({
  segmentId, providerId, fromPopId: `${providerId}/a`, toPopId: `${providerId}/b`, resourceIds: [`${providerId}/${segmentId}`], mbps: 100, contractSha256: Uint8Array.of(9),
});
const contracted: ActivationInput = {
  kind: 'contracted', contractId: CONTRACT, orderId: 'ord_1', buyerId: 'acme', segments: [plan('s1', 'alfa'), plan('s2', 'bravo')], standbys: [],
};
/** What is never impaired needs no alternative, and so gives none of its capacity back. */
const contractFor = (inputs: readonly ActivationInput[]): ActivationInput =>
  inputs.some(({ kind }) => kind === 'impaired') ? ({ ...contracted, standbys: [{ segments: [plan('s3', 'charlie')], latencyNs: 1n }] } as ActivationInput) : contracted;
const active = (segmentId: string): ActivationInput => ({ kind: 'segment-active', segmentId, receipt });
const released = (segmentId: string): ActivationInput => ({ kind: 'segment-released', segmentId, receipt });
const agreed: ActivationInput = { kind: 'end-agreed', endsAt: END };
const over: ActivationInput = { kind: 'contract-over' };
const impaired: ActivationInput = { kind: 'impaired', fault: { segmentId: 's1', providerId: 'alfa', alarmId: 'a', impairedSince: T0 } };

type Step = ActivationInput | readonly [at: Instant, input: ActivationInput];

/** A service that is up, and what comes then: at its end, or at the instant that stands beside it. */
function after(...steps: readonly Step[]): readonly ActivationEvent[] {
  let history: readonly ActivationEvent[] = [];
  for (const step of [[T0, contractFor(steps.map((each) => ('kind' in each ? each : each[1])))], [T0, active('s1')], [T0, active('s2')], ...steps] as const) {
    const [at, input] = 'kind' in step ? [END, step] as const : step;
    history = [...history, ...activation.react(fold(activation, history), input, at).events];
  }
  return history;
}
const state = (...steps: readonly Step[]) => fold(activation, after(...steps));
const owed = (...steps: readonly Step[]) => activation.outstanding(state(...steps)).map(({ key }) => key);
const last = (...steps: readonly Step[]) => after(...steps).at(-1)?.type.replace('provisioning.v1.', '');

describe('S0-10 the end of a service', () => {
  it('is waited for by a service that is cared for until then, and comes with its last nanosecond and not before', () => {
    const waiting = state(agreed);
    expect([activation.deadline(waiting), activation.ended(waiting), owed(agreed)]).toEqual([END, undefined, []]);
    expect(last(agreed, [instant(END - 1n), over])).toBe('TeardownScheduled');
    expect(last(agreed, over)).toBe('TeardownStarted');
    expect(last(agreed, impaired)).toBe('RerouteStarted');
  });

  it('I5 is over at once where the service is out, and nobody has anything of it to release', () => {
    const overIt: ActivationInput = { ...(contracted as Extract<ActivationInput, { kind: 'contracted' }>), segments: [plan('s1', 'alfa')], standbys: [{ segments: [{ ...plan('s3', 'alfa'), resourceIds: ['alfa/s1'] }], latencyNs: 1n }] };
    const out: readonly ActivationInput[] = [
      overIt, active('s1'), impaired, { kind: 'secured', attempt: 1, route: 1, holdId: '', latencyNs: 1n, passedOver: [] }, released('s1'),
      { kind: 'segment-refused', segmentId: 's3', refusal: { code: 'no', message: 'No.', facts: {} } }, { kind: 'hold-returned', holdId: rerouteHoldId(CONTRACT, 1) }, agreed, over,
    ];
    const history = out.reduce<readonly ActivationEvent[]>((known, input) => [...known, ...activation.react(fold(activation, known), input, END).events], []);
    expect(history.slice(-3).map(({ type }) => type.replace('provisioning.v1.', ''))).toEqual(['ServiceImpairmentEnded', 'TeardownStarted', 'ServiceTerminated']);
  });

  it('is the one that was agreed first, however often it is said', () => {
    expect(activation.deadline(state(agreed, { kind: 'end-agreed', endsAt: plus(END, 9n) }))).toBe(END);
  });

  it('asks every provider for its release, and is over with the last of them', () => {
    expect(owed(agreed, over)).toEqual(['release s1 1', 'release s2 1']);
    const effects = activation.outstanding(state(agreed, over));
    expect(effects).toMatchObject([{ kind: 'release', patient: true, serviceEndAt: END }, { kind: 'release', serviceEndAt: END }]);
    expect(owed(agreed, over, released('s1'))).toEqual(['release s2 1']);
    expect(last(agreed, over, released('s1'), released('s2'))).toBe('ServiceTerminated');
    const ended = state(agreed, over, released('s1'), released('s2'));
    expect([activation.ended(ended), activation.outstanding(ended), activation.deadline(ended)]).toEqual(['compensated', [], undefined]);
  });

  it('releases what a move had asked for as well, and gives its capacity back when all is down', () => {
    const secured: ActivationInput = { kind: 'secured', attempt: 1, route: 1, holdId: rerouteHoldId(CONTRACT, 1), latencyNs: 1n, passedOver: [] };
    const moving = [impaired, secured, agreed, over] as const;
    expect(after(...moving).map(({ type }) => type)).toContain('provisioning.v1.ServiceImpairmentEnded');
    expect(owed(...moving)).toEqual(['release s1 1', 'release s2 1', 'release s3 1']);
    const down = [...moving, released('s1'), released('s2'), released('s3')] as const;
    expect([owed(...down), last(...down)]).toEqual([[`return ${rerouteHoldId(CONTRACT, 1)}`], 'SegmentReleased']);
    expect(last(...down, { kind: 'hold-returned', holdId: rerouteHoldId(CONTRACT, 1) })).toBe('ServiceTerminated');
  });

  it('gives the capacity back also of a move that was only begun, since its hold may be on its way', () => {
    expect(owed(impaired, agreed, over, released('s1'), released('s2'))).toEqual([`return ${rerouteHoldId(CONTRACT, 1)}`]);
  });

  it('needs an operator when a provider has not confirmed for a day, and goes on asking it until it does', () => {
    const silent = [agreed, over, released('s1')] as const;
    const limit = plus(END, RELEASE_WINDOW_NS);
    expect(activation.deadline(state(...silent))).toBe(limit);
    const alarmed = [...silent, [limit, { kind: 'release-window-passed' }]] as const;
    expect(after(...alarmed).at(-1)).toMatchObject({ type: 'provisioning.v1.TeardownNeedsOperator', data: { unconfirmedSegmentIds: ['s2'] } });
    expect([activation.ended(state(...alarmed)), activation.deadline(state(...alarmed)), owed(...alarmed)]).toEqual(['needs-operator', undefined, ['release s2 1']]);
    expect(activation.ended(state(...alarmed, released('s2')))).toBe('compensated');
  });

  it('releases a success that comes after it, with an alarm for as long as that is up', () => {
    const late = [agreed, over, released('s1'), released('s2'), active('s1')] as const;
    expect([owed(...late), activation.ended(state(...late))]).toEqual([['release s1 2'], 'needs-operator']);
    expect([last(...late, released('s1')), activation.ended(state(...late, released('s1')))]).toEqual(['SegmentReleased', 'compensated']);
  });
});
