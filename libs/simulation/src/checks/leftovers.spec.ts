import { describe, expect, it } from '@jest/globals';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { Capacity } from './capacity.js';
import { Leftovers } from './leftovers.js';
import { Moves } from './moves.js';
import { Promises } from './promises.js';

function leftovers() {
  const moves = new Moves();
  return new Leftovers({ promises: new Promises(moves, { unkept: [] }), moves, capacity: new Capacity(), networks: { isUp: () => false } });
}

const written = (stream: string, type: AnyStoredEvent['type'], data: object): AnyStoredEvent => ({ stream, type, data }) as unknown as AnyStoredEvent;

describe('what an end leaves behind', () => {
  it.each([
    ['fulfilment-ord_1', 'contracting.v1.FulfilmentEnded', 'contracting.v1.QuoteAccepted'],
    ['billingcycle-con_1', 'billing.v1.BillingCycleEnded', 'billing.v1.BillingCyclePeriodEnded'],
    ['termination-con_1', 'contracting.v1.TerminationEnded', 'contracting.v1.TerminationEnded'],
  ] as const)('I5 finds %s, which has ended and writes again', (stream, end, more) => {
    const check = leftovers();
    check.take(written(stream, end, { contractId: 'con_1', orderId: 'ord_1' }));
    check.take(written(`another-${stream}`, more, { contractId: 'con_2' }));
    expect(() => check.take(written(stream, more, { contractId: 'con_1' }))).toThrow(`I5 ${stream} has ended, and goes on with ${more}`);
  });

  it('I5 finds a service that is taken down while its provider has not said that a segment is', () => {
    const check = leftovers();
    check.take(written('activation-con_1', 'provisioning.v1.ActivationStarted', { contractId: 'con_1', segments: [{ segmentId: 'seg_1-1' }] }));
    expect(() => check.take(written('activation-con_1', 'provisioning.v1.ActivationCompensated', { contractId: 'con_1' }))).toThrow('I5 con_1 is compensated, and seg_1-1 is not known to be down');
  });
});
