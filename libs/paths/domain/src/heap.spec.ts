import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { IndexedHeap } from './heap.js';
import { PriorityQueue } from './queue.js';

const small = fc.integer({ min: 0, max: 3 });
const rows = fc.array(fc.tuple(small, small, small, small), { maxLength: 200 });

describe('the indexed heap', () => {
  it('gives items by first, second, tie and depth, whatever decreased meanwhile, more of them than it expected', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat()), (keys, decreases) => {
        const columns = {
          first: Float64Array.from(keys, (key) => key[0] + 1),
          second: Float64Array.from(keys, (key) => key[1]),
          tie: Float64Array.from(keys, (key) => key[2]),
          depth: Int32Array.from(keys, (key) => key[3]),
        };
        const heap = new IndexedHeap(columns, 4);
        keys.forEach((_, item) => heap.push(item));
        for (const any of keys.length > 0 ? decreases : []) {
          columns.first[any % keys.length] = 0;
          heap.push(any % keys.length);
        }
        const keyOf = (item: number) => [columns.first[item], columns.second[item], columns.tie[item], columns.depth[item]].join('');
        const popped: number[] = [];
        while (!heap.isEmpty) popped.push(heap.pop());
        expect(popped.map(keyOf)).toEqual(keys.map((_, item) => keyOf(item)).sort());
        expect(new Set(popped).size).toBe(keys.length);
      }),
      { numRuns: 300, seed: 20260306 },
    );
  });

  it('takes items again that were inside when it was cleared', () => {
    const heap = new IndexedHeap(
      { first: Float64Array.of(2, 1), second: new Float64Array(2), tie: new Float64Array(2), depth: new Int32Array(2) },
      2,
    );
    heap.push(0);
    heap.push(1);
    heap.clear();
    expect(heap.isEmpty).toBe(true);
    heap.push(0);
    expect([heap.pop(), heap.isEmpty]).toEqual([0, true]);
  });
});

describe('the priority queue', () => {
  it('gives values in order and nothing when it is empty', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (values) => {
        const queue = new PriorityQueue<number>((a, b) => a - b);
        for (const value of values) queue.push(value);
        expect(values.map(() => queue.pop())).toEqual([...values].sort((a, b) => a - b));
        expect([queue.isEmpty, queue.pop()]).toEqual([true, undefined]);
      }),
      { numRuns: 300, seed: 20260307 },
    );
  });
});
