import { describe, expect, it } from '@jest/globals';
import { PresentedIds } from './presented-ids.js';

const at = (position: number) => ({ position: BigInt(position), stream: `usagebatch-alfa~b${position}`, type: 'billing.v1.UsageBatchAccepted' });

/** @param standing what stands in the batch at each position, and which of them were asked for */
function presentedIds(standing: readonly (readonly string[])[]): { readonly ids: PresentedIds; readonly looks: bigint[] } {
  const looks: bigint[] = [];
  const ids = new PresentedIds(async ({ position }) => {
    looks.push(position);
    return new Set(standing[Number(position)]);
  });
  return { ids, looks };
}

describe('record ids that were presented', () => {
  it('I2 are known by the batch that they stand in, which is read again for them, and for none that is new', async () => {
    const { ids, looks } = presentedIds([['r1', 'r2'], ['r3']]);
    ids.add(at(0), ['r1', 'r2']);
    ids.add(at(1), ['r3']);
    expect([await ids.among(['new', 'other']), looks]).toEqual([new Set(), []]);
    expect(await ids.among(['r3', 'new', 'r1', 'r2'])).toEqual(new Set(['r1', 'r2', 'r3']));
    expect(looks).toEqual([0n, 1n]);
  });

  it('I2 are read in the first batch of many that they stand in, and in no further one', async () => {
    const { ids, looks } = presentedIds([['r1'], ['r1', 'r2'], ['r2', 'r1']]);
    for (const [place, own] of [['r1'], ['r1', 'r2'], ['r2', 'r1']].entries()) ids.add(at(place), own);
    expect(await ids.among(['r1'])).toEqual(new Set(['r1']));
    expect(looks).toEqual([0n]);
    expect(await ids.among(['r1', 'r2'])).toEqual(new Set(['r1', 'r2']));
    expect(looks).toEqual([0n, 0n, 1n]);
  });

  it('I2 are none where another id of the same hash stands, and are found behind it', async () => {
    // Whoever adds an id that does not stand in the batch has made the hash of one that does.
    const { ids, looks } = presentedIds([['other'], ['r1']]);
    ids.add(at(0), ['r1']);
    expect([await ids.among(['r1']), looks]).toEqual([new Set(), [0n]]);
    ids.add(at(1), ['r1']);
    expect([await ids.among(['r1']), looks]).toEqual([new Set(['r1']), [0n, 0n, 1n]]);
  });
});
