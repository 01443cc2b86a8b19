import pLimit from 'p-limit';
import { ChangeNumbers, guaranteedMbps, NOT_YOURS, switchDecider, type ChangeEntry, type Principal, type SwitchCommand, type SwitchDevice, type SwitchEvent, type SwitchRefusal, type SwitchState } from '@carriermesh/agent-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Journal } from '../journal.js';
import type { SwitchFabric } from './switch-fabric.port.js';

/** Of the change log, in memory; what is older stands in the journal's file alone. */
export const MAX_CHANGES_KEPT = 100_000;
const MAX_WAITING = 256;
const HEAL_INTERVAL_MS = 5_000;

export interface SwitchBookParts {
  readonly device: SwitchDevice;
  readonly journal: Journal<SwitchEvent>;
  /** Absent where nothing carries frames: the simulated driver. */
  readonly fabric: SwitchFabric | undefined;
  readonly log: Logger;
}

/** `pending`: on record, and the network does not carry it yet; it is tried again until it does. */
export type Performed = { readonly kind: 'done'; readonly carried: 'now' | 'pending' } | { readonly kind: 'refused'; readonly refusal: SwitchRefusal };

/** The device's memory: decides one command after the other, writes down what it decided, and has the network follow. */
export class SwitchBook {
  private elements: SwitchState = new Map();
  private entries: ChangeEntry[] = [];
  private readonly numbers = new ChangeNumbers();
  private readonly decider;
  private readonly oneByOne = pLimit(1);
  /** Elements that the network does not carry as they are configured. */
  private readonly owed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  private constructor(private readonly parts: SwitchBookParts) {
    this.decider = switchDecider(parts.device);
  }

  /** @throws OperationalError `misconfigured` when the device's description has no room for what stands in the journal */
  static async open(parts: SwitchBookParts, history: readonly SwitchEvent[]): Promise<SwitchBook> {
    const book = new SwitchBook(parts);
    for (const event of history) book.take(event);
    requireRoom(parts.device, book.elements);
    await parts.fabric?.restore([...book.elements.values()]);
    book.timer = setInterval(() => void book.heal(), HEAL_INTERVAL_MS).unref();
    return book;
  }

  get state(): SwitchState {
    return this.elements;
  }

  get changes(): readonly ChangeEntry[] {
    return this.entries;
  }

  /** What is wrong, in a few words. */
  get problems(): readonly string[] {
    return [...this.owed].map((elementId) => `the network does not carry element ${elementId} as it is configured`);
  }

  /** @throws OperationalError `unavailable` when the journal could not be written: nothing changed then */
  async perform(command: SwitchCommand): Promise<Performed> {
    if (this.oneByOne.pendingCount >= MAX_WAITING) throw new OperationalError('overloaded', `${MAX_WAITING} changes wait already`);
    return this.oneByOne(async () => {
      const decision = this.decider.decide(command, this.elements);
      if (decision.kind === 'refused') {
        if (decision.refusal.code === NOT_YOURS.code) await this.write([attemptOf(command, command.kind)]);
        return decision;
      }
      if (decision.kind === 'accepted') await this.write(decision.events);
      return { kind: 'done', carried: await this.carry(command.elementId) };
    });
  }

  /** Puts on record that somebody reached for what is not theirs. */
  refuse(asked: { readonly by: Principal; readonly askedAt: SwitchCommand['askedAt']; readonly elementId: string }, attempt: string): Promise<void> {
    return this.oneByOne(() => this.write([attemptOf(asked, attempt)]));
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.oneByOne(async () => undefined);
    await this.parts.journal.close();
  }

  private async write(events: readonly SwitchEvent[]): Promise<void> {
    for (const event of events) {
      await this.parts.journal.append(event);
      this.take(event);
      if (event.type === 'attempt-refused') this.parts.log.warn({ elementId: event.data.elementId, by: event.data.by, attempt: event.data.attempt }, 'an attempt on what is not the asker’s was refused');
    }
  }

  private take(event: SwitchEvent): void {
    const before = this.elements;
    this.elements = this.decider.evolve(before, event);
    this.entries.push(this.numbers.enter(event, [before, this.elements]));
    // Halved at once, so that it is not copied at every entry.
    if (this.entries.length > MAX_CHANGES_KEPT) this.entries = this.entries.slice(-MAX_CHANGES_KEPT / 2);
  }

  private async carry(elementId: string): Promise<'now' | 'pending'> {
    const { fabric, log } = this.parts;
    if (!fabric) return 'now';
    const element = this.elements.get(elementId);
    try {
      await (element ? fabric.apply(element) : fabric.remove(elementId));
      this.owed.delete(elementId);
      return 'now';
    } catch (error) {
      this.owed.add(elementId);
      log.error({ error, elementId }, 'the network does not carry what was configured; it is tried again');
      return 'pending';
    }
  }

  private async heal(): Promise<void> {
    for (const elementId of [...this.owed]) await this.oneByOne(() => this.carry(elementId));
  }
}

const attemptOf = ({ by, askedAt, elementId }: { readonly by: Principal; readonly askedAt: SwitchCommand['askedAt']; readonly elementId: string }, attempt: string): SwitchEvent => ({
  type: 'attempt-refused',
  data: { by, askedAt, elementId, attempt },
});

/** @throws OperationalError `misconfigured` when the device's description has no room for what stands in the journal */
export function requireRoom(device: SwitchDevice, state: SwitchState): void {
  const misfit = misfitOf(device, state);
  if (misfit) throw new OperationalError('misconfigured', `the switch's description ${misfit}`);
}

function misfitOf({ capacityMbps, ports }: SwitchDevice, state: SwitchState): string | undefined {
  const guaranteed = guaranteedMbps(state);
  if (guaranteed > capacityMbps) return `says that the device carries ${capacityMbps} Mbit/s, and its elements are guaranteed ${guaranteed}`;
  for (const element of state.values()) {
    const gone = element.ports.find((port) => ports.every(({ name }) => name !== port));
    if (gone !== undefined) return `has no port ${gone}, which belongs to the element ${element.id}`;
    for (const { port, mbps } of [...element.instances.values()].flatMap((instance) => instance.ports)) {
      const fastest = ports.find(({ name }) => name === port)?.mbps ?? 0;
      if (mbps > fastest) return `says that port ${port} carries ${fastest} Mbit/s, and ${element.id} uses ${mbps} of it`;
    }
  }
  return undefined;
}
