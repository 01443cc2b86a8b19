import type { Attachment, LogicalElement } from '@carriermesh/agent-domain';
import { CIRCUIT_MTU, redirect, tokenBucket } from './circuit-commands.js';
import type { Batch } from './kernel.js';
import { CUSTOMER_PORT, shortHash, VOID_PORT } from './names.js';

const DIGITS = 10;

/** One for each element: nothing that is in one can name what is in another. */
export const elementNamespace = (prefix: string, deviceId: string, elementId: string): string => `${prefix}-lne.${deviceId}.${elementId}`;

/** Where the far end of a port waits to be taken, as the cable of a customer would. */
export const portNamespace = (prefix: string, deviceId: string, port: string): string => `${prefix}-port.${deviceId}.${port}`;

/** Of a port: the interface itself, and where what comes in by it is held to its rate. */
export const portDevice = (port: string): string => `p${shortHash(port, DIGITS)}`;
export const inletDevice = (port: string): string => `i${shortHash(port, DIGITS)}`;
export const bridgeDevice = (instance: string): string => `b${shortHash(instance, DIGITS)}`;

/** What an interface of an attached port says of itself: what says the same is not touched, while traffic runs over it. */
export const attachmentMark = (instance: string, { port, mbps, role, sourceMacs }: Attachment): string =>
  `${port}:${shortHash(JSON.stringify([instance, mbps, role, sourceMacs]), DIGITS)}`;

export const newElementBatches = (namespace: string): readonly Batch[] => [
  { command: 'ip', lines: [`netns add ${namespace}`] },
  { command: 'ip', namespace, lines: ['link set lo up', `link add ${VOID_PORT} type veth peer name ${VOID_PORT}-end`, `link set ${VOID_PORT} addrgenmode none`, `link set ${VOID_PORT} up`] },
];

/** A port, down and in no instance: whatever is sent into it goes nowhere. */
export function newPortBatches(namespace: string, customer: string, port: string): readonly Batch[] {
  const [device, inlet] = [portDevice(port), inletDevice(port)];
  return [
    {
      command: 'ip',
      namespace,
      lines: [
        `link add ${device} mtu ${CIRCUIT_MTU} type veth peer name ${CUSTOMER_PORT} mtu ${CIRCUIT_MTU} netns ${customer}`,
        `link set ${device} alias ${port}`,
        `link set ${device} addrgenmode none`,
        `link add ${inlet} mtu ${CIRCUIT_MTU} type ifb`,
        `link set ${inlet} addrgenmode none`,
        `link set ${inlet} up`,
      ],
    },
    { command: 'ip', namespace: customer, lines: ['link set lo up', `link set ${CUSTOMER_PORT} up`] },
  ];
}

/** No address, no spanning tree, nothing that the bridge would say by itself. */
export const newBridgeLines = (instance: string): readonly string[] => {
  const device = bridgeDevice(instance);
  return [`link add ${device} mtu ${CIRCUIT_MTU} type bridge mcast_snooping 0 stp_state 0`, `link set ${device} addrgenmode none`, `link set ${device} up`];
};

export const removalLines = (devices: readonly string[]): readonly string[] => devices.map((device) => `link del ${device}`);

/** Takes a port out of whatever it was in. Down comes first: while it is remade nothing passes, least of all by the old rules. */
export const detachBatches = (namespace: string, port: string): readonly Batch[] => [
  { command: 'ip', namespace, lines: [`link set ${portDevice(port)} down`, `link set ${portDevice(port)} nomaster`, `link set ${portDevice(port)} alias ${port}`] },
  { command: 'tc', namespace, lines: [`qdisc del dev ${portDevice(port)} clsact`, `qdisc del dev ${portDevice(port)} root`], force: true },
];

/** Puts a port into an instance; the mark that says so comes last, so that what was half done is done again. */
export function attachBatches(namespace: string, instance: string, attachment: Attachment): readonly Batch[] {
  const [device, inlet] = [portDevice(attachment.port), inletDevice(attachment.port)];
  return [
    { command: 'tc', namespace, lines: [tokenBucket(inlet, attachment.mbps), tokenBucket(device, attachment.mbps), `qdisc add dev ${device} clsact`, ...admissionLines(device, inlet, attachment)] },
    {
      command: 'ip',
      namespace,
      lines: [
        `link set ${device} master ${bridgeDevice(instance)}`,
        `link set ${device} type bridge_slave isolated ${attachment.role === 'leaf' ? 'on' : 'off'}`,
        `link set ${device} up`,
        `link set ${device} alias ${attachmentMark(instance, attachment)}`,
      ],
    },
  ];
}

/** What comes in goes through the inlet's bucket and on into the bridge; where senders are named, the others' frames are gone. */
function admissionLines(device: string, inlet: string, { sourceMacs }: Attachment): readonly string[] {
  if (sourceMacs.length === 0) return [redirect(device, inlet)];
  return [
    redirect(device, VOID_PORT),
    ...sourceMacs.map((mac) => `filter add dev ${device} ingress prio 5 protocol all u32 match ether src ${mac} action mirred egress redirect dev ${inlet}`),
  ];
}

/** What every interface of an element's namespace is for, by its name. */
export function wantedOf({ ports, instances }: LogicalElement): { readonly bridges: ReadonlyMap<string, string>; readonly ports: ReadonlyMap<string, string> } {
  return {
    bridges: new Map([...instances.keys()].map((name) => [bridgeDevice(name), name])),
    ports: new Map(ports.map((port) => [portDevice(port), port])),
  };
}
