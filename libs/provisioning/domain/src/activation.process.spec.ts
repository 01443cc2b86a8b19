import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, plus, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { activation, type ActivationInput } from './activation.process.js';
import { RECEIPT_NOT_TRUSTED, type ActivationEvent } from './activation-state.js';
import { ANSWER_WINDOW_NS, RELEASE_WINDOW_NS } from './segment-answers.js';

const T0 = instant(1_800_000_000_000_000_000n);
const receipt: common.SignedEnvelope = { body: Uint8Array.of(1), signature: Uint8Array.of(2), keyId: 'key' };
const noCapacity: common.Refusal = { code: 'provider-refused', message: 'No.', facts: {} };

const plan = (segmentId: string, providerId: string): provisioning.SegmentPlan => ({
  segmentId, providerId, fromPopId: `${providerId}/a`, toPopId: `${providerId}/b`, resourceIds: [`${providerId}/a-b`], mbps: 100, contractSha256: Uint8Array.of(9),
});
const contracted: ActivationInput = { kind: 'contracted', contractId: 'con_1', orderId: 'ord_1', buyerId: 'acme', standbys: [], segments: [plan('s1', 'alfa'), plan('s2', 'bravo'), plan('s3', 'charlie')] };
const active = (segmentId: string): ActivationInput => ({ kind: 'segment-active', segmentId, receipt });
const refused = (segmentId: string, refusal = noCapacity): ActivationInput => ({ kind: 'segment-refused', segmentId, refusal });
const silent = (segmentId: string): ActivationInput => ({ kind: 'segment-silent', segmentId });
const released = (segmentId: string): ActivationInput => ({ kind: 'segment-released', segmentId, receipt });

/** The history that a sequence of inputs leads to, one second apart. */
function after(...inputs: readonly ActivationInput[]): readonly ActivationEvent[] {
  let history: readonly ActivationEvent[] = [];
  let now: Instant = T0;
  for (const input of inputs) {
    history = [...history, ...activation.react(fold(activation, history), input, now).events];
    now = plus(now, 1_000_000_000n);
  }
  return history;
}
const typesAfter = (...inputs: readonly ActivationInput[]): readonly string[] => after(...inputs).map(({ type }) => type.replace('provisioning.v1.', ''));
const stateAfter = (...inputs: readonly ActivationInput[]) => fold(activation, after(...inputs));
const owedAfter = (...inputs: readonly ActivationInput[]): readonly string[] => activation.outstanding(stateAfter(...inputs)).map(({ key }) => key);

describe('S0-1 an activation', () => {
  it('asks every provider for its segment at once, and gives all of them the same time to answer', () => {
    expect(owedAfter(contracted)).toEqual(['activate s1', 'activate s2', 'activate s3']);
    const [started] = after(contracted);
    expect(started?.type === 'provisioning.v1.ActivationStarted' && started.data.answerBy).toBe(T0 + ANSWER_WINDOW_NS);
  });

  it('ends active when the last segment is, and owes nothing more', () => {
    expect(typesAfter(contracted, active('s2'), active('s1'), active('s3')).at(-1)).toBe('ServiceActivated');
    expect(owedAfter(contracted, active('s2'), active('s1'), active('s3'))).toEqual([]);
    expect(activation.ended(stateAfter(contracted, active('s2'), active('s1'), active('s3')))).toBe('active');
  });

  it('asks after a crash only for what was not answered before', () => {
    expect(owedAfter(contracted, active('s2'))).toEqual(['activate s1', 'activate s3']);
  });

  it('takes the same contract or the same answer twice as once', () => {
    expect(typesAfter(contracted, contracted, active('s1'), active('s1'))).toEqual(['ActivationStarted', 'SegmentActivated']);
  });

  it('releases what is active, and what may become so, as soon as one provider refuses', () => {
    expect(owedAfter(contracted, active('s1'), refused('s2'))).toEqual(['release s1 1', 'release s3 1']);
  });

  it('tells the order why only when no segment is active any more', () => {
    expect(typesAfter(contracted, active('s1'), refused('s2'), released('s1'))).not.toContain('ActivationFailed');
    const whole = after(contracted, active('s1'), refused('s2'), released('s1'), released('s3'));
    const failed = whole.find(({ type }) => type === 'provisioning.v1.ActivationFailed');
    expect(failed?.type === 'provisioning.v1.ActivationFailed' && failed.data.reason).toEqual(noCapacity);
    expect(whole.at(-1)?.type).toBe('provisioning.v1.ActivationCompensated');
    expect(activation.ended(fold(activation, whole))).toBe('compensated');
  });

  it('tells the first reason when several providers refuse', () => {
    const whole = after(contracted, refused('s1'), refused('s2', { ...noCapacity, message: 'Later.' }), released('s3'));
    const failed = whole.find(({ type }) => type === 'provisioning.v1.ActivationFailed');
    expect(failed?.type === 'provisioning.v1.ActivationFailed' && failed.data.reason.message).toBe('No.');
  });

  it('does not keep the order waiting for a silent provider, and goes on asking it for the release', () => {
    const inputs = [contracted, active('s1'), active('s3'), silent('s2'), released('s1'), released('s3')];
    expect(typesAfter(...inputs).at(-1)).toBe('ActivationFailed');
    expect(activation.outstanding(stateAfter(...inputs))).toMatchObject([{ key: 'release s2 1', patient: true }]);
    expect(activation.ended(stateAfter(...inputs))).toBeUndefined();
    expect(typesAfter(...inputs, released('s2')).at(-1)).toBe('ActivationCompensated');
  });

  it('treats an answer that it cannot believe as a segment that may be active', () => {
    const lie = refused('s2', { ...noCapacity, code: RECEIPT_NOT_TRUSTED });
    expect(owedAfter(contracted, active('s1'), active('s3'), lie)).toContain('release s2 1');
  });

  it('tears a late success down again', () => {
    const inputs = [contracted, refused('s1'), released('s2'), released('s3'), active('s2')];
    expect(activation.ended(stateAfter(...inputs))).toBeUndefined();
    expect(owedAfter(...inputs)).toEqual(['release s2 2']);
    expect(owedAfter(...inputs, released('s2'))).toEqual([]);
    expect(activation.ended(stateAfter(...inputs, released('s2')))).toBe('compensated');
    expect(typesAfter(...inputs, released('s2')).filter((type) => type === 'ActivationFailed' || type === 'ActivationCompensated')).toHaveLength(2);
    expect(owedAfter(...inputs, released('s2'), active('s2'))).toEqual(['release s2 3']);
  });

  it('goes on asking for the release of a late success that its provider does not confirm, and calls an operator after a day', () => {
    const inputs = [contracted, refused('s1'), released('s2'), released('s3'), active('s2'), silent('s2')];
    const state = stateAfter(...inputs);
    expect(activation.outstanding(state)).toMatchObject([{ key: 'release s2 2', patient: true }]);
    const alarm = activation.react(state, activation.timeout(state), plus(T0, 2n * RELEASE_WINDOW_NS)).events[0];
    expect(alarm).toMatchObject({ type: 'provisioning.v1.ActivationNeedsOperator', data: { unconfirmedSegmentIds: ['s2'] } });
    expect(activation.ended(stateAfter(...inputs, released('s2')))).toBe('compensated');
  });

  it('calls an operator when nobody confirmed a release for a whole day, and not before', () => {
    const inputs = [contracted, active('s1'), active('s3'), silent('s2'), released('s1'), released('s3')];
    const state = stateAfter(...inputs);
    const failedAt = T0 + 5_000_000_000n;
    expect(activation.deadline(state)).toBe(failedAt + RELEASE_WINDOW_NS);
    expect(activation.deadline(stateAfter(contracted, active('s1')))).toBeUndefined();
    const alarm = activation.react(state, activation.timeout(state), plus(T0, RELEASE_WINDOW_NS)).events[0];
    expect(alarm).toMatchObject({ type: 'provisioning.v1.ActivationNeedsOperator', data: { unconfirmedSegmentIds: ['s2'] } });
  });

  it('is not moved by answers about segments that it never asked for', () => {
    expect(typesAfter(contracted, active('s9'))).toEqual(['ActivationStarted']);
  });
});
