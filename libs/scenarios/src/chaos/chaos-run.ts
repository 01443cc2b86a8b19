import { setTimeout as sleep } from 'node:timers/promises';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { readFileSync } from 'node:fs';
import { signingKey } from '@carriermesh/platform-signing';
import { LedgerReading } from '../support/ledger-reading.js';
import { runCommand } from '../support/command.js';
import { ChaosMesh } from './chaos-mesh.js';
import { exportLedger, readHistory, writeKept } from './chaos-files.js';
import { checkHistory, type CheckResult } from './check/check-history.js';
import { inWords, type PlannedFault } from './fault-plan.js';
import { HandedHeads } from './heads.js';
import { OrderLoad } from './order-load.js';
import { activeSegments, EVENTS_PER_BATCH, RECORDS_PER_BATCH, UsageLoad } from './usage-load.js';

/** Orders of the run itself are young when it ends; only those from before it have a month to be billed. */
const DAYS_BEFORE = 29n;
const DAYS_AFTER = 3n;
const METERED_HOURS = Number(DAYS_BEFORE) * 24 - 12;
const EVENTS_PER_ORDER = 30;
const ORDER_SHARE = 0.1;
const SEGMENTS_PER_ORDER = 1;
/** I13: the bound within which everything reaches its end after the faults. */
export const QUIET_LIMIT_MS = 240_000;
const REPLAYED_INVOICES = 3;
const POLL_MS = 250;

export interface ChaosOptions {
  /** Of the load; the faults are the plan's. */
  readonly seed: number;
  readonly durationMs: number;
  readonly plan: readonly PlannedFault[];
  /** Services of which several instances run. */
  readonly instances: Readonly<Record<string, number>>;
  readonly eventsPerSecond: number;
  readonly homeDirectory: string;
  readonly say: (line: string) => void;
  /** Aborted when a person wants the run to end: it heals, stops everything, and reports nothing. */
  readonly interrupted: AbortSignal;
}

export interface ChaosReport {
  readonly seed: number;
  readonly seconds: number;
  readonly kills: number;
  readonly otherFaults: number;
  /** Faults whose process was down already when their time came. */
  readonly missed: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly receipts: number;
  readonly orders: Readonly<Record<string, number>>;
  readonly heads: number;
  readonly invoices: number;
  /** From the end of the faults until every order had its end and every batch its receipt; absent when the bound did not suffice. */
  readonly drainedAfterSeconds?: number;
  /** Until a month that was let end after that was billed too. */
  readonly quietAfterSeconds?: number;
  readonly troubles: readonly string[];
  readonly checks: readonly CheckResult[];
  readonly ok: boolean;
}

/** One run: a mesh under load to which faults happen, and what is left of it held against the invariants. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { homeDirectory, say } = options;
  const talk: string[] = [];
  const mesh = await ChaosMesh.launch({
    homeDirectory,
    source: { kind: 'sample' },
    instances: options.instances,
    say: (line) => {
      talk.push(line);
      say(line);
    },
  });
  let run: LoadedRun | undefined;
  try {
    run = new LoadedRun(mesh, options);
    const report = await run.report();
    const gaveUp = talk.filter((line) => line.includes('too often')).map((line) => line.trim());
    await run.close();
    await mesh.stop();
    say('Everything has stopped. The rest is read from exports, receipts and journals.');
    const checks = checkHistory(await readHistory(homeDirectory));
    const troubles = [...report.troubles, ...gaveUp];
    return { ...report, troubles, checks, ok: troubles.length === 0 && checks.every(({ findings }) => findings.length === 0) };
  } finally {
    await run?.close();
    await mesh.stop();
  }
}

/** The part of a run while its mesh lives. */
class LoadedRun {
  private readonly giveUp = new AbortController();
  private readonly heads = new HandedHeads();
  private readonly ledger: LedgerReading;
  private readonly orders: OrderLoad;
  private readonly usage: UsageLoad;
  private readonly providerIds: readonly string[];
  private readonly unfollow: () => void;
  private closed = false;

  constructor(
    private readonly mesh: ChaosMesh,
    private readonly options: ChaosOptions,
  ) {
    const { launched } = mesh;
    const { seed, interrupted } = options;
    interrupted.addEventListener('abort', () => this.giveUp.abort(), { once: true });
    this.ledger = new LedgerReading(launched.postgresUrl);
    this.orders = new OrderLoad(launched, { seed, giveUp: this.giveUp.signal });
    this.usage = new UsageLoad({ home: launched.home, natsUrl: mesh.urls.natsUrl, seed, onHead: this.heads.take, giveUp: this.giveUp.signal });
    this.providerIds = launched.exchange.providers.map(({ id }) => id);
    this.unfollow = this.heads.follow(launched.bus);
  }

  async report(): Promise<Omit<ChaosReport, 'checks' | 'ok'>> {
    const { seed, durationMs, eventsPerSecond, say } = this.options;
    const before = Math.ceil((eventsPerSecond * durationMs) / 1_000 / METERED_HOURS / SEGMENTS_PER_ORDER);
    say(`${before} orders come first, so that there is something to meter.`);
    await this.orders.place(before);
    await this.mesh.launched.hands.advance(DAYS_BEFORE * NANOS_PER_DAY);
    await this.usage.connect(this.providerIds);
    const billed = [...this.orders.answered.values()].filter(({ state }) => state === 'active').length;
    const eventsBefore = await this.ledger.total();
    const beganMs = performance.now();
    const faults = await this.underFaults(eventsPerSecond, beganMs + durationMs);
    const seconds = (performance.now() - beganMs) / 1_000;
    this.mesh.heal();
    const events = (await this.eventually(() => this.ledger.total())) - eventsBefore;
    const quiet = await this.quiet(billed);
    const troubles = [...this.usage.refused, ...this.orders.problems, ...(quiet.quietAfterSeconds === undefined ? [`not everything had its end ${QUIET_LIMIT_MS / 1_000} s after the faults: ${this.stillOpen}`] : [])];
    const replays = await this.replays();
    await exportLedger(this.mesh.launched.postgresUrl, this.options.homeDirectory);
    this.keep(replays);
    const answered = [...this.orders.answered.values()];
    return {
      seed, ...faults, seconds: Math.round(seconds), events, eventsPerSecond: Math.round(events / seconds),
      receipts: this.usage.sent.filter(({ receipt }) => receipt).length,
      orders: Object.fromEntries([...Map.groupBy(answered, ({ state }) => state)].map(([state, list]) => [state, list.length])),
      heads: this.heads.all.length, invoices: billed, ...quiet, troubles,
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.giveUp.abort();
    this.unfollow();
    await this.usage.close();
    await this.ledger.close();
  }

  private async underFaults(eventsPerSecond: number, untilMs: number): Promise<{ kills: number; otherFaults: number; missed: number }> {
    const segments = activeSegments(this.mesh.launched.home, this.providerIds);
    const ordersPerSecond = (eventsPerSecond * ORDER_SHARE) / EVENTS_PER_ORDER;
    const recordsPerSecond = (eventsPerSecond * (1 - ORDER_SHARE) * RECORDS_PER_BATCH) / EVENTS_PER_BATCH;
    this.options.say(`The load begins: ${segments.length} segments are metered, ${recordsPerSecond.toFixed(0)} records and ${ordersPerSecond.toFixed(1)} orders a second.`);
    const [faults] = await Promise.all([
      this.faults(),
      this.orders.run({ perSecond: ordersPerSecond, untilMs }),
      this.usage.run(segments, { hours: METERED_HOURS, recordsPerSecond, untilMs }),
      sleep(Math.max(0, untilMs - performance.now()), undefined, { signal: this.options.interrupted }).catch(() => undefined),
    ]);
    this.options.interrupted.throwIfAborted();
    return faults;
  }

  /** Performs what the plan says at its time. Faults that last do not keep the next one waiting. */
  private async faults(): Promise<{ kills: number; otherFaults: number; missed: number }> {
    const { plan, say, interrupted } = this.options;
    const beganMs = performance.now();
    const done = { kills: 0, otherFaults: 0, missed: 0 };
    const lasting: Promise<void>[] = [];
    for (const { atMs, fault } of plan) {
      await sleep(Math.max(0, beganMs + atMs - performance.now()), undefined, { signal: interrupted }).catch(() => undefined);
      if (interrupted.aborted) break;
      say(`${((performance.now() - beganMs) / 1_000).toFixed(1).padStart(6)} s  ${inWords(fault)}`);
      const count = (performed: boolean): void => {
        done[performed ? (fault.kind === 'kill' ? 'kills' : 'otherFaults') : 'missed'] += 1;
      };
      lasting.push(this.mesh.perform(fault).then(count));
    }
    await Promise.all(lasting);
    return done;
  }

  private stillOpen = '';

  /** Waits until every order has an end, every batch a receipt and every month that is over its bill, and says how long that took. */
  private async quiet(billed: number): Promise<Pick<ChaosReport, 'drainedAfterSeconds' | 'quietAfterSeconds'>> {
    const beganMs = performance.now();
    const secondsSince = (): number => Math.round((performance.now() - beganMs) / 100) / 10;
    this.options.say('The faults are over.');
    const within = async (what: string, work: Promise<unknown>): Promise<boolean> => {
      this.stillOpen = what;
      const timer = new AbortController();
      const late = sleep(Math.max(0, QUIET_LIMIT_MS - (performance.now() - beganMs)), false, { signal: timer.signal }).catch(() => false);
      const inTime = await Promise.race([work.then(() => true), late]);
      timer.abort();
      if (inTime) this.options.say(`  ${what}: after ${secondsSince()} s`);
      return inTime;
    };
    const drained = (await within('every order has an end', this.orders.settled())) && (await within('every batch has its receipt', this.usage.settled()));
    if (!drained) return {};
    const drainedAfterSeconds = secondsSince();
    const billedAll = await within('every month that is over has its bill', this.bills(billed));
    const covered = billedAll && (await within('a signed head covers the whole ledger', this.covered()));
    return { drainedAfterSeconds, ...(covered ? { quietAfterSeconds: secondsSince() } : {}) };
  }

  private covered(): Promise<true> {
    return this.eventually(async () => (this.heads.covers(await this.ledger.lastPosition()) ? true : undefined));
  }

  private async bills(billed: number): Promise<void> {
    await this.eventually(() => this.mesh.launched.hands.advance(DAYS_AFTER * NANOS_PER_DAY));
    await this.eventually(async () => ((await this.ledger.hasCount('billing.v1.BillingCyclePeriodClosed', billed)) ? true : undefined));
  }

  private async eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look().catch(() => undefined);
      if (found !== undefined) return found;
      this.giveUp.signal.throwIfAborted();
      await sleep(POLL_MS);
    }
  }

  private async replays(): Promise<readonly { readonly invoiceId: string; readonly identical: boolean }[]> {
    const invoices = (await this.ledger.all('billing.v1.InvoiceIssued')).slice(0, REPLAYED_INVOICES);
    const replays: { invoiceId: string; identical: boolean }[] = [];
    for (const { data } of invoices) {
      const { code } = await runCommand('replay', 'invoice', data.invoiceId, '--home', this.options.homeDirectory, '--json');
      replays.push({ invoiceId: data.invoiceId, identical: code === 0 });
    }
    return replays;
  }

  private keep(replays: readonly { readonly invoiceId: string; readonly identical: boolean }[]): void {
    const { homeDirectory } = this.options;
    writeKept(homeDirectory, {
      operatorKey: signingKey(readFileSync(this.mesh.launched.home.operatorKeyFile, 'utf8')).publicKey,
      heads: this.heads.all, batches: this.usage.sent, unequalReceipts: this.usage.otherAnswers, orders: [...this.orders.answered.values()], replays,
    });
  }
}
