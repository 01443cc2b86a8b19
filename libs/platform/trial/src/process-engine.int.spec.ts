import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { plus } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { ERRAND_LIMIT_NS, nothingThere, sent, type ErrandInput } from './errand.fixture.js';
import { ErrandTrial } from './errand-trial.fixture.js';
import { eventually } from './trial-mesh.js';

const unavailable = (): OperationalError => new OperationalError('unavailable', 'the other side is away');

describe('the engine of processes', () => {
  const trial = new ErrandTrial();
  beforeAll(() => trial.open(), 30_000);
  beforeEach(() => trial.begin());
  afterEach(() => trial.end());
  afterAll(() => trial.close());

  it('takes up what a crash interrupted, and forgets what has ended', async () => {
    await trial.send();
    trial.index.ids.add(trial.id);
    const running = trial.engine();
    await running.start();
    expect(await trial.toldOf(2)).toEqual(['Compensated', 'Compensated']);
    trial.now = plus(trial.now, ERRAND_LIMIT_NS);
    expect(await trial.toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
    await eventually('an empty index', async () => (running.alive === 0 && trial.index.ids.size === 0 ? true : undefined));
  });

  it('acts at its next start on a deadline that passed while no instance was there', async () => {
    await trial.send();
    trial.index.ids.add(trial.id);
    const before = trial.engine();
    await before.start();
    await trial.toldOf(2);
    before.stop();
    trial.now = plus(trial.now, 400n * 86_400n * ERRAND_LIMIT_NS);
    await trial.engine().start();
    expect(await trial.toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
  });

  it('stops while an effect waits for its next attempt, and leaves it to the next start', async () => {
    await trial.send();
    trial.runner.fetch = async () => Promise.reject(unavailable());
    const first = trial.engine();
    first.pursue('errand', trial.id);
    await eventually('a second attempt', async () => (trial.runner.performed.length >= 2 ? true : undefined));
    first.stop();
    await sleep(50);
    const attempts = trial.runner.performed.length;
    await sleep(400);
    expect(trial.runner.performed).toHaveLength(attempts);
    expect(first.failedEffects).toBe(0);
    expect(await trial.story()).toEqual(['Compensated']);
    trial.runner.fetch = async () => 'fetched';
    trial.engine().pursue('errand', trial.id);
    expect(await trial.toldOf(2)).toEqual(['Compensated', 'Compensated']);
  });

  it('looks at the stream again when the outcome of a step is unknown, takes it once, and keeps the deadline', async () => {
    await trial.send();
    const running = trial.engine();
    await running.start();
    trial.faults.commit = async (appends, context) => {
      delete trial.faults.commit;
      await trial.ledger.commit(appends, context);
      throw unavailable();
    };
    trial.runner.fetch = () => new Promise(() => undefined);
    await expect(running.deliver('errand', trial.id, 'fetched')).rejects.toMatchObject({ kind: 'unavailable' });
    trial.now = plus(trial.now, ERRAND_LIMIT_NS);
    expect(await trial.toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
  });

  it('lets no input pass by on what it remembers: another instance may have come to where it is waited for', async () => {
    await trial.send();
    trial.runner.fetch = () => new Promise(() => undefined);
    const [one, other] = [trial.engine(), trial.engine()];
    await one.deliver('errand', trial.id, 'fetched');
    await other.deliver('errand', trial.id, 'fetched');
    await one.deliver('errand', trial.id, 'late');
    await other.deliver('errand', trial.id, 'fetched');
    expect(await trial.story()).toEqual(['Compensated', 'Compensated', 'Failed', 'Compensated']);
  });

  it('reads nothing of a process that was just begun, and goes on with what was', async () => {
    await trial.send();
    const loads: string[] = [];
    trial.faults.load = async (stream) => {
      loads.push(stream);
      return trial.ledger.load(stream);
    };
    const context = { actor: 'operator', correlationId: 'the order', causationId: 'the request' };
    trial.engine().pursue('errand', trial.id, { events: [sent(trial.id, trial.now)], context });
    expect(await trial.toldOf(2)).toEqual(['Compensated', 'Compensated']);
    expect(loads).not.toContain(`errand-${trial.id}`);
    const { events } = await trial.ledger.load(`errand-${trial.id}`);
    expect(events.at(-1)?.metadata).toMatchObject({ actor: 'process:errand', correlationId: 'the order' });
  });

  it('pursues what another hand has written meanwhile', async () => {
    const running = trial.engine();
    trial.runner.fetch = () => new Promise(() => undefined);
    await running.deliver('errand', trial.id, 'fetched');
    // Asked about before it was begun: nothing is remembered of that.
    expect(running.alive).toBe(0);
    await trial.send();
    trial.runner.fetch = async () => 'fetched';
    running.pursue('errand', trial.id);
    expect(await trial.toldOf(2)).toEqual(['Compensated', 'Compensated']);
    // Somebody else finds that it has to be fetched again, and says so in the stream alone.
    await trial.ledger.commit([{ stream: `errand-${trial.id}`, expected: 1, events: [nothingThere(trial.id, trial.now)] }], { actor: 'operator', correlationId: trial.id, causationId: trial.id });
    running.pursue('errand', trial.id);
    expect(await trial.toldOf(4)).toEqual(['Compensated', 'Compensated', 'Failed', 'Compensated']);
    expect(trial.runner.performed).toHaveLength(2);
  });

  it('prepares what follows from a step before it is on record, and performs it once it is, and not where it is not taken', async () => {
    await trial.send();
    const running = trial.engine();
    await running.deliver('errand', trial.id, 'fetched');
    expect(trial.runner.prepared).toEqual([]);
    let preparedFirst = false;
    trial.faults.commit = (appends, context) => {
      preparedFirst = trial.runner.prepared.length === 1;
      delete trial.faults.commit;
      return trial.ledger.commit(appends, context);
    };
    await running.deliver('errand', trial.id, 'late');
    expect(await trial.toldOf(4)).toEqual(['Compensated', 'Compensated', 'Failed', 'Compensated']);
    expect([preparedFirst, trial.runner.prepared, trial.runner.performed]).toEqual([true, [{ key: 'fetch', id: trial.id, attempts: 1 }], [{ key: 'fetch', id: trial.id, attempts: 1 }]]);
    trial.faults.commit = () => Promise.reject(unavailable());
    await expect(running.deliver('errand', trial.id, 'late')).rejects.toMatchObject({ kind: 'unavailable' });
    expect([trial.runner.prepared.length, trial.runner.performed.length]).toEqual([2, 1]);
  });

  it('agrees with another instance that looks after the same process', async () => {
    await trial.send();
    trial.index.ids.add(trial.id);
    const both = [trial.engine(), trial.engine()];
    await Promise.all(both.map((one) => one.start()));
    await trial.toldOf(2);
    trial.now = plus(trial.now, ERRAND_LIMIT_NS);
    await trial.toldOf(3);
    await eventually('both to be done', async () => (both.every(({ alive }) => alive === 0) ? true : undefined));
    expect(await trial.story()).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
    expect(trial.runner.performed.length).toBeLessThanOrEqual(2);
  });

  it('takes up the others when one can not be read', async () => {
    await trial.send();
    trial.index.ids.add('broken').add(trial.id);
    trial.faults.load = (stream) => (stream === 'errand-broken' ? Promise.reject(new TypeError('no such event')) : trial.ledger.load(stream));
    await trial.engine().start();
    expect(await trial.toldOf(2)).toEqual(['Compensated', 'Compensated']);
  });

  it('waits for a ledger that is away with one step for each process, however many ticks go by', async () => {
    await trial.send();
    const running = trial.engine();
    await running.deliver('errand', trial.id, 'fetched');
    await running.start();
    let commits = 0;
    trial.faults.commit = async () => {
      commits += 1;
      await sleep(1_000);
      throw unavailable();
    };
    trial.now = plus(trial.now, ERRAND_LIMIT_NS);
    await eventually('the step', async () => (commits > 0 ? true : undefined));
    await sleep(2_200);
    expect(commits).toBeLessThanOrEqual(2);
    delete trial.faults.commit;
    expect(await trial.toldOf(3)).toEqual(['Compensated', 'Compensated', 'NeedsOperator']);
    await sleep(300);
    expect(await trial.story()).toHaveLength(3);
  });

  it('performs an effect as the state owes it now, not as it was when it was first tried', async () => {
    await trial.send();
    const answers: ErrandInput[] = ['nothing', 'nothing', 'fetched'];
    trial.runner.fetch = async () => answers.shift() ?? 'fetched';
    trial.engine().pursue('errand', trial.id);
    await trial.toldOf(4);
    expect(trial.runner.performed.map(({ attempts }) => attempts)).toEqual([0, 1, 2]);
  });

  it('does not repeat an effect that failed for a reason that no retry mends, counts it, and raises an alarm', async () => {
    await trial.send();
    trial.runner.fetch = async () => Promise.reject(new TypeError('a bug'));
    const running = trial.engine();
    running.pursue('errand', trial.id);
    await eventually('the failure', async () => (running.failedEffects === 1 ? true : undefined));
    await sleep(300);
    expect(trial.runner.performed).toHaveLength(1);
    expect(running.alive).toBe(1);
    expect(running.alarms).toEqual([`errand ${trial.id}: the effect fetch failed for good, and the next start tries it again: a bug`]);
  });
});
