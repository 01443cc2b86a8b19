import { refusedMember, shapeOf, type MemberSegment, type SplitMember } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import { rejoinOctets } from '@carriermesh/kernel';
import type { AccessPort, CircuitPlan, LabelPort, Leg } from './circuit-plan.js';
import { customerNamespace, legDevice, muxNamespace, popNamespace, splitPorts } from './names.js';
import type { MuxConfiguration } from './mux-protocol.js';

/** On the line between a PoP and a multiplexer there is nothing else. */
const ADAPTER_LABEL = 1;
const NANOS_PER_MS = 1_000_000;

/** One end of a split service, with the members that are active there. */
export interface SplitEnd {
  readonly split: SplitMember;
  readonly side: Leg['side'];
  readonly namespace: string;
  readonly muxNamespace: string;
  readonly customer: AccessPort;
  /** Where the customer's frames become datagrams, which the multiplexer can read, and the other way round. */
  readonly adapter: LabelPort;
  readonly uplink: string;
  readonly members: readonly SplitEndMember[];
}

export interface SplitEndMember {
  readonly segmentId: string;
  readonly ordinal: number;
  /** 0 while it is suspended. */
  readonly mbps: number;
}

/** Why an active circuit can't be a member beside those that are active; `undefined` when it can. */
export function refusedBeside(plan: CircuitPlan, plans: readonly CircuitPlan[], inventory: ProviderInventory): string | undefined {
  const { split, segmentId } = plan.segment;
  if (!split) return undefined;
  const legs = legsOf(plan);
  if (legs.length === 0) return `segment ${segmentId} neither begins nor ends at its customer, and so is no member of split ${split.splitId}`;
  if (legs.length === 2 && legs[0]?.popId === legs[1]?.popId) return `segment ${segmentId} begins and ends in ${legs[0]?.popId}, where split ${split.splitId} would have both its ends`;
  const others = plans.filter((other) => other.segment.split?.splitId === split.splitId && other.segment.segmentId !== segmentId);
  for (const { popId, side } of legs) {
    const elsewhere = others.flatMap(legsOf).find((other) => other.side === side && other.popId !== popId);
    if (elsewhere) return `segment ${segmentId} ${side === 1 ? 'begins' : 'ends'} in ${popId}, and the other members of split ${split.splitId} in ${elsewhere.popId}`;
  }
  return refusedMember(memberOf(plan, split, inventory), others.flatMap((other) => (other.segment.split ? [memberOf(other, other.segment.split, inventory)] : [])));
}

/** The ends of split services that these circuits make up. */
export function splitEnds(plans: Iterable<CircuitPlan>, prefix: string): readonly SplitEnd[] {
  const ends = new Map<string, SplitEnd>();
  for (const plan of plans) {
    const { split, segmentId } = plan.segment;
    if (!split) continue;
    const { mbps, suspended } = shapeOf(plan.segment);
    const member = { segmentId, ordinal: split.ordinal, mbps: suspended ? 0 : mbps };
    for (const { popId, side } of legsOf(plan)) {
      const key = muxNamespace(prefix, popId, split.splitId);
      const end = ends.get(key) ?? newEnd(prefix, popId, side, split);
      ends.set(key, { ...end, members: [...end.members, member] });
    }
  }
  return [...ends.values()];
}

/** What the multiplexer of an end is told. */
export function configurationOf({ split, side, members }: SplitEnd): MuxConfiguration {
  const carrying = members.filter(({ mbps }) => mbps > 0);
  return {
    side,
    label: ADAPTER_LABEL,
    leastMembers: split.leastMembers,
    maxDifferentialDelayMs: split.maxDifferentialDelayNs / NANOS_PER_MS,
    octets: rejoinOctets(mbpsOf(members), split),
    members: carrying.map(({ ordinal, mbps }) => ({ ordinal, mbps, device: legDevice(ordinal) })),
  };
}

export const mbpsOf = (members: readonly SplitEndMember[]): number => members.reduce((sum, { mbps }) => sum + mbps, 0);

function newEnd(prefix: string, popId: string, side: Leg['side'], split: SplitMember): SplitEnd {
  const { access, adapter, uplink } = splitPorts(split.splitId);
  return {
    split,
    side,
    namespace: popNamespace(prefix, popId),
    muxNamespace: muxNamespace(prefix, popId, split.splitId),
    customer: { kind: 'access', name: access, customerNamespace: customerNamespace(prefix, popId, access) },
    adapter: { kind: 'label', name: adapter, device: uplink, label: ADAPTER_LABEL, side: 1, isRead: true },
    uplink,
    members: [],
  };
}

function legsOf({ stations }: CircuitPlan): readonly { readonly popId: string; readonly side: Leg['side'] }[] {
  return stations.flatMap(({ popId, entry, exit }) => [entry, exit].flatMap((port) => (port.kind === 'access' && port.leg ? [{ popId, side: port.leg.side }] : [])));
}

function memberOf(plan: CircuitPlan, split: SplitMember, { links }: ProviderInventory): MemberSegment {
  const { segmentId, resourceIds } = plan.segment;
  const mbps = shapeOf(plan.segment).mbps;
  if (legsOf(plan).length < 2) return { segmentId, mbps, split };
  return { segmentId, mbps, split, latencyNs: links.reduce((sum, { id, latencyNs }) => (resourceIds.includes(id) ? sum + latencyNs : sum), 0n) };
}
