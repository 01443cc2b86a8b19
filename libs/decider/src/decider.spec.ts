import { describe, expect, it } from '@jest/globals';
import { accept, fold, ignore, refuse, type Decider } from './decider.js';
import { specify } from './specification.js';

type Lamp = { on: boolean };
type Switched = { readonly type: 'lamp.v1.Switched'; readonly data: { readonly on: boolean } };
const lamp: Decider<boolean, Lamp, Switched, { code: 'broken' }> = {
  initial: { on: false },
  decide: (on, state) => (on === state.on ? ignore('as it is') : accept({ type: 'lamp.v1.Switched', data: { on } })),
  evolve: (_, event) => ({ on: event.data.on }),
};
const on: Switched = { type: 'lamp.v1.Switched', data: { on: true } };

describe('a decider', () => {
  it('decides on the state that its history leads to', () => {
    expect(specify(lamp).given().when(true)).toEqual({ kind: 'accepted', events: [on] });
    expect(specify(lamp).given(on).when(true)).toEqual({ kind: 'ignored', reason: 'as it is' });
    expect(fold(lamp, [on])).toEqual({ on: true });
  });

  it('refuses with a value, not an exception', () => {
    expect(refuse({ code: 'broken' })).toEqual({ kind: 'refused', refusal: { code: 'broken' } });
  });
});
