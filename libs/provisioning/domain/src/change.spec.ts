import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, plus, type Instant } from '@carriermesh/kernel';
import type { common, contracting, provisioning } from '@carriermesh/wire';
import { activation, type ActivationInput } from './activation.process.js';
import type { ActivationEvent } from './activation-state.js';
import { rerouteHoldId } from './care.js';
import { ANSWER_WINDOW_NS, RELEASE_WINDOW_NS } from './segment-answers.js';

const T0 = instant(1_800_000_000_000_000_000n);
const SECOND_NS = 1_000_000_000n;
const CONTRACT = 'con_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b';
const receipt: common.SignedEnvelope = { body: Uint8Array.of(1), signature: Uint8Array.of(2), keyId: 'key' };
const no: common.Refusal = { code: 'provider-refused', message: 'No.', facts: {} };

const plan = (segmentId: string, providerId: string): provisioning.SegmentPlan => ({
  segmentId, providerId, fromPopId: 'a', toPopId: 'b', resourceIds: [`${providerId}/1`], mbps: 100, contractSha256: Uint8Array.of(9),
});
const contracted: ActivationInput = {
  kind: 'contracted', contractId: CONTRACT, orderId: 'ord_1', buyerId: 'acme', segments: [plan('s1', 'alfa'), plan('s2', 'bravo')], standbys: [],
};
/** What is never impaired needs no alternative, and so gives none of its capacity back. */
const contractFor = (inputs: readonly ActivationInput[]): ActivationInput =>
  inputs.some(({ kind }) => kind === 'impaired') ? ({ ...contracted, standbys: [{ segments: [plan('s3', 'charlie')], latencyNs: 1n }] } as ActivationInput) : contracted;
const active = (segmentId: string): ActivationInput => ({ kind: 'segment-active', segmentId, receipt });
const ordered = (number: number, kind: contracting.ServiceChangeKind, mbps?: number): ActivationInput => ({ kind: 'change-ordered', number, change: { kind, reason: '', ...(mbps === undefined ? {} : { mbps }) }, holdId: 'hol_1' });
const adjusted = (segmentId: string, adjustment: number): ActivationInput => ({ kind: 'adjusted', segmentId, adjustment, receipt });
const refused = (segmentId: string, adjustment: number): ActivationInput => ({ kind: 'adjustment-refused', segmentId, adjustment, refusal: no });
const silent = (segmentId: string, adjustment: number): ActivationInput => ({ kind: 'adjustment-silent', segmentId, adjustment });
const impaired = (segmentId: string): ActivationInput => ({ kind: 'impaired', fault: { segmentId, providerId: 'alfa', alarmId: `alarm of ${segmentId}`, impairedSince: T0 } });
const returned: ActivationInput = { kind: 'hold-returned', holdId: rerouteHoldId(CONTRACT, 1) };
const secured: ActivationInput = { kind: 'secured', attempt: 1, route: 1, holdId: 'h', latencyNs: 1n, passedOver: [] };

/** A service that is up, and the history that these inputs lead to, one second apart. */
function after(...inputs: readonly ActivationInput[]): readonly ActivationEvent[] {
  let history: readonly ActivationEvent[] = [];
  let now: Instant = T0;
  for (const input of [contractFor(inputs), active('s1'), active('s2'), ...inputs]) {
    history = [...history, ...activation.react(fold(activation, history), input, now).events];
    now = plus(now, SECOND_NS);
  }
  return history;
}
const typesAfter = (...inputs: readonly ActivationInput[]): readonly string[] => after(...inputs).slice(4).map(({ type }) => type.replace('provisioning.v1.', ''));
const stateAfter = (...inputs: readonly ActivationInput[]) => fold(activation, after(...inputs));
const owedAfter = (...inputs: readonly ActivationInput[]): readonly string[] => activation.outstanding(stateAfter(...inputs)).map(({ key }) => key);
const suspended = [ordered(1, 'suspend'), adjusted('s1', 1), adjusted('s2', 1)] as const;

describe('S0-10 a service that is suspended', () => {
  it('asks every provider at once, each with the same time to answer, and is suspended when the last one has confirmed', () => {
    const effects = activation.outstanding(stateAfter(ordered(1, 'suspend')));
    const answerBy = plus(T0, 3n * SECOND_NS + ANSWER_WINDOW_NS);
    const shape = { mbps: 100, suspended: true };
    expect(effects).toMatchObject([{ key: 'adjust s1 1', kind: 'adjust', adjustment: 1, shape, answerBy }, { key: 'adjust s2 1', shape, answerBy }]);
    expect(activation.ended(stateAfter(ordered(1, 'suspend')))).toBeUndefined();
    expect(typesAfter(ordered(1, 'suspend'), adjusted('s2', 1))).toEqual(['ServiceChangeStarted', 'SegmentAdjusted']);
    expect(after(...suspended).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChanged', data: { changeNumber: 1, from: { suspended: false }, to: shape, segmentIds: ['s1', 's2'] } });
    expect([owedAfter(...suspended), activation.ended(stateAfter(...suspended))]).toEqual([[], 'active']);
  });

  it('is resumed the same way, by adjustments that go on counting', () => {
    const resumed = [...suspended, ordered(2, 'resume')];
    expect(owedAfter(...resumed)).toEqual(['adjust s1 2', 'adjust s2 2']);
    expect(after(...resumed, adjusted('s1', 2), adjusted('s2', 2)).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChanged', data: { changeNumber: 2, to: { mbps: 100, suspended: false } } });
  });

  it('takes the same order and the same answer twice as once, and no second change while one is under way', () => {
    expect(typesAfter(...suspended.flatMap((input) => [input, input]))).toEqual(typesAfter(...suspended));
    expect(typesAfter(ordered(1, 'suspend'), ordered(2, 'resume'))).toEqual(['ServiceChangeStarted']);
    expect(typesAfter(...suspended, ordered(1, 'suspend'))).toEqual(typesAfter(...suspended));
  });

  it('I5 goes back at every provider when one refuses, by a number that outdates what is still on its way', () => {
    const inputs = [ordered(1, 'suspend'), adjusted('s1', 1), refused('s2', 1)];
    expect(typesAfter(...inputs).slice(-2)).toEqual(['SegmentAdjustmentRefused', 'ServiceChangeReversed']);
    const owed = activation.outstanding(stateAfter(...inputs));
    expect(owed).toMatchObject([{ key: 'adjust s1 2', shape: { suspended: false } }, { key: 'adjust s2 2', shape: { suspended: false } }]);
    expect(owed.some((effect) => 'answerBy' in effect)).toBe(false);
    // The late success of what is not wanted any more, and the silence of another instance.
    expect(typesAfter(...inputs, adjusted('s2', 1), silent('s1', 1))).toEqual(typesAfter(...inputs));
    const whole = after(...inputs, adjusted('s2', 2), adjusted('s1', 2));
    expect(whole.at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChangeFailed', data: { changeNumber: 1, reason: no, from: { suspended: false } } });
    expect(activation.ended(fold(activation, whole))).toBe('active');
  });

  it('I5 goes back when a provider says nothing, and names it', () => {
    expect(after(ordered(1, 'suspend'), silent('s2', 1)).at(-1)).toMatchObject({ data: { reason: { code: 'provider-silent', facts: { provider_id: 'bravo', segment_id: 's2' } } } });
  });

  it('I5 needs an operator when a provider does not go back for a day, and not before; it is asked on, and all is well when it has', () => {
    const inputs = [ordered(1, 'suspend'), refused('s2', 1), adjusted('s2', 2), refused('s1', 2), silent('s1', 2)];
    const state = stateAfter(...inputs);
    const deadline = plus(T0, 4n * SECOND_NS + RELEASE_WINDOW_NS);
    expect([activation.deadline(state), activation.timeout(state)]).toEqual([deadline, { kind: 'reversal-window-passed' }]);
    const alarmed = [...inputs, { kind: 'reversal-window-passed' } as const];
    expect(after(...alarmed).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChangeNeedsOperator', data: { unconfirmedSegmentIds: ['s1'] } });
    expect([activation.ended(stateAfter(...alarmed)), owedAfter(...alarmed), activation.deadline(stateAfter(...alarmed))]).toEqual(['needs-operator', ['adjust s1 2'], undefined]);
    expect(typesAfter(...alarmed, adjusted('s1', 2)).at(-1)).toBe('ServiceChangeFailed');
  });
});

describe('S2-16 a service that is suspended and impaired', () => {
  it('is not moved while it carries nothing, nor on the way to that or from it', () => {
    expect(typesAfter(ordered(1, 'suspend'), impaired('s1'))).toEqual(['ServiceChangeStarted']);
    expect(typesAfter(...suspended, impaired('s1'))).toEqual(typesAfter(...suspended));
    expect(typesAfter(...suspended, ordered(2, 'resume'), impaired('s1')).at(-1)).toBe('ServiceChangeStarted');
    expect(typesAfter(...suspended, ordered(2, 'resume'), adjusted('s1', 2), adjusted('s2', 2), impaired('s1')).slice(-2)).toEqual(['ImpairmentNoted', 'RerouteStarted']);
  });

  it('waits with a change until the move that it is in is over', () => {
    const moving = [impaired('s1'), ordered(1, 'suspend')];
    expect(typesAfter(...moving).slice(-2)).toEqual(['RerouteStarted', 'ServiceChangeAwaited']);
    expect(typesAfter(...moving, secured, active('s3')).slice(-2)).toEqual(['ServiceRerouted', 'ServiceChangeStarted']);
    expect(owedAfter(...moving, secured, active('s3'))).toContain('adjust s3 1');
  });

  it('does not begin the next move before a change that waited, and begins it after one that failed', () => {
    const failing = [impaired('s1'), ordered(1, 'suspend'), secured, { kind: 'segment-refused', segmentId: 's3', refusal: no } as const];
    expect(typesAfter(...failing).slice(-2)).toEqual(['RerouteFailed', 'ServiceChangeStarted']);
    expect(typesAfter(...failing, refused('s1', 1), adjusted('s1', 2), adjusted('s2', 2)).slice(-2)).toEqual(['ServiceChangeFailed', 'AlternativesExhausted']);
  });

  it('has its impairment ended by the suspension, for both sides’ bills', () => {
    const exhausted = [impaired('s1'), { kind: 'not-secured', attempt: 1, verdicts: [{ route: 1, refusal: no }] } as const];
    expect(typesAfter(...exhausted).at(-1)).toBe('AlternativesExhausted');
    expect(after(...exhausted, ...suspended).slice(-3)).toMatchObject([{ type: 'provisioning.v1.ServiceImpairmentEnded', data: { end: 'suspended' } }, { type: 'provisioning.v1.ImpairmentCleared', data: { segmentId: 's1' } }, { type: 'provisioning.v1.ServiceChanged' }]);
    expect(owedAfter(...exhausted, ...suspended)).toEqual(['return hol_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b-f1']);
  });
});

describe('I13 a change of a service of which everything made way for a route that did not come up', () => {
  const inTheWay = (segmentId: string, number: number) => ({ ...plan(segmentId, 'alfa'), resourceIds: [`alfa/${number}`] });
  const standbys = [{ segments: [inTheWay('s2', 1)], latencyNs: 1n }, { segments: [inTheWay('s3', 1)], latencyNs: 2n }];
  const live = (...inputs: readonly ActivationInput[]) => inputs.reduce<readonly ActivationEvent[]>((history, input) => [...history, ...activation.react(fold(activation, history), input, T0).events], [
    ...activation.react(activation.initial, { ...contracted, segments: [inTheWay('s1', 1)], standbys } as ActivationInput, T0).events,
  ]);
  const moving = [active('s1'), impaired('s1'), secured] as const;
  const failed = [...moving, { kind: 'segment-released', segmentId: 's1', receipt }, { kind: 'segment-refused', segmentId: 's2', refusal: no }] as const;
  const out = [...failed, { ...secured, attempt: 2, route: 2 } as ActivationInput, { kind: 'segment-refused', segmentId: 's3', refusal: no } as const];
  const lastOf = (events: readonly ActivationEvent[], count: number) => events.slice(-count).map(({ type }) => type.replace('provisioning.v1.', ''));
  const changes = [['suspend', undefined], ['modify', 40], ['modify', 150]] as const;

  it.each(changes)('is refused where no route is left, with nobody asked for it: %s %s', (kind, mbps) => {
    const history = live(...out, ordered(1, kind, mbps));
    expect(lastOf(history, 3)).toEqual(['AlternativesExhausted', 'ServiceChangeAwaited', 'ServiceChangeFailed']);
    expect(history.at(-1)).toMatchObject({ data: { changeNumber: 1, segmentIds: [], from: { mbps: 100, suspended: false }, reason: { code: 'service-out', facts: { contract_id: CONTRACT } } } });
    expect(activation.react(fold(activation, history), ordered(1, kind, mbps), T0).events).toEqual([]);
    expect(activation.outstanding(fold(activation, history)).filter((effect) => effect.kind === 'adjust')).toEqual([]);
  });

  it.each(changes)('waits for the next route where there is one, and is refused with the last: %s %s', (kind, mbps) => {
    const waiting = [...moving, ordered(1, kind, mbps), ...failed.slice(moving.length)];
    expect(lastOf(live(...waiting), 2)).toEqual(['RerouteFailed', 'RerouteStarted']);
    expect(lastOf(live(...waiting, ...out.slice(failed.length)), 3)).toEqual(['RerouteFailed', 'AlternativesExhausted', 'ServiceChangeFailed']);
  });

  it('is done on the next route when that comes up', () => {
    const history = live(...moving, ordered(1, 'suspend'), ...out.slice(moving.length, -1), active('s3'));
    expect(lastOf(history, 2)).toEqual(['ServiceRerouted', 'ServiceChangeStarted']);
    expect(history.at(-1)).toMatchObject({ data: { segmentIds: ['s3'] } });
  });

  it('gives back what was to be given back before it', () => {
    const less = [active('s1'), ordered(1, 'modify', 40), adjusted('s1', 1)];
    const moves = out.slice(1).map((input) => ('attempt' in input ? { ...input, attempt: input.attempt + 1 } : input) as ActivationInput);
    expect(activation.outstanding(fold(activation, live(...less, ...moves, ordered(2, 'suspend'))))).toContainEqual(expect.objectContaining({ kind: 'resize-capacity', mbps: 40 }));
  });
});

describe('S0-10 a service that ends while it is suspended or being changed', () => {
  const end = plus(T0, 3_600n * SECOND_NS);
  const over = (...inputs: readonly ActivationInput[]) => {
    const before = after({ kind: 'end-agreed', endsAt: end }, ...inputs);
    return fold(activation, [...before, ...activation.react(fold(activation, before), { kind: 'contract-over' }, end).events]);
  };

  it('is taken down at every provider, and its change is over with it', () => {
    for (const inputs of [suspended, [ordered(1, 'suspend'), adjusted('s1', 1)], [ordered(1, 'suspend'), refused('s2', 1)]]) {
      expect(activation.outstanding(over(...inputs)).map(({ key }) => key)).toEqual(['release s1 1', 'release s2 1']);
      expect(activation.react(over(...inputs), adjusted('s1', 1), end).events).toEqual([]);
    }
  });
});

describe('S0-10 a service that is to carry more or less', () => {
  const resized = (number: number, mbps: number): ActivationInput => ({ kind: 'capacity-resized', number, mbps });
  const noCapacity = (number: number): ActivationInput => ({ kind: 'capacity-refused', number, refusal: { ...no, code: 'no-capacity' } });
  const all = (adjustment: number): readonly ActivationInput[] => [adjusted('s1', adjustment), adjusted('s2', adjustment)];

  it('has more capacity before any provider is asked for more, on every resource of its route', () => {
    const effects = activation.outstanding(stateAfter(ordered(1, 'modify', 150)));
    const needs = ['alfa/1', 'bravo/1'].map((resourceId) => ({ resourceId, mbps: 150 }));
    expect(effects).toEqual([{ key: 'resize 1', kind: 'resize-capacity', number: 1, mbps: 150, holds: [{ holdId: 'hol_1', needs }] }]);
    expect(typesAfter(ordered(1, 'modify', 150), resized(1, 150))).toEqual(['ServiceChangeAwaited', 'ServiceCapacityResized', 'ServiceChangeStarted']);
    const whole = [ordered(1, 'modify', 150), resized(1, 150), ...all(1)];
    expect(after(...whole).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChanged', data: { from: { mbps: 100 }, to: { mbps: 150, suspended: false } } });
    expect([owedAfter(...whole), activation.ended(stateAfter(...whole))]).toEqual([[], 'active']);
  });

  it('gives capacity back only when the last provider carries less', () => {
    const less = [ordered(1, 'modify', 40)];
    expect(typesAfter(...less)).toEqual(['ServiceChangeAwaited', 'ServiceChangeStarted']);
    expect(owedAfter(...less, adjusted('s1', 1))).toEqual(['adjust s2 1']);
    expect(activation.outstanding(stateAfter(...less, ...all(1)))).toMatchObject([{ key: 'resize 1', mbps: 40 }]);
    expect(activation.ended(stateAfter(...less, ...all(1)))).toBeUndefined();
    expect(activation.ended(stateAfter(...less, ...all(1), resized(1, 40)))).toBe('active');
  });

  it('is refused where there is no capacity, with nobody asked for anything, and gives back what it may have had of it', () => {
    const refusal = [ordered(1, 'modify', 150), noCapacity(1)];
    expect(after(...refusal).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChangeFailed', data: { reason: { code: 'no-capacity' }, from: { mbps: 100 } } });
    expect(activation.outstanding(stateAfter(...refusal))).toMatchObject([{ key: 'resize 2', mbps: 100 }]);
    expect(typesAfter(...refusal, ordered(2, 'modify', 120)).at(-1)).toBe('ServiceChangeAwaited');
    expect(activation.outstanding(stateAfter(...refusal, ordered(2, 'modify', 120), resized(2, 100)))).toMatchObject([{ key: 'resize 3', mbps: 120 }]);
  });

  it('I5 keeps its capacity until every provider has gone back, and gives it back then', () => {
    const back = [ordered(1, 'modify', 150), resized(1, 150), adjusted('s1', 1), refused('s2', 1)];
    expect(activation.outstanding(stateAfter(...back))).toMatchObject([{ key: 'adjust s1 2', shape: { mbps: 100 } }, { key: 'adjust s2 2', shape: { mbps: 100 } }]);
    expect(owedAfter(...back, ...all(2))).toEqual(['resize 2']);
    expect(typesAfter(...back, ...all(2)).at(-1)).toBe('ServiceChangeFailed');
  });

  it('moves with its new bandwidth, and resizes beside the first route’s capacity that of the route which it runs on', () => {
    const moved = [ordered(1, 'modify', 150), resized(1, 150), returned, ...all(1), impaired('s1'), { ...secured, attempt: 2 } as ActivationInput, active('s3')];
    expect(activation.outstanding(stateAfter(...moved.slice(0, -1)))).toMatchObject([{ key: 'activate s3', plan: { mbps: 150 } }]);
    const owed = activation.outstanding(stateAfter(...moved, ordered(2, 'modify', 200))).find(({ key }) => key === 'resize 2');
    expect(owed).toMatchObject({ holds: [{ holdId: 'hol_1', needs: [{ resourceId: 'alfa/1', mbps: 200 }, { resourceId: 'bravo/1', mbps: 200 }] }, { holdId: 'h', needs: [{ resourceId: 'charlie/1', mbps: 200 }] }] });
  });

  it('I1 resizes anew what it had for it, where it was moved meanwhile to a route with capacity of its own', () => {
    const inputs = [ordered(1, 'modify', 150), impaired('s1'), resized(1, 150), secured, active('s3')];
    expect(typesAfter(...inputs.slice(0, 3))).toEqual(['ServiceChangeAwaited', 'ImpairmentNoted', 'RerouteStarted', 'ServiceCapacityResized']);
    const back = activation.outstanding(stateAfter(...inputs)).find(({ kind }) => kind === 'resize-capacity');
    expect(back).toMatchObject({ number: 3, mbps: 100, holds: [{ holdId: 'hol_1' }, { holdId: 'h' }] });
    const again = activation.outstanding(stateAfter(...inputs, resized(3, 100))).find(({ kind }) => kind === 'resize-capacity');
    expect(again).toMatchObject({ number: 4, mbps: 150, holds: [{ holdId: 'hol_1' }, { holdId: 'h' }] });
    // What was on its way for the route that it left says nothing of the one that it runs on.
    const late = [ordered(1, 'modify', 150), impaired('s1'), secured, active('s3'), resized(1, 150)];
    expect(typesAfter(...late)).not.toContain('ServiceCapacityResized');
    expect(owedAfter(...late)).toContain('resize 2');
  });

  it('is modified while it is suspended, and carries that when it is resumed', () => {
    const inputs = [...suspended, ordered(2, 'modify', 150), resized(1, 150), adjusted('s1', 2), adjusted('s2', 2), ordered(3, 'resume')];
    expect(activation.outstanding(stateAfter(...inputs))).toMatchObject([{ shape: { mbps: 150, suspended: false } }, { shape: { mbps: 150, suspended: false } }]);
  });

  describe('S4-6 in a format', () => {
    const inFormat = (number: number, mbps: number, carriedMbps: number): ActivationInput => ({ kind: 'change-ordered', number, change: { kind: 'modify', reason: '', mbps }, carriedMbps, holdId: 'hol_1' });
    const from = { mbps: 100, suspended: false };

    it('has capacity and asks its providers for what travels, and keeps beside it what was ordered', () => {
      const more = [inFormat(1, 300, 150)];
      expect(activation.outstanding(stateAfter(...more))).toMatchObject([{ key: 'resize 1', mbps: 150 }]);
      expect(activation.outstanding(stateAfter(...more, resized(1, 150)))).toMatchObject([{ kind: 'adjust', shape: { mbps: 150 } }, { kind: 'adjust', shape: { mbps: 150 } }]);
      const whole = [...more, resized(1, 150), ...all(1)];
      expect(after(...whole).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChanged', data: { from, to: { mbps: 150, orderedMbps: 300 } } });
      expect(after(...whole, ordered(2, 'suspend')).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChangeStarted', data: { to: { mbps: 150, suspended: true, orderedMbps: 300 } } });
    });

    it('asks nobody for anything where as much travels for what is ordered, also while it is moved or suspended', () => {
      const changed = { type: 'provisioning.v1.ServiceChanged', data: { changeNumber: 1, from, to: { mbps: 100, suspended: false, orderedMbps: 199 }, segmentIds: [] } };
      expect(after(inFormat(1, 199, 100)).slice(4)).toMatchObject([changed]);
      expect([owedAfter(inFormat(1, 199, 100)), activation.ended(stateAfter(inFormat(1, 199, 100)))]).toEqual([[], 'active']);
      // The same order again is no other one.
      expect(typesAfter(inFormat(1, 199, 100), inFormat(1, 199, 100))).toEqual(['ServiceChanged']);
      expect(typesAfter(inFormat(1, 199, 100), inFormat(2, 200, 100))).toEqual(['ServiceChanged', 'ServiceChanged']);
      const moving = [impaired('s1'), inFormat(1, 199, 100)];
      expect(after(...moving).at(-1)).toMatchObject(changed);
      expect(typesAfter(...moving, secured, active('s3')).at(-1)).toBe('ServiceRerouted');
      expect(after(...suspended, inFormat(2, 199, 100)).at(-1)).toMatchObject({ data: { to: { mbps: 100, suspended: true, orderedMbps: 199 } } });
    });

    it('I5 has the order that it had where a provider does not follow', () => {
      const first = [inFormat(1, 199, 100), inFormat(2, 300, 150), resized(1, 150), refused('s2', 1), ...all(2)];
      expect(after(...first).at(-1)).toMatchObject({ type: 'provisioning.v1.ServiceChangeFailed', data: { from: { mbps: 100, orderedMbps: 199 }, to: { mbps: 150, orderedMbps: 300 } } });
      expect(after(...first, ordered(3, 'suspend')).at(-1)).toMatchObject({ data: { to: { mbps: 100, suspended: true, orderedMbps: 199 } } });
    });
  });
});
