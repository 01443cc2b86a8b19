import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { carryingIn, measuredAt, octetsCarried, refusedMember, shapeOf, toldApart, type MemberSegment, type MeteredPart, type Segment, type SplitMember, type TrafficClass } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import type { Instant, Period } from '@carriermesh/kernel';
import { signingKey, type SigningKey } from '@carriermesh/platform-signing';
import type { DriverAnswer, LineMeasurement, NetworkDriver, SplitMemberReport, SplitReport } from './network-driver.port.js';

/** How a simulated provider misbehaves; absent: it does what it is asked, at once. */
export interface Behaviour {
  /** Says no to every activation. */
  readonly refuse?: boolean;
  /** Says no to every adjustment that would change anything. */
  readonly refuseAdjustments?: boolean;
  /** Answers neither activations nor adjustments nor releases. */
  readonly silent?: boolean;
  /** Takes so long for an activation; a release is done at once. */
  readonly answerAfterMs?: number;
  /** Signs its receipts with a key that is not its own, under its own key's name. */
  readonly lieAboutKey?: boolean;
}

export interface SimulationOptions {
  readonly inventory: ProviderInventory;
  /** The same seed gives the same network on every machine. */
  readonly seed: number;
  readonly behaviour: Behaviour;
  /** What it tells apart of all traffic; nothing where it is absent. */
  readonly classes?: readonly TrafficClass[];
}

interface ActiveMember extends MemberSegment {
  readonly segment: Segment;
  readonly ends: readonly SplitReport['end'][];
  /** Of its part here; the whole member's where it has both its ends here. */
  readonly linksNs: bigint;
}

/** A network without equipment: traffic and latencies are functions of the seed, the segment and the time. */
export class SimulatedNetwork implements NetworkDriver {
  private readonly closing = new AbortController();
  private readonly linkLatencyNs: ReadonlyMap<string, bigint>;
  /** Members of split services, which are held against each other; of everything else it keeps nothing. */
  private readonly members = new Map<string, ActiveMember>();

  constructor(private readonly options: SimulationOptions) {
    this.linkLatencyNs = new Map(options.inventory.links.map(({ id, latencyNs }) => [id, latencyNs]));
  }

  async restore(active: readonly Segment[]): Promise<void> {
    this.members.clear();
    for (const segment of active) this.keep(segment);
  }

  async activate(segment: Segment): Promise<DriverAnswer> {
    const { refuse, silent, answerAfterMs } = this.options.behaviour;
    if (silent) return never();
    if (answerAfterMs !== undefined) await this.wait(answerAfterMs);
    if (refuse) return { kind: 'refused', reason: 'the simulated provider refuses every segment' };
    return this.carry(segment);
  }

  async adjust(segment: Segment): Promise<DriverAnswer> {
    const { refuseAdjustments, silent } = this.options.behaviour;
    if (silent) return never();
    return refuseAdjustments ? { kind: 'refused', reason: 'the simulated provider refuses every adjustment' } : this.carry(segment);
  }

  async release(segmentId: string): Promise<DriverAnswer> {
    if (this.options.behaviour.silent) return never();
    this.members.delete(segmentId);
    return { kind: 'done' };
  }

  /** Every member is whole, and as far behind the fastest one here as its links are longer. */
  async splitReports(splitId: string): Promise<readonly SplitReport[]> {
    const members = this.membersOf(splitId);
    const leastNs = members.reduce((least, { linksNs }) => (linksNs < least ? linksNs : least), members[0]?.linksNs ?? 0n);
    return (['first', 'last'] as const).flatMap((end): SplitReport[] => {
      const here = members.filter(({ segment, ends }) => ends.includes(end) && !shapeOf(segment).suspended);
      const shown = here.map(({ split, linksNs }): SplitMemberReport => ({ ordinal: split.ordinal, isWhole: true, apartNs: linksNs - leastNs }));
      const least = here[0]?.split.leastMembers ?? 1;
      return here.length === 0 ? [] : [{ end, members: shown, carrying: here.length < least ? [] : shown.map(({ ordinal }) => ordinal) }];
    });
  }

  async meter(segment: Segment, period: Period): Promise<readonly MeteredPart[]> {
    const { segmentId } = segment;
    const octets = carryingIn(segment, period).reduce((octets, part) => octets + octetsCarried({ segmentId, mbps: part.mbps, seed: this.options.seed }, part.period), 0n);
    return toldApart(octets, this.options.classes ?? []);
  }

  /** A segment lies between two PoPs of the provider: its links count, and the handovers at its ends don't. */
  async measure({ segmentId, resourceIds }: Segment, at: Instant): Promise<LineMeasurement> {
    const { inventory, seed } = this.options;
    const latencyNs = this.linksNs(resourceIds);
    return measuredAt({ segmentId, seed, latencyNs, jitterNs: inventory.sla.jitterNs, lossPpm: inventory.sla.lossPpm }, at);
  }

  close(): void {
    this.closing.abort();
  }

  private carry(segment: Segment): DriverAnswer {
    const { split, segmentId } = segment;
    if (!split) return { kind: 'done' };
    if (customersEnds(segment, this.options.inventory).length === 0) {
      return { kind: 'refused', reason: `segment ${segmentId} neither begins nor ends at its customer, and so is no member of split ${split.splitId}` };
    }
    const others = this.membersOf(split.splitId).filter((other) => other.segmentId !== segmentId);
    const reason = refusedMember(this.member(segment, split), others);
    if (reason !== undefined) return { kind: 'refused', reason };
    this.keep(segment);
    return { kind: 'done' };
  }

  private keep(segment: Segment): void {
    if (segment.split) this.members.set(segment.segmentId, this.member(segment, segment.split));
  }

  private member(segment: Segment, split: SplitMember): ActiveMember {
    const { segmentId, resourceIds } = segment;
    const [ends, linksNs] = [customersEnds(segment, this.options.inventory), this.linksNs(resourceIds)];
    return { segment, segmentId, split, ends, linksNs, mbps: shapeOf(segment).mbps, ...(ends.length === 2 ? { latencyNs: linksNs } : {}) };
  }

  private membersOf(splitId: string): readonly ActiveMember[] {
    return [...this.members.values()].filter(({ split }) => split.splitId === splitId).sort((a, b) => a.split.ordinal - b.split.ordinal);
  }

  private linksNs(resourceIds: readonly string[]): bigint {
    return resourceIds.reduce((sum, id) => sum + (this.linkLatencyNs.get(id) ?? 0n), 0n);
  }

  private wait(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.closing.signal }).catch(() => never());
  }
}

/** An end is the customer's unless a handover is there. */
function customersEnds({ fromPopId, toPopId, resourceIds }: Segment, { interconnects }: ProviderInventory): readonly SplitReport['end'][] {
  const handover = (id: string | undefined, popId: string): boolean => interconnects.some((half) => half.id === id && half.popId === popId);
  const isAlone = resourceIds.length === 1;
  return [
    ...(handover(resourceIds[0], fromPopId) && !isAlone ? [] : ['first' as const]),
    ...(handover(resourceIds.at(-1), toPopId) ? [] : ['last' as const]),
  ];
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** A key that nobody enrolled, which claims to be the provider's. */
export function forgedKey({ keyId }: Pick<SigningKey, 'keyId'>): SigningKey {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { ...signingKey(pem), keyId };
}
