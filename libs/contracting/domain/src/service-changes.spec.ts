import { describe, expect, it } from '@jest/globals';
import { fold } from '@carriermesh/decider';
import { plus } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import type { ContractEvent } from './contract-versions.js';
import { type ChangeCommand, contractLife, MAX_CHANGES_PER_CONTRACT, type OrderChange } from './service-changes.js';
import { makeQuote } from './pricing.js';
import { NO_FORMATS } from './formats.js';
import { at, basis, CHEAP, choice, eur, HASH, quoteOf, terms as marketTerms } from './spec/market.js';

const NOW = at('2026-05-10T09:30:00Z');
const envelope = { body: HASH, signature: HASH, keyId: 'key' };
const monthly = (microMinor: bigint) => ({ segmentId: 's1', monthlyRecurring: { currency: 'EUR', microMinor }, perGigabyte: { currency: 'EUR', microMinor: 1n } });
const parties = { contractId: 'con_1', orderId: 'ord_1', buyerId: 'acme' };
const terms = { mbps: 100, currency: 'EUR' } as contracting.ServiceTerms;
const contract = { ...parties, quoteId: 'quo_1-1', terms, prices: [monthly(100_000_000_000n)] };
const quote = quoteOf(makeQuote(basis()));
const signed: ContractEvent = { type: 'contracting.v1.ContractSigned', data: { ...parties, contract: envelope, contractSha256: HASH } };
const no: common.Refusal = { code: 'provider-refused', message: 'No.', facts: {} };

const asked = (kind: contracting.ServiceChangeKind, requestId: string, changed: Partial<OrderChange> = {}, reason = ''): OrderChange => ({
  kind: 'order', contract, quote, request: { requestedBy: 'acme', requestId, requestSha256: HASH, requestedAt: NOW }, change: { kind, reason }, serviceStartAt: NOW, ...changed,
});
const ended = (number: number, refusal?: common.Refusal): ChangeCommand => ({ kind: 'end', contractId: 'con_1', orderId: 'ord_1', number, ...(refusal && { refusal }), at: plus(NOW, 5n) });

function after(...commands: readonly ChangeCommand[]): readonly ContractEvent[] {
  let history: readonly ContractEvent[] = [signed];
  for (const command of commands) {
    const decided = contractLife.decide(command, fold(contractLife, history));
    if (decided.kind === 'accepted') history = [...history, ...decided.events];
  }
  return history;
}
const decideAfter = (command: ChangeCommand, history = [signed] as readonly ContractEvent[]) => contractLife.decide(command, fold(contractLife, history));
const codeOf = (command: ChangeCommand, history?: readonly ContractEvent[]): string => {
  const decided = decideAfter(command, history);
  return decided.kind === 'refused' ? decided.refusal.code : decided.kind;
};
const suspended = after(asked('suspend', 'r1'), ended(1));

describe('S0-10 what is ordered of a running service', () => {
  it('is one change after the other, each with a number of its own', () => {
    expect(decideAfter(asked('suspend', 'r1'))).toMatchObject({ kind: 'accepted', events: [{ type: 'contracting.v1.ServiceChangeOrdered', data: { number: 1, change: { kind: 'suspend' } } }] });
    expect(codeOf(asked('suspend', 'r2'), after(asked('suspend', 'r1')))).toBe('change-under-way');
    expect(decideAfter(asked('resume', 'r2'), suspended)).toMatchObject({ events: [{ data: { number: 2 } }] });
  });

  it('is suspended once, and resumed where it is suspended', () => {
    expect(codeOf(asked('suspend', 'r2'), suspended)).toBe('service-suspended');
    expect(codeOf(asked('resume', 'r1'))).toBe('service-not-suspended');
    expect(fold(contractLife, suspended).isSuspended).toBe(true);
    expect(fold(contractLife, after(asked('suspend', 'r1'), ended(1), asked('resume', 'r2'), ended(2))).isSuspended).toBe(false);
  });

  it('is done once for one request id, also long after, and refused for other contents under it', () => {
    expect(codeOf(asked('suspend', 'r1'), suspended)).toBe('ignored');
    const other = asked('suspend', 'r1');
    expect(codeOf({ ...other, request: { ...other.request, requestSha256: Uint8Array.of(7) } }, suspended)).toBe('amendment-request-reused');
  });

  it('leaves the service as it was where a provider does not follow, and says why', () => {
    const failed = after(asked('suspend', 'r1'), ended(1, no));
    expect(fold(contractLife, failed)).toMatchObject({ isSuspended: false, changes: [{ number: 1, state: 'rejected', refusal: no }] });
    expect(codeOf(asked('suspend', 'r2'), failed)).toBe('accepted');
    expect(codeOf(ended(1), failed)).toBe('ignored');
  });

  it('is refused before the service runs and after it has ended, and not while its end is only agreed', () => {
    expect(codeOf(asked('suspend', 'r1', { serviceStartAt: undefined }))).toBe('contract-not-active');
    expect(codeOf(asked('suspend', 'r1'), [])).toBe('contract-not-active');
    const ending: ContractEvent = { type: 'contracting.v1.ContractAmended', data: { ...parties, version: 2, amendment: envelope, amendmentSha256: HASH, requestId: 'end', requestSha256: HASH, endsAt: plus(NOW, 9n) } };
    expect(codeOf(asked('suspend', 'r1'), [signed, ending])).toBe('accepted');
    const over: ContractEvent = { type: 'contracting.v1.ContractTerminated', data: { contractId: 'con_1', orderId: 'ord_1', endedAt: NOW, terminatedAt: NOW } };
    expect(codeOf(asked('suspend', 'r1'), [signed, ending, over])).toBe('contract-not-active');
    expect(fold(contractLife, [...after(asked('suspend', 'r1')), ending, over]).changes).toMatchObject([{ state: 'rejected' }]);
  });

  it('is refused when it says nothing, or something that no record can hold', () => {
    expect(codeOf(asked('unspecified', 'r1'))).toBe('change-malformed');
    expect(codeOf(asked('suspend', 'r 1'))).toBe('request-id-malformed');
    expect(codeOf(asked('suspend', 'r1', {}, 'x'.repeat(501)))).toBe('reason-malformed');
  });

  it('is modified to another bandwidth within what can be ordered and charged, and not while the contract ends', () => {
    const modify = (mbps: number, requestId = 'm1', changed: Partial<OrderChange> = {}): OrderChange => ({ ...asked('modify', requestId), change: { kind: 'modify', reason: '', mbps }, ...changed });
    expect(decideAfter(modify(150))).toMatchObject({ kind: 'accepted', events: [{ data: { change: { kind: 'modify', mbps: 150 }, holdId: 'hol_1-1' } }] });
    expect([codeOf(modify(100)), codeOf(modify(0)), codeOf(modify(1_000_001)), codeOf(asked('modify', 'm1'))]).toEqual(['bandwidth-as-it-is', 'bandwidth-out-of-range', 'bandwidth-out-of-range', 'change-malformed']);
    const wider = after(modify(150), ended(1));
    expect([fold(contractLife, wider).mbps, codeOf(modify(150, 'm2'), wider), codeOf(modify(100, 'm2'), wider)]).toEqual([150, 'bandwidth-as-it-is', 'accepted']);
    expect(fold(contractLife, after(asked('suspend', 'r1'), ended(1), modify(150), ended(2)))).toMatchObject({ isSuspended: true, mbps: 150 });
    // The most that a contract can charge is 10^17 millionths of the minor unit a month.
    const dear = { ...contract, prices: [monthly(1_000_000_000_000_000n)] };
    expect([codeOf(modify(10_000, 'm1', { contract: dear })), codeOf(modify(10_001, 'm1', { contract: dear }))]).toEqual(['accepted', 'bandwidth-too-dear']);
    const ending: ContractEvent = { type: 'contracting.v1.ContractAmended', data: { ...parties, version: 2, amendment: envelope, amendmentSha256: HASH, requestId: 'end', requestSha256: HASH, endsAt: plus(NOW, 9n) } };
    expect(codeOf(modify(150), [signed, ending])).toBe('contract-ending');
  });

  it('S0-10 is not modified to less than the contract commits it to, so that what is due at its end can’t be changed away, and to as little as that', () => {
    const committed = (committedBasisPoints: number) => ({ ...contract, terms: { ...contract.terms, mbps: 995 }, termination: { noticeSeconds: 0, earlyChargeBasisPoints: 5_000, committedBasisPoints } });
    const modify = (mbps: number, committedBasisPoints = 5_000): OrderChange => ({ ...asked('modify', 'm1', { contract: committed(committedBasisPoints) }), change: { kind: 'modify', reason: '', mbps } });
    expect(codeOf(modify(498))).toBe('accepted');
    expect(decideAfter(modify(497))).toEqual({ kind: 'refused', refusal: { code: 'bandwidth-below-commitment', mbps: 497, leastMbps: 498 } });
    expect([codeOf(modify(1, 0)), codeOf(modify(994, 10_000)), codeOf(modify(996, 10_000))]).toEqual(['accepted', 'bandwidth-below-commitment', 'accepted']);
    // What it was made wider by later is not committed to.
    const again = { ...modify(498).request, requestId: 'm2' };
    expect(codeOf({ ...modify(498), request: again }, after(modify(2_000), ended(1)))).toBe('accepted');
  });

  it('S4-1 is not modified where several lines carry the service, and is suspended and resumed like any other', () => {
    const split = { members: 2, memberMbps: 50, maxDifferentialDelayNs: 1n };
    const ofLines = (kind: contracting.ServiceChangeKind, changed = {}) => asked(kind, 'r1', { contract: { ...contract, split }, ...changed });
    expect(decideAfter(ofLines('modify', { change: { kind: 'modify', reason: '', mbps: 200 } }))).toEqual({ kind: 'refused', refusal: { code: 'service-split', members: 2 } });
    expect(codeOf(ofLines('suspend'))).toBe('accepted');
    expect(codeOf({ ...ofLines('resume'), request: { ...ofLines('resume').request, requestId: 'r2' } }, suspended)).toBe('accepted');
  });

  it('S4-6 S0-10 is modified in its format: with the order of another bandwidth stands what travels of it, and both stay within what is sold', () => {
    const halved = { ...NO_FORMATS, codecs: [choice('h265', { bandwidthPpm: 500_000, monthly: eur('20') })] };
    const inFormat = quoteOf(makeQuote(basis({ terms: marketTerms({ objective: 'profit', device: {} }), statedFormats: halved, candidates: [{ ...CHEAP, carriage: 1 }] })));
    const modify = (mbps: number, changed: Partial<OrderChange> = {}): OrderChange => ({ ...asked('modify', 'm1', { quote: inFormat, ...changed }), change: { kind: 'modify', reason: '', mbps } });
    expect(decideAfter(modify(151))).toMatchObject({ kind: 'accepted', events: [{ data: { change: { mbps: 151 }, carriedMbps: 76 } }] });
    expect(decideAfter(modify(99))).toMatchObject({ kind: 'accepted', events: [{ data: { carriedMbps: 50 } }] });
    expect(decideAfter(asked('suspend', 's1', { quote: inFormat }))).not.toHaveProperty('events.0.data.carriedMbps');
    // 1 EUR for each Mbit/s, and 0.15 for what travels and 20 a month for formatting, with a tenth on top: 27 Mbit/s are sold, and 26 cost more than they come to.
    expect([codeOf(modify(27)), codeOf(modify(26))]).toEqual(['accepted', 'bandwidth-below-floor']);
    expect(decideAfter(modify(26))).toMatchObject({ refusal: { mbps: 26, monthly: eur('260') } });
    const wrapped = quoteOf(makeQuote(basis({ terms: marketTerms({ objective: 'profit', device: {} }), statedFormats: { ...NO_FORMATS, encapsulations: [choice('gre', { bandwidthPpm: 1_100_000 })] }, candidates: [{ ...CHEAP, carriage: 1 }] })));
    const most = (mbps: number) => decideAfter(modify(mbps, { quote: wrapped }));
    expect([most(909_090).kind, most(909_091)]).toEqual(['accepted', { kind: 'refused', refusal: { code: 'carried-bandwidth-out-of-range', mbps: 909_091, carriedMbps: 1_000_001 } }]);
  });

  it('S2-1 has no other bandwidth where it is a whole unit of layer 1, and is suspended and resumed like any other', () => {
    const ofUnits = (kind: contracting.ServiceChangeKind, changed = {}) => asked(kind, 'r1', { contract: { ...contract, terms: { ...contract.terms, layerOne: 'wavelength' as const } }, ...changed });
    expect(decideAfter(ofUnits('modify', { change: { kind: 'modify', reason: '', mbps: 200 } }))).toEqual({ kind: 'refused', refusal: { code: 'service-of-units', technology: 'wavelength' } });
    expect(codeOf(ofUnits('suspend'))).toBe('accepted');
  });

  it(`is changed ${MAX_CHANGES_PER_CONTRACT} times under one contract, and not once more`, () => {
    const commands = Array.from({ length: MAX_CHANGES_PER_CONTRACT }, (_, index) => [asked(index % 2 === 0 ? 'suspend' : 'resume', `r${index}`), ended(index + 1)]).flat();
    expect(codeOf(asked('suspend', 'last'), after(...commands))).toBe('changed-too-often');
    expect(codeOf(asked('resume', 'last'), after(...commands.slice(0, -2)))).toBe('accepted');
  });
});
