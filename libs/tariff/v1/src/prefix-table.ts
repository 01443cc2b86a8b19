import { invariant } from '@carriermesh/kernel';

/** ITU-T E.164: a number has at most fifteen digits. */
export const MAX_E164_DIGITS = 15;

const ZERO = 48;
/** Sixteen numbers of four octets for a node. */
const NODE_BITS = 4;
const OWN_ENTRY = 10;
const BEST_ENTRY = 11;
/** Digits of a first step, and how many such beginnings there are. */
const START_DIGITS = 3;
const STARTS = 1_000;

export const isE164Prefix = (text: string): boolean => /^[0-9]{1,15}$/.test(text);

/**
 * The longest prefix of a number, by a trie over its digits: at most fifteen steps whatever the size of the deck. Nodes lie in
 * one array, each on a cache line of its own: ten children, the node's own entry, and the entry of the longest prefix that leads to it. A
 * prefix that nothing extends needs no node: its entry stands, as a negative number, where the node's would, and most prefixes of a deck
 * are such. The first three digits, a country's code, are one step.
 */
export class PrefixTable {
  #slots = new Int32Array(1024 << NODE_BITS);
  #nodes = 1;
  /** Where a search goes on behind its first digits: in a node, or nowhere, with the entry that was found until there. */
  readonly #starts = new Int32Array(STARTS);
  #isStale = true;

  /** Puts an entry number, from 0, at a prefix. @returns the number that stood there, or -1 */
  set(prefix: string, entry: number): number {
    invariant(isE164Prefix(prefix), `a prefix is 1 to ${MAX_E164_DIGITS} digits, not "${prefix}"`);
    let node = 0;
    for (let at = 0; at < prefix.length - 1; at += 1) {
      const slot = node + prefix.charCodeAt(at) - ZERO;
      const child = this.#slots[slot] as number;
      node = child > 0 ? child : this.#grow(slot, child);
    }
    const slot = node + prefix.charCodeAt(prefix.length - 1) - ZERO;
    const child = this.#slots[slot] as number;
    const place = child > 0 ? child + OWN_ENTRY : slot;
    const before = this.#slots[place] as number;
    this.#slots[place] = -1 - entry;
    this.#isStale = true;
    return -1 - before;
  }

  /** The entry of the longest prefix of `digits`, or -1. Anything but a digit ends the search. */
  longest(digits: string): number {
    if (this.#isStale) this.#settle();
    const { length } = digits;
    if (length < START_DIGITS) return this.#search(digits, 0, 0);
    const [first, second, third] = [digits.charCodeAt(0) - ZERO, digits.charCodeAt(1) - ZERO, digits.charCodeAt(2) - ZERO];
    if (first >>> 0 > 9 || second >>> 0 > 9 || third >>> 0 > 9) return this.#search(digits, 0, 0);
    const start = this.#starts[first * 100 + second * 10 + third] as number;
    return start <= 0 ? -1 - start : this.#search(digits, START_DIGITS, start);
  }

  #search(digits: string, from: number, start: number): number {
    const slots = this.#slots;
    let node = start;
    for (let at = from; at < digits.length; at += 1) {
      const digit = digits.charCodeAt(at) - ZERO;
      if (digit >>> 0 > 9) break;
      const child = slots[node + digit] as number;
      if (child < 0) return -1 - child;
      if (child === 0) break;
      node = child;
    }
    return -1 - (slots[node + BEST_ENTRY] as number);
  }

  /** Once for all prefixes that were put in since the last search. */
  #settle(): void {
    this.#lead(0, 0);
    for (let start = 0; start < STARTS; start += 1) this.#starts[start] = this.#startOf(String(start).padStart(START_DIGITS, '0'));
    this.#isStale = false;
  }

  /** Tells a node and all below it which entry was found on the way to it. A recursion as deep as a number is long. */
  #lead(node: number, above: number): void {
    const slots = this.#slots;
    const best = (slots[node + OWN_ENTRY] as number) || above;
    slots[node + BEST_ENTRY] = best;
    for (let digit = 0; digit <= 9; digit += 1) {
      const child = slots[node + digit] as number;
      if (child > 0) this.#lead(child, best);
    }
  }

  #startOf(digits: string): number {
    let node = 0;
    for (let at = 0; at < digits.length; at += 1) {
      const child = this.#slots[node + digits.charCodeAt(at) - ZERO] as number;
      if (child <= 0) return child || (this.#slots[node + BEST_ENTRY] as number);
      node = child;
    }
    return node;
  }

  /** Makes a node at a slot; the entry that stood there becomes the node's own. */
  #grow(slot: number, entry: number): number {
    if ((this.#nodes + 1) << NODE_BITS > this.#slots.length) {
      const slots = new Int32Array(this.#slots.length * 2);
      slots.set(this.#slots);
      this.#slots = slots;
    }
    const node = this.#nodes << NODE_BITS;
    this.#nodes += 1;
    this.#slots[slot] = node;
    this.#slots[node + OWN_ENTRY] = entry;
    return node;
  }
}
