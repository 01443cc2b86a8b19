import { Inject, Injectable } from '@nestjs/common';
import { accountFrom, accountStream, afterLearning, COURSE_TYPES, learntOf, type AccountEvent, type CourseEvent } from '@carriermesh/billing-domain';
import { invariant } from '@carriermesh/kernel';
import { CLOCK, LEDGER, TypedLedger, type Clock, type Reaction, type TypedAppend } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { AgreementsView, type Agreements } from './agreements.view.js';
import { revisedMonths } from './month-revision.js';
import { termMonths } from './term-months.js';

/** How often it is booked again because usage or the close of a month came in between. */
const MAX_CONFLICTS = 16;

/**
 * Books on an account what happens to its service: that it runs on other segments, and that segments are impaired or well again. Whoever decides
 * about a month at that moment finds it changed, and decides again; a month that is closed is corrected, all of it in one commit.
 */
@Injectable()
export class ServiceCourse implements Reaction {
  readonly name = 'service-course';
  readonly listens = COURSE_TYPES;

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AgreementsView) private readonly agreements: Agreements,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (!isCourse(event)) return;
    const { correlationId, traceparent } = event.metadata;
    const context = { actor: 'reaction:service-course', correlationId, causationId: event.eventId, ...(traceparent === undefined ? {} : { traceparent }) };
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const decidedAt = this.clock.now();
      const appends = await this.appends(event);
      if (appends.length === 0 || (await this.ledger.commit(appends, context, decidedAt)).kind === 'appended') return;
    }
    throw new OperationalError('overloaded', `${event.type} of ${event.data.contractId} could not be booked: others wrote first ${MAX_CONFLICTS} times in a row`);
  }

  /** Empty when it is booked already, or changes nothing. */
  private async appends(event: Extract<AnyStoredEvent, { type: CourseEvent['type'] }>): Promise<readonly TypedAppend[]> {
    const { contractId } = event.data;
    const stream = accountStream(contractId);
    const { events, revision } = await this.ledger.load(stream);
    const before = accountFrom(events);
    // Both reactions read the same events, each at its own pace.
    if (!before) throw new OperationalError('unavailable', `the account of ${contractId} is not open yet`);
    const agreements = await this.agreements.of(contractId);
    invariant(agreements, `the service of ${contractId} is charged, but no contract of that id was signed`);
    const learnt: readonly AccountEvent[] = learntOf(before, agreements, { event: event as CourseEvent, revision: event.revision });
    if (learnt.length === 0) return [];
    const after = afterLearning(before, learnt);
    const months = await termMonths(this.ledger, before);
    return [{ stream, expected: revision, events: learnt }, ...revisedMonths({ before, after, months, learnt, now: this.clock.now() })];
  }
}

const isCourse = (event: AnyStoredEvent): event is Extract<AnyStoredEvent, { type: CourseEvent['type'] }> => (COURSE_TYPES as readonly string[]).includes(event.type);
