import { invariant } from '@carriermesh/kernel';

/** ITU-T E.164: a number has at most fifteen digits. */
export const MAX_E164_DIGITS = 15;

const ZERO = 48;
/** Sixteen numbers of four octets for a node. */
const NODE_BITS = 4;
const OWN_ENTRY = 10;

export const isE164Prefix = (text: string): boolean => /^[0-9]{1,15}$/.test(text);

/**
 * The longest prefix of a number, by a trie over its digits: at most fifteen steps whatever the size of the deck. Nodes lie in
 * one array, each on a cache line of its own: ten children and the node's own entry. A prefix that nothing extends needs no
 * node: its entry stands, as a negative number, where the node's would, and most prefixes of a deck are such.
 */
export class PrefixTable {
  #slots = new Int32Array(1024 << NODE_BITS);
  #nodes = 1;

  /** Puts an entry number, from 0, at a prefix. @returns the number that stood there, or -1 */
  set(prefix: string, entry: number): number {
    invariant(isE164Prefix(prefix), `a prefix is 1 to ${MAX_E164_DIGITS} digits, not "${prefix}"`);
    let node = 0;
    for (let at = 0; at < prefix.length - 1; at += 1) {
      const slot = (node << NODE_BITS) + prefix.charCodeAt(at) - ZERO;
      const child = this.#slots[slot] as number;
      node = child > 0 ? child : this.#grow(slot, child);
    }
    const slot = (node << NODE_BITS) + prefix.charCodeAt(prefix.length - 1) - ZERO;
    const child = this.#slots[slot] as number;
    const place = child > 0 ? (child << NODE_BITS) + OWN_ENTRY : slot;
    const before = this.#slots[place] as number;
    this.#slots[place] = -1 - entry;
    return -1 - before;
  }

  /** The entry of the longest prefix of `digits` (from position `at`), or -1. Anything but a digit ends the search. */
  longest(digits: string, at = 0): number {
    const slots = this.#slots;
    let found = 0;
    let node = 0;
    for (; at < digits.length; at += 1) {
      const digit = digits.charCodeAt(at) - ZERO;
      if (digit < 0 || digit > 9) break;
      const child = slots[node + digit] as number;
      if (child <= 0) return -1 - (child < 0 ? child : found);
      node = child << NODE_BITS;
      const own = slots[node + OWN_ENTRY] as number;
      if (own !== 0) found = own;
    }
    return -1 - found;
  }

  /** Makes a node at a slot; the entry that stood there becomes the node's own. */
  #grow(slot: number, entry: number): number {
    if ((this.#nodes + 1) << NODE_BITS > this.#slots.length) {
      const slots = new Int32Array(this.#slots.length * 2);
      slots.set(this.#slots);
      this.#slots = slots;
    }
    const node = this.#nodes;
    this.#nodes += 1;
    this.#slots[slot] = node;
    this.#slots[(node << NODE_BITS) + OWN_ENTRY] = entry;
    return node;
  }
}
