import type { Principal, SwitchState } from './device.js';
import type { SwitchEvent } from './switch-events.js';

/** An entry of the change log, with its number in the log of each who may see it. */
export interface ChangeEntry {
  readonly event: SwitchEvent;
  readonly numbers: readonly EntryNumber[];
}

interface EntryNumber {
  readonly reader: string;
  readonly number: number;
}

const DEVICE_READER = '';
const readerOf = (by: Principal): string => (by.of === 'device' ? DEVICE_READER : by.elementId);

/** Instances and administrators are the element's own business. */
const SHARE_CHANGES: ReadonlySet<SwitchEvent['type']> = new Set(['element-set', 'element-removed', 'attempt-refused']);

/** Numbers the entries for each reader from 1, as they come: gaps, or one count for all, would tell each how much its neighbours change. */
export class ChangeNumbers {
  private readonly counts = new Map<string, number>();

  /** @param states before and after the event: only elements that there are have a log */
  enter(event: SwitchEvent, states: readonly SwitchState[]): ChangeEntry {
    const { type, data } = event;
    const concerned = new Set([data.elementId, readerOf(data.by)].filter((reader) => states.some((state) => state.has(reader))));
    const readers = [...(SHARE_CHANGES.has(type) ? [DEVICE_READER] : []), ...concerned];
    const numbers = readers.map((reader) => ({ reader, number: (this.counts.get(reader) ?? 0) + 1 }));
    for (const { reader, number } of numbers) this.counts.set(reader, number);
    // Whoever is given a share of that name next begins a log of its own.
    if (type === 'element-removed') this.counts.delete(data.elementId);
    return { event, numbers };
  }
}

/** @returns `undefined` for an entry that is not the reader's to see */
export const numberFor = (reader: Principal, { numbers }: ChangeEntry): number | undefined => numbers.find((each) => each.reader === readerOf(reader))?.number;
