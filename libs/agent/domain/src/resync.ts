import type { common } from '@carriermesh/wire';

/**
 * The sequence to go on with when the mesh refuses a batch because of the one that it bears; `undefined` for every other
 * refusal, which another sequence would not cure. Books part when either side lost its own, or restored old ones.
 */
export function resyncSequence({ code, facts }: common.Refusal, sequence: bigint): bigint | undefined {
  // The batch's id is a new UUID, so it is the sequence that another batch has taken.
  if (code === 'batch-id-reused') return sequence + 1n;
  const expected = facts['expected'];
  if (code !== 'sequence-out-of-order' || expected === undefined || !/^[1-9][0-9]{0,18}$/.test(expected)) return undefined;
  return BigInt(expected);
}
