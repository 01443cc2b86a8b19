import { describe, expect, it } from '@jest/globals';
import { fuzzOnce, type FuzzOutcome } from './ingest-fuzz.js';
import { MANNERS } from './ingest-mutations.js';

const INPUTS = 20_000;

describe('the edge where providers’ batches come in', () => {
  const outcomes: FuzzOutcome[] = [];
  const endsOf = (name: string): Set<string> => new Set(outcomes.filter(({ manner }) => manner === name).map(({ end }) => end));

  it(`opens what is honest of ${INPUTS} inputs and refuses the rest with a typed fault`, () => {
    for (let seed = 0; seed < INPUTS; seed += 1) outcomes.push(fuzzOnce(seed));
    expect(new Set(outcomes.map(({ manner }) => manner))).toEqual(new Set(MANNERS.map(({ name }) => name)));
    const honest = new Set(MANNERS.filter(({ isHonest }) => isHonest).map(({ name }) => name));
    for (const { manner, end } of outcomes) if (honest.has(manner)) expect(end).toBe('opened');
  }, 120_000);

  it('meets every end that it can: each check of the edge is reached by some input', () => {
    const ends = new Set(outcomes.map(({ end }) => end));
    expect(ends).toEqual(new Set(['opened', 'envelope-malformed', 'batch-too-large', 'signature-invalid', 'batch-malformed', 'provider-mismatch', 'batch-id-invalid']));
  });

  it('refuses each kind of damage by the check that is meant for it', () => {
    expect(endsOf('larger than allowed')).toContain('batch-too-large');
    expect(endsOf('a later value of a field')).toEqual(new Set(['provider-mismatch', 'signature-invalid']));
    expect(endsOf('a length that lies')).toEqual(new Set(['batch-malformed', 'envelope-malformed']));
    expect(endsOf('a varint without end')).toEqual(new Set(['batch-malformed', 'envelope-malformed']));
    // In an envelope the damage lies in the signature, which is bytes and no text.
    expect(endsOf('text that is none')).toEqual(new Set(['batch-malformed', 'signature-invalid']));
  });

  it('makes the same of the same seed', () => {
    expect([3, 1_414, 19_999].map(fuzzOnce)).toEqual([3, 1_414, 19_999].map((seed) => outcomes[seed]));
  });
});
