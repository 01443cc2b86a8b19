import type { Instant } from '@carriermesh/kernel';
import type { billing, provisioning } from '@carriermesh/wire';
import { account as accounts, routeTariffs, type Account, type AccountEvent, type SignedAgreements } from './account.decider.js';
import type { BillName } from './ids.js';
import { ownChargesOf, type ChargedSide, type OwnCharge } from './own-charges.js';
import { phasesOf } from './phases.js';

/** What happens to a service that changes what it is charged. */
export const COURSE_TYPES = ['provisioning.v1.ServiceRerouted', 'provisioning.v1.ImpairmentNoted', 'provisioning.v1.ImpairmentCleared', 'provisioning.v1.RerouteFailed'] as const;

export type CourseEvent = Extract<provisioning.AnyEvent, { type: (typeof COURSE_TYPES)[number] }>;

/**
 * What an account learns of an event of its service's activation; nothing of one that it has learnt from before.
 * @param revision of the event, in the activation's own stream
 */
export function learntOf(opened: Account, agreements: SignedAgreements, { event: { type, data }, revision }: { readonly event: CourseEvent; readonly revision: number }): readonly AccountEvent[] {
  if (revision <= (opened.activationRevision ?? 0)) return [];
  switch (type) {
    case 'provisioning.v1.ServiceRerouted':
      return [phaseBegun(opened, agreements, { data, revision }), ...endedFaults(opened, { revision, until: data.reroutedAt, isOver: (segmentId) => !data.segmentIds.includes(segmentId) })];
    case 'provisioning.v1.ImpairmentNoted': {
      const { segmentId, alarmId, impairedSince: from } = data.fault;
      return [faultBooked(opened, revision, { segmentId, alarmId, from })];
    }
    case 'provisioning.v1.ImpairmentCleared':
      return endedFaults(opened, { revision, until: data.clearedAt, isOver: (segmentId) => segmentId === data.segmentId });
    case 'provisioning.v1.RerouteFailed': {
      // Whatever was found of the path that it was to move to is over with the move.
      const runsOn = new Set(phasesOf(opened).at(-1)?.tariffs.map(({ segmentId }) => segmentId));
      return endedFaults(opened, { revision, until: data.failedAt, isOver: (segmentId) => !runsOn.has(segmentId) });
    }
  }
}

/** It begins no earlier than the phase before it, whatever clocks say. */
function phaseBegun(opened: Account, agreements: SignedAgreements, { data, revision }: { readonly data: provisioning.ServiceRerouted; readonly revision: number }): AccountEvent {
  const { contractId, attempt, toRoute, reroutedAt } = data;
  const phases = phasesOf(opened);
  const before = phases.at(-1)?.from ?? opened.serviceStartAt;
  const from = reroutedAt > before ? reroutedAt : before;
  const { mbps } = agreements.contract.terms;
  return { type: 'billing.v1.BillingPhaseBegun', data: { contractId, number: phases.length + 1, from, tariffs: routeTariffs(agreements, toRoute), mbps, attempt, activationRevision: revision } };
}

function endedFaults(opened: Account, { revision, until, isOver }: { readonly revision: number; readonly until: Instant; readonly isOver: (segmentId: string) => boolean }): readonly AccountEvent[] {
  const over = [...(opened.faults ?? new Map()).values()].filter((fault) => fault.until === undefined && isOver(fault.segmentId));
  return over.map((fault) => faultBooked(opened, revision, { ...fault, until: until > fault.from ? until : fault.from }));
}

const faultBooked = ({ contractId }: Account, activationRevision: number, fault: Omit<billing.SegmentFaultBooked, 'contractId' | 'activationRevision'>): AccountEvent => ({
  type: 'billing.v1.SegmentFaultBooked', data: { contractId, ...fault, activationRevision },
});

export const afterLearning = (opened: Account, learnt: readonly AccountEvent[]): Account => learnt.reduce<Account | undefined>(accounts.evolve, opened) ?? opened;

/**
 * What a month that is closed was charged, and what it should have been by what was learnt since: all of a charge that changes is reversed, and
 * entered again.
 * @returns nothing where the month comes to the same
 */
export function correctionOf(before: Account, after: Account, { bill, correctedPeriodNumber }: { readonly bill: BillName; readonly correctedPeriodNumber: number }): billing.AdjustmentPosted | undefined {
  const key = ({ segmentId, kind }: OwnCharge): string => `${segmentId}/${kind}`;
  const [was, is] = [before, after].map((account) => new Map(ownChargesOf(account, correctedPeriodNumber).map((charge) => [key(charge), charge] as const))) as [Map<string, OwnCharge>, Map<string, OwnCharge>];
  const lines = [...new Set([...was.keys(), ...is.keys()])].flatMap((each) => {
    const [old, now] = [was.get(each), is.get(each)];
    return sameCharge(old, now) ? [] : [...lineOf('reversal', old, before), ...lineOf('reentry', now, before)];
  });
  return lines.length === 0 ? undefined : { ...bill, correctedPeriodNumber, disputeId: '', revision: after.revision ?? 0, lines };
}

const exactOf = (side: ChargedSide | undefined): bigint => side?.exactAmount.microMinor ?? 0n;
const sameCharge = (a: OwnCharge | undefined, b: OwnCharge | undefined): boolean => exactOf(a?.customer) === exactOf(b?.customer) && exactOf(a?.supplier) === exactOf(b?.supplier);

function lineOf(kind: 'reversal' | 'reentry', charge: OwnCharge | undefined, { currency }: Account): readonly billing.AdjustmentLine[] {
  if (!charge || (exactOf(charge.customer) === 0n && exactOf(charge.supplier) === 0n)) return [];
  const { segmentId, quantity, customer, supplier } = charge;
  const sign = kind === 'reversal' ? -1n : 1n;
  const amount = (side: ChargedSide | undefined) => ({ currency, microMinor: sign * exactOf(side) });
  const unitPrice = (side: ChargedSide | undefined) => side?.unitPrice ?? { currency, microMinor: 0n };
  return [{
    kind, correctedKind: charge.kind, segmentId, quantity, records: 0,
    customerUnitPrice: unitPrice(customer), supplierUnitPrice: unitPrice(supplier), customer: amount(customer), supplier: amount(supplier),
  }];
}
