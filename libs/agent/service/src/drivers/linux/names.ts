import { createHash } from 'node:crypto';
import { LINE_ORDINALS } from '@carriermesh/kernel';

/** An interface's name has at most 15 characters, so what stands for an id is the beginning of its hash. */
export const shortHash = (text: string, hexDigits: number): string => createHash('sha256').update(text).digest('hex').slice(0, hexDigits);

const LINK_DIGITS = 12;
const CIRCUIT_DIGITS = 10;
const LABELS = 0xff_ffff;

/** What every PoP has beside its links: a port whose other end is down, so that what is sent there is gone. */
export const VOID_PORT = 'void';
/** The customer's end of an access port, in its own namespace. */
export const CUSTOMER_PORT = 'port';
export const CIRCUIT_PORT = /^c[0-9a-f]{10}[iou]$/;
/** The end of a split service's multiplexer that faces its customer, in its own namespace. */
export const UPLINK = 'uplink';

/** Measuring runs between addresses of this prefix, and nobody outside may send to it. */
export const OAM_PREFIX = 'fd63:6d00::/32';
/** Of the first and the last end of a circuit. A label port drops frames that bear its own address as their source, so they differ. */
export const END_MACS = ['02:63:6d:00:00:01', '02:63:6d:00:00:02'] as const;

/** Of the multiplexers at both ends of a member, so that neither has to ask for the other's. No end of a circuit has them. */
export const LEG_MACS = ['02:63:6d:00:01:01', '02:63:6d:00:01:02'] as const;

/** `cm.alfa.fra` for the PoP `alfa/fra`: neither part may hold a dot. */
export const popNamespace = (prefix: string, popId: string): string => `${prefix}.${popId.replace('/', '.')}`;

/** Where the customer's end of an access port waits to be taken. */
export const customerNamespace = (prefix: string, popId: string, portName: string): string => `${popNamespace(prefix, popId)}.${portName}`;

export const linkDevice = (linkId: string): string => `l${shortHash(linkId, LINK_DIGITS)}`;

/** The same for both halves of an interconnect. */
export const handoverDevice = (popId: string, peerPopId: string): string => `x${shortHash([popId, peerPopId].sort().join('~'), LINK_DIGITS)}`;

/** Both ends of a link know which of them is the first without asking. */
export const sideOf = (popId: string, otherPopId: string): 1 | 2 => (popId < otherPopId ? 1 : 2);

/** A circuit's two ports in each PoP: where the segment comes in, and where it goes out. */
export const circuitPorts = (segmentId: string): { readonly entry: string; readonly exit: string } => {
  const name = `c${shortHash(segmentId, CIRCUIT_DIGITS)}`;
  return { entry: `${name}i`, exit: `${name}o` };
};

/** The other end of a circuit's access port, in the same PoP, where the customer's port is joined to it. */
export const jointOf = (accessPort: string): string => `${accessPort.slice(0, -1)}${accessPort.endsWith('i') ? 'j' : 'k'}`;

/** The customer's ports of a service, the same whatever route it takes: where its segments begin, and where they end. @param segmentId of any of its segments */
export const customerPorts = (segmentId: string): { readonly entry: string; readonly exit: string } => {
  const name = `c${shortHash(`service ${placeOf(segmentId).route}`, CIRCUIT_DIGITS)}`;
  return { entry: `${name}i`, exit: `${name}o` };
};

/** What a split service has in the PoP where it begins or ends: the customer's port, the port through which frames go to the multiplexer, and the line to it. */
export const splitPorts = (splitId: string): { readonly access: string; readonly adapter: string; readonly uplink: string } => {
  const name = `c${shortHash(`split ${splitId}`, CIRCUIT_DIGITS)}`;
  return { access: `${name}i`, adapter: `${name}o`, uplink: `${name}u` };
};

/** Where the multiplexer of a split service lives. */
export const muxNamespace = (prefix: string, popId: string, splitId: string): string => `${popNamespace(prefix, popId)}.${splitPorts(splitId).uplink}`;

export const legDevice = (ordinal: number): string => `m${ordinal}`;

/** 1 to 2^24 - 1; the same text has the same label at both ends of a link. */
export const labelOf = (text: string): number => (Number.parseInt(shortHash(text, 12), 16) % LABELS) + 1;

/** Addresses of a line's two ends. @param name of the line: a segment, or a service that is protected from end to end */
export function endAddresses(name: string): readonly [string, string] {
  const groups = shortHash(name, 16).replace(/(.{4})(?!$)/g, '$1:');
  return [`fd63:6d00:${groups}:0:1`, `fd63:6d00:${groups}:0:2`];
}

/** Of a way of a service's line, by which both of its ends measure it, whoever has them: the order's line, and since when it goes this way. */
export const wayOf = ({ segmentId, serviceStartAt, meteredFrom = serviceStartAt }: { readonly segmentId: string; readonly serviceStartAt: bigint; readonly meteredFrom?: bigint }): string =>
  `${placeOf(segmentId).route} since ${meteredFrom}`;

export interface OrderPlace {
  /** What all segments of one order have in common. */
  readonly route: string;
  /** Of the segment in the order, or in its line of it, from 1. */
  readonly ordinal: number;
}

/** `seg_<uuid>-<n>` is the n-th segment of its order: both sides of a handover find the same label from that, and another for each line. */
export function placeOf(segmentId: string): OrderPlace {
  const [, uuid, digits] = /^(.*)-(\d{1,5})$/.exec(segmentId) ?? [];
  if (uuid === undefined || digits === undefined) return { route: segmentId, ordinal: 1 };
  const [line, ordinal] = [Math.floor(Number(digits) / LINE_ORDINALS), Number(digits) % LINE_ORDINALS];
  return { route: line === 0 ? uuid : `${uuid}+${line}`, ordinal };
}
