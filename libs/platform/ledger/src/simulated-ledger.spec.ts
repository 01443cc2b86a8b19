import { instantFromMs, InvariantViolation } from '@carriermesh/kernel';
import { realTimers } from '@carriermesh/platform-time';
import { describe, expect, it } from '@jest/globals';
import { ledgerContract } from './ledger.contract.js';
import { anEvent, appended, eventIds, readEverything, someEvents, waitUntil } from './ledger.fixture.js';
import { LEDGER_START, type Ledger, type StreamAppend } from './ledger.port.js';
import { SimulatedDatabase } from './simulated-database.js';
import { SimulatedLedger, type AppendFate, type LedgerWeather } from './simulated-ledger.js';

const AT_ONCE: AppendFate = { arrivesMs: 0, runsMs: 0, answerMs: 0 };

/** Answers one fate after the other, and the last one from then on. */
function fated(...fates: readonly AppendFate[]): LedgerWeather {
  let next = 0;
  return {
    append: () => fates[Math.min(next++, fates.length - 1)] as AppendFate,
    read: () => ({ arrivesMs: 0, answerMs: 0, isCut: false }),
    wakeMs: () => 0,
  };
}

/** Delays that follow one another without a pattern, the same in each run. */
function gusty(): LedgerWeather {
  let state = 1;
  const upTo = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  return {
    append: () => ({ arrivesMs: upTo(4), runsMs: upTo(8), answerMs: upTo(4) }),
    read: () => ({ arrivesMs: upTo(2), answerMs: upTo(2), isCut: false }),
    wakeMs: () => upTo(3),
  };
}

function database(): SimulatedDatabase {
  return new SimulatedDatabase(realTimers, () => instantFromMs(Date.now()));
}

const ledgerOn = (on: SimulatedDatabase, weather: LedgerWeather): Ledger => new SimulatedLedger(on, { timers: realTimers, weather });

ledgerContract('the simulated ledger in calm weather', async () => ledgerOn(database(), fated(AT_ONCE)));
ledgerContract('the simulated ledger with delays that put commits out of turn', async () => ledgerOn(database(), gusty()));

describe('the simulated ledger', () => {
  it('I9 shows a reader nothing beyond a transaction that began first and commits last, and then both in the order of their positions', async () => {
    const ledger = ledgerOn(database(), fated({ ...AT_ONCE, runsMs: 40 }, AT_ONCE));
    const [slow, fast] = [anEvent(), anEvent()];
    const first = ledger.append([{ stream: 'slow', expected: 'none', events: [slow] }]);
    const second = await appended(ledger, { stream: 'fast', expected: 'none', events: [fast] });
    expect(eventIds(await ledger.readStream('fast'))).toEqual([fast.eventId]);
    expect(await ledger.readAll(LEDGER_START, 10)).toEqual([]);
    expect(await ledger.head()).toBe(LEDGER_START);
    await first;
    expect(eventIds(await readEverything(ledger, 1))).toEqual([slow.eventId, fast.eventId]);
    expect(await ledger.head()).toBe(second.position);
  });

  it('lets a writer wait for another one of the same stream, and then judges its expectation', async () => {
    const ledger = ledgerOn(database(), fated({ ...AT_ONCE, runsMs: 30 }, AT_ONCE));
    const first = ledger.append([{ stream: 'one', expected: 'none', events: someEvents(1) }]);
    const second = ledger.append([{ stream: 'one', expected: 'none', events: someEvents(1) }]);
    expect((await first).kind).toBe('appended');
    expect(await second).toEqual({ kind: 'revision-conflict', stream: 'one', expected: 'none', actual: 0 });
  });

  const unknown: readonly [string, AppendFate, number][] = [
    ['never came', { arrivesMs: 'never', runsMs: 0, answerMs: 0, cutMs: 5 }, 0],
    ['was committed', { ...AT_ONCE, cutMs: 30 }, 1],
    ['commits only after the retry was sent', { ...AT_ONCE, runsMs: 60, cutMs: 5 }, 0],
  ];
  it.each(unknown)('says that an outcome is unknown when the append %s, and a retry with the same ids records it once', async (_, fate, atTheCut) => {
    const ledger = ledgerOn(database(), fated(fate, AT_ONCE));
    const append: StreamAppend = { stream: 'one', expected: 'none', events: someEvents(2) };
    await expect(ledger.append([append])).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await ledger.readStream('one')).toHaveLength(atTheCut * 2);
    expect(await ledger.append([append])).toMatchObject({ kind: 'appended', revisions: new Map([['one', 1]]) });
    expect(eventIds(await readEverything(ledger, 10))).toEqual(eventIds(append.events));
  });

  it('loses what had not committed when the database dies, keeps the rest, and tells writers that the outcome is unknown', async () => {
    const server = database();
    const ledger = ledgerOn(server, fated(AT_ONCE, { ...AT_ONCE, runsMs: 10_000 }, AT_ONCE));
    await ledger.append([{ stream: 'kept', expected: 'none', events: someEvents(1) }]);
    const torn = ledger.append([{ stream: 'torn', expected: 'none', events: someEvents(1) }]);
    const behind = ledger.append([{ stream: 'torn', expected: 'none', events: someEvents(1) }]);
    setTimeout(() => server.restart(), 10);
    await expect(torn).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(behind).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await readEverything(ledger, 10)).map(({ stream }) => stream)).toEqual(['kept']);
    expect((await appended(ledger, { stream: 'torn', expected: 'none', events: someEvents(1) })).revisions).toEqual(new Map([['torn', 0]]));
  });

  it('keeps what it recorded from a writer that changes its bytes afterwards', async () => {
    const ledger = ledgerOn(database(), fated(AT_ONCE));
    const event = anEvent();
    await ledger.append([{ stream: 'kept', expected: 'none', events: [event] }]);
    event.payload[0] = 99;
    expect((await ledger.readStream('kept'))[0]?.payload[0]).toBe(8);
    await expect(ledger.append([{ stream: 'kept', expected: 'none', events: [event] }])).rejects.toThrow(InvariantViolation);
  });

  it('answers a killed process nothing, though its request arrives', async () => {
    const server = database();
    const dead = { ...realTimers, after: () => () => undefined };
    let answers = 0;
    const orphan = new SimulatedLedger(server, { timers: dead, weather: fated(AT_ONCE) });
    void orphan.append([{ stream: 'orphan', expected: 'none', events: someEvents(1) }]).then(() => (answers += 1));
    const ledger = ledgerOn(server, fated(AT_ONCE));
    await waitUntil(async () => (await ledger.readStream('orphan')).length === 1);
    expect(answers).toBe(0);
  });
});
