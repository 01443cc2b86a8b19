import type { Instant, Money } from '@carriermesh/kernel';

/** A port as it stands on the front of the device. */
export interface DevicePort {
  readonly name: string;
  readonly mbps: number;
}

/** One device that several networks share: what its owner wrote down of it. */
export interface SwitchDevice {
  readonly id: string;
  /** What all elements together may be guaranteed. */
  readonly capacityMbps: number;
  readonly ports: readonly DevicePort[];
  /** What an element is charged for each month: for each Mbit/s of its quota, and for each port. */
  readonly monthlyPerMbps: Money;
  readonly monthlyPerPort: Money;
  /** Of the device's owner: name → SHA-256 of the token, lower-case hex. */
  readonly administrators: ReadonlyMap<string, string>;
}

/** A port of the element within an instance. */
export interface Attachment {
  readonly port: string;
  /** In each direction. */
  readonly mbps: number;
  /** A leaf speaks to roots alone, as on a MEF E-Tree. */
  readonly role: 'root' | 'leaf';
  /** Frames of other senders are discarded; none named means that anybody may send. Lower-case, `02:00:00:00:00:01`. */
  readonly sourceMacs: readonly string[];
}

/** A network instance (RFC 8529): a switch of its own, within one element. */
export interface NetworkInstance {
  readonly name: string;
  readonly ports: readonly Attachment[];
}

export interface FirstAdministrator {
  readonly name: string;
  /** Lower-case hex. */
  readonly tokenSha256: string;
}

/** A logical network element (RFC 8530): one owner's share of the device. */
export interface LogicalElement {
  readonly id: string;
  /** The network that it was given to. */
  readonly owner: string;
  /** Guaranteed: the sum over all elements is never more than the device carries. */
  readonly quotaMbps: number;
  readonly ports: readonly string[];
  /** Administrator's name → SHA-256 of the token, lower-case hex. The tokens themselves stay with the owner. */
  readonly administrators: ReadonlyMap<string, string>;
  /** Whom the device's owner began it with, also when its owner has long removed that one: what the device's owner hears of it says nothing of who administers it now. */
  readonly firstAdministrator?: FirstAdministrator;
  readonly instances: ReadonlyMap<string, NetworkInstance>;
}

/** Whoever bears a token that the device knows. */
export type Principal =
  /** Of the device as a whole: its owner, the wholesaler. */
  | { readonly of: 'device'; readonly name: string }
  | { readonly of: 'element'; readonly elementId: string; readonly name: string };

/** What was asked for, and by whom. */
export interface Asked {
  readonly by: Principal;
  readonly askedAt: Instant;
}

export type SwitchState = ReadonlyMap<string, LogicalElement>;

export const usedMbps = ({ instances }: Pick<LogicalElement, 'instances'>): number =>
  [...instances.values()].flatMap(({ ports }) => ports).reduce((sum, { mbps }) => sum + mbps, 0);

export const guaranteedMbps = (state: SwitchState): number => [...state.values()].reduce((sum, { quotaMbps }) => sum + quotaMbps, 0);

export const attachedPorts = ({ instances }: Pick<LogicalElement, 'instances'>): readonly string[] =>
  [...instances.values()].flatMap(({ ports }) => ports.map(({ port }) => port));

/** Of lists without repetition: in any order. */
export const haveSameNames = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((name) => other.includes(name));
