import { describe, expect, it } from '@jest/globals';
import { contracting } from '@carriermesh/wire';
import { statesOf } from './tmf-states.js';

describe('S0-1 the states of an order in TM Forum’s words', () => {
  it('are these, for each that there is', () => {
    const table = contracting.OrderState.names.map((state) => [state, ...Object.values(statesOf({ state }))].join(' '));
    expect(table.slice(1).sort()).toEqual([
      'acknowledged acknowledged', 'active completed active', 'in-progress inProgress reserved', 'quoted pending', 'refused rejected',
      'suspended completed inactive', 'terminated completed terminated',
    ]);
  });

  it('tell what was contracted and did not come up from what never was', () => {
    expect(statesOf({ state: 'refused', contractId: 'con_u' })).toEqual({ order: 'failed' });
  });
});
