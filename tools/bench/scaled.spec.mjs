import { describe, expect, it } from '@jest/globals';
import { against, verdicts } from './scaled.mjs';

const pgbench = { name: 'pgbench', unit: '1/s', then: 26_000, now: 13_000 };

describe('a target that was measured on another machine', () => {
  it('halves as a rate and doubles as a time where the peer makes half of what it made', () => {
    expect(against({ value: 40_000, unit: '1/s', target: 80_000, peer: pgbench })).toMatchObject({ met: false, scaled: { target: 40_000, met: true } });
    expect(against({ value: 39_999, unit: '1/s', target: 80_000, peer: pgbench })).toMatchObject({ met: false, scaled: { met: false } });
    expect(against({ value: 2_600, unit: 'µs', target: 1_300, peer: pgbench })).toMatchObject({ met: false, scaled: { target: 2_600, met: true } });
    expect(against({ value: 2_601, unit: 'µs', target: 1_300, peer: pgbench })).toMatchObject({ scaled: { met: false } });
  });

  it('gets harder where the peer is faster than it was: what met the figure as it stands can miss the scaled one', () => {
    const peer = { name: 'protobufjs', unit: 'ns', then: 600, now: 300 };
    expect(against({ value: 200, unit: 'ns', target: 350, peer })).toMatchObject({ met: true, scaled: { target: 175, met: false } });
  });

  it('is not scaled where its peer was not measured', () => {
    expect(against({ value: 1, unit: 's', target: 2, peer: undefined })).toEqual({ target: 2, met: true });
    expect(against({ value: 1, unit: 's', target: 2, peer: { ...pgbench, now: NaN } })).toEqual({ target: 2, met: true });
  });

  it('is scaled by a peer that is three times as slow, and by none that is slower: such a one was held up, and would excuse anything', () => {
    const by = (now) => against({ value: 30_000, unit: '1/s', target: 80_000, peer: { ...pgbench, then: 27_000, now } });
    expect(by(9_000)).toMatchObject({ met: false, scaled: { met: true } });
    expect(by(8_999)).toEqual({ target: 80_000, met: false, unscaled: 'pgbench made 8999 1/s where it made 27000: something else was at work' });
    expect(verdicts({ unit: '1/s', ...by(275) })).toBe('   target 80000 1/s: not met; not scaled, for pgbench made 275 1/s where it made 27000: something else was at work');
  });

  it('is printed as it stands and scaled, each with its own verdict', () => {
    const row = { unit: '1/s', ...against({ value: 50_000, unit: '1/s', target: 80_000, peer: pgbench }) };
    expect(verdicts(row)).toBe('   target 80000 1/s: not met; scaled by pgbench (26000 1/s then, 13000 now) 40000 1/s: met');
    expect(verdicts({ unit: 's' })).toBe('');
  });
});
