import { describe, expect, it } from '@jest/globals';
import { stay } from '@carriermesh/decider';
import { MAX_UNIT_ATTEMPTS } from './fulfilment-steps.js';
import { orderFulfilment } from './order-fulfilment.process.js';
import {
  accepted, activated, activationFailed, bought, committed, commitRefused, deadline, expired, FulfilmentRun, held, holdId, holdRefused, notQuoted,
  quoted, quoteId, released, signed,
} from './spec/fulfilment-run.js';
import { at, CONTRACT_ID, HASH, later, NOON, ORDER_ID } from './spec/market.js';

const automatic = () => new FulfilmentRun('automatic');
const explicit = () => new FulfilmentRun('explicit');
const validUntil = at('2026-03-01T12:15:00Z');
const heldUntil = at('2026-03-01T12:16:00Z');

describe('an order whose acceptance is automatic', () => {
  it('S0-1 leads to a running service, one commit for each step', () => {
    const run = automatic();
    expect([run.step, run.owed]).toEqual(['quoting', [`find-paths/${quoteId()}`]]);

    run.take(quoted());
    expect(run.wrote).toEqual(['FulfilmentQuoted', 'FulfilmentQuoteAccepted', 'QuoteOffered → quote-quo', 'QuoteAccepted → quote-quo']);
    expect([run.step, run.owed]).toEqual(['holding', [`hold/${holdId()}`]]);

    run.take(bought());
    expect(run.wrote).toEqual([
      'FulfilmentCapacityHeld',
      'FulfilmentCapacityCommitted',
      'FulfilmentContracted',
      'SupplyContractSigned → supply-con',
      'SupplyContractSigned → supply-con',
      'ContractSigned → contract-con',
    ]);
    expect([run.step, run.owed, run.deadline]).toEqual(['activating', [], undefined]);

    run.take(activated);
    expect(run.wrote).toEqual(['FulfilmentEnded', 'ServiceRequestCompleted → order-ord']);
    expect([run.step, run.owed, run.deadline, orderFulfilment.ended(run.state)]).toEqual(['ended', [], undefined, 'active']);
  });

  it('holds what the winner needs, for the buyer, until a minute after the quote’s last instant', () => {
    expect(orderFulfilment.outstanding(automatic().take(quoted()).state)).toEqual([
      {
        kind: 'hold',
        key: `hold/${holdId()}`,
        holdId: holdId(),
        orderId: ORDER_ID,
        buyerId: 'acme',
        needs: [{ resourceId: 'Cheap/a', mbps: 100 }],
        heldUntil,
        purchase: { contractId: CONTRACT_ID, quoteId: quoteId(), quoteSha256: HASH, termsSha256: HASH, acceptedAt: NOON },
      },
    ]);
  });

  it('signs what was accepted, as it was accepted', () => {
    const run = explicit().take(quoted(), held(), accepted()).takeAt(later(NOON, 9n), committed());
    expect(orderFulfilment.outstanding(run.state)).toMatchObject([{ kind: 'sign', quoteId: quoteId(), contractId: CONTRACT_ID, acceptedAt: NOON }]);
  });

  it('does not write a second time what comes a second time', () => {
    const steps = [quoted(), bought(), activated];
    for (const [index, input] of steps.entries()) {
      const run = automatic().take(...steps.slice(0, index + 1));
      expect(run.take(input).last).toEqual(stay);
    }
  });

  it('does not take its own acceptance, heard as an event, for another one', () => {
    expect(automatic().take(quoted(), accepted()).last).toEqual(stay);
    expect(automatic().take(quoted(), bought(), accepted()).last).toEqual(stay);
  });
});

describe('an order whose quote the buyer accepts', () => {
  it('waits with its capacity held, and goes on when the buyer has accepted', () => {
    const run = explicit().take(quoted());
    expect(run.wrote).toEqual(['FulfilmentQuoted', 'QuoteOffered → quote-quo']);
    run.take(held());
    expect([run.step, run.owed, run.deadline]).toEqual(['awaiting-acceptance', [], later(validUntil, 1n)]);
    run.take(accepted());
    expect(run.wrote).toEqual(['FulfilmentQuoteAccepted']);
    expect([run.step, run.owed]).toEqual(['committing', [`commit/${holdId()}`]]);
    run.take(committed());
    expect([run.wrote, run.step, run.owed]).toEqual([['FulfilmentCapacityCommitted'], 'contracting', [`sign/${CONTRACT_ID}`]]);
    run.take(signed);
    expect([run.wrote[0], run.step]).toEqual(['FulfilmentContracted', 'activating']);
  });

  it('goes on at once when the buyer accepted before the capacity was held', () => {
    expect(explicit().take(quoted(), accepted(), held()).step).toBe('committing');
  });

  it('keeps waiting in the last instant in which the quote binds', () => {
    expect(explicit().take(quoted(), held()).takeAt(validUntil, deadline).last).toEqual(stay);
  });

  it('ends compensated when nobody accepted in time', () => {
    const run = explicit().take(quoted(), held()).takeAt(later(validUntil, 1n), deadline);
    expect([run.wrote, run.step, run.owed]).toEqual([['FulfilmentQuoteLapsed'], 'lapsing', [`expire-quote/${quoteId()}`]]);
    run.take(expired);
    expect([run.wrote, run.step, run.owed]).toEqual([['FulfilmentFailed'], 'compensating', [`release/${holdId()}`]]);
    run.take(released());
    expect(run.wrote).toEqual(['FulfilmentEnded', 'ServiceRequestRefused → order-ord']);
    expect(run.events.at(-1)).toMatchObject({ data: { end: 'compensated' } });
    expect(run.postings.at(-1)?.events[0]?.data).toMatchObject({ refusal: { code: 'quote-expired', facts: { valid_until: '2026-03-01T12:15:00Z' } } });
  });

  it('keeps its word to a buyer who accepted in the last instant, and whose word was late', () => {
    const run = explicit().take(quoted(), held()).takeAt(later(validUntil, 1n), deadline).takeAt(later(validUntil, 2n), accepted(validUntil));
    expect([run.step, run.owed]).toEqual(['committing', [`commit/${holdId()}`]]);
  });

  it('ignores the acceptance of a quote that it has given up', () => {
    const run = explicit().take(quoted(), holdRefused('no-capacity'), quoted(2));
    expect(run.take(accepted(NOON, 1)).last).toEqual(stay);
  });
});

describe('an order whose capacity was gone', () => {
  it('gives the quote up and gets another one', () => {
    const run = automatic().take(quoted(), holdRefused('no-capacity'));
    expect(run.wrote).toEqual(['FulfilmentCapacityGone', 'QuoteWithdrawn → quote-quo']);
    expect([run.step, run.owed]).toEqual(['quoting', [`find-paths/${quoteId(2)}`]]);
    run.take(quoted(2));
    expect(run.owed).toEqual([`hold/${holdId(2)}`]);
    expect(run.take(bought(2), activated).step).toBe('ended');
  });

  it('does the same for a resource that was withdrawn in between', () => {
    expect(automatic().take(quoted(), holdRefused('resource-withdrawn')).step).toBe('quoting');
  });

  it('is refused after the third quote, with what is left, and nothing to give back', () => {
    const run = automatic().take(quoted(), holdRefused('no-capacity'), quoted(2), holdRefused('no-capacity', 2), quoted(3), holdRefused('no-capacity', 3));
    expect(run.wrote).toEqual(['FulfilmentFailed', 'FulfilmentEnded', 'QuoteWithdrawn → quote-quo', 'ServiceRequestRefused → order-ord']);
    expect([run.owed, orderFulfilment.ended(run.state)]).toEqual([[], 'rejected']);
    expect(run.postings.at(-1)?.events[0]?.data).toMatchObject({ refusal: { code: 'no-capacity', facts: { most_mbps: '7', quotes: '3' } } });
  });

  it(`S2-1 is quoted up to ${MAX_UNIT_ATTEMPTS} times where others were faster to take a unit of layer 1: the next one may be free`, () => {
    const run = automatic();
    for (let attempt = 1; attempt <= MAX_UNIT_ATTEMPTS; attempt++) expect(run.take(quoted(attempt), holdRefused('unit-taken', attempt)).step).toBe(attempt < MAX_UNIT_ATTEMPTS ? 'quoting' : 'ended');
    expect(run.postings.at(-1)?.events[0]?.data).toMatchObject({ refusal: { code: 'unit-taken', facts: { quotes: String(MAX_UNIT_ATTEMPTS) } } });
  });

  it('ignores the answer to a hold of an earlier quote', () => {
    const run = automatic().take(quoted(), holdRefused('no-capacity'), quoted(2));
    expect(run.take(bought(1)).last).toEqual(stay);
    expect(run.take(holdRefused('no-capacity', 1)).last).toEqual(stay);
  });

  it('ignores a second answer of the path search to an earlier attempt', () => {
    expect(automatic().take(quoted(), holdRefused('no-capacity')).take(quoted(1)).last).toEqual(stay);
  });
});

describe('every order', () => {
  const inputs = [
    quoted(), quoted(2), notQuoted('no-route'), held(), holdRefused('no-capacity'), holdRefused('hold-invalid'), accepted(), expired, committed(),
    commitRefused('hold-expired'), signed, bought(), activated, activationFailed, released(), deadline,
  ];

  it('is silent before it was started', () => {
    for (const input of inputs) expect(orderFulfilment.react(orderFulfilment.initial, input, NOON)).toEqual(stay);
    expect(orderFulfilment.outstanding(orderFulfilment.initial)).toEqual([]);
  });

  it('folds to a state from whatever inputs come in whatever order, and after its end writes nothing', () => {
    const much = at('2026-03-02T00:00:00Z');
    let runs = [automatic(), explicit()];
    const seen = new Set<string>();
    while (runs.length > 0) {
      const next: FulfilmentRun[] = [];
      for (const run of runs) {
        for (const input of inputs) {
          const branch = Object.assign(new FulfilmentRun('automatic'), { events: [...run.events], postings: [...run.postings] }).takeAt(much, input);
          const history = branch.events.map(({ type, data }) => `${type} ${'acceptance' in data ? data.acceptance : ''} ${'quoteId' in data ? data.quoteId : ''}`).join();
          if (branch.last.events.length === 0 || seen.has(history)) continue;
          seen.add(history);
          expect(orderFulfilment.ended(run.state)).toBeUndefined();
          // Somebody always has the next word: an effect, a deadline, or provisioning.
          const isWaiting = branch.owed.length > 0 || branch.deadline !== undefined || branch.step === 'activating';
          expect(isWaiting).toBe(branch.step !== 'ended');
          next.push(branch);
        }
      }
      runs = next;
    }
    expect(seen.size).toBeGreaterThan(40);
  });
});
