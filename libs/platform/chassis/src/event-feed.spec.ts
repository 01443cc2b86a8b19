import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { EventMessage } from '@carriermesh/platform-bus';
import { instant } from '@carriermesh/kernel';
import { SimulatedDatabase, SimulatedLedger, type LedgerWeather } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { realTimers, type Timers } from '@carriermesh/platform-time';
import { EventFeed } from './event-feed.js';
import { TypedLedger } from './typed-ledger.js';

const NOW = instant(1_800_000_000_000_000_000n);
const CALM: LedgerWeather = { append: () => ({ arrivesMs: 0, runsMs: 0, answerMs: 0 }), read: () => ({ arrivesMs: 0, answerMs: 0, isCut: false }), wakeMs: () => 0 };
const CONTEXT = { actor: 'operator', correlationId: 'farm', causationId: 'farm' };
const GATHERS_MS = 25;
const silent = { type: 'provisioning.v1.SegmentSilent', data: { contractId: 'con_1', segmentId: 's', providerId: 'p', waitedUntil: NOW } } as const;

/** A reader of a ledger, on a clock that passes when the suite says so. */
class Reader {
  readonly runs: number[] = [];
  rests = 0;
  private nowMs = 0;
  private waiting: { readonly atMs: number; readonly work: () => void }[] = [];
  private numbered = 0;
  private hear: (message: EventMessage) => void = () => undefined;
  private readonly raw = new SimulatedLedger(new SimulatedDatabase(realTimers, () => NOW), { timers: realTimers, weather: CALM });
  private readonly ledger = new TypedLedger(this.raw, { now: () => NOW }, { next: () => `00000000-0000-7000-8000-${String((this.numbered += 1)).padStart(12, '0')}` });
  private readonly timers: Timers = {
    elapsedMs: () => this.nowMs,
    after: (ms, work) => {
      const entry = { atMs: this.nowMs + ms, work };
      this.waiting.push(entry);
      return () => (this.waiting = this.waiting.filter((each) => each !== entry));
    },
    breathe: realTimers.breathe,
  };
  readonly feed = new EventFeed({
    ledger: this.raw,
    follow: (onEvent) => {
      this.hear = onEvent;
      return { start: () => undefined, stop: async () => undefined };
    },
    log: createLogger({ service: 'reader', level: 'silent' }),
    from: 0n,
    gatherMs: GATHERS_MS,
    timers: this.timers,
    takeRun: async (events) => void this.runs.push(events.length),
    atRest: async () => void (this.rests += 1),
  });

  /** One event more in the ledger, which the reader hears of at once. */
  async told(): Promise<void> {
    const previous = await this.raw.head();
    await this.ledger.commit([{ stream: 'activation-con_1', expected: 'any', events: [silent] }], CONTEXT);
    for (const event of await this.raw.readAll(previous, 1)) this.hear({ event, previous });
    await settled();
  }

  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    const due = this.waiting.filter(({ atMs }) => atMs <= this.nowMs);
    this.waiting = this.waiting.filter((each) => !due.includes(each));
    for (const { work } of due) work();
    await settled();
  }
}

/** Whatever can be done without time's passing is done. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

describe('a reader for whom nobody waits', () => {
  it('takes what comes after a pause at once, and what comes within one behind it as one run, not a millisecond earlier', async () => {
    const reader = new Reader();
    await reader.feed.start();
    await reader.pass(GATHERS_MS);
    await reader.told();
    expect(reader.runs).toEqual([1]);
    await reader.told();
    await reader.pass(GATHERS_MS - 1);
    await reader.told();
    expect(reader.runs).toEqual([1]);
    await reader.pass(1);
    expect(reader.runs).toEqual([1, 2]);
    await reader.feed.stop();
  });

  it('is told when nothing new has come for a second, and not before', async () => {
    const reader = new Reader();
    await reader.feed.start();
    await reader.pass(1_000);
    while (reader.rests < 1) await turn();
    await reader.told();
    await reader.pass(999);
    // The ledger answers in its own time.
    await sleep(50);
    expect([reader.runs, reader.rests]).toEqual([[1], 1]);
    await reader.pass(1);
    while (reader.rests < 2) await turn();
    await reader.feed.stop();
  });

  it('is not held up by its pause when it stops', async () => {
    const reader = new Reader();
    await reader.feed.start();
    await reader.pass(GATHERS_MS);
    await reader.told();
    await reader.told();
    await reader.feed.stop();
    expect(reader.feed.position).toBeGreaterThan(0n);
  });
});
