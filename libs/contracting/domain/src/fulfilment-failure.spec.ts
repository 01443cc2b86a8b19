import { describe, expect, it } from '@jest/globals';
import { stay } from '@carriermesh/decider';
import { orderFulfilment } from './order-fulfilment.process.js';
import {
  accepted, activated, activationFailed, bought, committed, commitRefused, deadline, declined, FulfilmentRun, held, holdId, holdRefused, notQuoted, quoted, refusal,
  released, signed,
} from './spec/fulfilment-run.js';
import { at, CONTRACT_ID, later } from './spec/market.js';

const automatic = () => new FulfilmentRun('automatic');
const heldUntil = at('2026-03-01T12:16:00Z');

describe('an order that is refused on the way', () => {
  it('without a path is rejected in one commit', () => {
    const run = automatic().take(notQuoted('no-route'));
    expect(run.wrote).toEqual(['FulfilmentFailed', 'FulfilmentEnded', 'ServiceRequestRefused → order-ord']);
    expect([run.owed, orderFulfilment.ended(run.state)]).toEqual([[], 'rejected']);
  });

  it('is rejected when it was not quoted within ten minutes, and not before', () => {
    const limit = at('2026-03-01T12:10:00Z');
    expect(automatic().deadline).toBe(limit);
    expect(automatic().takeAt(later(limit, -1n), deadline).last).toEqual(stay);
    expect(automatic().takeAt(limit, deadline).postings[0]?.events[0]?.data).toMatchObject({ refusal: { code: 'not-quoted-in-time' } });
  });

  it('is rejected when the hold is refused for good', () => {
    expect(automatic().take(quoted(), holdRefused('hold-invalid')).wrote).toEqual([
      'FulfilmentFailed', 'FulfilmentEnded', 'QuoteWithdrawn → quote-quo', 'ServiceRequestRefused → order-ord',
    ]);
  });

  it.each([
    ['held', () => automatic().take(quoted(), holdRefused('hold-expired')), 'rejected'],
    ['committed', () => automatic().take(quoted(), held(), commitRefused('hold-expired'), released()), 'compensated'],
  ])('has an expired quote when its time ran out before the capacity was %s', (_, ran, end) => {
    const run = ran();
    expect(run.postings.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
      'contracting.v1.QuoteOffered', 'contracting.v1.QuoteAccepted', 'contracting.v1.QuoteExpired', 'contracting.v1.ServiceRequestRefused',
    ]);
    expect(run.postings.at(-1)?.events[0]?.data).toMatchObject({ refusal: { code: 'quote-expired' } });
    expect(orderFulfilment.ended(run.state)).toBe(end);
  });

  it('gives back what may have been held when nobody answers until the hold lapses', () => {
    const run = automatic().take(quoted());
    expect(run.deadline).toBe(heldUntil);
    run.takeAt(heldUntil, deadline);
    expect([run.step, run.owed]).toEqual(['compensating', [`release/${holdId()}`]]);
  });

  it('gives back capacity that may be under contract when nobody answers the commit', () => {
    const run = automatic().take(quoted(), held());
    expect(run.deadline).toBe(heldUntil);
    expect(run.takeAt(heldUntil, deadline).owed).toEqual([`release/${holdId()}`]);
  });

  it.each([['held', held()], ['committed', committed()], ['quoted', quoted()], ['accepted', accepted()], ['signed', signed]])(
    'ignores a late "%s" while it gives back, and gives back all the same',
    (_, late) => {
      const run = automatic().take(quoted()).takeAt(heldUntil, deadline).take(late);
      expect([run.last, run.owed]).toEqual([stay, [`release/${holdId()}`]]);
    },
  );

  it('S0-7 has its contract voided when the activation failed, and owes nobody anything', () => {
    const run = automatic().take(quoted(), held(), committed(), signed, activationFailed);
    expect([run.wrote, run.owed]).toEqual([['FulfilmentFailed', 'ContractVoided → contract-con'], [`release/${holdId()}`]]);
    expect(run.postings.at(-1)?.events[0]?.data).toMatchObject({ contractId: CONTRACT_ID, reason: refusal('segment-refused') });
    run.take(released());
    expect(run.wrote).toEqual(['FulfilmentEnded', 'ServiceRequestRefused → order-ord']);
    expect(run.postings.at(-1)?.events[0]?.data).toMatchObject({ refusal: refusal('segment-refused') });
    expect(orderFulfilment.ended(run.state)).toBe('compensated');
  });

  it('is not revived by an activation that reports success after its failure', () => {
    const run = automatic().take(quoted(), held(), committed(), signed, activationFailed);
    expect(run.take(activated).last).toEqual(stay);
    expect(run.take(released(), activated).last).toEqual(stay);
  });

  it('ignores the activation of another contract', () => {
    const run = automatic().take(quoted(), held(), committed(), signed);
    expect(run.take({ kind: 'service-activated', contractId: 'con_other', serviceStartAt: at('2026-03-01T12:00:01Z') }).last).toEqual(stay);
    expect(run.take({ kind: 'activation-failed', contractId: 'con_other', reason: refusal('x') }).last).toEqual(stay);
  });
});

describe('an order whose quote its buyer declines', () => {
  const explicit = () => new FulfilmentRun('explicit');
  const refusedWith = (run: FulfilmentRun) => (run.postings.at(-1)?.events[0]?.data as { readonly refusal?: { readonly code: string } }).refusal?.code;

  it.each([
    ['waits for it', () => explicit().take(quoted(), held())],
    ['has its capacity not yet', () => explicit().take(quoted())],
    ['is about to find it expired', () => explicit().take(quoted(), held()).takeAt(later(at('2026-03-01T12:15:00Z'), 1n), deadline)],
  ])('S0-8 gives back what may be held at once, and says so to nobody’s quote, while it %s', (_, before) => {
    const run = before().take(declined());
    expect([run.wrote, run.owed]).toEqual([['FulfilmentFailed'], [`release/${holdId()}`]]);
    expect(run.take(declined(), held(), accepted(), deadline).wrote).toEqual([]);
    expect(run.take(released()).wrote).toEqual(['FulfilmentEnded', 'ServiceRequestRefused → order-ord']);
    expect([refusedWith(run), orderFulfilment.ended(run.state)]).toEqual(['quote-declined', 'compensated']);
  });

  it('S0-8 ends without another quote, where the one declined was just found without capacity', () => {
    const run = explicit().take(quoted(), holdRefused('no-capacity'), declined());
    expect(run.wrote).toEqual(['FulfilmentFailed', 'FulfilmentEnded', 'ServiceRequestRefused → order-ord']);
    expect([refusedWith(run), run.owed]).toEqual(['quote-declined', []]);
  });

  it('S0-8 withdraws the next quote where that was there first, and gives its capacity back', () => {
    const run = explicit().take(quoted(), holdRefused('no-capacity'), quoted(2), declined());
    expect([run.wrote, run.owed]).toEqual([['FulfilmentFailed', 'QuoteWithdrawn → quote-quo'], [`release/${holdId(2)}`]]);
  });

  it.each([
    ['was accepted before its capacity was there', () => explicit().take(quoted(), accepted())],
    ['is being put under contract', () => explicit().take(quoted(), held(), accepted())],
    ['has its contract', () => explicit().take(quoted(), accepted(), bought())],
  ])('is not stopped by word of a decline that came too late, once it %s', (_, before) => {
    expect(before().take(declined()).last).toEqual(stay);
  });
});
