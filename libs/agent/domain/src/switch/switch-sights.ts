import { add, type Instant, type Money } from '@carriermesh/kernel';
import { guaranteedMbps, usedMbps, type LogicalElement, type Principal, type SwitchDevice, type SwitchState } from './device.js';
import { numberFor, type ChangeEntry } from './change-log.js';
import type { SwitchEvent } from './switch-events.js';

/** What the device's owner is shown of an element: what it was given and what it is charged, and nothing of what it does with it (S0-5). */
export interface ElementShare {
  readonly elementId: string;
  readonly owner: string;
  readonly quotaMbps: number;
  readonly ports: readonly string[];
  readonly monthlyCharge: Money;
}

export interface DeviceSight {
  readonly deviceId: string;
  readonly capacityMbps: number;
  readonly freeMbps: number;
  readonly ports: readonly { readonly name: string; readonly mbps: number; readonly elementId: string | undefined }[];
  readonly elements: readonly ElementShare[];
  readonly monthlyCharge: Money;
}

/** What an element's own administrators are shown. */
export interface ElementSight extends ElementShare {
  readonly usedMbps: number;
  readonly administrators: readonly string[];
  readonly instances: LogicalElement['instances'];
}

export function elementShare({ id, owner, quotaMbps, ports }: LogicalElement, { monthlyPerMbps, monthlyPerPort }: SwitchDevice): ElementShare {
  const monthlyCharge = add(times(monthlyPerMbps, quotaMbps), times(monthlyPerPort, ports.length));
  return { elementId: id, owner, quotaMbps, ports, monthlyCharge };
}

export const elementSight = (element: LogicalElement, device: SwitchDevice): ElementSight => ({
  ...elementShare(element, device),
  usedMbps: usedMbps(element),
  administrators: [...element.administrators.keys()],
  instances: element.instances,
});

export function deviceSight(device: SwitchDevice, state: SwitchState): DeviceSight {
  const elements = [...state.values()].map((element) => elementShare(element, device));
  const holderOf = new Map(elements.flatMap(({ elementId, ports }) => ports.map((port) => [port, elementId] as const)));
  return {
    deviceId: device.id,
    capacityMbps: device.capacityMbps,
    freeMbps: device.capacityMbps - guaranteedMbps(state),
    ports: device.ports.map(({ name, mbps }) => ({ name, mbps, elementId: holderOf.get(name) })),
    elements,
    monthlyCharge: elements.reduce((sum, { monthlyCharge }) => add(sum, monthlyCharge), times(device.monthlyPerMbps, 0)),
  };
}

const times = ({ currency, microMinor }: Money, count: number): Money => ({ currency, microMinor: microMinor * BigInt(count) });

/** One entry of a change log. */
export interface ChangeSight {
  /** Counts the entries that its reader may see, from 1. */
  readonly number: number;
  readonly at: Instant;
  readonly by: string;
  readonly change: SwitchEvent['type'];
  readonly elementId: string;
  /** The instance, the administrator, or what was attempted. */
  readonly what: string;
}

/**
 * The change log as one reader may see it. Whose attempt was refused hears of it, whose element it was aimed at hears that it came from
 * elsewhere, and the device's owner hears of all. What an earlier owner did under an element's name is not the present one's to see.
 * @param entries of the device, in their order; `after` and `most` say which page of the reader's own log is wanted
 */
export function changesFor(reader: Principal, entries: readonly ChangeEntry[], { after, most }: { readonly after: number; readonly most: number }): readonly ChangeSight[] {
  const beginning = reader.of === 'device' ? -1 : entries.findLastIndex(({ event }) => event.type === 'element-removed' && event.data.elementId === reader.elementId);
  const shown: ChangeSight[] = [];
  for (const entry of entries.slice(beginning + 1)) {
    const number = numberFor(reader, entry);
    if (number !== undefined && number > after) shown.push(changeSight(entry.event, number, reader));
    if (shown.length === most) break;
  }
  return shown;
}

function changeSight(event: SwitchEvent, number: number, reader: Principal): ChangeSight {
  const { type, data } = event;
  const isByReader = reader.of === 'element' && data.by.of === 'element' && data.by.elementId === reader.elementId;
  const by = reader.of === 'device' || isByReader || data.by.of === 'device' ? nameOf(data.by) : 'another element';
  return { number, at: data.askedAt, by, change: type, elementId: data.elementId, what: whatOf(event) };
}

const nameOf = (by: Principal): string => (by.of === 'device' ? `${by.name} of the device` : `${by.name} of ${by.elementId}`);

function whatOf({ type, data }: SwitchEvent): string {
  if (type === 'instance-set') return data.instance.name;
  if (type === 'attempt-refused') return data.attempt;
  if (type === 'element-set') return `${data.quotaMbps} Mbit/s, ports ${data.ports.join(' ')}`;
  return type === 'element-removed' ? '' : data.name;
}
