import { accept, type Decider, type Decision, ignore, refuse } from '@carriermesh/decider';
import { bytesEqual, type Instant, isRequestId, MAX_MONTHLY_MICRO_MINOR, MAX_ORDER_MBPS, type Money } from '@carriermesh/kernel';
import { monthlyAt } from '@carriermesh/tariff-v1';
import type { common, contracting } from '@carriermesh/wire';
import { type ContractEvent, contractVersions, type ContractVersions, isReason } from './contract-versions.js';
import { carriedAt, isPaidFor, type QuotedService } from './changed-bandwidth.js';
import { holdIdOf } from './ids.js';

/** A service that needs to change more often than once a day for years needs another contract. */
export const MAX_CHANGES_PER_CONTRACT = 500;
const BASIS_POINTS = 10_000;

/** A contract's versions, and what was ordered of its service under them. */
export interface ContractLife {
  readonly versions: ContractVersions;
  readonly isSuspended: boolean;
  /** Since it was modified last; absent while it is what was contracted first. */
  readonly mbps?: number;
  /** The oldest first; the last one may be under way. */
  readonly changes: readonly contracting.ServiceChangeRecord[];
}

export interface OrderChange {
  readonly kind: 'order';
  readonly contract: Pick<contracting.Contract, 'contractId' | 'orderId' | 'buyerId' | 'quoteId' | 'terms' | 'prices' | 'split' | 'termination'>;
  readonly request: contracting.AmendmentRequest;
  readonly change: contracting.ServiceChange;
  /** What the contract was written from. */
  readonly quote: QuotedService;
  /** Absent while the service has not come up. */
  readonly serviceStartAt?: Instant | undefined;
}

export type ChangeCommand =
  | OrderChange
  /** All of its providers have changed it, or it is as it was, for the reason given. */
  | { readonly kind: 'end'; readonly contractId: string; readonly orderId: string; readonly number: number; readonly refusal?: common.Refusal; readonly at: Instant };

export type ChangeRefusal =
  | { readonly code: 'request-id-malformed'; readonly requestId: string }
  | { readonly code: 'reason-malformed' }
  | { readonly code: 'change-malformed' }
  | { readonly code: 'contract-not-active'; readonly status: string }
  | { readonly code: 'amendment-request-reused'; readonly requestId: string }
  | { readonly code: 'change-under-way'; readonly requestId: string; readonly orderedAt: Instant }
  | { readonly code: 'bandwidth-out-of-range'; readonly mbps: number }
  | { readonly code: 'bandwidth-as-it-is'; readonly mbps: number }
  | { readonly code: 'bandwidth-too-dear'; readonly mbps: number; readonly monthly: Money }
  /** More travels in the service's format than any order is for. */
  | { readonly code: 'carried-bandwidth-out-of-range'; readonly mbps: number; readonly carriedMbps: number }
  | { readonly code: 'bandwidth-below-floor'; readonly mbps: number; readonly monthly: Money }
  | { readonly code: 'bandwidth-below-commitment'; readonly mbps: number; readonly leastMbps: number }
  | { readonly code: 'contract-ending'; readonly endsAt: Instant }
  | { readonly code: 'service-suspended' }
  | { readonly code: 'service-not-suspended' }
  | { readonly code: 'changed-too-often' }
  /** Another bandwidth of all lines of a service together is not sold. */
  | { readonly code: 'service-of-units'; readonly technology: string }
  | { readonly code: 'service-split'; readonly members: number };

/** What is ordered of a service while its contract stays as it is: one change after the other. */
export const contractLife: Decider<ChangeCommand, ContractLife, ContractEvent, ChangeRefusal> = {
  initial: { versions: contractVersions.initial, isSuspended: false, changes: [] },

  decide: (command, life) => (command.kind === 'order' ? order(command, life) : end(command, life)),

  evolve(life, event): ContractLife {
    const next = { ...life, versions: contractVersions.evolve(life.versions, event) };
    const { changes } = life;
    switch (event.type) {
      case 'contracting.v1.ServiceChangeOrdered': {
        const { number, request, change } = event.data;
        return { ...next, changes: [...changes, { number, request, change, state: 'in-progress' }] };
      }
      case 'contracting.v1.ServiceChangeCompleted': {
        const { change, completedAt } = event.data;
        const isSuspended = change.kind === 'modify' ? life.isSuspended : change.kind === 'suspend';
        return { ...next, isSuspended, ...(change.mbps !== undefined && { mbps: change.mbps }), changes: lastOf(changes, { state: 'completed', endedAt: completedAt }) };
      }
      case 'contracting.v1.ServiceChangeRejected':
        return { ...next, changes: lastOf(changes, { state: 'rejected', endedAt: event.data.rejectedAt, refusal: event.data.refusal }) };
      case 'contracting.v1.ContractTerminated':
        return { ...next, changes: underWay(life) ? lastOf(changes, { state: 'rejected', endedAt: event.data.terminatedAt }) : changes };
      default:
        return next;
    }
  },
};

function lastOf(changes: ContractLife['changes'], ended: Pick<contracting.ServiceChangeRecord, 'state' | 'endedAt' | 'refusal'>): ContractLife['changes'] {
  const last = changes.at(-1);
  return last ? [...changes.slice(0, -1), { ...last, ...ended }] : changes;
}

const underWay = ({ changes }: ContractLife): contracting.ServiceChangeRecord | undefined => {
  const last = changes.at(-1);
  return last?.state === 'in-progress' ? last : undefined;
};

function order(command: OrderChange, life: ContractLife): Decision<ContractEvent, ChangeRefusal> {
  const { contract, request, change } = command;
  const { requestId, requestSha256 } = request;
  if (!isRequestId(requestId)) return refuse({ code: 'request-id-malformed', requestId });
  if (!isReason(change.reason)) return refuse({ code: 'reason-malformed' });
  // The bus delivers at least once, and people ask twice.
  const before = life.changes.find((each) => each.request.requestId === requestId);
  if (before) return bytesEqual(before.request.requestSha256, requestSha256) ? ignore('ordered before') : refuse({ code: 'amendment-request-reused', requestId });
  const refusal = whyNot(command, life);
  if (refusal) return refuse(refusal);
  const { contractId, orderId, buyerId, quoteId } = contract;
  const carriedMbps = change.mbps === undefined ? undefined : carriedAt(command.quote, change.mbps);
  const data = { contractId, orderId, buyerId, number: life.changes.length + 1, request, change, holdId: holdIdOf(quoteId), ...(carriedMbps !== undefined && { carriedMbps }) };
  return accept({ type: 'contracting.v1.ServiceChangeOrdered', data });
}

function whyNot({ contract, change, quote, serviceStartAt }: OrderChange, life: ContractLife): ChangeRefusal | undefined {
  const { versions, isSuspended, changes } = life;
  if (versions.status !== 'signed' && versions.status !== 'terminating') return { code: 'contract-not-active', status: versions.status };
  if (serviceStartAt === undefined) return { code: 'contract-not-active', status: 'not active yet' };
  const open = underWay(life);
  if (open) return { code: 'change-under-way', requestId: open.request.requestId, orderedAt: open.request.requestedAt };
  if (changes.length >= MAX_CHANGES_PER_CONTRACT) return { code: 'changed-too-often' };
  if ((change.mbps !== undefined) !== (change.kind === 'modify')) return { code: 'change-malformed' };
  switch (change.kind) {
    case 'suspend':
      return isSuspended ? { code: 'service-suspended' } : undefined;
    case 'resume':
      return isSuspended ? undefined : { code: 'service-not-suspended' };
    case 'modify':
      if (versions.ending) return { code: 'contract-ending', endsAt: versions.ending.endsAt };
      if (contract.terms.layerOne) return { code: 'service-of-units', technology: contract.terms.layerOne };
      if (contract.split) return { code: 'service-split', members: contract.split.members };
      return whyNotOf(change.mbps ?? 0, { contract, quote }, life);
    case 'unspecified':
      return { code: 'change-malformed' };
  }
}

function whyNotOf(mbps: number, { contract: { terms, prices, termination }, quote }: Pick<OrderChange, 'contract' | 'quote'>, life: ContractLife): ChangeRefusal | undefined {
  const now = life.mbps ?? terms.mbps;
  if (!Number.isInteger(mbps) || mbps < 1 || mbps > MAX_ORDER_MBPS) return { code: 'bandwidth-out-of-range', mbps };
  if (mbps === now) return { code: 'bandwidth-as-it-is', mbps };
  const monthly = { currency: terms.currency, microMinor: prices.reduce((sum, { monthlyRecurring }) => sum + monthlyAt(monthlyRecurring, { mbps, contractedMbps: terms.mbps }).microMinor, 0n) };
  if (monthly.microMinor > MAX_MONTHLY_MICRO_MINOR) return { code: 'bandwidth-too-dear', mbps, monthly };
  const carried = carriedAt(quote, mbps);
  if (carried !== undefined && carried > MAX_ORDER_MBPS) return { code: 'carried-bandwidth-out-of-range', mbps, carriedMbps: carried };
  if (!isPaidFor(quote, { mbps, carried })) return { code: 'bandwidth-below-floor', mbps, monthly };
  const leastMbps = Math.ceil((terms.mbps * (termination?.committedBasisPoints ?? 0)) / BASIS_POINTS);
  return mbps < leastMbps ? { code: 'bandwidth-below-commitment', mbps, leastMbps } : undefined;
}

function end({ contractId, orderId, number, refusal, at }: Extract<ChangeCommand, { kind: 'end' }>, life: ContractLife): Decision<ContractEvent, ChangeRefusal> {
  const open = underWay(life);
  if (open?.number !== number) return ignore('it has ended before');
  if (refusal) return accept({ type: 'contracting.v1.ServiceChangeRejected', data: { contractId, orderId, number, refusal, rejectedAt: at } });
  return accept({ type: 'contracting.v1.ServiceChangeCompleted', data: { contractId, orderId, number, change: open.change, completedAt: at } });
}
