import { Inject, Injectable } from '@nestjs/common';
import { contractOfSegment, CUSTOMER_REFUSALS, latestEndAt, type Account, type PresentedBatch, type UsageDecision } from '@carriermesh/billing-domain';
import { formatInstant, NANOS_PER_HOUR, type Instant } from '@carriermesh/kernel';
import { CLOCK, LEDGER, TypedLedger, type CheckedClock } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { AgreementsView, type Agreements } from './agreements.view.js';
import { LedgerProgress } from './ledger-progress.view.js';

/** Refusals that the next move of a service may turn into a charge. */
const OPEN_TO_MOVES: ReadonlySet<string> = new Set(['unknown-segment', 'interval-outside-segment', CUSTOMER_REFUSALS.unknown]);

/** To quarantine usage of a segment because the service did not run on it is final. So it must be certain that no move is about to change that. */
@Injectable()
export class UsageCertainty {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: CheckedClock,
    @Inject(AgreementsView) private readonly agreements: Agreements,
    @Inject(LedgerProgress) private readonly progress: LedgerProgress,
  ) {}

  /** To put usage aside because it is yet to come is final too: an instance whose own clock is behind, or was not told that its hands were moved, asks the database's. */
  async nowFor({ records, watermarks }: PresentedBatch): Promise<Instant> {
    const now = this.clock.now();
    const isAhead = (until: Instant): boolean => until > latestEndAt(now);
    if (!records.some(({ record }) => isAhead(record.until)) && !watermarks.some(({ completeUntil }) => isAhead(completeUntil))) return now;
    const checked = await this.clock.checked();
    return checked > now ? checked : now;
  }

  /**
   * A service moves from now on, and its hours count whole: of an hour that is over, nothing changes any more once all moves until now are booked.
   * @throws OperationalError `unavailable`: the provider keeps the batch and sends it again
   */
  async assertCertain(batch: PresentedBatch, decision: UsageDecision, { accounts, now }: { readonly accounts: ReadonlyMap<string, Account>; readonly now: Instant }): Promise<void> {
    // A statement about what is yet to come would hold back all else in the batch until it has come.
    const refused = refusedSegments(batch, decision).filter(({ until }) => until <= latestEndAt(now));
    const contractIds = new Set(refused.map(({ contractId }) => contractId));
    const moving = [...accounts.values()].filter(({ contractId }) => contractIds.has(contractId));
    if (moving.length === 0) return;
    await this.progress.reached(await this.ledger.raw.tip());
    for (const account of moving) {
      const { contractId } = account;
      if ((await this.agreements.lastCourseOf(contractId)) > (account.activationRevision ?? 0)) throw new OperationalError('unavailable', `the service of ${contractId} has moved, and its account does not say so yet: send the batch again`);
      const segments = await this.segmentsOf(contractId);
      for (const { segmentId, contractId: of, until } of refused) {
        if ((segmentId === '' ? of === contractId : segments.has(segmentId)) && until > now - NANOS_PER_HOUR) {
          throw new OperationalError('unavailable', `usage of ${segmentId || contractId} until ${formatInstant(until)}: the service does not run on it, and may still come to: send the batch again`);
        }
      }
    }
  }

  private async segmentsOf(contractId: string): Promise<ReadonlySet<string>> {
    const { contract } = (await this.agreements.of(contractId)) ?? {};
    return new Set([...(contract?.segments ?? []), ...(contract?.alternatives ?? []).flatMap(({ segments }) => segments)].map(({ segmentId }) => segmentId));
  }
}

interface Refused {
  /** Empty where a contract's customer is all that is known of it. */
  readonly segmentId: string;
  readonly contractId: string;
  readonly until: Instant;
}

/** What was refused because the service did not run on it, with the end of what it is about. */
function refusedSegments({ records, watermarks }: PresentedBatch, { outcomes, refusedWatermarks }: UsageDecision): readonly Refused[] {
  const open = new Set(outcomes.flatMap((outcome) => (outcome.kind === 'quarantined' && OPEN_TO_MOVES.has(outcome.refusal.code) ? [outcome.recordId] : [])));
  const refused = new Set(refusedWatermarks.map(({ itemId }) => itemId));
  return [
    ...records.filter(({ record }) => open.has(record.recordId)).map(({ record: { segmentId, until }, contractId }) => ({ segmentId, until, contractId: contractId ?? contractOfSegment(segmentId) ?? '' })),
    ...watermarks.filter(({ segmentId }) => refused.has(segmentId)).map(({ segmentId, completeUntil: until }) => ({ segmentId, until, contractId: contractOfSegment(segmentId) ?? '' })),
  ];
}
