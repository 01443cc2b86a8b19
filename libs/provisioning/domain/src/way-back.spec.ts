import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant, NANOS_PER_DAY, NANOS_PER_SECOND, plus, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { activation, type ActivationInput } from './activation.process.js';
import type { ActivationEvent } from './activation-state.js';
import { rerouteHoldId } from './care.js';
import { TRIAL_WINDOW_NS } from './way-back.js';

const T0 = instant(1_800_000_000_000_000_000n);
const WAIT_NS = 300n * NANOS_PER_SECOND;
const CONTRACT = 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
const receipt: common.SignedEnvelope = { body: Uint8Array.of(1), signature: Uint8Array.of(2), keyId: 'key' };

const plan = (segmentId: string, ...resourceIds: readonly string[]): provisioning.SegmentPlan => ({
  segmentId, providerId: resourceIds[0]!.slice(0, 1), fromPopId: 'a', toPopId: 'b', resourceIds, mbps: 100, contractSha256: Uint8Array.of(9),
});
const wayBack = (segmentId: string): provisioning.StandbyRoute => ({ segments: [plan(segmentId, 'A/1')], latencyNs: 1n, isWayBack: true });
const beside = (segmentId: string, ...resourceIds: readonly string[]): provisioning.StandbyRoute => ({ segments: [plan(segmentId, 'B/1', ...resourceIds)], latencyNs: 1n });
/** Over A; beside it over B; and both of them twice more, as s3 and s4, s5 and s6. */
const contracted = { kind: 'contracted', contractId: CONTRACT, orderId: 'ord_1', buyerId: 'acme', segments: [plan('s1', 'A/1')], standbys: [beside('s2'), wayBack('s3'), beside('s4'), wayBack('s5'), beside('s6')], waitToRestoreSeconds: 300 } as const;

const active = (segmentId: string): ActivationInput => ({ kind: 'segment-active', segmentId, receipt });
const released = (segmentId: string): ActivationInput => ({ kind: 'segment-released', segmentId, receipt });
const impaired = (segmentId: string, alarmId = `alarm of ${segmentId}`): ActivationInput => ({ kind: 'impaired', fault: { segmentId, providerId: 'A', alarmId, impairedSince: T0 } });
const secured = (attempt: number, route: number): ActivationInput => ({ kind: 'secured', attempt, route, holdId: rerouteHoldId(CONTRACT, attempt), latencyNs: 1n, passedOver: [] });
const returnedHold = (attempt: number): ActivationInput => ({ kind: 'hold-returned', holdId: rerouteHoldId(CONTRACT, attempt) });
const due: ActivationInput = { kind: 'way-back-due' };
const well = (look: number): ActivationInput => ({ kind: 'looked-back', look, judged: { kind: 'holds', latencyNs: 7n } });
const notYet = (look: number, until: Instant): ActivationInput => ({ kind: 'looked-back', look, judged: { kind: 'not-yet', until, refusal: { code: 'no', message: 'No.', facts: {} } } });
const tried = (segmentId: string, passed: boolean): ActivationInput => ({ kind: 'segment-tried', segmentId, passed, problem: passed ? '' : 'All was lost.' });
const suspended: ActivationInput = { kind: 'change-ordered', number: 1, change: { kind: 'suspend', reason: '' }, holdId: 'hol_1' };

/** One input, or the time that passes before the next one. */
type Step = ActivationInput | bigint;

function after(...steps: readonly Step[]): { readonly history: readonly ActivationEvent[]; readonly now: Instant } {
  let history: readonly ActivationEvent[] = [];
  let now: Instant = T0;
  for (const step of steps) {
    if (typeof step === 'bigint') now = plus(now, step);
    else history = [...history, ...activation.react(fold(activation, history), step, now).events];
  }
  return { history, now };
}
const stateAfter = (...steps: readonly Step[]) => fold(activation, after(...steps).history);
const owed = (...steps: readonly Step[]): readonly string[] => activation.outstanding(stateAfter(...steps)).map(({ key }) => key);
const lastTypes = (count: number, ...steps: readonly Step[]): readonly string[] => after(...steps).history.slice(-count).map(({ type }) => type.replace('provisioning.v1.', ''));
const lastData = (...steps: readonly Step[]): ActivationEvent['data'] => after(...steps).history.at(-1)!.data;
const startsWith = (type: string) => ({ type: `provisioning.v1.${type}` });

const moved = [contracted, active('s1'), impaired('s1'), secured(1, 1), active('s2'), released('s1')] as const;
const onTrial = [...moved, WAIT_NS, due, well(1)] as const;
const back = [...onTrial, active('s3'), tried('s3', true)] as const;
const settled = [...back, released('s2'), returnedHold(1), returnedHold(2)] as const;

describe('M3 a service that goes back to the path that was contracted', () => {
  it('is looked at when it has waited for as long as its order says, to the nanosecond, and is no process that has ended before', () => {
    const { now } = after(...moved);
    expect(activation.deadline(stateAfter(...moved))).toBe(plus(now, WAIT_NS));
    expect(activation.ended(stateAfter(...moved))).toBeUndefined();
    expect(after(...moved, WAIT_NS - 1n, due).history).toEqual(after(...moved).history);
    expect(owed(...moved, WAIT_NS, due)).toEqual(['look-back 1']);
  });

  it('waits for ever where its order does not say that it goes back', () => {
    const { waitToRestoreSeconds: _, ...never } = contracted;
    const steps = [never, ...moved.slice(1), WAIT_NS * 100n] as const;
    expect(activation.deadline(stateAfter(...steps))).toBeUndefined();
    expect(activation.ended(stateAfter(...steps))).toBe('active');
    expect(after(...steps, due).history).toEqual(after(...steps).history);
  });

  it('is looked at again when the first look says so', () => {
    const until = plus(T0, 9n * WAIT_NS);
    expect(activation.deadline(stateAfter(...moved, WAIT_NS, due, notYet(1, until)))).toBe(until);
    expect(owed(...moved, WAIT_NS, due, notYet(1, until), 8n * WAIT_NS, due)).toEqual(['look-back 2']);
  });

  it('has the way back brought up beside what it runs on, and nothing released', () => {
    expect(owed(...onTrial)).toEqual(['activate s3']);
    expect(lastData(...onTrial)).toMatchObject({ route: 2, latencyNs: 7n, segments: [{ segmentId: 's3' }] });
    expect(owed(...onTrial, active('s3'))).toEqual([]);
  });

  it('moves when every segment is up and was measured to be well, whichever comes last, and leaves neither segments nor capacity', () => {
    for (const steps of [[active('s3'), tried('s3', true)], [tried('s3', true), active('s3')]]) {
      expect(lastData(...onTrial, ...steps)).toMatchObject({ attempt: 2, fromRoute: 1, toRoute: 2, leftSegmentIds: ['s2'], segmentIds: ['s3'], latencyNs: 7n });
    }
    expect(owed(...back)).toEqual(['release s2 1', `return ${rerouteHoldId(CONTRACT, 2)}`]);
    expect(owed(...back, released('s2'))).toEqual([`return ${rerouteHoldId(CONTRACT, 1)}`, `return ${rerouteHoldId(CONTRACT, 2)}`]);
    expect(activation.ended(stateAfter(...settled))).toBe('active');
    expect(activation.deadline(stateAfter(...settled))).toBeUndefined();
  });

  it('takes the same word of a segment, and the same look, twice as once', () => {
    const twice = back.flatMap((step: Step): readonly Step[] => (typeof step === 'bigint' ? [step] : [step, step]));
    expect(after(...twice).history).toEqual(after(...back).history);
    expect(after(...onTrial, tried('s3', true), tried('s3', true)).history).toEqual(after(...onTrial, tried('s3', true)).history);
  });

  it.each([
    ['one window of it failed', [active('s3'), tried('s3', false)]],
    ['a window failed after it was measured to be well', [tried('s3', true), tried('s3', false)]],
    ['its provider refuses', [{ kind: 'segment-refused', segmentId: 's3', refusal: { code: 'no-port', message: 'No.', facts: {} } }]],
    ['its provider says nothing', [{ kind: 'segment-silent', segmentId: 's3' }]],
    ['nobody measures it in time', [active('s3'), TRIAL_WINDOW_NS, due]],
  ] as readonly [string, readonly Step[]][])('stays where it is where %s, and waits for twice as long', (_, steps) => {
    const failed = [...onTrial, ...steps];
    const { history, now } = after(...failed);
    expect(history.at(-1)).toMatchObject({ ...startsWith('RevertFailed'), data: { route: 2 } });
    const clean = [...failed, released('s3')];
    expect(activation.deadline(stateAfter(...clean))).toBe(plus(now, 2n * WAIT_NS));
    expect(lastData(...clean, 2n * WAIT_NS, due, well(2))).toMatchObject({ route: 4, segments: [{ segmentId: 's5' }] });
  });

  it('is not looked at while anything of a way back may still be up', () => {
    expect(owed(...onTrial, active('s3'), tried('s3', false))).toEqual(['release s3 1']);
    expect(after(...onTrial, active('s3'), tried('s3', false), 9n * WAIT_NS, due).history).toEqual(after(...onTrial, active('s3'), tried('s3', false)).history);
  });

  it('has a success that comes after the trial taken down', () => {
    const late = [...onTrial, { kind: 'segment-silent', segmentId: 's3' } as const, released('s3'), active('s3')];
    expect(owed(...late)).toEqual(['release s3 2']);
  });
});

describe('M3 what comes before a way back', () => {
  it('is a failover: what is not up is released, and the next alternative is tried', () => {
    expect(lastTypes(3, ...onTrial, impaired('s2'))).toEqual(['ImpairmentNoted', 'RevertFailed', 'RerouteStarted']);
    expect(activation.outstanding(stateAfter(...onTrial, impaired('s2')))).toMatchObject([{ kind: 'secure', candidates: [{ number: 4 }] }, { key: 'release s3 1' }]);
  });

  it('is not waited for where the way back is up: a service that is impaired goes over to it at once, and asks nobody for anything', () => {
    const over = [...onTrial, active('s3'), impaired('s2')] as const;
    expect(lastTypes(3, ...over)).toEqual(['ImpairmentNoted', 'ServiceImpairmentEnded', 'ServiceRerouted']);
    expect(lastData(...over)).toMatchObject({ attempt: 2, toRoute: 2, segmentIds: ['s3'] });
    expect(owed(...over)).toEqual(['release s2 1', `return ${rerouteHoldId(CONTRACT, 2)}`]);
  });

  it('is never what the service runs on, once more: only another path takes over', () => {
    const numbers = (...steps: readonly Step[]) => activation.outstanding(stateAfter(...steps)).flatMap((effect) => ('candidates' in effect ? effect.candidates.map(({ number }) => number) : []));
    expect(numbers(contracted, active('s1'), impaired('s1'))).toEqual([1, 3, 5]);
    expect(numbers(...moved, impaired('s2'))).toEqual([2, 4]);
  });

  it('is a change: it is begun at once, and the way back is released', () => {
    expect(lastTypes(2, ...onTrial, suspended)).toEqual(['RevertFailed', 'ServiceChangeStarted']);
    expect(activation.deadline(stateAfter(...moved, suspended))).toBeUndefined();
    expect(lastTypes(1, ...moved, WAIT_NS, due, suspended, well(1))).toEqual(['RevertPutOff']);
  });

  it('is the end of the contract: what was brought up is released with the rest', () => {
    const over = [...onTrial, active('s3'), { kind: 'end-agreed', endsAt: plus(T0, WAIT_NS) } as const, { kind: 'contract-over' } as const];
    expect(owed(...over)).toEqual(expect.arrayContaining(['release s2 1', 'release s3 1']));
  });

  it('is room for both: where what it runs on shares a resource with the way back, there is none', () => {
    const sharing = [{ ...contracted, standbys: [beside('s2', 'A/1'), wayBack('s3')] }, active('s1'), impaired('s1'), secured(1, 1), released('s1'), active('s2')] as const;
    expect(activation.deadline(stateAfter(...sharing))).toBeUndefined();
    expect(activation.ended(stateAfter(...sharing))).toBe('active');
  });
});

describe('M3 returns that do not last', () => {
  const again = [...settled, impaired('s3'), secured(3, 3), active('s4'), released('s3')] as const;

  it('double the wait where the service was moved again within a day, and not a nanosecond later', () => {
    expect(activation.deadline(stateAfter(...again))).toBe(plus(after(...again).now, 2n * WAIT_NS));
    const lasted = [...settled, NANOS_PER_DAY, ...again.slice(settled.length)];
    expect(activation.deadline(stateAfter(...lasted))).toBe(plus(after(...lasted).now, WAIT_NS));
  });

  it('leave it where it is for good when every one that was contracted is used up, and say so once', () => {
    const failed = [...again, 2n * WAIT_NS, due, well(2), active('s5'), tried('s5', false)] as const;
    expect(lastTypes(2, ...failed)).toEqual(['RevertFailed', 'RevertsExhausted']);
    const rest = [...failed, released('s5')] as const;
    expect(activation.ended(stateAfter(...rest))).toBe('active');
    expect(after(...rest, 99n * WAIT_NS, due).history).toEqual(after(...rest).history);
  });
});
