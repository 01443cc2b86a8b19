import { AWAITED_SUBJECT, BUSY_GAP_MS, COMMITTED_SUBJECT, type Bus } from '@carriermesh/platform-bus';
import { eventBytes, passingEventOfBytes, type AppendResult, type Position, type StreamAppend } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Timers } from '@carriermesh/platform-time';
import type { EventType } from '@carriermesh/wire';
import { decodeEvent } from './typed-ledger.js';

/** What one service writes while somebody waits for what another does about it. */
const EARLY_TYPES: ReadonlySet<string> = new Set<EventType>([
  'contracting.v1.ContractSigned',
  'provisioning.v1.ServiceActivated',
  'provisioning.v1.ActivationFailed',
  'monitoring.v1.SegmentImpaired',
]);
/** What customers and operators wait for, and hear from the relay's copy: it is not to wait for more. */
const AWAITED_TYPES: ReadonlySet<string> = new Set<EventType>([
  'contracting.v1.ServiceRequestCompleted',
  'contracting.v1.ServiceRequestRefused',
  'provisioning.v1.ServiceRerouted',
  'provisioning.v1.RerouteFailed',
]);
const NO_BODY = new Uint8Array();
/** An order alone is ten commits, of all services. */
const BUSY_COMMITS = 10;
const BUSY_WITHIN_MS = 100;
/** Words whose event has not come by the feed yet; of more, the oldest is forgotten, and its event given a second time. */
const MAX_WORDS = 4_096;

export const earlySubject = (type: string): string => `cm.sys.early.${type}`;
type Appended = Extract<AppendResult, { kind: 'appended' }>;

/**
 * Says of an event that was just committed what the ledger will say, ahead of the relay's copy, and with its commit's position for its own. It
 * promises nothing: what is not heard comes by the feed.
 */
export function tellEarly(bus: Pick<Bus, 'tell'>): (appends: readonly StreamAppend[], result: Appended) => void {
  return (appends, { position, recordedAt, revisions }) => {
    if (appends.some(({ events }) => events.some(({ type }) => AWAITED_TYPES.has(type)))) bus.tell(AWAITED_SUBJECT, NO_BODY);
    for (const { stream, events } of appends) {
      const last = revisions.get(stream);
      if (last === undefined) continue;
      events.forEach((event, index) => {
        if (EARLY_TYPES.has(event.type)) bus.tell(earlySubject(event.type), eventBytes({ ...event, stream, position, recordedAt, revision: last - events.length + 1 + index }));
      });
    }
  };
}

/**
 * Says that something was committed, after the turn in which an early word is told of it: the relay gives way to what that begins only if it hears it
 * first. While commits come as fast as no customer's order alone makes them, one word stands for those of `BUSY_GAP_MS`, in which the relay would not begin
 * more than one run either.
 */
export function tellCommitted(bus: Pick<Bus, 'tell'>, timers: Timers): () => void {
  // When the last commit was, and how many there were of late, those of longer ago counting for less.
  let [lastMs, recent, isOwed] = [0, 0, false];
  const tell = (): void => bus.tell(COMMITTED_SUBJECT, NO_BODY);
  const tellOwed = (): void => {
    isOwed = false;
    tell();
  };
  return () => {
    const nowMs = timers.elapsedMs();
    recent = recent * Math.max(0, 1 - (nowMs - lastMs) / BUSY_WITHIN_MS) + 1;
    lastMs = nowMs;
    if (isOwed) return;
    isOwed = recent > BUSY_COMMITS;
    if (isOwed) timers.after(BUSY_GAP_MS, tellOwed);
    else void timers.breathe().then(tell);
  };
}

export interface EarlyWordsOptions {
  readonly bus: Pick<Bus, 'hear'>;
  readonly engine: { readonly listens: ReadonlySet<string>; route(event: AnyStoredEvent): Promise<boolean> };
  /** Where the feed stands: what it has passed is no news. */
  readonly position: () => Position;
  readonly log: Logger;
}

/**
 * Gives processes what they wait for before the feed has it. An event that led to a step is not given to them by the feed once more;
 * one that led to none, or could not be given, comes in its place among the others, as ever.
 */
export class EarlyWords {
  private readonly words = new Map<string, Promise<boolean>>();

  constructor(private readonly options: EarlyWordsOptions) {}

  /** @returns ends the listening */
  listen(): () => void {
    const { bus, engine } = this.options;
    const ends = [...engine.listens].filter((type) => EARLY_TYPES.has(type)).map((type) => bus.hear(earlySubject(type), (_, body) => this.hear(type, body)));
    return () => ends.forEach((end) => end());
  }

  /** An event of the feed: whether it led to a step already. */
  async wasTaken({ eventId }: Pick<AnyStoredEvent, 'eventId'>): Promise<boolean> {
    const word = this.words.get(eventId);
    this.words.delete(eventId);
    return (await word) ?? false;
  }

  private hear(type: string, body: Uint8Array): void {
    this.take(type, body).catch((error: unknown) => {
      this.options.log.warn({ error, type }, 'an early word could not be followed; its event comes by the feed');
    });
  }

  private async take(type: string, body: Uint8Array): Promise<void> {
    const { engine, position } = this.options;
    const event = decodeEvent(passingEventOfBytes(body));
    if (event.type !== type || event.position <= position() || this.words.has(event.eventId)) return;
    const routed = engine.route(event).catch(() => false);
    this.remember(event.eventId, routed);
    // Of one that led to nothing there is nothing to remember.
    if (!(await routed)) this.words.delete(event.eventId);
  }

  private remember(eventId: string, routed: Promise<boolean>): void {
    this.words.set(eventId, routed);
    if (this.words.size <= MAX_WORDS) return;
    const [oldest] = this.words.keys();
    if (oldest !== undefined) this.words.delete(oldest);
  }
}
