import { accept, ignore, type Decider } from '@carriermesh/decider';
import { invariant, type Instant } from '@carriermesh/kernel';
import { monthlyAt } from '@carriermesh/tariff-v1';
import type { billing, common, contracting } from '@carriermesh/wire';
import { calendarOf, monthOf } from './calendar.js';
import type { Phase } from './phases.js';

/** How the account ends when its contract ends before the term does. */
export type AccountEnd = Pick<billing.BillingAccountEnded, 'endedAt' | 'finalPeriodNumber' | 'customerChargeBasisPoints' | 'supplierChargeBasisPoints'>;

export type Account = billing.BillingAccountOpened & {
  readonly end?: AccountEnd;
  /** What the service is charged by after its first phase, which the account was opened with. */
  readonly laterPhases?: readonly Phase[];
  /** By the id of its alarm. */
  readonly faults?: ReadonlyMap<string, Fault>;
  /** Counts what the account learnt of its service. */
  readonly revision?: number;
  /** Of the last event of the service's activation that it was learnt from. */
  readonly activationRevision?: number;
};

/** A segment was impaired; it is, where there is no end. */
export type Fault = Pick<billing.SegmentFaultBooked, 'segmentId' | 'alarmId' | 'from' | 'until'>;

export type AccountEvent =
  | { readonly type: 'billing.v1.BillingPhaseBegun'; readonly data: billing.BillingPhaseBegun }
  | { readonly type: 'billing.v1.SegmentFaultBooked'; readonly data: billing.SegmentFaultBooked }
  | { readonly type: 'billing.v1.BillingAccountOpened'; readonly data: billing.BillingAccountOpened }
  | { readonly type: 'billing.v1.BillingAccountEnded'; readonly data: billing.BillingAccountEnded };

/** The agreements of a service, as they were signed. */
export interface SignedAgreements {
  readonly contract: contracting.Contract;
  readonly supplies: readonly contracting.SupplyContract[];
}

/** What an account is opened from: the agreements, and the start of the service. */
export interface Agreements extends SignedAgreements {
  readonly serviceStartAt: Instant;
}

export interface OpenAccount extends Agreements {
  readonly kind: 'open';
}

/** One account for each contract: what every charge of the service is computed from. */
export const account: Decider<OpenAccount, Account | undefined, AccountEvent, never> = {
  initial: undefined,
  decide: (command, opened) =>
    // Events come at least once; the contracts can't have changed since.
    opened ? ignore('already open') : accept({ type: 'billing.v1.BillingAccountOpened', data: accountOf(command) }),
  evolve(state, { type, data }) {
    if (type === 'billing.v1.BillingAccountOpened') return data;
    if (!state) return state;
    if (type === 'billing.v1.BillingAccountEnded') return { ...state, end: endOnly(data) };
    const { activationRevision } = data;
    const learnt = { ...state, revision: (state.revision ?? 0) + 1, activationRevision: Math.max(state.activationRevision ?? 0, activationRevision) };
    return type === 'billing.v1.BillingPhaseBegun' ? { ...learnt, laterPhases: [...(state.laterPhases ?? []), phaseOf(data)] } : { ...learnt, faults: withFault(state, data) };
  },
};

const phaseOf = ({ from, tariffs, mbps, orderedMbps, attempt }: billing.BillingPhaseBegun): Phase => ({ from, tariffs, mbps, attempt, ...(orderedMbps !== undefined && { orderedMbps }) });

function withFault({ faults }: Account, { segmentId, alarmId, from, until }: billing.SegmentFaultBooked): ReadonlyMap<string, Fault> {
  return new Map(faults).set(alarmId, { segmentId, alarmId, from, ...(until !== undefined && { until }) });
}

const endOnly = ({ contractId: _, version: __, ...end }: billing.BillingAccountEnded): AccountEnd => end;

/** The account as its stream has it; none when the service never became active. */
export const accountFrom = (events: readonly { readonly type: string }[]): Account | undefined => (events as readonly AccountEvent[]).reduce(account.evolve, account.initial);

/** What the parties agreed about the end: when, and the share of the rest of the term that is due on either side. */
export interface AgreedEnd {
  readonly endsAt: Instant;
  readonly customerChargeBasisPoints: number;
  readonly supplierChargeBasisPoints: number;
}

/** Nothing of a version that changes something else. */
export function agreedEndOf({ change }: contracting.ContractAmendment, contract: Pick<contracting.Contract, 'termination'>): AgreedEnd | undefined {
  if (change.kind !== 'termination') return undefined;
  const { endsAt, earlyChargeBasisPoints } = change.termination;
  // Suppliers are promised what their contracts say, whoever ends the customer's.
  return { endsAt, customerChargeBasisPoints: earlyChargeBasisPoints, supplierChargeBasisPoints: contract.termination?.earlyChargeBasisPoints ?? 0 };
}

/** Where the months of a service stand when its end is booked. */
export interface Progress {
  /** Closed are the months 1 to this one. */
  readonly closedMonths: number;
  /** The last month that something was charged in already; 0 when none was. */
  readonly lastBooked: number;
}

/**
 * The end of an account, or nothing where all months are closed or the contract ends after them. What went out stays as it is: months that are
 * closed by then are charged whole, and the last bill is that of a month which is still open.
 */
export function endOf(opened: Account, agreed: AgreedEnd, { closedMonths, lastBooked }: Progress): AccountEnd | undefined {
  const { months, start, end } = calendarOf(opened);
  if (opened.end || closedMonths >= months.length || agreed.endsAt >= end) return undefined;
  const billedUntil = closedMonths === 0 ? start : monthOf({ months, start, end }, closedMonths).until;
  const endedAt = agreed.endsAt > billedUntil ? agreed.endsAt : billedUntil;
  const last = months.findIndex(({ until }) => endedAt <= until) + 1;
  const { customerChargeBasisPoints, supplierChargeBasisPoints } = agreed;
  return { endedAt, finalPeriodNumber: Math.max(last, closedMonths + 1, lastBooked), customerChargeBasisPoints, supplierChargeBasisPoints };
}

export function accountOf({ serviceStartAt, ...agreements }: Agreements): Account {
  const { contractId, orderId, buyerId, terms, taxBasisPoints, serviceLevel, usageTariff } = agreements.contract;
  const { currency, termMonths } = terms;
  const mbps = lineMbps(agreements.contract);
  const { availabilityPpm, creditBasisPoints } = serviceLevel;
  const tariffs = routeTariffs(agreements, 0);
  const opened = { contractId, orderId, buyerId, currency, serviceStartAt, tariffs, taxBasisPoints, termMonths, mbps, availabilityPpm, creditBasisPoints };
  return usageTariff ? { ...opened, usageTariff } : opened;
}

/** What each line of a service carries, and what the customer ordered where that is another figure since it was changed. */
type Bandwidth = Pick<Phase, 'mbps' | 'orderedMbps'>;

/**
 * Both sides' prices of every segment of a contracted path; 0 is the one that was contracted first.
 * @param bandwidth at the price that was contracted for each Mbit/s: suppliers are paid for what travels, and the customer pays for what it ordered
 */
export function routeTariffs({ contract, supplies }: SignedAgreements, route: number, { mbps, orderedMbps }: Bandwidth = { mbps: lineMbps(contract) }): readonly billing.SegmentTariff[] {
  const travelling = { mbps, contractedMbps: lineMbps(contract) };
  const ordered = orderedMbps === undefined ? travelling : { mbps: orderedMbps, contractedMbps: contract.terms.mbps };
  const path: Pick<contracting.Contract, 'segments' | 'prices'> | undefined = route === 0 ? contract : contract.alternatives[route - 1];
  invariant(path, `contract ${contract.contractId} has ${contract.alternatives.length} alternatives, and no route ${route}`);
  return path.segments.map(({ segmentId, providerId }, index) => {
    const supply = supplies.find((known) => known.providerId === providerId);
    const promised = supply && promiseFor(segmentId, supply);
    const customer = path.prices.find((rule) => rule.segmentId === segmentId);
    const supplier = [...(supply?.prices ?? []), ...(supply?.standbyPrices ?? [])].find((rule) => rule.segmentId === segmentId);
    // A segment without one of them could not be billed at all.
    invariant(customer, `contract ${contract.contractId} has no price for its segment ${segmentId}`);
    invariant(supplier, `provider ${providerId} has no price for its segment ${segmentId} of contract ${contract.contractId}`);
    return {
      segmentId,
      providerId,
      customerMonthly: monthlyAt(customer.monthlyRecurring, ordered),
      customerPerGigabyte: customer.perGigabyte,
      supplierMonthly: monthlyAt(supplier.monthlyRecurring, travelling),
      supplierPerGigabyte: supplier.perGigabyte,
      supplierAvailabilityPpm: promised?.availabilityPpm ?? 0,
      supplierCreditBasisPoints: promised?.creditBasisPoints ?? 0,
      ...(contract.usageTariff && beginsLine(path.segments, index) && { isEntry: true }),
      ...(supplier.fees && { supplierFees: supplier.fees }),
    };
  });
}

/** Segments stand in the order of the path, and those of several lines one line after the other: of each, only the first and the last are at the customer. */
function beginsLine(segments: readonly contracting.ContractSegment[], index: number): boolean {
  const ordinal = segments[index]?.split?.ordinal;
  return ordinal === undefined ? index === 0 : segments.findIndex(({ split }) => split?.ordinal === ordinal) === index;
}

/** What every segment keeps free for the service: all of it, or what its format makes of it, and of several lines that carry it together the part of one. */
export const lineMbps = ({ split, format, terms }: Pick<contracting.Contract, 'split' | 'format' | 'terms'>): number => split?.memberMbps ?? format?.carriedMbps ?? terms.mbps;

/** Service levels stand in the order of the segments that they are promised for. */
function promiseFor(segmentId: string, { segments, serviceLevels, standbySegments, standbyServiceLevels }: contracting.SupplyContract): common.ServiceLevel | undefined {
  const at = (known: readonly contracting.ContractSegment[]): number => known.findIndex((segment) => segment.segmentId === segmentId);
  return serviceLevels[at(segments)] ?? standbyServiceLevels[at(standbySegments)];
}
