import { describe, expect, it } from '@jest/globals';
import type { LedgerAlarm } from '@carriermesh/platform-ledger';
import { LedgerAlarms } from './ledger-alarms.js';

const held = (ageMs: number): LedgerAlarm => ({ kind: 'long-transaction', ageMs, limitMs: 10_000, owner: 'forgetful (pid 7)' });

describe('what the ledger alarms of', () => {
  const made = () => {
    const [clock, said] = [{ ms: 0 }, [] as unknown[]];
    const log = { warn: (...line: unknown[]) => void said.push(line) };
    return { clock, said, alarms: new LedgerAlarms(log as never, { elapsedMs: () => clock.ms }) };
  };

  it('is nothing before anything was seen', () => {
    const { alarms } = made();
    expect([alarms.alarms, alarms.heldBackMs]).toEqual([[], 0]);
  });

  it('names the transaction as it was last seen, until it was not seen for three looks', () => {
    const { clock, said, alarms } = made();
    alarms.take(held(10_400));
    clock.ms = 5_000;
    alarms.take(held(15_400.4));
    clock.ms = 19_999;
    expect([alarms.alarms, alarms.heldBackMs]).toEqual([['a transaction of forgetful (pid 7), open for 15 s, holds back everybody who reads the ledger: end it'], 15_400]);
    clock.ms = 20_000;
    expect([alarms.alarms, alarms.heldBackMs, said.length]).toEqual([[], 0, 2]);
  });

  it('that could not be looked for is a matter for the log alone', () => {
    const { said, alarms } = made();
    alarms.take({ kind: 'watch-failed', error: new Error('away') });
    expect([alarms.alarms, alarms.heldBackMs, said.length]).toEqual([[], 0, 1]);
  });
});
