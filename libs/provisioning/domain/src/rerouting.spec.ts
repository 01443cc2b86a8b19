import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, plus, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { activation, type ActivationInput } from './activation.process.js';
import type { ActivationEvent } from './activation-state.js';
import type { LatencyDatabase } from './line-latencies.js';
import { ANSWER_WINDOW_NS, RELEASE_WINDOW_NS } from './segment-answers.js';

const T0 = instant(1_800_000_000_000_000_000n);
const SECOND_NS = 1_000_000_000n;
const CONTRACT = 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
const HOLD = 'hol_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-f1';
const receipt: common.SignedEnvelope = { body: Uint8Array.of(1), signature: Uint8Array.of(2), keyId: 'key' };
const no = (code: string): common.Refusal => ({ code, message: 'No.', facts: {} });

const plan = (segmentId: string, ...resourceIds: readonly string[]): provisioning.SegmentPlan => ({
  segmentId, providerId: resourceIds[0]!.slice(0, 1), fromPopId: 'a', toPopId: 'b', resourceIds, mbps: 100, contractSha256: Uint8Array.of(9),
});
/** Over A and B; beside it, over C alone; and over A again, which shares a link with the first. */
const contracted: ActivationInput = {
  kind: 'contracted', contractId: CONTRACT, orderId: 'ord_1', buyerId: 'acme', maxLatencyNs: 50n,
  segments: [plan('s1', 'A/1'), plan('s2', 'B/1')],
  standbys: [{ segments: [plan('s3', 'C/1')], latencyNs: 40n }, { segments: [plan('s4', 'A/1'), plan('s5', 'D/1')], latencyNs: 45n }],
};
const active = (segmentId: string): ActivationInput => ({ kind: 'segment-active', segmentId, receipt });
const released = (segmentId: string): ActivationInput => ({ kind: 'segment-released', segmentId, receipt });
const silent = (segmentId: string): ActivationInput => ({ kind: 'segment-silent', segmentId });
const refused = (segmentId: string): ActivationInput => ({ kind: 'segment-refused', segmentId, refusal: no('no-port') });
const faultOf = (segmentId: string): provisioning.SegmentFault => ({ segmentId, providerId: 'B', alarmId: `alarm of ${segmentId}`, impairedSince: T0 });
const impaired = (segmentId: string): ActivationInput => ({ kind: 'impaired', fault: faultOf(segmentId) });
/** What is known of every line: all of them hold, but those of the providers named. */
const linesWithout = (...providers: readonly string[]): LatencyDatabase => ({
  line: (id) => ({ latencyNs: 20n, isHandover: false, isOffered: !providers.includes(id.slice(0, 1)) }),
  suspicion: (id) => (id === 'B/1' ? { segmentId: 's2', until: plus(T0, 9_999n * SECOND_NS) } : undefined),
  isSilent: () => false,
  position: 7n,
});
/** The same, and the agents of these providers are silent. */
const linesInSilence = (...providers: readonly string[]): LatencyDatabase => ({ ...linesWithout(), isSilent: (id) => providers.includes(id) });
const impairedKnowing = (lines: LatencyDatabase, alarmId = 'alarm of s2'): ActivationInput => ({ kind: 'impaired', fault: { ...faultOf('s2'), alarmId }, lines });
const restored = (segmentId: string): ActivationInput => ({ kind: 'restored', segmentId, alarmId: `alarm of ${segmentId}` });
const secured = (attempt: number, route: number, holdId = `${HOLD.slice(0, -1)}${attempt}`): ActivationInput => ({ kind: 'secured', attempt, route, holdId, latencyNs: 41n, passedOver: [] });
const notSecured = (attempt: number, ...routes: readonly number[]): ActivationInput => ({ kind: 'not-secured', attempt, verdicts: routes.map((route) => ({ route, refusal: no('no-capacity') })) });
const sought: ActivationInput = { kind: 'paths-sought', revision: 9n, refusal: no('no-route') };
const up = [contracted, active('s1'), active('s2')] as const;

/** The history that a sequence of inputs leads to, one second apart. */
function after(...inputs: readonly ActivationInput[]): readonly ActivationEvent[] {
  let history: readonly ActivationEvent[] = [];
  let now: Instant = T0;
  for (const input of inputs) {
    history = [...history, ...activation.react(fold(activation, history), input, now).events];
    now = plus(now, SECOND_NS);
  }
  return history;
}
const typesAfter = (...inputs: readonly ActivationInput[]): readonly string[] => after(...inputs).slice(4).map(({ type }) => type.replace('provisioning.v1.', ''));
const stateAfter = (...inputs: readonly ActivationInput[]) => fold(activation, after(...inputs));
const owedAfter = (...inputs: readonly ActivationInput[]): readonly string[] => activation.outstanding(stateAfter(...inputs)).map(({ key }) => key);
const endAfter = (...inputs: readonly ActivationInput[]) => activation.ended(stateAfter(...inputs));
function only(type: ActivationEvent['type'], history: readonly ActivationEvent[]): ActivationEvent['data'] {
  const found = history.filter((event) => event.type === type);
  expect(found).toHaveLength(1);
  return found[0]!.data;
}

describe('S2-16 M3 a service that is impaired', () => {
  it('has its alternatives weighed, best first, and nothing else asked for', () => {
    const effects = activation.outstanding(stateAfter(...up, impaired('s2')));
    expect(effects).toMatchObject([{ kind: 'secure', key: 'secure 1', holdId: HOLD, buyerId: 'acme', maxLatencyNs: 50n, candidates: [{ number: 1 }, { number: 2 }] }]);
    expect(endAfter(...up, impaired('s2'))).toBeUndefined();
  });

  it('is not moved by an alarm that is told of again when it is over, but by the next one of the segment', () => {
    const well = [...up, impaired('s2'), notSecured(1, 1, 2), sought, { kind: 'hold-returned', holdId: HOLD } as const, restored('s2')];
    expect(after(...well, impaired('s2'))).toEqual(after(...well));
    expect(typesAfter(...well, { kind: 'impaired', fault: { ...faultOf('s2'), alarmId: 'a later one' } }).slice(-2)).toEqual(['ImpairmentNoted', 'RerouteStarted']);
  });

  it('asks all new segments at once, and releases the old ones only when the last new one is active', () => {
    const underWay = [...up, impaired('s2'), secured(1, 2)];
    expect(owedAfter(...up, impaired('s2'), secured(1, 1))).toEqual(['activate s3']);
    expect(owedAfter(...underWay, released('s1'))).toEqual(['activate s4', 'activate s5']);
    expect(owedAfter(...underWay, released('s1'), active('s5'))).toEqual(['activate s4']);
    expect(owedAfter(...underWay, released('s1'), active('s5'), active('s4'))).toEqual(['release s2 1']);
  });

  it('releases first what stands in the way of the new route, and does not wait for a provider that says nothing', () => {
    expect(owedAfter(...up, impaired('s2'), secured(1, 2))).toEqual(['release s1 1']);
    expect(owedAfter(...up, impaired('s2'), secured(1, 2), silent('s1'))).toEqual(['activate s4', 'activate s5', 'release s1 1']);
  });

  it('gives what makes way a day to be released from then on, however long ago it was moved before', () => {
    const [failed, later] = [[...up, impaired('s2'), notSecured(1, 1)], plus(T0, 9n * RELEASE_WINDOW_NS)];
    const history = after(...failed);
    const again = [...history, ...activation.react(fold(activation, history), secured(2, 2), later).events];
    const state = fold(activation, [...again, ...activation.react(fold(activation, again), silent('s1'), later).events]);
    expect(activation.deadline(state)).toBe(plus(later, ANSWER_WINDOW_NS + RELEASE_WINDOW_NS));
  });

  it('says what it left, what it runs on and how long it was impaired, for both sides’ bills', () => {
    const history = after(...up, impaired('s2'), secured(1, 1), active('s3'));
    expect(only('provisioning.v1.ServiceRerouted', history)).toMatchObject({ fromRoute: 0, toRoute: 1, leftSegmentIds: ['s1', 's2'], segmentIds: ['s3'], latencyNs: 41n });
    expect(only('provisioning.v1.ServiceImpairmentEnded', history)).toEqual({
      contractId: CONTRACT, orderId: 'ord_1', buyerId: 'acme', faults: [faultOf('s2')], impairedFrom: T0, impairedUntil: plus(T0, 5n * SECOND_NS), end: 'rerouted',
    });
    expect(endAfter(...up, impaired('s2'), secured(1, 1), active('s3'), released('s1'), released('s2'))).toBe('active');
  });

  it('is not moved again by the alarm of a segment that it has left', () => {
    const moved = [...up, impaired('s2'), secured(1, 1), active('s3')];
    expect(typesAfter(...moved, impaired('s1'))).toEqual(typesAfter(...moved));
  });

  it('takes the same alarm, the same answer and the same word of an alternative twice as once', () => {
    const once = [...up, impaired('s2'), secured(1, 1), active('s3'), released('s1')];
    expect(typesAfter(...once.flatMap((input) => [input, input]))).toEqual(typesAfter(...once));
  });

  it('has the first alternative that holds put on record with the alarm, and asks for its segments as soon as their capacity is had', () => {
    const history = after(...up, impairedKnowing(linesWithout()));
    expect(only('provisioning.v1.RerouteStarted', history)).toMatchObject({ attempt: 1, chosen: { route: 1, latencyNs: 20n, passedOver: [] } });
    expect(activation.outstanding(fold(activation, history))).toMatchObject([
      { key: 'secure 1', chosen: { route: 1 }, atOnce: [{ key: 'activate s3', serviceStartAt: T0, meteredFrom: plus(T0, 3n * SECOND_NS), answerBy: plus(T0, 3n * SECOND_NS + ANSWER_WINDOW_NS) }] },
    ]);
    const whole: ActivationInput = { ...secured(1, 1), answers: [active('s3')] } as ActivationInput;
    expect(typesAfter(...up, impairedKnowing(linesWithout()), whole)).toEqual([
      'ImpairmentNoted', 'RerouteStarted', 'RerouteSecured', 'SegmentActivated', 'ServiceImpairmentEnded', 'ServiceRerouted',
    ]);
    expect(owedAfter(...up, impairedKnowing(linesWithout()), whole)).toEqual(['release s1 1', 'release s2 1']);
  });

  it('asks again, each for itself, for the segments whose providers did not answer soon', () => {
    const inputs = [...up, impairedKnowing(linesWithout()), { ...secured(1, 1), answers: [] } as ActivationInput];
    expect(owedAfter(...inputs)).toEqual(['activate s3']);
    // To be metered from the hour on in which the service was moved, however late the answer comes.
    expect(activation.outstanding(fold(activation, after(...inputs)))).toMatchObject([{ key: 'activate s3', meteredFrom: plus(T0, 3n * SECOND_NS) }]);
    expect(typesAfter(...inputs, active('s3')).slice(3)).toEqual(['SegmentActivated', 'ServiceImpairmentEnded', 'ServiceRerouted']);
  });

  it('asks for nothing at once where a segment of the old route has to make way first', () => {
    const effects = activation.outstanding(stateAfter(...up, impairedKnowing(linesWithout('C'))));
    expect(effects).toMatchObject([{ key: 'secure 1', chosen: { route: 2, passedOver: [{ route: 1, refusal: { code: 'resource-withdrawn' } }] }, atOnce: [] }]);
  });

  it('passes over a silent agent, has that on record with the move, and tries it when the other alternative is gone', () => {
    const broken = { ...contracted, standbys: [{ segments: [plan('s3', 'C/1')], latencyNs: 40n }, { segments: [plan('s4', 'D/1')], latencyNs: 45n }] } as ActivationInput;
    const chosen = [broken, active('s1'), active('s2'), impairedKnowing(linesInSilence('C'))];
    expect(only('provisioning.v1.RerouteStarted', after(...chosen))).toMatchObject({ chosen: { route: 2, passedOver: [{ route: 1, refusal: { code: 'session-down' } }], sessions: { position: 7n, lostByProviderIds: [] } } });
    const silence = { route: 1, refusal: no('session-down') };
    const without: ActivationInput = { kind: 'not-secured', attempt: 1, verdicts: [silence, { route: 2, refusal: no('no-capacity') }] };
    expect(only('provisioning.v1.RerouteFailed', after(...chosen, without))).toMatchObject({ verdicts: [silence, { route: 2 }] });
    expect(activation.outstanding(stateAfter(...chosen, without))).toMatchObject([{ key: 'secure 2', candidates: [{ number: 1 }] }, {}]);
    const sessions = { position: 9n, lostByProviderIds: ['C'] };
    const history = after(...chosen, without, { ...secured(2, 1), sessions } as ActivationInput);
    expect(only('provisioning.v1.RerouteSecured', history)).toMatchObject({ toRoute: 1, sessions });
    // Its answer does not come: nothing is left.
    expect(typesAfter(...chosen, without, secured(2, 1), silent('s3')).slice(-3)).toEqual(['SegmentSilent', 'RerouteFailed', 'AlternativesExhausted']);
  });

  it('does not take down what carries for an agent that is silent', () => {
    const shared = [...up, impairedKnowing({ ...linesInSilence('A'), line: (id) => ({ latencyNs: 20n, isHandover: false, isOffered: id !== 'C/1' }) })];
    expect(only('provisioning.v1.RerouteStarted', after(...shared))).not.toHaveProperty('chosen');
    expect(activation.outstanding(stateAfter(...shared))).toMatchObject([{ key: 'secure 1', candidates: [{ number: 1, isBreaking: false }, { number: 2, isBreaking: true }] }]);
  });

  it('can choose a route at a later time whose capacity was gone, since nobody was asked for it', () => {
    const without = [...up, impairedKnowing(linesWithout()), notSecured(1, 1)];
    expect(owedAfter(...without)).toEqual(['secure 2', `return ${HOLD}`]);
    expect(activation.outstanding(stateAfter(...without))).toMatchObject([{ candidates: [{ number: 2 }] }, {}]);
    const later = [...without, notSecured(2, 2), restored('s2'), impairedKnowing(linesWithout('D'), 'a later one')];
    expect(activation.outstanding(stateAfter(...later))).toContainEqual(expect.objectContaining({ key: 'secure 3', chosen: expect.objectContaining({ route: 1 }) }));
  });

  it('goes on with the next alternative when one of the segments that were asked for at once is refused, and releases the others', () => {
    const inputs = [...up, impairedKnowing(linesWithout('C')), { ...secured(1, 2), answers: [active('s5'), refused('s4')] } as ActivationInput];
    expect(typesAfter(...inputs).slice(2)).toEqual(['RerouteSecured', 'SegmentActivated', 'SegmentRefused', 'RerouteFailed', 'RerouteStarted']);
    expect(owedAfter(...inputs)).toEqual(['secure 2', 'release s5 1']);
  });

  it('stays where it is when the alarm is cleared before anything holds, and that ends the impairment', () => {
    const inputs = [...up, impaired('s2'), restored('s2'), notSecured(1, 1, 2)];
    expect(typesAfter(...inputs)).toEqual(['ImpairmentNoted', 'RerouteStarted', 'ServiceImpairmentEnded', 'ImpairmentCleared', 'RerouteFailed']);
    expect(endAfter(...inputs, { kind: 'hold-returned', holdId: HOLD })).toBe('active');
  });
});

describe('I5 a service that is up', () => {
  it('stays so when word of a silence comes that was over before', () => {
    expect(after(...up, silent('s1'))).toEqual(after(...up));
    const moved = [...up, impaired('s2'), secured(1, 1), active('s3')];
    expect(after(...moved, silent('s3'))).toEqual(after(...moved));
  });
});

describe('S2-16 an alternative that does not do its part', () => {
  const refusedOnce = [...up, impaired('s2'), secured(1, 2), released('s1'), active('s4'), refused('s5')];

  it('is undone, and the next one is tried, each attempt with a hold of its own', () => {
    expect(owedAfter(...refusedOnce)).toEqual(['secure 2', 'release s4 1']);
    expect(activation.outstanding(stateAfter(...refusedOnce))[0]).toMatchObject({ kind: 'secure', holdId: `${HOLD.slice(0, -1)}2`, candidates: [{ number: 1 }] });
    expect(owedAfter(...refusedOnce, released('s4'))).toEqual(['secure 2', `return ${HOLD}`]);
  });

  it('keeps its capacity for as long as one of its segments may be up', () => {
    expect(owedAfter(...up, impaired('s2'), secured(1, 1), silent('s3'))).toEqual(['secure 2', 'release s3 1']);
  });

  it('has a success taken down that is told again after its segment made way, though the service still counts on its route', () => {
    const told = [...up, impaired('s2'), secured(1, 2), released('s1'), active('s1')];
    expect([...owedAfter(...told)].sort()).toEqual(['activate s4', 'activate s5', 'release s1 2']);
    const stuck = [...told, refused('s4'), released('s5'), notSecured(2, 1)];
    expect(owedAfter(...stuck)).toContain('release s1 2');
    expect(owedAfter(...stuck, released('s1'))).not.toContain('release s1 3');
  });

  it('has a late success torn down again', () => {
    const late = [...up, impaired('s2'), secured(1, 1), silent('s3'), released('s3'), active('s3')];
    expect(owedAfter(...late)).toEqual(['secure 2', 'release s3 2']);
    expect(owedAfter(...late, released('s3'))).toEqual(['secure 2', `return ${HOLD}`]);
  });

  it('is passed over when it has no capacity, and comes into question again at the next impairment', () => {
    const inputs = [...up, impaired('s2'), notSecured(1, 1), secured(2, 2), released('s1'), active('s4'), active('s5')];
    expect(typesAfter(...inputs).at(-1)).toBe('ServiceRerouted');
    const again = activation.outstanding(stateAfter(...inputs, impaired('s5'))).find(({ kind }) => kind === 'secure');
    expect(again).toMatchObject({ key: 'secure 3', candidates: [{ number: 1 }] });
  });

  it('is moved on from when it is found impaired while the service moves to it', () => {
    const inputs = [...up, impaired('s2'), secured(1, 2), released('s1'), active('s4'), impaired('s4'), active('s5')];
    expect(typesAfter(...inputs).slice(-2)).toEqual(['ServiceRerouted', 'RerouteStarted']);
    expect(activation.outstanding(stateAfter(...inputs))[0]).toMatchObject({ kind: 'secure', candidates: [{ number: 1 }] });
  });
});

describe('S2-16 a service whose alternatives are all gone', () => {
  const gone = [...up, impaired('s2'), notSecured(1, 1, 2)];

  it('says so, asks once for a fresh computation, and waits for an operator where it is', () => {
    expect(typesAfter(...gone)).toEqual(['ImpairmentNoted', 'RerouteStarted', 'RerouteFailed', 'AlternativesExhausted']);
    expect(owedAfter(...gone)).toEqual([`return ${HOLD}`, 'seek-paths 1']);
    const after = [...gone, sought, { kind: 'hold-returned', holdId: HOLD } as const];
    expect(owedAfter(...after)).toEqual([]);
    expect(endAfter(...after)).toBe('needs-operator');
    expect(typesAfter(...after, sought).filter((type) => type === 'FreshPathsSought')).toHaveLength(1);
  });

  it('calls for nobody any more when its segment is well again', () => {
    const well = [...gone, sought, { kind: 'hold-returned', holdId: HOLD } as const, restored('s2')];
    expect(typesAfter(...well).slice(-2)).toEqual(['ServiceImpairmentEnded', 'ImpairmentCleared']);
    expect(endAfter(...well)).toBe('active');
  });

  it('returns to none of them: a route that was left is not moved to again', () => {
    const left = [...up, impaired('s2'), secured(1, 1), active('s3'), impaired('s3'), secured(2, 2), active('s4'), active('s5'), impaired('s4')];
    expect(typesAfter(...left).at(-1)).toBe('AlternativesExhausted');
  });
});

describe('I5 a release that nobody confirms after the service has moved', () => {
  const moved = [...up, impaired('s2'), secured(1, 1), active('s3'), released('s1')];

  it('is asked for a whole day, and then an operator is called, once', () => {
    const state = stateAfter(...moved);
    expect(owedAfter(...moved)).toEqual(['release s2 1']);
    expect(activation.deadline(state)).toBe(plus(T0, 5n * SECOND_NS + RELEASE_WINDOW_NS));
    const inputs = [...moved, activation.timeout(state)];
    expect(only('provisioning.v1.ReleaseNeedsOperator', after(...inputs))).toMatchObject({ unconfirmedSegmentIds: ['s2'] });
    expect(owedAfter(...inputs)).toEqual([]);
    expect(endAfter(...inputs)).toBe('needs-operator');
  });

  it('is left to the operator alone: what a later failure leaves behind is asked for again', () => {
    const called = [...moved, activation.timeout(stateAfter(...moved)), impaired('s3'), secured(2, 2), active('s4'), refused('s5')];
    expect(owedAfter(...called)).toEqual(['release s4 1', 'seek-paths 2']);
    expect(owedAfter(...called, released('s4'), sought)).toEqual([`return ${HOLD.slice(0, -1)}2`]);
    expect(activation.ended(stateAfter(...called, released('s4'), sought, { kind: 'hold-returned', holdId: `${HOLD.slice(0, -1)}2` }, restored('s3')))).toBe('needs-operator');
  });

  it('leaves each new segment the same time to answer as a new service has', () => {
    expect(only('provisioning.v1.RerouteSecured', after(...moved))).toMatchObject({ answerBy: plus(T0, 4n * SECOND_NS + ANSWER_WINDOW_NS) });
  });
});
