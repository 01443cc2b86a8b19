import { instant, instantFromMs } from '@carriermesh/kernel';
import { realTimers } from '@carriermesh/platform-time';
import { describe, expect, it } from '@jest/globals';
import { ledgerAsOf, pastLedger, type PastLedger, type StillToCome } from './ledger-as-of.js';
import { anEvent, appended, readEverything } from './ledger.fixture.js';
import { LEDGER_START, type Ledger, type NewEvent } from './ledger.port.js';
import { SimulatedDatabase } from './simulated-database.js';
import { SimulatedLedger } from './simulated-ledger.js';

const at = (nanos: bigint): NewEvent => anEvent({ metadata: { ...anEvent().metadata, occurredAt: instant(nanos) } });

/** Three commits: at 10; at 20 and 21 together; at 15, by a clock that is behind. */
async function threeCommits(): Promise<Ledger> {
  let recordedMs = 0;
  const database = new SimulatedDatabase(realTimers, () => instantFromMs((recordedMs += 1)));
  const fate = { arrivesMs: 0, runsMs: 0, answerMs: 0 };
  const ledger = new SimulatedLedger(database, { timers: realTimers, weather: { append: () => fate, read: () => ({ arrivesMs: 0, answerMs: 0, isCut: false }), wakeMs: () => 0 } });
  await appended(ledger, { stream: 'a', expected: 'none', events: [at(10n)] });
  await appended(ledger, { stream: 'a', expected: 0, events: [at(20n), at(21n)] });
  await appended(ledger, { stream: 'b', expected: 'none', events: [at(15n)] });
  return ledger;
}

describe('a ledger as it stood', () => {
  it.each([
    [9n, [], []],
    [10n, [10n], []],
    [19n, [10n], []],
    // Half a commit was never there.
    [20n, [10n], []],
    // What a slower clock wrote after it is there with it.
    [21n, [10n, 20n, 21n], [15n]],
  ])('at %d holds what came before the first event that is later, and whole commits alone', async (instantAt, a, b) => {
    const ledger = await threeCommits();
    const past = await ledgerAsOf(ledger, instant(instantAt));
    const times = (events: readonly NewEvent[]): readonly bigint[] => events.map(({ metadata }) => metadata.occurredAt);
    expect(times(await past.readStream('a'))).toEqual(a);
    expect(times(await past.readStream('b'))).toEqual(b);
    const all = await past.readAll(LEDGER_START, 100);
    expect(times(all)).toEqual([...a, ...b]);
    expect(await past.head()).toBe(all.at(-1)?.position ?? LEDGER_START);
    expect(await readEverything(ledger, 10)).toHaveLength(4);
    await ledger.close();
  });
});

describe('S0-9 what can be asked of an earlier time', () => {
  const clock = (nanos: bigint) => () => Promise.resolve(instant(nanos));
  const heads = async (past: PastLedger | StillToCome) => ('code' in past ? past : { head: await past.ledger.head(), at: past.at });

  it('is the ledger up to a position, as of when the last thing had happened that it holds', async () => {
    const ledger = await threeCommits();
    const [, second, , last] = await readEverything(ledger, 10);
    expect(await heads(await pastLedger(ledger, { kind: 'revision', revision: second!.position }, clock(99n)))).toEqual({ head: second!.position, at: 20n });
    // A clock that was behind wrote the last event: it had been later before.
    expect(await heads(await pastLedger(ledger, { kind: 'revision', revision: last!.position }, clock(99n)))).toEqual({ head: last!.position, at: 21n });
    expect(await heads(await pastLedger(ledger, { kind: 'revision', revision: LEDGER_START }, clock(99n)))).toEqual({ head: LEDGER_START, at: 99n });
    const future = { kind: 'revision', revision: last!.position + 1n } as const;
    expect(await pastLedger(ledger, future, clock(99n))).toEqual({ code: 'revision-in-future', asked: `revision ${future.revision}`, newest: `revision ${last!.position}` });
    await ledger.close();
  });

  it('is the ledger as of an instant up to what the clock shows, or of anything on record where that is later', async () => {
    const ledger = await threeCommits();
    const at = async (nanos: bigint, now: bigint) => heads(await pastLedger(ledger, { kind: 'instant', instant: instant(nanos) }, clock(now)));
    const [first, , third, last] = await readEverything(ledger, 10);
    expect(await at(19n, 99n)).toEqual({ head: first!.position, at: 19n });
    expect(await at(99n, 99n)).toEqual({ head: last!.position, at: 99n });
    expect(await at(100n, 99n)).toEqual({ code: 'revision-in-future', asked: '1970-01-01T00:00:00.000000100Z', newest: '1970-01-01T00:00:00.000000099Z' });
    // The clock of this machine is behind the one that wrote the ledger.
    expect(await at(19n, 5n)).toEqual({ head: first!.position, at: 19n });
    expect(await at(21n, 5n)).toMatchObject({ code: 'revision-in-future' });
    expect(third!.metadata.occurredAt).toBe(21n);
    await ledger.close();
  });
});
