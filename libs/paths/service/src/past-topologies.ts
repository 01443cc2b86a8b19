import { Inject, Injectable } from '@nestjs/common';
import type { Instant } from '@carriermesh/kernel';
import { CLOCK, type Clock, LEDGER, LOGGER, MemoryViewConsumer, type TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { describeAsOf, stillToCome, type AsOf, type Ledger, type Position, type RecordedEvent, type StillToCome } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { TopologyView } from './topology.view.js';

/** Topologies beside the newest one that are kept, each as large as that. */
const MAX_KEPT = 2;
/** Questions about earlier topologies that wait for one another. */
export const MAX_PAST_WAITING = 16;
const PAGE_EVENTS = 2_048;
/** What one question reads of the ledger: about two seconds. The next one goes on from there. */
export const MAX_READ_EVENTS = 200_000;

/** A topology that was fed so far, and the latest time of the events in it. */
interface Past {
  readonly view: TopologyView;
  readonly consumer: MemoryViewConsumer;
  latestAt: Instant | undefined;
}

/**
 * The topology as it was, made of the ledger anew by the view that follows it. What was made is kept and fed further, so that
 * questions in the order of their revisions read the ledger once; memory is that of as many topologies as are kept.
 */
@Injectable()
export class PastTopologies {
  private readonly kept: Past[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    @Inject(LEDGER) private readonly ledger: Pick<TypedLedger, 'raw'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * One question after the other, since a topology is fed further for the next.
   * @param use gets the topology, and when it was the newest: that instant, or when the last thing happened that it holds
   * @throws OperationalError `overloaded` when too many wait; `unavailable` when there is more to read than for one question: ask again
   */
  async ask<T>(asOf: AsOf, use: (view: TopologyView, at: Instant) => T): Promise<T | StillToCome> {
    if (this.waiting >= MAX_PAST_WAITING) throw new OperationalError('overloaded', `${this.waiting} questions wait for earlier topologies; the limit is ${MAX_PAST_WAITING}`);
    this.waiting += 1;
    const answer = this.turn.then(async () => (await stillToCome(this.ledger.raw, asOf, this.clock.now())) ?? this.used(asOf, use));
    this.turn = answer.catch(() => undefined);
    try {
      return await answer;
    } finally {
      this.waiting -= 1;
    }
  }

  private async used<T>(asOf: AsOf, use: (view: TopologyView, at: Instant) => T): Promise<T> {
    const { view, latestAt = this.clock.now() } = await this.fed(asOf);
    return use(view, asOf.kind === 'instant' ? asOf.instant : latestAt);
  }

  private async fed(asOf: AsOf): Promise<Past> {
    const past = this.nearest(asOf);
    let read = 0;
    for await (const commit of commitsOf(this.ledger.raw, past.view.topology.revision)) {
      if (commit.some((event) => isLater(event, asOf))) break;
      if (read > MAX_READ_EVENTS)
        throw new OperationalError('unavailable', `the topology as of ${describeAsOf(asOf)} is read from the ledger up to ${past.view.topology.revision}: ask again`);
      read += commit.length;
      await past.consumer.take(commit, commit.at(-1)!.position);
      for (const { metadata } of commit) if (past.latestAt === undefined || metadata.occurredAt > past.latestAt) past.latestAt = metadata.occurredAt;
    }
    // Nothing happened between the last commit and the revision.
    if (asOf.kind === 'revision') past.view.advancedTo(asOf.revision);
    return past;
  }

  /** The latest of those kept that holds nothing later; else a new one in the place of the one used longest ago. */
  private nearest(asOf: AsOf): Past {
    const isBefore = ({ view, latestAt }: Past) => (asOf.kind === 'revision' ? view.topology.revision <= asOf.revision : latestAt === undefined || latestAt <= asOf.instant);
    const [known] = this.kept.filter(isBefore).sort((a, b) => (a.view.topology.revision > b.view.topology.revision ? -1 : 1));
    const view = known?.view ?? new TopologyView();
    const past = known ?? { view, consumer: new MemoryViewConsumer(view, this.log), latestAt: undefined };
    if (known) this.kept.splice(this.kept.indexOf(known), 1);
    this.kept.push(past);
    if (this.kept.length > MAX_KEPT) this.kept.shift();
    return past;
  }
}

const isLater = ({ position, metadata }: RecordedEvent, asOf: AsOf): boolean => (asOf.kind === 'revision' ? position > asOf.revision : metadata.occurredAt > asOf.instant);

/** Events of one commit were recorded at one time: it is there as a whole or not at all. */
async function* commitsOf(ledger: Pick<Ledger, 'readAll'>, from: Position): AsyncGenerator<readonly RecordedEvent[]> {
  let commit: RecordedEvent[] = [];
  for (let at = from; ; ) {
    const page = await ledger.readAll(at, PAGE_EVENTS);
    for (const event of page) {
      if (commit.length > 0 && commit[0]!.recordedAt !== event.recordedAt) {
        yield commit;
        commit = [];
      }
      commit.push(event);
    }
    if (page.length === 0) break;
    at = page.at(-1)!.position;
  }
  if (commit.length > 0) yield commit;
}
