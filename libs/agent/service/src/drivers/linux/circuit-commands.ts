import { shapeOf } from '@carriermesh/agent-domain';
import type { AccessPort, CircuitPlan, LabelPort, Leg, Station } from './circuit-plan.js';
import type { Batch } from './kernel.js';
import { CUSTOMER_PORT, END_MACS, endAddresses, LEG_MACS, OAM_PREFIX, VOID_PORT, wayOf } from './names.js';

/** A customer's frames are as large as Ethernet's; a circuit leaves room for what a split service puts around them, and a link for the label. */
export const CIRCUIT_MTU = 1_500;
export const LABEL_MTU = 1_600;
export const LINK_MTU = 1_700;
const LABEL_UDP_PORT = 4_789;
/** What a bucket holds at least: some frames, or nothing would ever pass. */
const LEAST_BURST_OCTETS = 16_384;
/** The kernel counts a bucket in 32 bits. */
const MOST_BURST_OCTETS = 1 << 30;
/** And otherwise what passes in this time. */
const BURST_MS = 4;
export const BUCKET_LATENCY_MS = 20;
/** Octets in a megabit a second and a millisecond. */
const OCTETS_PER_MBPS_MS = 125;

export const WHOLE = 'whole:';
const PART = 'part:';

export const bucketOctets = (mbps: number): number => Math.min(MOST_BURST_OCTETS, Math.max(LEAST_BURST_OCTETS, mbps * OCTETS_PER_MBPS_MS * BURST_MS));

export const tokenBucket = (device: string, mbps: number): string =>
  `qdisc replace dev ${device} root tbf rate ${mbps}mbit burst ${bucketOctets(mbps)} latency ${BUCKET_LATENCY_MS}ms`;

/** Every frame that comes in by one port goes out by another. The handle makes a second one take the place of the first. */
export const redirect = (from: string, to: string): string => mirror(from, [to]);

/** Every frame that comes in goes out by all of these ports, to the last of them as it is. */
export function mirror(from: string, to: readonly string[]): string {
  const actions = to.map((port, index) => `action mirred egress ${index < to.length - 1 ? 'mirror' : 'redirect'} dev ${port}`);
  return `filter replace dev ${from} ingress prio 10 handle 800::1 protocol all u32 match u32 0 0 ${actions.join(' ')}`;
}

const discard = (port: string, destination: string): string =>
  `filter add dev ${port} ingress prio 1 protocol ipv6 u32 match ip6 dst ${destination} action mirred egress redirect dev ${VOID_PORT}`;

export const takeOut = (port: string, address: string, priority: number): string =>
  `filter add dev ${port} ingress prio ${priority} protocol ipv6 u32 match ip6 dst ${address}/128 flowid 1:1`;

/** What of a circuit is there before it is made: a customer's port stays over every repair of the line behind it. */
export interface Present {
  readonly namespaces: ReadonlySet<string>;
  readonly isPort: (namespace: string, name: string) => boolean;
}

/** Batches that make the circuit. The last line of the last one marks it whole: what lacks the mark is made anew. */
export function makingOf(plan: CircuitPlan, present: Present): readonly Batch[] {
  const customers = accessPortsOf(plan);
  const [first] = plan.stations;
  const missing = customers.map(({ customerNamespace }) => customerNamespace).filter((name) => !present.namespaces.has(name));
  return [
    { command: 'ip', lines: missing.map((name) => `netns add ${name}`) },
    ...plan.stations.flatMap((station) => stationBatches(plan, station, present)),
    ...customers.map((port): Batch => ({ command: 'ip', namespace: port.customerNamespace, lines: ['link set lo up', ...(port.leg ? legLines(port.leg) : jointLines(port))] })),
    ...(first ? [{ command: 'ip', namespace: first.namespace, lines: [aliasOf(first.entry.name, WHOLE, plan.segment.segmentId)] } as const] : []),
  ];
}

/** Batches that take everything away but the ports at the customers' ends, from which nothing goes anywhere then. */
export function clearanceOf(plan: CircuitPlan): readonly Batch[] {
  return plan.stations.flatMap(({ namespace, entry, exit }): Batch[] => {
    const labels = [entry, exit].filter(({ kind }) => kind === 'label');
    const access = [entry, exit].filter((port) => port.kind === 'access');
    const joined = access.flatMap(({ name, customer }) => [name, ...(customer ? [customer.joint] : [])]);
    return [
      { command: 'ip', namespace, lines: [...labels.map(({ name }) => `link del ${name}`), ...access.map(({ name }) => aliasOf(name, PART, plan.segment.segmentId))], force: true },
      { command: 'tc', namespace, lines: joined.map((name) => `qdisc del dev ${name} clsact`), force: true },
    ];
  });
}

/** Batches that leave nothing of it; what is gone already does not disturb them. */
export function removalOf(plan: CircuitPlan): readonly Batch[] {
  return plan.stations.map(({ namespace, entry, exit }): Batch => ({ command: 'ip', namespace, lines: [`link del ${entry.name}`, `link del ${exit.name}`], force: true }));
}

/** Batches that hold a circuit that is there to another bandwidth; what passes it goes on passing. */
export function bucketsOf({ stations, segment }: CircuitPlan): readonly Batch[] {
  const [first, last] = [stations[0], stations.at(-1)];
  const { mbps } = shapeOf(segment);
  if (!first || !last) return [];
  return [
    { command: 'tc', namespace: first.namespace, lines: [tokenBucket(first.exit.name, mbps)] },
    { command: 'tc', namespace: last.namespace, lines: [tokenBucket(last.entry.name, mbps)] },
  ];
}

export function accessPortsOf({ stations }: CircuitPlan): readonly AccessPort[] {
  return stations.flatMap(({ entry, exit }) => [entry, exit]).filter((port): port is AccessPort => port.kind === 'access');
}

/** The ports of a circuit's ends that face its inside, where measuring is done; none where both ends are in one PoP. */
export function endsOf({ stations, addresses }: CircuitPlan): readonly [End, End] | undefined {
  const [first, last] = [stations[0], stations.at(-1)];
  if (!first || !last || first === last) return undefined;
  return [
    { station: first, port: first.exit.name, outside: first.entry, address: addresses[0], mac: END_MACS[0] },
    { station: last, port: last.entry.name, outside: last.exit, address: addresses[1], mac: END_MACS[1] },
  ];
}

/** The end of its service that the circuit has, where it does not have both, and the other one, which is somebody else's. */
export function serviceEndOf({ stations, segment }: CircuitPlan): ServiceEnd | undefined {
  const [first, last] = [stations[0], stations.at(-1)];
  if (!first || !last || (first.entry.kind === 'access') === (last.exit.kind === 'access')) return undefined;
  const [one, other] = endAddresses(wayOf(segment)).map((address, index) => ({ address, mac: END_MACS[index] ?? '' }));
  if (!one || !other) return undefined;
  const [isFirst, isLast] = [first.entry.kind === 'access', last.exit.kind === 'access'];
  if (isFirst) return { isFirst, namespace: first.namespace, port: first.exit.name, own: one, other };
  return isLast ? { isFirst, namespace: last.namespace, port: last.entry.name, own: other, other: one } : undefined;
}

export interface ServiceEnd {
  readonly isFirst: boolean;
  readonly namespace: string;
  readonly port: string;
  readonly own: Pick<End, 'address' | 'mac'>;
  readonly other: Pick<End, 'address' | 'mac'>;
}

export interface End {
  readonly station: Station;
  readonly port: string;
  readonly outside: LabelPort | AccessPort;
  readonly address: string;
  readonly mac: string;
}

function stationBatches(plan: CircuitPlan, station: Station, { isPort }: Present): readonly Batch[] {
  const { namespace, entry, exit } = station;
  const ends = endsOf(plan);
  const own = ends?.find((end) => end.station === station);
  const other = ends?.find((end) => end !== own);
  const service = serviceEndAt(plan, station);
  return [
    {
      command: 'ip',
      namespace,
      lines: [
        ...[entry, exit].flatMap((port) => portLines(port, plan.segment.segmentId, isPort(namespace, port.name))),
        ...macLines(own ?? (service && { port: service.port, mac: service.own.mac })),
        ...(own && other ? endLines(own, other) : []),
        ...(service ? endLines({ port: service.port, ...service.own }, service.other) : []),
      ],
    },
    { command: 'tc', namespace, lines: trafficLines(plan, station, own) },
  ];
}

function serviceEndAt(plan: CircuitPlan, { namespace }: Station): ServiceEnd | undefined {
  const end = serviceEndOf(plan);
  return end?.namespace === namespace ? end : undefined;
}

/** @param id of the segment or split service that the port belongs to */
export function portLines(port: LabelPort | AccessPort, id: string, isThere: boolean): readonly string[] {
  const made = port.kind === 'access' ? accessLine(port) : labelLine(port);
  return [...(isThere ? [] : [made]), aliasOf(port.name, PART, id), `link set ${port.name} addrgenmode none`, `link set ${port.name} up`];
}

function accessLine({ name, customerNamespace, leg, customer }: AccessPort): string {
  const [mtu, peer] = leg ? [LABEL_MTU, leg.device] : [CIRCUIT_MTU, customer?.joint ?? CUSTOMER_PORT];
  return `link add ${name} mtu ${mtu} type veth peer name ${peer} mtu ${mtu} netns ${customerNamespace}`;
}

export const labelLine = ({ name, label, side, device, isRead = false }: Omit<LabelPort, 'kind'>): string =>
  `link add ${name} mtu ${LABEL_MTU} type vxlan id ${label} local fe80::${side} remote fe80::${3 - side} dev ${device} dstport ${LABEL_UDP_PORT} nolearning ${isRead ? 'no' : ''}udp6zerocsumtx udp6zerocsumrx`;

const jointLines = ({ customer }: AccessPort): readonly string[] => (customer ? [`link set ${customer.joint} addrgenmode none`, `link set ${customer.joint} up`] : []);

/** The multiplexer's side of a member, which speaks to the one at the member's other end alone. */
function legLines({ device, side }: Leg): readonly string[] {
  const [own, peer] = side === 1 ? LEG_MACS : [LEG_MACS[1], LEG_MACS[0]];
  return [
    `link set ${device} addrgenmode none`,
    `link set ${device} address ${own}`,
    `link set ${device} up`,
    `addr replace fe80::${side}/64 dev ${device} nodad`,
    `neigh replace fe80::${3 - side} dev ${device} lladdr ${peer} nud permanent`,
  ];
}

/** Before there are neighbours: the kernel forgets those of a port whose address is set, also to what it is. */
const macLines = (end: Pick<End, 'port' | 'mac'> | undefined): readonly string[] => (end ? [`link set ${end.port} address ${end.mac}`] : []);

/** Addresses and neighbours are fixed, so that nothing is ever asked for on the customer's line. */
export function endLines(own: Pick<End, 'port' | 'address'>, other: Pick<End, 'address' | 'mac'>): readonly string[] {
  return [
    `addr replace ${own.address}/128 dev ${own.port} nodad`,
    `route replace ${other.address}/128 dev ${own.port}`,
    `neigh replace ${other.address} dev ${own.port} lladdr ${other.mac} nud permanent`,
  ];
}

function trafficLines(plan: CircuitPlan, station: Station, own: End | undefined): readonly string[] {
  const { stations, segment, addresses } = plan;
  const { entry, exit } = station;
  const service = serviceEndAt(plan, station);
  const { mbps } = shapeOf(segment);
  const [first, last] = [stations[0], stations.at(-1)];
  return [
    `qdisc add dev ${entry.name} clsact`,
    `qdisc add dev ${exit.name} clsact`,
    // First of a port's filters, since only then is the handle theirs by which they are replaced.
    redirect(entry.name, exit.name),
    redirect(exit.name, entry.name),
    ...[entry, exit].filter((port) => port.kind === 'access').map((port) => discard(port.name, OAM_PREFIX)),
    ...(own?.outside.kind === 'label' ? addresses.map((address) => discard(own.outside.name, `${address}/128`)) : []),
    ...(own ? [takeOut(own.port, own.address, 2)] : []),
    ...(service ? [takeOut(service.port, service.own.address, 2)] : []),
    // Held where it comes in, in each direction, so that what exceeds it loads no link.
    ...(first?.exit === exit ? [tokenBucket(exit.name, mbps)] : []),
    ...(last?.entry === entry ? [tokenBucket(entry.name, mbps)] : []),
  ];
}

export const aliasOf = (port: string, mark: string, id: string): string => `link set ${port} alias ${mark}${id}`;
