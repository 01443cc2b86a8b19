import type { AccessPort, CircuitPlan, Station } from './circuit-plan.js';
import { endLines, mirror, redirect, takeOut } from './circuit-commands.js';
import type { Batch } from './kernel.js';
import { END_MACS, endAddresses, VOID_PORT } from './names.js';

/** How often both ends speak over each way; at 3.5 times this a way is lost. */
export const CHECK_INTERVAL_MS = 5;
const TAKE_OUT_PRIORITY = 3;

/** A service that two circuits carry at once, seen from the end of it that this provider has. */
export interface ProtectedService {
  /** The same at both ends of the service, and of no other. */
  readonly name: string;
  readonly workingSegmentId: string;
  readonly protectingSegmentId: string;
  /** Whether the customer's port is where the segments begin or where they end. */
  readonly end: 'first' | 'last';
}

export interface ProtectionPlan {
  readonly service: ProtectedService;
  readonly namespace: string;
  readonly ways: readonly [PlannedWay, PlannedWay];
  /** The working circuit's, which serves both. */
  readonly customerPort: string;
  /** The protecting circuit's own, from which nothing may enter. */
  readonly idlePort: string;
}

export interface PlannedWay {
  readonly port: string;
  readonly own: string;
  readonly peer: string;
}

export type PlannedProtection = { readonly kind: 'planned'; readonly plan: ProtectionPlan } | { readonly kind: 'refused'; readonly reason: string };

export function planProtection(service: ProtectedService, working: CircuitPlan, protecting: CircuitPlan): PlannedProtection {
  const [one, other] = [sideOf(working, service.end), sideOf(protecting, service.end)];
  if (!one || !other) return { kind: 'refused', reason: `the ${service.end} PoP of both segments has to have a customer's port` };
  const { namespace } = one.station;
  if (namespace !== other.station.namespace) return { kind: 'refused', reason: `both segments have to meet in one PoP, and not in ${one.station.popId} and ${other.station.popId}` };
  const index = service.end === 'first' ? 0 : 1;
  const way = (name: string, port: string): PlannedWay => {
    const addresses = endAddresses(`${service.name} ${name}`);
    return { port, own: addresses[index], peer: addresses[1 - index] ?? '' };
  };
  const ways = [way('working', one.inside), way('protecting', other.inside)] as const;
  return { kind: 'planned', plan: { service, namespace, ways, customerPort: one.access.name, idlePort: other.access.name } };
}

/** What comes from the customer goes into both circuits, what comes out of the working one goes to the customer. */
export function protectingOf(plan: ProtectionPlan): readonly Batch[] {
  const { namespace, ways, customerPort, idlePort, service } = plan;
  const peerMac = END_MACS[service.end === 'first' ? 1 : 0];
  return [
    { command: 'ip', namespace, lines: ways.flatMap(({ port, own, peer }) => endLines({ port, address: own }, { address: peer, mac: peerMac })) },
    { command: 'tc', namespace, lines: ways.map(({ port }) => `filter del dev ${port} ingress prio ${TAKE_OUT_PRIORITY}`), force: true },
    {
      command: 'tc',
      namespace,
      lines: [
        ...ways.map(({ port, own }) => takeOut(port, own, TAKE_OUT_PRIORITY)),
        redirect(idlePort, VOID_PORT),
        mirror(customerPort, [ways[1].port, ways[0].port]),
        ...turningLines(plan).working,
      ],
    },
  ];
}

/** Lines of tc by which the exit takes one way and discards the other; the one that is taken comes first, so that nothing is lost in between. */
export function turningLines({ ways, customerPort }: Pick<ProtectionPlan, 'ways' | 'customerPort'>): Readonly<Record<'working' | 'protecting', readonly string[]>> {
  const [working, protecting] = ways;
  const take = (from: PlannedWay, not: PlannedWay): readonly string[] => [redirect(from.port, customerPort), redirect(not.port, VOID_PORT)];
  return { working: take(working, protecting), protecting: take(protecting, working) };
}

interface Side {
  readonly station: Station;
  readonly access: AccessPort;
  /** Where the circuit goes on from here. */
  readonly inside: string;
}

function sideOf({ stations }: CircuitPlan, end: ProtectedService['end']): Side | undefined {
  const station = end === 'first' ? stations[0] : stations.at(-1);
  const [outer, inner] = end === 'first' ? [station?.entry, station?.exit] : [station?.exit, station?.entry];
  return station && outer?.kind === 'access' && inner?.kind === 'label' ? { station, access: outer, inside: inner.name } : undefined;
}
