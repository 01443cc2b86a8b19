import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { havePartedAt, heard, heartbeatFault, missedIn } from './heartbeats.js';
import { VouchedTime } from './vouched-time.js';

const beat = (changes: Partial<agent.SessionHeartbeat> = {}): agent.SessionHeartbeat => ({
  providerId: 'alfa', sessionId: 's1', beganAt: instant(0n), number: 5n, intervalMs: 10_000, sentSequence: 3n, receiptedSequence: 3n, agentVersion: '0.1.0', ...changes,
});

describe('a heartbeat', () => {
  it.each([
    [{ sessionId: 'a b' }, 'session_id'], [{ sessionId: '' }, 'session_id'], [{ number: 0n }, 'number'], [{ intervalMs: 99 }, 'interval_ms'], [{ intervalMs: 300_001 }, 'interval_ms'],
    [{ agentVersion: '' }, 'agent_version'], [{ agentVersion: 'a\nb' }, 'agent_version'], [{ sentSequence: 2n }, 'receipted_sequence'],
  ])('S2-2 is refused with the field and its limit: %j', (changes, field) => {
    expect(heartbeatFault(beat(changes), undefined, 0)).toMatchObject({ code: 'heartbeat-invalid', field });
  });

  it('S2-2 counts up to its limits', () => {
    for (const intervalMs of [100, 300_000]) expect(heartbeatFault(beat({ intervalMs }), undefined, 0)).toBeUndefined();
  });

  it('S2-2 counts once: a number that is not higher is no sign of life', () => {
    const last = heard(beat(), 0, undefined);
    expect(heartbeatFault(beat({ number: 6n }), last, 20)).toBeUndefined();
    expect(heartbeatFault(beat(), last, 20)).toEqual({ code: 'heartbeat-repeated', number: 5n, last: 5n });
    expect(heartbeatFault(beat({ number: 4n }), last, 20)).toMatchObject({ code: 'heartbeat-repeated' });
  });

  it('S2-2 of a new session counts from its first number on, and those of the session before it no more', () => {
    const last = heard(beat({ sessionId: 's2', number: 1n }), 10, heard(beat(), 0, undefined));
    expect(heartbeatFault(beat({ number: 6n }), last, 20)).toEqual({ code: 'session-superseded', sessionId: 's1' });
    expect(heartbeatFault(beat({ sessionId: 's2', number: 2n }), last, 20)).toBeUndefined();
    expect(heartbeatFault(beat({ sessionId: 's3', number: 1n }), last, 20)).toBeUndefined();
  });

  it('S2-2 of a session that began before the one that is heard was held up on its way, and counts only when that one is silent for its interval', () => {
    const last = heard(beat({ sessionId: 's3', beganAt: instant(3n), number: 1n }), 0, undefined);
    const early = beat({ sessionId: 's2', beganAt: instant(2n), number: 1n });
    expect([9_999, 10_000].map((atMs) => heartbeatFault(early, last, atMs)?.code)).toEqual(['session-superseded', undefined]);
  });

  it('S2-2 of a session that was taken for over counts again when the one that followed it is silent, and no number of it twice', () => {
    const [first, second] = [beat(), beat({ sessionId: 's2', number: 1n })];
    const last = heard(second, 10, heard(first, 0, undefined));
    expect([10_009, 10_010].map((atMs) => heartbeatFault(beat({ number: 6n }), last, atMs)?.code)).toEqual(['session-superseded', undefined]);
    expect(heartbeatFault(first, last, 10_010)).toEqual({ code: 'heartbeat-repeated', number: 5n, last: 5n });
    const again = heard(beat({ number: 6n }), 10_010, last);
    expect([...again.superseded]).toEqual([['s2', 1n]]);
    expect(heartbeatFault(beat({ sessionId: 's2', number: 2n }), again, 10_011)?.code).toBe('session-superseded');
  });

  it('S2-2 shows books that have parted where nothing is under way', () => {
    expect([2n, 3n, 4n].map((recorded) => havePartedAt(beat(), recorded))).toEqual([true, false, true]);
    expect([2n, 3n, 4n].map((recorded) => havePartedAt(beat({ sentSequence: 4n }), recorded))).toEqual([false, false, false]);
  });

  it('S2-2 is missed once its interval is over', () => {
    expect([-5, 0, 9_999, 10_000, 29_999, 30_000].map((silentMs) => missedIn(silentMs, 10_000))).toEqual([0, 0, 0, 1, 2, 3]);
  });
});

describe('the time that an instance vouches for', () => {
  it('S2-2 passes with the probes that come back, up to when they were sent', () => {
    const time = new VouchedTime(0, 1_000);
    expect([time.returned(1_000, 1_003), time.ms]).toEqual([true, 1_000]);
    expect([time.returned(2_000, 2_900), time.ms, time.at(2_900)]).toEqual([true, 2_000, 2_900]);
  });

  it('S2-2 stands still while none comes back, and goes on with two ticks at most', () => {
    const time = new VouchedTime(0, 1_000);
    time.returned(1_000, 1_001);
    expect(time.at(61_000)).toBe(3_000);
    expect([time.returned(61_000, 61_001), time.ms]).toEqual([true, 3_000]);
  });

  it('S2-2 does not pass by what was written while the bus was away and came all at once', () => {
    const time = new VouchedTime(0, 1_000);
    const counted = Array.from({ length: 60 }, (_, index) => time.returned((index + 1) * 1_000, 60_500)).filter(Boolean);
    expect([counted.length, time.ms]).toEqual([2, 3_000]);
  });

  it('S2-2 does not pass by a probe that was under way when the process stood still: what came behind it is not read yet', () => {
    const time = new VouchedTime(0, 1_000);
    time.returned(1_000, 1_001);
    expect([time.returned(2_000, 30_000), time.ms]).toEqual([false, 1_000]);
    expect([time.returned(2_000, 2_001), time.returned(1_500, 2_002)]).toEqual([true, false]);
  });
});
