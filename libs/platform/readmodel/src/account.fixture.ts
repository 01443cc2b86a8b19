import { randomUUID } from 'node:crypto';
import { instant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { type NewEvent, type PostgresLedger, type RecordedEvent } from '@carriermesh/platform-ledger';
import { sql } from 'kysely';
import type { EventBatch, View } from './view.js';

export interface Accounts {
  account: { stream: string; total: bigint; events: number };
}

/** For specs: sums the first byte of each event per stream. What counts twice or gets lost shows in the sum. */
export const accounts: View<Accounts> = {
  name: 'accounts',
  context: 'billing',
  version: 1,
  migrate: `
    create table account (stream text primary key, total bigint not null check (total < 1000), events integer not null);
    create index account_by_total on account (total);
    create view rich as select stream from account where total > 100;`,
  listens: ['test.v1.Added', 'test.v1.Poisoned', 'test.v1.Disturbed'],
  async apply(event, tx) {
    if (event.type === 'test.v1.Poisoned') throw new TypeError(`nobody can read ${event.eventId}`);
    const amount = BigInt(event.payload[0] ?? 0);
    await tx
      .insertInto('account')
      .values({ stream: event.stream, total: amount, events: 1 })
      .onConflict((conflict) => conflict.column('stream').doUpdateSet({ total: sql`account.total + ${amount}`, events: sql`account.events + 1` }))
      .execute();
    if (event.type === 'test.v1.Disturbed') throw new OperationalError('unavailable', 'the connection broke after the row was written');
  },
};

export const added = (amount: number): NewEvent => ofType('test.v1.Added', amount);
export const poisoned = (): NewEvent => ofType('test.v1.Poisoned', 0);
/** More than the table's constraint lets in when two of them meet. */
export const excessive = (): NewEvent => ({ ...ofType('test.v1.Added', 255) });

export function ofType(type: string, amount: number): NewEvent {
  return {
    eventId: randomUUID(),
    type,
    payload: Uint8Array.of(amount),
    metadata: { correlationId: 'c', causationId: 'c', actor: 'process:test', occurredAt: instant(0n) },
  };
}

export async function record(ledger: PostgresLedger, stream: string, ...events: NewEvent[]): Promise<void> {
  await ledger.append([{ stream, expected: 'any', events }]);
}

/** The next events of the ledger, as the reader of a view hands them over. */
export async function batchAfter(ledger: PostgresLedger, after: bigint, limit = 1_000): Promise<EventBatch> {
  const events: readonly RecordedEvent[] = await ledger.readAll(after, limit);
  return { after, events, upTo: events.at(-1)?.position ?? after };
}
