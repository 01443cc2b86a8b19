import { describe, expect, it } from '@jest/globals';
import { specify } from '@carriermesh/decider';
import { disputeIdOf, invoiceOfDispute } from './ids.js';
import { disputes, type DisputeEvent } from './dispute.decider.js';
import { ALFA_SEGMENT, at, CONTRACT, eur, UUID } from './testing/fixtures.js';

const INVOICE = `inv_${UUID}-1`;
const FIRST = disputeIdOf(INVOICE, 1);
const now = at('2027-03-02T00:00:00Z');
const disputed = { disputeId: FIRST, invoiceId: INVOICE, contractId: CONTRACT, buyerId: 'acme', lineIds: [], reason: 'too much', requestId: 'first' };
const opened: DisputeEvent = { type: 'billing.v1.DisputeOpened', data: { ...disputed, openedBy: 'operator', openedAt: now } };
const credit = [{ segmentId: ALFA_SEGMENT, how: { kind: 'credit' as const, credit: { customer: eur('10.00'), supplier: eur('8.00') } } }];
const settle = (settlements: typeof credit | [] = credit) => ({ kind: 'settle' as const, disputeId: FIRST, settlements, finding: 'theirs', by: 'operator', now });
const settled: DisputeEvent = { type: 'billing.v1.DisputeSettled', data: { disputeId: FIRST, invoiceId: INVOICE, contractId: CONTRACT, settlements: credit, finding: 'theirs', settledBy: 'operator', settledAt: now } };
const withdrawn: DisputeEvent = { type: 'billing.v1.DisputeWithdrawn', data: { disputeId: FIRST, invoiceId: INVOICE, contractId: CONTRACT, reason: 'a mistake', withdrawnBy: 'operator', withdrawnAt: now } };
const stateAfter = (...events: readonly DisputeEvent[]) => events.reduce(disputes.evolve, disputes.initial).disputes.at(-1)?.state;

describe('the id of a dispute', () => {
  it('names the invoice or the note that it is about', () => {
    expect(FIRST).toBe(`dis_${UUID}-1-1`);
    expect(invoiceOfDispute(FIRST)).toBe(INVOICE);
    expect(invoiceOfDispute(disputeIdOf(`inv_${UUID}-2n3`, 12))).toBe(`inv_${UUID}-2n3`);
    for (const none of [INVOICE, `dis_${UUID}-1`, 'dis_', `dis_${UUID}-1-0`]) expect(invoiceOfDispute(none)).toBeUndefined();
  });
});

describe('disputes about an invoice', () => {
  it('I7 are open one at a time, and a request opens one, also when it is heard again at the end', () => {
    const open = { kind: 'open' as const, disputed, by: 'operator', now };
    expect(specify(disputes).given().when(open)).toEqual({ kind: 'accepted', events: [opened] });
    expect(specify(disputes).given(opened).when(open)).toMatchObject({ kind: 'ignored' });
    const another = { ...open, disputed: { ...disputed, requestId: 'second', disputeId: disputeIdOf(INVOICE, 2) } };
    expect(specify(disputes).given(opened).when(another)).toEqual({ kind: 'refused', refusal: { code: 'dispute-open', disputeId: FIRST } });
    expect(specify(disputes).given(opened, withdrawn).when(another)).toMatchObject({ kind: 'accepted' });
    for (const ending of [settled, withdrawn]) expect(specify(disputes).given(opened, ending).when(open)).toMatchObject({ kind: 'ignored' });
    for (const other of [{ reason: 'another' }, { lineIds: ['a/line'] }]) {
      expect(specify(disputes).given(opened, withdrawn).when({ ...open, disputed: { ...disputed, ...other } })).toEqual({ kind: 'refused', refusal: { code: 'dispute-request-reused', requestId: 'first', disputeId: FIRST } });
    }
  });

  it('end as credit when something is given back, as settled when the bill stands, as withdrawn when nobody wants them', () => {
    expect([stateAfter(opened), stateAfter(opened, settled), stateAfter(opened, withdrawn)]).toEqual(['dispute-being-investigated', 'credit', 'withdrawn']);
    const upheld = specify(disputes).given(opened).when(settle([]));
    expect(upheld.kind === 'accepted' && stateAfter(opened, ...upheld.events)).toBe('settled');
  });

  it('are settled once: the same settlement again changes nothing, another is refused, and so is any after a withdrawal', () => {
    expect(specify(disputes).given(opened).when(settle())).toEqual({ kind: 'accepted', events: [settled] });
    expect(specify(disputes).given(opened, settled).when(settle())).toMatchObject({ kind: 'ignored' });
    expect(specify(disputes).given(opened, settled).when(settle([]))).toMatchObject({ kind: 'refused', refusal: { code: 'dispute-ended', state: 'credit' } });
    expect(specify(disputes).given(opened, withdrawn).when(settle())).toMatchObject({ kind: 'refused', refusal: { code: 'dispute-ended', state: 'withdrawn' } });
    const withdraw = { kind: 'withdraw' as const, disputeId: FIRST, reason: 'a mistake', by: 'operator', now };
    expect(specify(disputes).given(opened, settled).when(withdraw)).toMatchObject({ kind: 'refused', refusal: { code: 'dispute-ended' } });
    expect(specify(disputes).given(opened, withdrawn).when(withdraw)).toMatchObject({ kind: 'ignored' });
    expect(specify(disputes).given().when(withdraw)).toMatchObject({ kind: 'refused', refusal: { code: 'dispute-unknown' } });
  });
});
