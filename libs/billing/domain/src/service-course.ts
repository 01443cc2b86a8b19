import type { Instant } from '@carriermesh/kernel';
import type { billing, contracting, provisioning } from '@carriermesh/wire';
import { account as accounts, routeTariffs, type Account, type AccountEvent, type SignedAgreements } from './account.decider.js';
import type { BillName } from './ids.js';
import { ownChargesOf, type ChargedSide, type OwnCharge } from './own-charges.js';
import { phasesOf, type Phase } from './phases.js';

/** What happens to a service that changes what it is charged. */
export const COURSE_TYPES = ['provisioning.v1.ServiceRerouted', 'provisioning.v1.ImpairmentNoted', 'provisioning.v1.ImpairmentCleared', 'provisioning.v1.RerouteFailed', 'provisioning.v1.ServiceChanged'] as const;

export type CourseEvent = Extract<provisioning.AnyEvent, { type: (typeof COURSE_TYPES)[number] }>;

/** Whether a change of a service is one of its bandwidth, of what travels or of what is ordered: what it is charged is then another sum, and otherwise the same. */
export const isOfBandwidth = ({ from, to }: provisioning.ServiceChanged): boolean => from.mbps !== to.mbps || from.orderedMbps !== to.orderedMbps;

/**
 * What an account learns of an event of its service's activation; nothing of one that it has learnt from before.
 * @param revision of the event, in the activation's own stream
 */
export function learntOf(opened: Account, agreements: SignedAgreements, { event: { type, data }, revision }: { readonly event: CourseEvent; readonly revision: number }): readonly AccountEvent[] {
  if (revision <= (opened.activationRevision ?? 0)) return [];
  switch (type) {
    case 'provisioning.v1.ServiceRerouted':
      return [movedPhase(opened, agreements, { data, revision }), ...endedFaults(opened, { revision, until: data.reroutedAt, isOver: (segmentId) => !data.segmentIds.includes(segmentId) })];
    case 'provisioning.v1.ServiceChanged':
      return isOfBandwidth(data) ? [resizedPhase(opened, agreements, { data, revision })] : [];
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

interface Told<T> {
  readonly data: T;
  readonly revision: number;
}

function movedPhase(opened: Account, agreements: SignedAgreements, { data, revision }: Told<provisioning.ServiceRerouted>): AccountEvent {
  const { attempt, toRoute, reroutedAt: from } = data;
  const bandwidth = bandwidthOf(phasesOf(opened).at(-1) ?? opened);
  return phaseBegun(opened, { from, tariffs: routeTariffs(agreements, toRoute, bandwidth), ...bandwidth, attempt }, revision);
}

/** On the path that it runs on already, at the contracted price for each Mbit/s. */
function resizedPhase(opened: Account, agreements: SignedAgreements, { data, revision }: Told<provisioning.ServiceChanged>): AccountEvent {
  const { to, changedAt: from } = data;
  const bandwidth = bandwidthOf(to);
  const { tariffs, attempt } = phasesOf(opened).at(-1) ?? { tariffs: opened.tariffs, attempt: 0 };
  const runsOn = (segments: readonly contracting.ContractSegment[]): boolean => segments.some(({ segmentId }) => segmentId === tariffs[0]?.segmentId);
  const route = runsOn(agreements.contract.segments) ? 0 : agreements.contract.alternatives.findIndex(({ segments }) => runsOn(segments)) + 1;
  return phaseBegun(opened, { from, tariffs: routeTariffs(agreements, route, bandwidth), ...bandwidth, attempt }, revision);
}

const bandwidthOf = ({ mbps, orderedMbps }: Pick<Phase, 'mbps' | 'orderedMbps'>): Pick<Phase, 'mbps' | 'orderedMbps'> => ({ mbps, ...(orderedMbps !== undefined && { orderedMbps }) });

/** It begins no earlier than the phase before it, whatever clocks say. */
function phaseBegun(opened: Account, phase: Phase, activationRevision: number): AccountEvent {
  const { contractId, serviceStartAt } = opened;
  const phases = phasesOf(opened);
  const before = phases.at(-1)?.from ?? serviceStartAt;
  return { type: 'billing.v1.BillingPhaseBegun', data: { contractId, number: phases.length + 1, ...phase, from: phase.from > before ? phase.from : before, activationRevision } };
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
