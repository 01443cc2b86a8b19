import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instantFromMs, plus, type Instant } from '@carriermesh/kernel';
import { TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { ProcessEngine, type StepLedger } from '@carriermesh/platform-processes';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { v7 } from 'uuid';
import { ERRAND_LIMIT_NS, ErrandRunner, ListedErrands, nothingThere, sent, type ErrandInput } from './errand.fixture.js';
import { eventually } from './trial-mesh.js';

const unavailable = (): OperationalError => new OperationalError('unavailable', 'the other side is away');
const log = createLogger({ service: 'errands', level: 'silent' });

describe('the engine of processes', () => {
  let postgres: TestPostgres;
  let raw: PostgresLedger;
  let ledger: TypedLedger;
  let now: Instant;
  let runner: ErrandRunner;
  let index: ListedErrands;
  let id: string;
  let faults: Partial<StepLedger>;
  const engines: ProcessEngine[] = [];
  const clock = { now: () => now };

  beforeAll(async () => {
    postgres = await startPostgres();
    raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'errands' });
    ledger = new TypedLedger(raw, clock, { next: () => v7() });
  }, 30_000);
  beforeEach(() => {
    now = instantFromMs(1_800_000_000_000);
    runner = new ErrandRunner();
    index = new ListedErrands();
    id = v7();
    faults = {};
  });
  afterEach(() => {
    for (const engine of engines.splice(0)) engine.stop();
  });
  afterAll(async () => {
    await raw.close();
    await postgres.stop();
  });

  const engine = (): ProcessEngine => {
    const faulty: StepLedger = {
      load: (stream) => (faults.load ?? ledger.load.bind(ledger))(stream),
      commit: (appends, context) => (faults.commit ?? ledger.commit.bind(ledger))(appends, context),
    };
    const made = new ProcessEngine({ service: 'errands', ledger: faulty, clock, log, index });
    made.register([runner]);
    engines.push(made);
    return made;
  };
  const send = (to = id) =>
    ledger.commit([{ stream: `errand-${to}`, expected: 'none', events: [sent(to, now)] }], { actor: 'operator', correlationId: to, causationId: to });
  const story = async (of = id): Promise<readonly string[]> => (await ledger.load(`errand-${of}`)).events.map(({ type }) => type.slice('provisioning.v1.Activation'.length));
  const toldOf = (length: number) => eventually(`${length} events`, async () => ((await story()).length >= length ? story() : undefined));

  it('takes up what a crash interrupted, and forgets what has ended', async () => {
    await send();
    index.ids.add(id);
    const running = engine();
    await running.start();
    expect(await toldOf(2)).toEqual(['Compensated', 'Compensated']);
    now = plus(now, ERRAND_LIMIT_NS);
    expect(await toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
    await eventually('an empty index', async () => (running.alive === 0 && index.ids.size === 0 ? true : undefined));
  });

  it('acts at its next start on a deadline that passed while no instance was there', async () => {
    await send();
    index.ids.add(id);
    const before = engine();
    await before.start();
    await toldOf(2);
    before.stop();
    now = plus(now, 400n * 86_400n * ERRAND_LIMIT_NS);
    await engine().start();
    expect(await toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
  });

  it('stops while an effect waits for its next attempt, and leaves it to the next start', async () => {
    await send();
    runner.fetch = async () => Promise.reject(unavailable());
    const first = engine();
    first.pursue('errand', id);
    await eventually('a second attempt', async () => (runner.performed.length >= 2 ? true : undefined));
    first.stop();
    await sleep(50);
    const attempts = runner.performed.length;
    await sleep(400);
    expect(runner.performed).toHaveLength(attempts);
    expect(first.failedEffects).toBe(0);
    expect(await story()).toEqual(['Compensated']);
    runner.fetch = async () => 'fetched';
    engine().pursue('errand', id);
    expect(await toldOf(2)).toEqual(['Compensated', 'Compensated']);
  });

  it('looks at the stream again when the outcome of a step is unknown, takes it once, and keeps the deadline', async () => {
    await send();
    const running = engine();
    await running.start();
    faults.commit = async (appends, context) => {
      delete faults.commit;
      await ledger.commit(appends, context);
      throw unavailable();
    };
    runner.fetch = () => new Promise(() => undefined);
    await expect(running.deliver('errand', id, 'fetched')).rejects.toMatchObject({ kind: 'unavailable' });
    now = plus(now, ERRAND_LIMIT_NS);
    expect(await toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
  });

  it('lets no input pass by on what it remembers: another instance may have come to where it is waited for', async () => {
    await send();
    runner.fetch = () => new Promise(() => undefined);
    const [one, other] = [engine(), engine()];
    await one.deliver('errand', id, 'fetched');
    await other.deliver('errand', id, 'fetched');
    await one.deliver('errand', id, 'late');
    await other.deliver('errand', id, 'fetched');
    expect(await story()).toEqual(['Compensated', 'Compensated', 'Failed', 'Compensated']);
  });

  it('reads nothing of a process that was just begun, and goes on with what was', async () => {
    await send();
    const loads: string[] = [];
    faults.load = async (stream) => {
      loads.push(stream);
      return ledger.load(stream);
    };
    const context = { actor: 'operator', correlationId: 'the order', causationId: 'the request' };
    engine().pursue('errand', id, { events: [sent(id, now)], context });
    expect(await toldOf(2)).toEqual(['Compensated', 'Compensated']);
    expect(loads).not.toContain(`errand-${id}`);
    const { events } = await ledger.load(`errand-${id}`);
    expect(events.at(-1)?.metadata).toMatchObject({ actor: 'process:errand', correlationId: 'the order' });
  });

  it('pursues what another hand has written meanwhile', async () => {
    const running = engine();
    runner.fetch = () => new Promise(() => undefined);
    await running.deliver('errand', id, 'fetched');
    // Asked about before it was begun: nothing is remembered of that.
    expect(running.alive).toBe(0);
    await send();
    runner.fetch = async () => 'fetched';
    running.pursue('errand', id);
    expect(await toldOf(2)).toEqual(['Compensated', 'Compensated']);
    // Somebody else finds that it has to be fetched again, and says so in the stream alone.
    await ledger.commit([{ stream: `errand-${id}`, expected: 1, events: [nothingThere(id, now)] }], { actor: 'operator', correlationId: id, causationId: id });
    running.pursue('errand', id);
    expect(await toldOf(4)).toEqual(['Compensated', 'Compensated', 'Failed', 'Compensated']);
    expect(runner.performed).toHaveLength(2);
  });

  it('prepares what follows from a step before it is on record, and performs it once it is, and not where it is not taken', async () => {
    await send();
    const running = engine();
    await running.deliver('errand', id, 'fetched');
    expect(runner.prepared).toEqual([]);
    let preparedFirst = false;
    faults.commit = (appends, context) => {
      preparedFirst = runner.prepared.length === 1;
      delete faults.commit;
      return ledger.commit(appends, context);
    };
    await running.deliver('errand', id, 'late');
    expect(await toldOf(4)).toEqual(['Compensated', 'Compensated', 'Failed', 'Compensated']);
    expect([preparedFirst, runner.prepared, runner.performed]).toEqual([true, [{ key: 'fetch', id, attempts: 1 }], [{ key: 'fetch', id, attempts: 1 }]]);
    faults.commit = () => Promise.reject(unavailable());
    await expect(running.deliver('errand', id, 'late')).rejects.toMatchObject({ kind: 'unavailable' });
    expect([runner.prepared.length, runner.performed.length]).toEqual([2, 1]);
  });

  it('agrees with another instance that looks after the same process', async () => {
    await send();
    index.ids.add(id);
    const both = [engine(), engine()];
    await Promise.all(both.map((one) => one.start()));
    await toldOf(2);
    now = plus(now, ERRAND_LIMIT_NS);
    await toldOf(3);
    await eventually('both to be done', async () => (both.every(({ alive }) => alive === 0) ? true : undefined));
    expect(await story()).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
    expect(runner.performed.length).toBeLessThanOrEqual(2);
  });

  it('takes up the others when one can not be read', async () => {
    await send();
    index.ids.add('broken').add(id);
    faults.load = (stream) => (stream === 'errand-broken' ? Promise.reject(new TypeError('no such event')) : ledger.load(stream));
    await engine().start();
    expect(await toldOf(2)).toEqual(['Compensated', 'Compensated']);
  });

  it('waits for a ledger that is away with one step for each process, however many ticks go by', async () => {
    await send();
    const running = engine();
    await running.deliver('errand', id, 'fetched');
    await running.start();
    let commits = 0;
    faults.commit = async () => {
      commits += 1;
      await sleep(1_000);
      throw unavailable();
    };
    now = plus(now, ERRAND_LIMIT_NS);
    await eventually('the step', async () => (commits > 0 ? true : undefined));
    await sleep(2_200);
    expect(commits).toBeLessThanOrEqual(2);
    delete faults.commit;
    expect(await toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
    await sleep(300);
    expect(await story()).toHaveLength(3);
  });

  it('lists an ended process again before a late input gives it something to do', async () => {
    await send();
    const running = engine();
    await running.deliver('errand', id, 'fetched');
    await running.deliver('errand', id, 'time is up');
    expect(index.ids.has(id)).toBe(false);
    let listedFirst = false;
    faults.commit = (appends, context) => {
      listedFirst = index.ids.has(id);
      return ledger.commit(appends, context);
    };
    runner.fetch = () => new Promise(() => undefined);
    await running.deliver('errand', id, 'late');
    expect(listedFirst).toBe(true);
    expect(running.alive).toBe(1);
    running.stop();
    delete faults.commit;
    runner.fetch = async () => 'fetched';
    await engine().start();
    await eventually('the fetching after the restart', async () => ((await story()).length === 5 ? true : undefined));
  });

  it('performs what an event asks of an ended process while that is listed, and has not taken the event before it is', async () => {
    await send();
    const running = engine();
    await running.deliver('errand', id, 'fetched');
    await running.deliver('errand', id, 'time is up');
    const elsewhere = `errand-${v7()}`;
    await ledger.commit([{ stream: elsewhere, expected: 'none', events: [nothingThere(id, now)] }], { actor: 'operator', correlationId: id, causationId: id });
    const [event] = (await ledger.load(elsewhere)).events;
    const listing = Promise.withResolvers<void>();
    index.reopen = async (_, reopened, __, until) => {
      if (until === 'ordered') await listing.promise;
      index.ids.add(reopened);
    };
    let isTaken = false;
    const taking = running.route(event!).then(() => (isTaken = true));
    expect(await toldOf(5)).toEqual(['Compensated', 'Compensated', 'NeedsOperator', 'Failed', 'Compensated']);
    expect(isTaken).toBe(false);
    listing.resolve();
    await taking;
  });

  it('performs an effect as the state owes it now, not as it was when it was first tried', async () => {
    await send();
    const answers: ErrandInput[] = ['nothing', 'nothing', 'fetched'];
    runner.fetch = async () => answers.shift() ?? 'fetched';
    engine().pursue('errand', id);
    await toldOf(4);
    expect(runner.performed.map(({ attempts }) => attempts)).toEqual([0, 1, 2]);
  });

  it('does not repeat an effect that failed for a reason that no retry mends, counts it, and raises an alarm', async () => {
    await send();
    runner.fetch = async () => Promise.reject(new TypeError('a bug'));
    const running = engine();
    running.pursue('errand', id);
    await eventually('the failure', async () => (running.failedEffects === 1 ? true : undefined));
    await sleep(300);
    expect(runner.performed).toHaveLength(1);
    expect(running.alive).toBe(1);
    expect(running.alarms).toEqual([`errand ${id}: the effect fetch failed for good, and the next start tries it again: a bug`]);
  });
});
