import { Inject, Injectable } from '@nestjs/common';
import { billingPeriod, type BillingPeriodEvent, type BillingPeriodState } from '@carriermesh/billing-domain';
import { decodeEvent } from '@carriermesh/wire';
import { LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';

/** About a kilobyte each. */
const MAX_REMEMBERED_PERIODS = 16_384;

export interface PeriodBook {
  readonly state: BillingPeriodState;
  readonly revision: ExpectedRevision;
}

const EMPTY: PeriodBook = { state: billingPeriod.initial, revision: 'none' };

/**
 * The open months. A busy month has one event for each batch: what was read or written once is remembered, so that the next batch reads
 * nothing. What another instance wrote meanwhile is found by the append's expected revision.
 */
@Injectable()
export class PeriodBooks {
  /** In the order of their last use. */
  private readonly seen = new Map<string, PeriodBook>();

  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  /** As the ledger has it now. */
  async read(stream: string): Promise<PeriodBook> {
    const { state, revision } = this.seen.get(stream) ?? EMPTY;
    const added = await this.ledger.raw.readStream(stream, revision === 'none' ? 0 : revision + 1);
    const events = added.map(({ type, payload }) => decodeEvent(type, payload) as BillingPeriodEvent);
    const book = { state: events.reduce(billingPeriod.evolve, state), revision: added.at(-1)?.revision ?? revision };
    this.remember(stream, book);
    return book;
  }

  async readAll(streams: Iterable<string>): Promise<ReadonlyMap<string, PeriodBook>> {
    return new Map(await Promise.all([...streams].map(async (stream) => [stream, await this.read(stream)] as const)));
  }

  /** As this instance remembers it: for whoever appends to each month that it decides about. */
  recall(stream: string): PeriodBook | undefined {
    return this.seen.get(stream);
  }

  /** @param book as it was just read, or written in a commit that is durable */
  remember(stream: string, book: PeriodBook): void {
    this.seen.delete(stream);
    if (book.revision === 'none') return;
    this.seen.set(stream, book);
    const [oldest] = this.seen.keys();
    if (this.seen.size > MAX_REMEMBERED_PERIODS && oldest !== undefined) this.seen.delete(oldest);
  }
}
