import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Deadlines } from './deadlines.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const set = fc.record({ of: fc.constantFrom(...NAMES), at: fc.option(fc.bigInt({ min: 0n, max: 20n }), { nil: undefined }) });
const look = fc.record({ now: fc.bigInt({ min: 0n, max: 20n }) });

describe('deadlines', () => {
  it('are taken off once each, soonest first, when they have come, as last set', () => {
    const property = fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: set }, { weight: 1, arbitrary: look }), { maxLength: 400 }), (acts) => {
      const deadlines = new Deadlines<string>();
      const model = new Map<string, bigint>();
      for (const act of acts) {
        if ('now' in act) {
          const expected = [...model].filter(([, at]) => at <= act.now);
          const due = deadlines.takeDue(act.now);
          expect(due.toSorted()).toEqual(expected.map(([of]) => of).toSorted());
          expect(due.map((of) => model.get(of))).toEqual(expected.map(([, at]) => at).toSorted((a, b) => Number(a - b)));
          for (const of of due) model.delete(of);
        } else {
          deadlines.set(act.of, act.at);
          if (act.at === undefined) model.delete(act.of);
          else model.set(act.of, act.at);
        }
        expect(deadlines.size).toBe(model.size);
      }
    });
    fc.assert(property, { numRuns: 300 });
  });
});
