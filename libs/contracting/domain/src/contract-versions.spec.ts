import { describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { contractVersions, decideEnd, MAX_AHEAD_NANOS, unsigned, type ContractEvent, type ContractVersions, type EndContract } from './contract-versions.js';
import { termination, type TerminationInput } from './termination.process.js';
import { at, HASH } from './spec/market.js';

const START = at('2026-03-01T12:00:09Z');
const NOW = at('2026-05-10T09:30:00Z');
const envelope = { body: HASH, signature: HASH, keyId: 'key' };
const signedAt = (type: ContractEvent['type'], data: object): ContractVersions => contractVersions.evolve(signed, { type, data } as ContractEvent);
const signed = contractVersions.evolve(unsigned, { type: 'contracting.v1.ContractSigned', data: { contractId: 'con_1', orderId: 'ord_1', buyerId: 'acme', contract: envelope, contractSha256: HASH } });
const amendedBy = (requestId: string, requestSha256 = HASH): ContractVersions =>
  signedAt('contracting.v1.ContractAmended', { contractId: 'con_1', orderId: 'ord_1', buyerId: 'acme', version: 2, amendment: envelope, amendmentSha256: Uint8Array.of(2), requestId, requestSha256, endsAt: START } satisfies contracting.ContractAmended);

const asked = (changed: Partial<EndContract> = {}, { by = 'acme', requestId = 'end-1' } = {}): EndContract => ({
  contract: { contractId: 'con_1', sellerId: 'seller', buyerId: 'acme', termination: { noticeSeconds: 86_400, earlyChargeBasisPoints: 5_000, committedBasisPoints: 0 } },
  request: { requestedBy: by, requestId, requestSha256: HASH, requestedAt: NOW },
  reason: '',
  serviceStartAt: START,
  ...changed,
});
const endOf = (command: EndContract): { readonly endsAt: Instant; readonly customer: number; readonly supplier: number } => {
  const decided = decideEnd(command, signed);
  if (decided.kind !== 'accepted') throw new Error(`the end was ${decided.kind}`);
  const { change, supplierCharge } = decided.events[0]!.data;
  return { endsAt: change.endsAt, customer: change.earlyChargeBasisPoints, supplier: supplierCharge };
};
const refusalOf = (command: EndContract, state = signed): string => {
  const decided = decideEnd(command, state);
  return decided.kind === 'refused' ? decided.refusal.code : decided.kind;
};

describe('S0-7 the end of a contract', () => {
  it('is the first whole hour of the service after the notice', () => {
    expect(endOf(asked()).endsAt).toBe(at('2026-05-11T10:00:09Z'));
  });

  it('is that hour itself when the notice ends with it, to the nanosecond', () => {
    const hour = plus(START, 100n * NANOS_PER_HOUR);
    const noticeless = { ...asked().contract, termination: { noticeSeconds: 0, earlyChargeBasisPoints: 0, committedBasisPoints: 0 } };
    const at100 = (askedEndsAt: Instant) => endOf({ ...asked({ contract: noticeless, askedEndsAt }), request: { ...asked().request, requestedAt: START } }).endsAt;
    expect([at100(hour), at100(instant(hour - 1n)), at100(plus(hour, 1n))]).toEqual([hour, hour, plus(hour, NANOS_PER_HOUR)]);
  });

  it('is as late as wished, and not before the notice whatever is wished', () => {
    expect(endOf(asked({ askedEndsAt: at('2026-12-24T18:30:00Z') })).endsAt).toBe(at('2026-12-24T19:00:09Z'));
    expect(endOf(asked({ askedEndsAt: at('2026-03-02T00:00:00Z') })).endsAt).toBe(at('2026-05-11T10:00:09Z'));
  });

  it('leaves the service an hour at least, and needs no notice where the contract says nothing of it', () => {
    const { termination: _, ...silent } = asked().contract;
    const { endsAt, customer, supplier } = endOf({ ...asked({ contract: silent }), request: { ...asked().request, requestedAt: START } });
    expect([endsAt, customer, supplier]).toEqual([plus(START, NANOS_PER_HOUR), 0, 0]);
  });

  it('costs the customer who asks for it what the contract says, and nothing when the seller does; the suppliers are due it in any case', () => {
    expect([endOf(asked()).customer, endOf(asked()).supplier]).toEqual([5_000, 5_000]);
    const bySeller = endOf(asked({}, { by: 'seller' }));
    expect([bySeller.customer, bySeller.supplier]).toEqual([0, 5_000]);
  });

  it.each([
    ['a name with a space', asked({}, { requestId: 'a b' }), signed, 'request-id-malformed'],
    ['a reason of 501 characters', asked({ reason: 'x'.repeat(501) }), signed, 'reason-malformed'],
    ['a service that never came up', asked({ serviceStartAt: undefined }), signed, 'contract-not-active'],
    ['a contract that was voided', asked(), signedAt('contracting.v1.ContractVoided', {}), 'contract-not-active'],
    ['a wish for more than ten years ahead', asked({ askedEndsAt: plus(NOW, MAX_AHEAD_NANOS + 1n) }), signed, 'end-out-of-range'],
    ['another request while an end is agreed', asked({}, { requestId: 'end-2' }), amendedBy('end-1'), 'contract-already-ending'],
    ['the same name with other contents', asked(), amendedBy('end-1', Uint8Array.of(7)), 'amendment-request-reused'],
    ['the same request', asked(), amendedBy('end-1'), 'ignored'],
  ])('of %s', (_, command, state, outcome) => {
    expect(refusalOf(command, state)).toBe(outcome);
  });

  it('amends the version before it by its hash', () => {
    const decided = decideEnd(asked(), signed);
    expect(decided).toMatchObject({ kind: 'accepted', events: [{ data: { version: 2, amendedSha256: HASH } }] });
  });
});

describe('S0-7 the process that ends a contract', () => {
  const started = termination.evolve(termination.initial, { type: 'contracting.v1.TerminationStarted', data: { contractId: 'con_1', orderId: 'ord_1', holdId: 'hol_1', endsAt: START, startedAt: NOW, request: { requestedBy: 'acme', requestId: 'end', requestSha256: new Uint8Array(), requestedAt: NOW }, reason: '' } });
  const take = (state: typeof started, input: TerminationInput) => termination.react(state, input, NOW);
  const down = take(started, { kind: 'service-terminated' }).events.reduce(termination.evolve, started);

  it('waits for the service to be down, gives the capacity back, and only then calls the contract terminated', () => {
    expect(termination.outstanding(started)).toEqual([]);
    expect(take(started, { kind: 'released', holdId: 'hol_1' }).events).toEqual([]);
    expect(termination.outstanding(down)).toMatchObject([{ kind: 'return-capacity', holdId: 'hol_1' }]);
    const step = take(down, { kind: 'released', holdId: 'hol_1' });
    expect(step.postings).toMatchObject([{ stream: 'contract-con_1', events: [{ type: 'contracting.v1.ContractTerminated', data: { endedAt: START, terminatedAt: NOW } }] }]);
    const ended = step.events.reduce(termination.evolve, down);
    expect([termination.ended(ended), termination.outstanding(ended)]).toEqual(['compensated', []]);
  });

  it('takes every word twice as once, and no other hold for its own', () => {
    expect(take(down, { kind: 'service-terminated' }).events).toEqual([]);
    expect(take(down, { kind: 'released', holdId: 'hol_other' }).events).toEqual([]);
  });
});
