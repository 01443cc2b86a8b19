import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting, type common, type provisioning } from '@carriermesh/wire';
import { holds, type Check } from './check.js';

const NANOS_PER_HOUR = 3_600_000_000_000n;

export type Side = 'customer' | 'supplier';

/** What a segment costs and promises on both sides, by the signed contracts. */
export interface SegmentTerms {
  readonly segmentId: string;
  readonly providerId: string;
  readonly customer: contracting.PriceRule;
  readonly supplier: contracting.PriceRule;
  readonly promise: common.ServiceLevel | undefined;
}

interface Bandwidth {
  /** What the service carries. */
  readonly mbps: number;
  /** What is ordered of it, where it was changed and that is another figure. */
  readonly orderedMbps?: number;
}

interface Move extends Bandwidth {
  readonly at: bigint;
  readonly segmentIds: readonly string[];
}

interface Fault {
  readonly segmentId: string;
  readonly since: bigint;
  until?: bigint;
  /** What of it the account has booked. */
  booked: 'nothing' | 'begun' | 'ended';
}

interface Service {
  readonly contract: contracting.Contract;
  startAt: bigint;
  readonly moves: Move[];
  booked: number;
  readonly faults: Map<string, Fault>;
}

export interface Stay {
  readonly from: bigint;
  /** Absent while it lasts. */
  readonly until?: bigint;
}

/** On a segment, with what it had to carry. */
export interface ChargedStay extends Stay, Bandwidth {}

/** What travels on each segment: another bandwidth than what was ordered, where a format makes one of it or several lines carry it. */
const carried = ({ split, format, terms }: contracting.Contract): number => split?.memberMbps ?? format?.carriedMbps ?? terms.mbps;

const sameBandwidth = (a: Bandwidth, b: Bandwidth): boolean => a.mbps === b.mbps && a.orderedMbps === b.orderedMbps;

/** What services ran on, and when that was impaired: from the contracts as they were signed and from what provisioning told. Billing says only how much of it its accounts know. */
export class Course implements Check {
  readonly met = { booked: 0, faults: 0 };
  private readonly services = new Map<string, Service>();
  private readonly supplies = new Map<string, readonly contracting.SupplyContract[]>();

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'contracting.v1.ContractSigned': {
        const contract = contracting.Contract.decode(data.contract.body);
        this.services.set(data.contractId, { contract, startAt: 0n, moves: [], booked: 0, faults: new Map() });
        return;
      }
      case 'contracting.v1.SupplyContractSigned':
        this.supplies.set(data.contractId, [...(this.supplies.get(data.contractId) ?? []), contracting.SupplyContract.decode(data.contract.body)]);
        return;
      case 'provisioning.v1.ServiceActivated':
        this.serviceOf(data.contractId).startAt = data.serviceStartAt;
        return;
      case 'provisioning.v1.ServiceRerouted':
        return this.moved(data);
      case 'provisioning.v1.ServiceChanged':
        return this.changed(data);
      case 'provisioning.v1.ImpairmentNoted': {
        const { segmentId, alarmId, impairedSince: since } = data.fault;
        this.serviceOf(data.contractId).faults.set(alarmId, { segmentId, since, booked: 'nothing' });
        return;
      }
      case 'provisioning.v1.ImpairmentCleared':
        return this.over(data.contractId, data.clearedAt, (segmentId) => segmentId === data.segmentId);
      case 'provisioning.v1.RerouteFailed': {
        const { contract, moves } = this.serviceOf(data.contractId);
        const runsOn = moves.at(-1)?.segmentIds ?? contract.segments.map(({ segmentId }) => segmentId);
        return this.over(data.contractId, data.failedAt, (segmentId) => !runsOn.includes(segmentId));
      }
      case 'billing.v1.BillingPhaseBegun': {
        const service = this.serviceOf(data.contractId);
        const move = service.moves[service.booked++];
        holds(move?.at === data.from && sameBandwidth(move, data) && String(move.segmentIds) === String(data.tariffs.map(({ segmentId }) => segmentId)), 'I3', () => `${data.contractId} is charged from ${data.from} by another path or bandwidth than it has`);
        this.met.booked += 1;
        return;
      }
      case 'billing.v1.SegmentFaultBooked': {
        const fault = this.serviceOf(data.contractId).faults.get(data.alarmId);
        holds(fault !== undefined && fault.since === data.from && (data.until === undefined || data.until === fault.until), 'I3', () => `${data.alarmId} is booked from ${data.from} to ${data.until}, and was from ${fault?.since} to ${fault?.until}`);
        fault.booked = data.until === undefined ? 'begun' : 'ended';
        this.met.faults += 1;
        return;
      }
      default:
        return;
    }
  }

  /** What happened to services and is on no account yet. */
  get unkept(): readonly string[] {
    return [...this.services].flatMap(([contractId, { moves, booked, faults }]) => [
      ...moves.slice(booked).map(({ at }) => `the booking of the move of ${contractId} at ${at}`),
      ...[...faults].filter(([, fault]) => fault.booked === 'nothing' || (fault.until !== undefined && fault.booked !== 'ended')).map(([alarmId]) => `the booking of ${alarmId}`),
    ]);
  }

  /** Of every segment of every contracted path. */
  termsOf(contractId: string): readonly SegmentTerms[] {
    const { contract } = this.serviceOf(contractId);
    const supplies = this.supplies.get(contractId) ?? [];
    return [contract, ...contract.alternatives].flatMap(({ segments, prices }) =>
      segments.map(({ segmentId, providerId }) => {
        const customer = prices.find((rule) => rule.segmentId === segmentId);
        const supply = supplies.find((each) => each.providerId === providerId);
        const supplier = [...(supply?.prices ?? []), ...(supply?.standbyPrices ?? [])].find((rule) => rule.segmentId === segmentId);
        holds(customer !== undefined && supplier !== undefined, 'I3', () => `${segmentId} has no price`);
        const levels = [...(supply?.serviceLevels ?? []), ...(supply?.standbyServiceLevels ?? [])];
        const promised = [...(supply?.segments ?? []), ...(supply?.standbySegments ?? [])].findIndex((each) => each.segmentId === segmentId);
        return { segmentId, providerId, customer, supplier, promise: levels[promised] };
      }),
    );
  }

  /** Whether usage of a contract with a tariff enters by this segment: no other of its path, or of its line, stands before it. */
  entersAt(contractId: string, segmentId: string): boolean {
    const { contract } = this.serviceOf(contractId);
    if (!contract.usageTariff) return false;
    const path = [contract, ...contract.alternatives].find(({ segments }) => segments.some((segment) => segment.segmentId === segmentId))?.segments ?? [];
    const begins = new Map<number, string>();
    for (const segment of path) {
      const line = segment.split?.ordinal ?? (begins.size === 0 ? 0 : undefined);
      if (line !== undefined && !begins.has(line)) begins.set(line, segment.segmentId);
    }
    return [...begins.values()].includes(segmentId);
  }

  contractOf = (contractId: string): contracting.Contract => this.serviceOf(contractId).contract;

  /** When the service ran on a segment, as far as its account knows. */
  staysOn(contractId: string, segmentId: string): readonly ChargedStay[] {
    const { contract, moves, startAt, booked } = this.serviceOf(contractId);
    const known: readonly Move[] = [{ at: startAt, segmentIds: contract.segments.map((segment) => segment.segmentId), mbps: carried(contract) }, ...moves.slice(0, booked)];
    return known.flatMap(({ at, segmentIds, ...bandwidth }, index) => {
      const until = known[index + 1]?.at;
      return segmentIds.includes(segmentId) ? [{ from: at, ...bandwidth, ...(until !== undefined && { until }) }] : [];
    });
  }

  /** When a segment was impaired, as far as the account knows. */
  faultsOf(contractId: string, segmentId: string): readonly Stay[] {
    const faults = [...this.serviceOf(contractId).faults.values()].filter((fault) => fault.segmentId === segmentId && fault.booked !== 'nothing');
    return faults.map(({ since, until, booked }) => ({ from: since, ...(booked === 'ended' && until !== undefined && { until }) }));
  }

  /** The same, where a change of the bandwidth alone begins nothing new, and what lasted no time, by clocks that differ, is nothing. */
  private ranOn(contractId: string, segmentId: string): readonly Stay[] {
    const joined: { from: bigint; until?: bigint }[] = [];
    for (const { from, until } of this.staysOn(contractId, segmentId)) {
      const last = joined.at(-1);
      const stay = { from, ...(until !== undefined && { until }) };
      if (last?.until === from) joined[joined.length - 1] = { ...stay, from: last.from };
      else joined.push(stay);
    }
    return joined.filter(({ from, until }) => until === undefined || until > from);
  }

  hasBegun(contractId: string): boolean {
    return (this.services.get(contractId)?.startAt ?? 0n) > 0n;
  }

  /** Whether usage is of hours in which the service ran on its segment. */
  ranIn(contractId: string, { segmentId, from, until }: { readonly segmentId: string; readonly from: bigint; readonly until: bigint }): boolean {
    const { startAt } = this.serviceOf(contractId);
    const hour = (at: bigint): bigint => (at - startAt) / NANOS_PER_HOUR;
    return this.ranOn(contractId, segmentId).some((stay) => hour(from) >= hour(stay.from) && (stay.until === undefined || hour(until - 1n) <= hour(stay.until - 1n)));
  }

  private moved({ contractId, reroutedAt, segmentIds }: provisioning.ServiceRerouted): void {
    this.turned(contractId, { ...this.bandwidthOf(contractId), at: reroutedAt, segmentIds });
    this.over(contractId, reroutedAt, (segmentId) => !segmentIds.includes(segmentId));
  }

  private changed({ contractId, changedAt, from, to }: provisioning.ServiceChanged): void {
    if (sameBandwidth(from, to)) return;
    const { moves, contract } = this.serviceOf(contractId);
    holds(sameBandwidth(from, this.bandwidthOf(contractId)), 'I5', () => `${contractId} is changed from ${from.mbps} Mbit/s (${from.orderedMbps} ordered), which it has not`);
    const { mbps, orderedMbps } = to;
    this.turned(contractId, { at: changedAt, segmentIds: moves.at(-1)?.segmentIds ?? contract.segments.map(({ segmentId }) => segmentId), mbps, ...(orderedMbps !== undefined && { orderedMbps }) });
  }

  private bandwidthOf(contractId: string): Bandwidth {
    const { moves, contract } = this.serviceOf(contractId);
    const { mbps, orderedMbps } = moves.at(-1) ?? { mbps: carried(contract) };
    return { mbps, ...(orderedMbps !== undefined && { orderedMbps }) };
  }

  private turned(contractId: string, move: Move): void {
    const { moves, startAt } = this.serviceOf(contractId);
    const before = moves.at(-1)?.at ?? startAt;
    moves.push({ ...move, at: move.at > before ? move.at : before });
  }

  /** A month's price of a segment on one side: that of each contracted Mbit/s, as often, and its fees as they are. A supplier carries what travels, and the customer pays for what it ordered. */
  monthlyAt(contractId: string, terms: SegmentTerms, side: Side, { mbps, orderedMbps }: Bandwidth): bigint {
    const { contract } = this.serviceOf(contractId);
    const [now, first] = side === 'customer' && orderedMbps !== undefined ? [orderedMbps, contract.terms.mbps] : [mbps, carried(contract)];
    const [whole, of] = [terms[side].monthlyRecurring.microMinor * BigInt(now), BigInt(first)];
    const fees = (terms[side].fees?.fees ?? []).reduce((sum, { monthly }) => sum + (monthly?.microMinor ?? 0n), 0n);
    return (2n * whole + of) / (2n * of) + fees;
  }

  private over(contractId: string, at: bigint, isOver: (segmentId: string) => boolean): void {
    for (const fault of this.serviceOf(contractId).faults.values()) if (fault.until === undefined && isOver(fault.segmentId)) fault.until = at > fault.since ? at : fault.since;
  }

  private serviceOf(contractId: string): Service {
    const service = this.services.get(contractId);
    holds(service !== undefined, 'I5', () => `${contractId} was never signed`);
    return service;
  }
}
