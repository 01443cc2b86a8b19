import { Inject, Injectable } from '@nestjs/common';
import { type Instant, NANOS_PER_SECOND } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, LEDGER, TypedLedger, type Clock } from '@carriermesh/platform-chassis';
import { refusalsStream } from './streams.js';

/** A flood of forgeries must not fill the ledger: more than these are counted and not described. */
export const MAX_EVIDENCE_PER_WINDOW = 60;
export const EVIDENCE_WINDOW_NS = 60n * NANOS_PER_SECOND;
/** Accounts are few and made by the operator; the limit is there for the day when they are not. */
const MAX_COUNTED_ACCOUNTS = 4_096;

interface Tally {
  readonly since: Instant;
  recorded: number;
  unrecorded: number;
}

export interface RefusedAdvert {
  readonly providerId: string;
  readonly bodySha256: Uint8Array;
  readonly refusal: common.Refusal;
  readonly context: CallContext;
}

/** Keeps what was tried in a provider's name and refused. */
@Injectable()
export class AdvertEvidence {
  private readonly tallies = new Map<string, Tally>();

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async record({ providerId, bodySha256, refusal, context }: RefusedAdvert): Promise<void> {
    const now = this.clock.now();
    const tally = this.tallyOf(providerId, now);
    if (tally.recorded >= MAX_EVIDENCE_PER_WINDOW) {
      tally.unrecorded += 1;
      return;
    }
    tally.recorded += 1;
    const unrecordedBefore = tally.unrecorded;
    tally.unrecorded = 0;
    const data = { providerId, bodySha256, refusal, refusedAt: now, unrecordedBefore };
    await this.ledger.commit([{ stream: refusalsStream(providerId), expected: 'any', events: [{ type: 'advertising.v1.AdvertRefused', data }] }], context);
  }

  private tallyOf(providerId: string, now: Instant): Tally {
    const known = this.tallies.get(providerId);
    if (known && now - known.since < EVIDENCE_WINDOW_NS && now >= known.since) return known;
    if (!known && this.tallies.size >= MAX_COUNTED_ACCOUNTS) this.tallies.clear();
    const tally = { since: now, recorded: 0, unrecorded: known?.unrecorded ?? 0 };
    this.tallies.set(providerId, tally);
    return tally;
  }
}
