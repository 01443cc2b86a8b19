import { SPLIT_HEADER_OCTETS } from '@carriermesh/agent-domain';
import { aliasOf, bucketOctets, BUCKET_LATENCY_MS, LINK_MTU, portLines, redirect, WHOLE, type Present } from './circuit-commands.js';
import type { SeenPorts } from './circuits.js';
import type { Batch } from './kernel.js';
import { CUSTOMER_PORT, UPLINK } from './names.js';
import { mbpsOf, type SplitEnd } from './split-plan.js';

/** What a frame bears over a member: Ethernet, IPv6, UDP and the number. */
export const ENVELOPE_OCTETS = 14 + 40 + 8 + SPLIT_HEADER_OCTETS;
/** How often both ends speak over each member (a period of ITU-T G.8013/Y.1731). */
export const MEMBER_CHECK_INTERVAL_MS = 10;
/** What the checks take of each member. */
const CHECK_KBPS = Math.ceil((ENVELOPE_OCTETS * 8) / MEMBER_CHECK_INTERVAL_MS);

/** Batches that make an end but for its members, which are circuits. The last line marks it whole. */
export function splitMaking(end: SplitEnd, { namespaces, isPort }: Present): readonly Batch[] {
  const { namespace, muxNamespace, customer, adapter, uplink, split } = end;
  const has = (name: string): boolean => isPort(namespace, name);
  const missing = [muxNamespace, customer.customerNamespace].filter((name) => !namespaces.has(name));
  return [
    { command: 'ip', lines: missing.map((name) => `netns add ${name}`) },
    {
      command: 'ip',
      namespace,
      lines: [
        ...(has(uplink) ? [] : [`link add ${uplink} mtu ${LINK_MTU} type veth peer name ${UPLINK} mtu ${LINK_MTU} netns ${muxNamespace}`]),
        ...sideLines(uplink, 1),
        // A process takes single frames: what a host has sent as one large one is cut here.
        `link set ${uplink} gso_max_segs 1`,
        ...portLines(customer, split.splitId, has(customer.name)),
        ...portLines(adapter, split.splitId, has(adapter.name)),
      ],
    },
    { command: 'ip', namespace: muxNamespace, lines: ['link set lo up', ...sideLines(UPLINK, 2)] },
    { command: 'ip', namespace: customer.customerNamespace, lines: ['link set lo up', `link set ${CUSTOMER_PORT} up`] },
    { command: 'tc', namespace, lines: [adapter, customer].flatMap(({ name }) => [`qdisc replace dev ${name} clsact`]) },
    { command: 'tc', namespace, lines: [redirect(customer.name, adapter.name), redirect(adapter.name, customer.name)] },
    { command: 'ip', namespace, lines: [aliasOf(customer.name, WHOLE, split.splitId)] },
  ];
}

/** What the customer may send at once and for long: as much as the members carry, with what it bears there and the checks beside it. */
export function splitBucket({ namespace, adapter, members }: SplitEnd): readonly Batch[] {
  const mbps = mbpsOf(members);
  if (mbps === 0) return [];
  const kbps = mbps * 1_000 - members.length * CHECK_KBPS;
  const line = `qdisc replace dev ${adapter.name} root tbf rate ${kbps}kbit burst ${bucketOctets(mbps)} latency ${BUCKET_LATENCY_MS}ms overhead ${ENVELOPE_OCTETS}`;
  return [{ command: 'tc', namespace, lines: [line] }];
}

/** Batches that leave nothing of an end; its multiplexer ends when its uplink is gone. */
export function splitRemoval({ namespace, customer, adapter, uplink, muxNamespace }: Pick<SplitEnd, 'namespace' | 'customer' | 'adapter' | 'uplink' | 'muxNamespace'>): readonly Batch[] {
  return [
    { command: 'ip', namespace, lines: [adapter.name, customer.name, uplink].map((name) => `link del ${name}`), force: true },
    { command: 'ip', lines: [customer.customerNamespace, muxNamespace].map((name) => `netns del ${name}`), force: true },
  ];
}

export const portsOfEnd = ({ customer, adapter, uplink }: SplitEnd): readonly string[] => [customer.name, adapter.name, uplink];

export function isEndWhole(end: SplitEnd, seen: SeenPorts): boolean {
  const ports = seen.get(end.namespace);
  return ports?.get(end.customer.name)?.alias === `${WHOLE}${end.split.splitId}` && portsOfEnd(end).every((name) => ports.has(name));
}

const sideLines = (device: string, side: 1 | 2): readonly string[] => [
  `link set ${device} addrgenmode none`,
  `addr replace fe80::${side}/64 dev ${device} nodad`,
  `link set ${device} up`,
];
