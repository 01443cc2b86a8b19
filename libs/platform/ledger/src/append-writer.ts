import { InvariantViolation } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type pg from 'pg';
import { AppendQueue, type PendingAppend } from './append-queue.js';
import { findConflict, findRecorded } from './append-settlement.js';
import { appendQuery, type AppendOutcome } from './append-statement.js';
import { AS_TEXT } from './event-rows.js';
import type { AppendResult, StreamAppend } from './ledger.port.js';
import { isUniqueViolation, operationalErrorOf } from './postgres-errors.js';
import type { Session } from './session.js';

/** How often an append that lost a race, without its expectation being wrong, is tried before its caller is told. */
export const MAX_APPEND_ATTEMPTS = 20;

const onSent = (): void => failpoint('append-sent');

/** Writes appends in batches and tells every caller its own outcome. */
export class AppendWriter {
  private readonly queue: AppendQueue;
  private readonly idleSessions: Session[];

  /** One batch at a time per session. `reads` answers what became of an append that was not written. */
  constructor(
    sessions: readonly Session[],
    private readonly reads: pg.Pool,
    private readonly onWritten: () => void,
  ) {
    this.idleSessions = [...sessions];
    this.queue = new AppendQueue(sessions.length, (batch) => this.writeBatch(batch));
  }

  append(append: readonly StreamAppend[], eventCount: number, payloadBytes: number): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.queue.add({ append, eventCount, payloadBytes, attempts: 0, resolve, reject });
    });
  }

  private async writeBatch(batch: readonly PendingAppend[]): Promise<void> {
    const session = this.idleSessions.pop();
    try {
      if (session === undefined) throw new InvariantViolation('more batches are on their way than there are sessions');
      await this.write(session, batch);
    } catch (error) {
      for (const pending of batch) pending.reject(error);
    } finally {
      if (session) this.idleSessions.push(session);
    }
  }

  private async write(session: Session, batch: readonly PendingAppend[]): Promise<void> {
    let outcomes: readonly AppendOutcome[];
    try {
      outcomes = await this.execute(session, batch);
    } catch (error) {
      await this.recover(session, batch, error);
      return;
    }
    if (outcomes.some(({ kind }) => kind === 'written')) this.onWritten();
    batch.forEach((pending, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind === 'written') pending.resolve({ ...outcome, kind: 'appended' });
      else void this.settle(pending);
    });
  }

  private async execute(session: Session, batch: readonly PendingAppend[]): Promise<AppendOutcome[]> {
    const { name, text, values, outcomes } = appendQuery(batch.map(({ append }) => append));
    const { rows } = await session.query<(string | null)[]>({ name, text, values, rowMode: 'array', types: AS_TEXT }, onSent);
    return outcomes(rows);
  }

  /** One bad append fails the whole statement. Written one by one, the others commit and it fails alone. */
  private async recover(session: Session, batch: readonly PendingAppend[], error: unknown): Promise<void> {
    const [first] = batch;
    if (error instanceof OperationalError) {
      for (const pending of batch) pending.reject(error);
    } else if (batch.length > 1) {
      for (const pending of batch) await this.write(session, [pending]);
    } else if (first && isUniqueViolation(error)) {
      void this.settle(first);
    } else {
      first?.reject(error);
    }
  }

  /** Nothing of this append was written now: because it was before, because another writer came first, or by bad luck. */
  private async settle(pending: PendingAppend): Promise<void> {
    try {
      const result = (await findRecorded(this.reads, pending.append)) ?? (await findConflict(this.reads, pending.append));
      if (result) {
        pending.resolve(result);
      } else if (++pending.attempts < MAX_APPEND_ATTEMPTS) {
        this.queue.again(pending);
      } else {
        const streams = pending.append.map(({ stream }) => stream).join(', ');
        throw new OperationalError('overloaded', `others wrote to ${streams} each of the ${MAX_APPEND_ATTEMPTS} times that an append to it was tried`);
      }
    } catch (error) {
      pending.reject(operationalErrorOf(error, 'the outcome of an append could not be read') ?? error);
    }
  }
}
