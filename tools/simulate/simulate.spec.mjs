import { describe, expect, it } from '@jest/globals';

import { runSeeds } from '../test/sim-step.mjs';
import { readArguments, UsageError } from './arguments.mjs';

describe('the flags of the simulator', () => {
  it('are one seed, its first, unless they say otherwise', () => {
    expect(readArguments([])).toEqual({ seed: 1, seeds: 1, jobs: 2, trace: false, help: false });
    expect(readArguments(['--seed', '7', '--seeds=100', '--jobs', '4'])).toEqual({ seed: 7, seeds: 100, jobs: 4, trace: false, help: false });
    expect(readArguments(['--seed', '9007199254740991', '--trace'])).toMatchObject({ seed: 9_007_199_254_740_991, trace: true });
  });

  it.each([
    [['--seed', '-1'], '--seed takes a whole number from 0 to 9007199254740991, not "-1"'],
    [['--seed', '1.5'], 'not "1.5"'],
    [['--seed'], 'not ""'],
    [['--seeds', '0'], '--seeds takes a whole number from 1 to 1000000, not "0"'],
    [['--jobs', '65'], '--jobs takes a whole number from 1 to 64, not "65"'],
    [['--seeds', '2', '--trace'], '--trace prints the history of one seed, not of 2'],
    [['--seed', '9007199254740991', '--seeds', '2'], 'is more than 9007199254740991'],
    [['7'], '"7" is no flag of this command'],
  ])('%j are a mistake, and the message names the value and the limit', (args, message) => {
    expect(() => readArguments(args)).toThrow(UsageError);
    expect(() => readArguments(args)).toThrow(message);
  });
});

describe('the step of the test suite', () => {
  it('counts each seed as a test and names the ones that failed', async () => {
    const simulate = async ({ from, count, onOutcome }) => {
      for (let seed = from; seed < from + count; seed++) onOutcome({ seed, ok: seed !== 2, line: `seed ${seed} …` });
    };
    expect(await runSeeds({ say: () => undefined, seeds: 3, simulate })).toEqual({ passed: 2, failed: 1, skipped: 0, failures: ['sim › seed 2 …'] });
  });
});
