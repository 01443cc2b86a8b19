import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { advertising } from '@carriermesh/wire';
import { sessionLine, sessionsSummary } from './sessions.command.js';

const at = (seconds: number) => instant(BigInt(seconds) * 1_000_000_000n);
const up: advertising.SessionRecord = { providerId: 'alfa', state: 'up', since: at(0), lastHeardAt: at(60), lastNumber: 7n, missed: 0, sessionId: 'ses_1', intervalMs: 10_000, agentVersion: '0.1.0' };
const { lastHeardAt: _, lastNumber: __, ...unheard } = up;

describe('S2-2 the sessions in words', () => {
  it('say who is up since when, heard when, by which interval and of which version', () => {
    expect(sessionLine(up)).toBe('alfa                     up     since 1970-01-01T00:00:00Z, last heard 1970-01-01T00:01:00Z, every 10 s, agent 0.1.0\n');
    expect(sessionLine({ ...unheard, state: 'down', missed: 9, intervalMs: 400 })).toBe('alfa                     down   since 1970-01-01T00:00:00Z, not heard since advertising started, 9 missed, every 0.4 s, agent 0.1.0\n');
    expect(sessionLine({ ...unheard, state: 'never', intervalMs: 0, sessionId: '', agentVersion: '' })).toContain('no heartbeat since 1970-01-01T00:00:00Z');
  });

  it('are counted, and each silent one is named', () => {
    expect(sessionsSummary([up, { ...up, providerId: 'bravo' }])).toBe('2 agents are heard\n');
    expect(sessionsSummary([{ ...up, state: 'down' }, { ...up, state: 'never' }])).toBe('0 agents are heard, 1 send no heartbeat\nSILENT  alfa: its agent is not heard since 1970-01-01T00:00:00Z, and what it offers is not sold\n');
  });
});
