import { shapeOf } from '@carriermesh/agent-domain';
import type { AccessPort, CircuitPlan, JoinedPort, Station } from './circuit-plan.js';
import { endLines, mirror, portLines, redirect, takeOut } from './circuit-commands.js';
import type { Batch } from './kernel.js';
import { CUSTOMER_PORT, END_MACS, endAddresses, placeOf, VOID_PORT, wayOf } from './names.js';

/** How often both ends speak over each way of a service that has two; at 3.5 times this a way is lost. */
export const CHECK_INTERVAL_MS = 5;
const TAKE_OUT_PRIORITY = 3;

/** The port of a service's customer in one PoP, which stays while the circuits behind it come and go. */
export interface ServicePort {
  /** What all of its segments have in common. */
  readonly route: string;
  readonly namespace: string;
  readonly side: JoinedPort['side'];
  readonly port: AccessPort;
  /** Circuits that end here, the oldest first. */
  readonly ways: readonly ServiceWay[];
}

export interface ServiceWay {
  readonly segmentId: string;
  /** Suspended, it has its place and carries nothing. */
  readonly isCarrying: boolean;
  /** The circuit's own end, where its traffic is counted, and that port's other end, which faces the customer's. */
  readonly access: string;
  readonly joint: string;
  /** Where the circuit goes on from here. */
  readonly inside: string;
  /** Of the continuity checks: the same at both ends of the way, whoever has them. */
  readonly own: string;
  readonly peer: string;
}

/** Two ways of one service between which its exit here chooses by itself. */
export interface TwoWays {
  readonly name: string;
  readonly namespace: string;
  readonly side: JoinedPort['side'];
  readonly ways: readonly [working: ServiceWay, protecting: ServiceWay];
}

/** The customers' ports that these circuits make up; those of split services are made otherwise. */
export function servicePorts(plans: Iterable<CircuitPlan>): readonly ServicePort[] {
  const ports = new Map<string, ServicePort>();
  for (const plan of plans) {
    for (const [station, outer, inner] of bothEnds(plan)) {
      if (outer.kind !== 'access' || !outer.customer) continue;
      const one = newPort(plan, station, outer.customer);
      const known = ports.get(keyOf(one)) ?? one;
      ports.set(keyOf(one), { ...known, ways: [...known.ways, wayThrough(plan, { access: outer.name, inside: inner.name, customer: outer.customer })] });
    }
  }
  return [...ports.values()];
}

/** Of all customers' ports of one provider. */
export const keyOf = ({ namespace, port }: ServicePort): string => `${namespace} ${port.name}`;

/** The last two that carry, which are the ones that the service comes from and goes to; none where there is one alone. */
export function twoWaysOf({ namespace, side, port, ways }: ServicePort): TwoWays | undefined {
  const [working, protecting] = ways.filter(({ isCarrying }) => isCarrying).slice(-2);
  if (!working || !protecting) return undefined;
  return { name: `${port.name} ${working.segmentId} ${protecting.segmentId}`, namespace, side, ways: [working, protecting] };
}

/** Batches that make the customer's port where it is not there: whoever has taken its other end keeps it. */
export const portMaking = ({ route, namespace, port }: ServicePort): readonly Batch[] => [
  { command: 'ip', lines: [`netns add ${port.customerNamespace}`], force: true },
  { command: 'ip', namespace, lines: portLines(port, route, false) },
  { command: 'ip', namespace: port.customerNamespace, lines: ['link set lo up', `link set ${CUSTOMER_PORT} up`] },
];

export const portRemoval = ({ namespace, port }: ServicePort): readonly Batch[] => [
  { command: 'ip', namespace, lines: [`link del ${port.name}`], force: true },
  { command: 'ip', lines: [`netns del ${port.customerNamespace}`], force: true },
];

/** What comes out of any circuit goes to the customer, and what comes from him into every one that carries: each exit chooses what it lets out. */
export function joining({ port, ways }: ServicePort): readonly string[] {
  const joints = ways.filter(({ isCarrying }) => isCarrying).map(({ joint }) => joint);
  return [
    ...[port.name, ...joints].map((name) => `qdisc replace dev ${name} clsact`),
    ...joints.map((joint) => redirect(joint, port.name)),
    joints.length === 0 ? redirect(port.name, VOID_PORT) : mirror(port.name, joints),
  ];
}

/** Lets out what comes by this way, and holds back what comes by another. */
export const letOut = ({ inside, access }: ServiceWay): string => redirect(inside, access);
export const holdBack = ({ inside }: ServiceWay): string => redirect(inside, VOID_PORT);

/** Gives both ways the addresses that their checks are sent between. */
export function checking({ namespace, side, ways }: TwoWays): readonly Batch[] {
  const peerMac = END_MACS[side === 1 ? 1 : 0];
  return [
    // Of a way that is down not all can be said; it is lost, and the other one counts.
    { command: 'ip', namespace, force: true, lines: ways.flatMap(({ inside, own, peer }) => endLines({ port: inside, address: own }, { address: peer, mac: peerMac })) },
    { command: 'tc', namespace, lines: ways.map(({ inside }) => `filter del dev ${inside} ingress prio ${TAKE_OUT_PRIORITY}`), force: true },
    { command: 'tc', namespace, lines: ways.map(({ inside, own }) => takeOut(inside, own, TAKE_OUT_PRIORITY)) },
  ];
}

/** Lines of tc by which the exit takes one way and discards the other; the one that is taken comes first, so that nothing is lost in between. */
export function turningLines({ ways: [working, protecting] }: TwoWays): Readonly<Record<'working' | 'protecting', readonly string[]>> {
  return { working: [letOut(working), holdBack(protecting)], protecting: [letOut(protecting), holdBack(working)] };
}

type Port = Station['entry'];

/** The stations at both ends of a circuit, each with its port that faces outwards and the one that faces the circuit. */
function bothEnds({ stations }: CircuitPlan): readonly (readonly [Station, outer: Port, inner: Port])[] {
  const [first, last] = [stations[0], stations.at(-1)];
  return [...(first ? [[first, first.entry, first.exit] as const] : []), ...(last ? [[last, last.exit, last.entry] as const] : [])];
}

function newPort({ segment }: CircuitPlan, { namespace }: Station, { name, customerNamespace, side }: JoinedPort): ServicePort {
  return { route: placeOf(segment.segmentId).route, namespace, side, port: { kind: 'access', name, customerNamespace }, ways: [] };
}

function wayThrough({ segment }: CircuitPlan, { access, inside, customer }: Pick<ServiceWay, 'access' | 'inside'> & { readonly customer: JoinedPort }): ServiceWay {
  const [first, last] = endAddresses(`checks of ${wayOf(segment)}`);
  const [own, peer] = customer.side === 1 ? [first, last] : [last, first];
  return { segmentId: segment.segmentId, isCarrying: !shapeOf(segment).suspended, access, joint: customer.joint, inside, own, peer };
}
