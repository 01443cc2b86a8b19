import { describe, expect, it } from '@jest/globals';
import { chooseStably, fnv1a32, type Weighted } from './stable-hash.js';

describe('fnv1a32', () => {
  // The vectors that the authors of the function publish.
  it.each([['', 0x811c9dc5], ['a', 0xe40c292c], ['foobar', 0xbf9cf968]])('gives the published value of "%s"', (text, hash) => {
    expect(fnv1a32(text)).toBe(hash);
  });

  it('hashes UTF-8 bytes, so that any other implementation agrees', () => {
    // The bytes C3 A9, worked out apart from this code.
    expect(fnv1a32('é')).toBe(0x1e9de8c1);
  });
});

describe('chooseStably', () => {
  const choices: Weighted<string> = [[60, 'small'], [40, 'large']];

  it('makes the same choice each time, and follows the weights over many ids', () => {
    const chosen = Array.from({ length: 10_000 }, (_, index) => chooseStably('test', `Net/${index}-${index + 1}`, choices));
    expect(chosen).toEqual(Array.from({ length: 10_000 }, (_, index) => chooseStably('test', `Net/${index}-${index + 1}`, choices)));
    const small = chosen.filter((choice) => choice === 'small').length;
    expect(small).toBeGreaterThan(5800);
    expect(small).toBeLessThan(6200);
  });

  it('is a bug when the weights leave a gap', () => {
    expect(() => chooseStably('test', 'x', [[0, 'never']])).toThrow('the weights of "test" add up to less than 100 percent');
  });
});
