import { describe, expect, it } from '@jest/globals';
import { fold, stay } from '@carriermesh/decider';
import { instant } from '@carriermesh/kernel';
import { holdExpiry, type HoldWatchEvent } from './hold-expiry.process.js';
import { START } from './testing/offers.js';

const heldUntil = instant(START + 1_000n);
const afterwards = instant(START + 1_001n);
const started: HoldWatchEvent = { type: 'advertising.v1.HoldWatchStarted', data: { holdId: 'h1', heldUntil } };
const lapsed: HoldWatchEvent = { type: 'advertising.v1.HoldWatchLapsed', data: { holdId: 'h1', lapsedAt: afterwards } };
const ended = (outcome: 'committed' | 'released'): HoldWatchEvent => ({ type: 'advertising.v1.HoldWatchEnded', data: { holdId: 'h1', outcome } });
const given = (...history: HoldWatchEvent[]) => fold(holdExpiry, history);
const timeout = holdExpiry.timeout(given(started));

describe('the watch over a hold', () => {
  it('starts with the hold, and once', () => {
    const placed = { kind: 'placed', holdId: 'h1', heldUntil } as const;
    expect(holdExpiry.react(given(), placed, START)).toEqual({ events: [started] });
    expect(holdExpiry.react(given(started), placed, START)).toEqual(stay);
  });

  it('wakes a nanosecond after the hold’s last instant', () => {
    expect(holdExpiry.deadline(given(started))).toBe(afterwards);
    expect(holdExpiry.react(given(started), timeout, heldUntil)).toEqual(stay);
    expect(holdExpiry.react(given(started), timeout, afterwards)).toEqual({ events: [lapsed] });
  });

  it('owes the release from then on, until it is over', () => {
    expect(holdExpiry.outstanding(given(started))).toEqual([]);
    expect(holdExpiry.outstanding(given(started, lapsed))).toEqual([{ key: 'release-h1', kind: 'release-lapsed', holdId: 'h1' }]);
    expect(holdExpiry.deadline(given(started, lapsed))).toBeUndefined();
    expect(holdExpiry.outstanding(given(started, lapsed, ended('released')))).toEqual([]);
  });

  it.each([['committed', 'active'], ['released', 'compensated']] as const)('ends when the hold was %s, as %s', (outcome, end) => {
    for (const history of [[started], [started, lapsed]])
      expect(holdExpiry.react(given(...history), { kind: 'over', outcome }, START)).toEqual({ events: [ended(outcome)] });
    expect(holdExpiry.ended(given(started, ended(outcome)))).toBe(end);
    expect(holdExpiry.deadline(given(started, ended(outcome)))).toBeUndefined();
  });

  it('does nothing for a hold that it never saw, or that is over', () => {
    for (const state of [given(), given(started, ended('released'))]) {
      expect(holdExpiry.react(state, { kind: 'over', outcome: 'released' }, START)).toEqual(stay);
      expect(holdExpiry.react(state, timeout, afterwards)).toEqual(stay);
    }
  });
});
