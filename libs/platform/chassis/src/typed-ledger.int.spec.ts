import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accept, ignore, type Decider } from '@carriermesh/decider';
import { instantFromMs } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { PostgresLedger, type Ledger } from '@carriermesh/platform-ledger';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import type { provisioning } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { TypedLedger } from './typed-ledger.js';

type Laid = Extract<provisioning.AnyEvent, { type: 'provisioning.v1.ActivationCompensated' }>;
const now = instantFromMs(1_800_000_000_000);
const laid = (id: string): Laid => ({ type: 'provisioning.v1.ActivationCompensated', data: { contractId: id, compensatedAt: now } });
const context = { actor: 'operator', correlationId: 'c', causationId: 'c' };

/** Lays up to `limit` eggs, one at a time. */
const nest: Decider<{ limit: number }, number, Laid, never> = {
  initial: 0,
  decide: ({ limit }, eggs) => (eggs >= limit ? ignore('full') : accept(laid('egg'))),
  evolve: (eggs) => eggs + 1,
};

describe('the typed ledger', () => {
  let postgres: TestPostgres;
  let raw: PostgresLedger;
  let stream: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'typed' });
  }, 30_000);
  beforeEach(() => {
    stream = `nest-${v7()}`;
  });
  afterAll(async () => {
    await raw.close();
    await postgres.stop();
  });
  const over = (append: Ledger['append']): TypedLedger => {
    const ledger: Pick<Ledger, 'append' | 'readStream' | 'readStreams'> = { append, readStream: (name) => raw.readStream(name), readStreams: (names) => raw.readStreams(names) };
    return new TypedLedger(ledger as Ledger, { now: () => now }, { next: () => v7() });
  };

  it('gives back what was written, with who wrote it and when', async () => {
    const ledger = over((appends) => raw.append(appends));
    await ledger.commit([{ stream, expected: 'none', events: [laid('a'), laid('b')] }], context);
    const { events, revision } = await ledger.load(stream);
    expect(events.map(({ data }) => data)).toEqual([laid('a').data, laid('b').data]);
    expect(events[0]?.metadata).toEqual({ ...context, occurredAt: now });
    expect(revision).toBe(1);
    expect((await ledger.loadMany([stream, 'nowhere'])).get('nowhere')).toEqual({ events: [], revision: 'none' });
  });

  it('writes once when the outcome was unknown and the commit stood', async () => {
    let attempts = 0;
    const ledger = over(async (appends) => {
      attempts += 1;
      const result = await raw.append(appends);
      if (attempts < 3) throw new OperationalError('unavailable', 'the connection broke');
      return result;
    });
    expect(await ledger.commit([{ stream, expected: 'none', events: [laid('a')] }], context)).toMatchObject({ kind: 'appended' });
    expect(attempts).toBe(3);
    expect((await ledger.load(stream)).events).toHaveLength(1);
  });

  it('tells its caller when the database stays away, and what can not be retried at once', async () => {
    for (const [kind, expected] of [['unavailable', 5], ['overloaded', 1]] as const) {
      let attempts = 0;
      const ledger = over(async () => {
        attempts += 1;
        throw new OperationalError(kind, 'no');
      });
      await expect(ledger.commit([{ stream, expected: 'any', events: [laid('a')] }], context)).rejects.toMatchObject({ kind });
      expect(attempts).toBe(expected);
    }
  });

  it('decides again when somebody else wrote first, and then sees what they wrote', async () => {
    let rivals = 3;
    const ledger = over(async (appends) => {
      if (rivals > 0) {
        rivals -= 1;
        await over((rival) => raw.append(rival)).commit([{ stream, expected: 'any', events: [laid('rival')] }], context);
      }
      return raw.append(appends);
    });
    expect(await ledger.decide(nest, stream, { limit: 3 }, context)).toEqual({ kind: 'ignored', reason: 'full' });
    expect((await ledger.load(stream)).events).toHaveLength(3);
    expect(await ledger.decide(nest, stream, { limit: 4 }, context)).toMatchObject({ kind: 'accepted' });
  });

  it('gives up, by name of the stream, when others never let it', async () => {
    const ledger = over(async () => ({ kind: 'revision-conflict', stream, expected: 'none', actual: 0 }));
    await expect(ledger.decide(nest, stream, { limit: 1 }, context)).rejects.toMatchObject({ kind: 'overloaded', message: expect.stringContaining(stream) });
  });
});
