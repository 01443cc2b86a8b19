import { InvariantViolation } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type pg from 'pg';
import { assertAppendable } from './appendable.js';
import { AppendQueue, type PendingAppend } from './append-queue.js';
import { findConflict, findRecorded } from './append-settlement.js';
import { appendQuery, type AppendOutcome, type AppendQuery } from './append-statement.js';
import type { KnownHeads } from './known-heads.js';
import type { AppendResult, StreamAppend } from './ledger.port.js';
import { isUniqueViolation, operationalErrorOf } from './postgres-errors.js';
import type { Session } from './session.js';

/** How often an append that lost a race, without its expectation being wrong, is tried before its caller is told. */
export const MAX_APPEND_ATTEMPTS = 20;

const onSent = (): void => failpoint('append-sent');

export interface WriterParts {
  /** One batch at a time on each. */
  readonly sessions: readonly Session[];
  /** Answers what became of an append that was not written. */
  readonly reads: pg.Pool;
  /** Forgets everything whenever a session connects anew. */
  readonly heads: KnownHeads;
  readonly onWritten: () => void;
}

/** Writes appends in batches and tells every caller its own outcome. */
export class AppendWriter {
  private readonly queue: AppendQueue;
  private readonly idleSessions: Session[];
  private unanswered = 0;
  private onAnswered: (() => void) | undefined;

  constructor(private readonly parts: WriterParts) {
    this.idleSessions = [...parts.sessions];
    this.queue = new AppendQueue(parts.sessions.length, (batch) => this.writeBatch(batch));
  }

  append(append: readonly StreamAppend[]): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.queue.add({ append, ...assertAppendable(append), attempts: 0, resolve, reject });
      this.unanswered++;
    });
  }

  /** Resolves when every append that was taken has its answer. */
  async answered(): Promise<void> {
    if (this.unanswered > 0) await new Promise<void>((resolve) => (this.onAnswered = resolve));
  }

  private resolve(pending: PendingAppend, result: AppendResult): void {
    pending.resolve(result);
    this.countAnswer();
  }

  private reject(pending: PendingAppend, error: unknown): void {
    pending.reject(error);
    this.countAnswer();
  }

  private countAnswer(): void {
    this.unanswered--;
    if (this.unanswered === 0) this.onAnswered?.();
  }

  private async writeBatch(batch: readonly PendingAppend[]): Promise<void> {
    const session = this.idleSessions.pop();
    try {
      if (session === undefined) throw new InvariantViolation('more batches are on their way than there are sessions');
      await this.write(session, batch);
    } catch (error) {
      for (const pending of batch) this.reject(pending, error);
    } finally {
      if (session) this.idleSessions.push(session);
    }
  }

  /** Trusting, it has no head looked up that is known. */
  private async write(session: Session, batch: readonly PendingAppend[], trusting = true): Promise<void> {
    let outcomes: readonly AppendOutcome[];
    try {
      outcomes = await this.execute(session, batch, trusting);
    } catch (error) {
      await this.recover(session, batch, trusting, error);
      return;
    }
    if (outcomes.some(({ kind }) => kind === 'appended')) this.parts.onWritten();
    batch.forEach((pending, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind === 'appended') {
        this.parts.heads.note(outcome.revisions);
        this.resolve(pending, outcome);
      } else {
        this.parts.heads.forget(pending.append);
        void this.settle(pending);
      }
    });
  }

  private async execute(session: Session, batch: readonly PendingAppend[], trusting: boolean): Promise<AppendOutcome[]> {
    let query: AppendQuery | undefined;
    const heads = trusting ? this.parts.heads : undefined;
    const rows = await session.query(() => (query = appendQuery(batch.map(({ append }) => append), heads)), onSent);
    return query?.outcomes(rows) ?? [];
  }

  /**
   * One bad append fails the whole statement. Heads that others have moved are found by the statement that looks at them; what else
   * is wrong, by writing one by one: the others commit and it fails alone.
   */
  private async recover(session: Session, batch: readonly PendingAppend[], trusting: boolean, error: unknown): Promise<void> {
    const [first] = batch;
    for (const { append } of batch) this.parts.heads.forget(append);
    if (error instanceof OperationalError) {
      for (const pending of batch) this.reject(pending, error);
    } else if (batch.length > 1 && trusting && isUniqueViolation(error)) {
      await this.write(session, batch, false);
    } else if (batch.length > 1) {
      for (const pending of batch) await this.write(session, [pending]);
    } else if (first && isUniqueViolation(error)) {
      void this.settle(first);
    } else if (first) {
      this.reject(first, error);
    }
  }

  /** Nothing of this append was written now: because it was before, because another writer came first, or by bad luck. */
  private async settle(pending: PendingAppend): Promise<void> {
    try {
      const result = (await findRecorded(this.parts.reads, pending.append)) ?? (await findConflict(this.parts.reads, pending.append));
      if (result) {
        this.resolve(pending, result);
      } else if (++pending.attempts < MAX_APPEND_ATTEMPTS) {
        this.queue.again(pending);
      } else {
        const streams = pending.append.map(({ stream }) => stream).join(', ');
        throw new OperationalError('overloaded', `others wrote to ${streams} each of the ${MAX_APPEND_ATTEMPTS} times that an append to it was tried`);
      }
    } catch (error) {
      this.reject(pending, operationalErrorOf(error, 'the outcome of an append could not be read') ?? error);
    }
  }
}
