import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { instant } from '@carriermesh/kernel';
import { session, type Establish, type Lose, type SessionEvent } from './session.decider.js';

const at = (seconds: number) => instant(BigInt(seconds) * 1_000_000_000n);
const heard = (seconds: number, changes: Partial<Establish> = {}): Establish => ({ kind: 'establish', providerId: 'alfa', sessionId: 's1', beganAt: at(0), intervalMs: 10_000, agentVersion: '0.1.0', now: at(seconds), ...changes });
const missed = (upSince: number, seconds: number): Lose => ({ kind: 'lose', providerId: 'alfa', upSince: at(upSince), lastHeardAt: at(upSince), lastNumber: 7n, now: at(seconds) });

function story(...commands: readonly (Establish | Lose)[]): readonly SessionEvent[] {
  return commands.reduce<readonly SessionEvent[]>((events, command) => {
    const decision = session.decide(command, fold(session, events));
    return decision.kind === 'accepted' ? [...events, ...decision.events] : events;
  }, []);
}
const shown = (events: readonly SessionEvent[]) => events.map(({ type, data }) => `${type.slice('advertising.v1.Session'.length)} ${data.sessionId} ${data.intervalMs}`);

describe('the record of a session', () => {
  it('S2-2 has its changes alone: heartbeats that find it up are no events, of an agent that was started again neither', () => {
    expect(shown(story(heard(1), heard(11), heard(21, { sessionId: 's2' }), missed(1, 60), missed(1, 61), heard(90, { sessionId: 's3' })))).toEqual(['Established s1 10000', 'Lost s1 10000', 'Established s3 10000']);
  });

  it('S2-2 has another interval, by which the next silence is judged', () => {
    expect(shown(story(heard(1), heard(2, { sessionId: 's2', intervalMs: 200 }), missed(2, 3)))).toEqual(['Established s1 10000', 'Established s2 200', 'Lost s2 200']);
  });

  it('S2-2 is lost for the time that it was up, and not for one that was established since', () => {
    expect(shown(story(heard(1), missed(1, 40), heard(41), missed(1, 42)))).toEqual(['Established s1 10000', 'Lost s1 10000', 'Established s1 10000']);
  });

  it('S2-2 is never lost where none was announced', () => {
    expect(story(missed(0, 1_000))).toEqual([]);
  });

  it('S2-2 tells when it was last heard, where the instance that lost it heard it', () => {
    const never: Lose = { ...missed(1, 40), lastHeardAt: undefined, lastNumber: undefined };
    expect(story(heard(1), missed(1, 40)).at(-1)?.data).toEqual({ providerId: 'alfa', sessionId: 's1', intervalMs: 10_000, lostAt: at(40), lastHeardAt: at(1), lastNumber: 7n });
    expect(story(heard(1), never).at(-1)?.data).toEqual({ providerId: 'alfa', sessionId: 's1', intervalMs: 10_000, lostAt: at(40) });
  });
});
