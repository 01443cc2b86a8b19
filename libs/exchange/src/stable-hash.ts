import { invariant } from '@carriermesh/kernel';

const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * FNV-1a with 32 bits over the text's UTF-8 bytes (Fowler, Noll, Vo). It spreads choices evenly and is the same
 * on every machine and in every release; it keeps no secret.
 */
export function fnv1a32(text: string): number {
  let hash = FNV_OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
}

/** A choice with its weight in percent; the weights of a list add up to 100. */
export type Weighted<T> = readonly (readonly [percent: number, value: T])[];

/** The same choice for the same purpose and id, always; one purpose tells nothing about another. */
export function chooseStably<T>(purpose: string, id: string, choices: Weighted<T>): T {
  let rest = fnv1a32(`${purpose}:${id}`) % 100;
  for (const [percent, value] of choices) {
    if (rest < percent) return value;
    rest -= percent;
  }
  invariant(false, `the weights of "${purpose}" add up to less than 100 percent`);
}
