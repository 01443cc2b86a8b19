import { describe, expect, it } from '@jest/globals';
import { toHex } from '@carriermesh/kernel';
import { checked, CHECKS_TO_RETURN, decodeCheck, encodeCheck, heard, newExit, type ExitState, type Way } from './continuity.js';

const INTERVAL_MS = 5;
/** Checks come in every interval by the ways named, until the instant. */
function running(state: ExitState, fromMs: number, untilMs: number, ways: readonly Way[]): ExitState {
  let now = state;
  for (let ms = fromMs; ms <= untilMs; ms += INTERVAL_MS) for (const way of ways) now = checked(heard(now, way, ms), ms);
  return now;
}
const both: readonly Way[] = ['working', 'protecting'];
const whole = running(newExit(INTERVAL_MS, 0), 5, 100, both);

describe('S2-14 the exit of a protected service', () => {
  it('takes the working way, and stays with it through 17.4 ms of silence', () => {
    expect(whole.selected).toBe('working');
    expect(checked(heard(whole, 'protecting', 115), 117.4).selected).toBe('working');
  });

  it('turns to the protecting way at 17.5 ms of silence, 3.5 intervals', () => {
    const turned = checked(heard(whole, 'protecting', 115), 117.5);
    expect(turned).toMatchObject({ selected: 'protecting', working: { isLost: true }, protecting: { isLost: false } });
  });

  it('stays where it is when both are lost, and turns to the first that is whole again', () => {
    const silent = checked(whole, 200);
    expect(silent).toMatchObject({ selected: 'working', working: { isLost: true }, protecting: { isLost: true } });
    expect(running(silent, 205, 205 + CHECKS_TO_RETURN * INTERVAL_MS, ['protecting']).selected).toBe('protecting');
  });

  it(`counts a lost way as whole after ${CHECKS_TO_RETURN} checks in a row and not one sooner, and does not turn back to it`, () => {
    const turned = running(whole, 105, 200, ['protecting']);
    expect(turned).toMatchObject({ selected: 'protecting', working: { isLost: true } });
    const almost = running(turned, 205, 205 + (CHECKS_TO_RETURN - 2) * INTERVAL_MS, both);
    expect(almost.working.isLost).toBe(true);
    const again = running(turned, 205, 205 + (CHECKS_TO_RETURN - 1) * INTERVAL_MS, both);
    expect(again).toMatchObject({ selected: 'protecting', working: { isLost: false } });
  });

  it('does not count checks as in a row that came with a gap', () => {
    const turned = running(whole, 105, 200, ['protecting']);
    let flapping = turned;
    for (let ms = 205; ms < 205 + 40 * 20; ms += 20) flapping = heard(heard(flapping, 'protecting', ms), 'working', ms);
    expect(flapping.working.isLost).toBe(true);
  });
});

describe('S2-14 a continuity check', () => {
  it('is 16 octets: magic, version, flag, tenths of a millisecond, number', () => {
    const bytes = encodeCheck({ intervalMs: 3.3, sequence: 258, isPeerLost: true });
    expect(toHex(bytes)).toBe('434d43430101002100000102' + '00000000');
    expect(decodeCheck(bytes)).toEqual({ intervalMs: 3.3, sequence: 258, isPeerLost: true });
  });

  it('is nothing that is shorter, begins differently or is of another version', () => {
    const bytes = encodeCheck({ intervalMs: 5, sequence: 1, isPeerLost: false });
    expect(decodeCheck(bytes.subarray(0, 15))).toBeUndefined();
    for (const at of [0, 4]) expect(decodeCheck(Uint8Array.from(bytes, (octet, index) => (index === at ? octet + 1 : octet)))).toBeUndefined();
  });
});
