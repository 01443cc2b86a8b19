import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { nothingThere } from './errand.fixture.js';
import { ErrandTrial } from './errand-trial.fixture.js';
import { eventually } from './trial-mesh.js';

describe('an ended process to which something comes late', () => {
  const trial = new ErrandTrial();
  beforeAll(() => trial.open(), 30_000);
  beforeEach(() => trial.begin());
  afterEach(() => trial.end());
  afterAll(() => trial.close());

  it('lists an ended process again before a late input gives it something to do', async () => {
    await trial.send();
    const running = trial.engine();
    await running.deliver('errand', trial.id, 'fetched');
    await running.deliver('errand', trial.id, 'time is up');
    expect(trial.index.ids.has(trial.id)).toBe(false);
    let listedFirst = false;
    trial.faults.commit = (appends, context) => {
      listedFirst = trial.index.ids.has(trial.id);
      return trial.ledger.commit(appends, context);
    };
    trial.runner.fetch = () => new Promise(() => undefined);
    await running.deliver('errand', trial.id, 'late');
    expect(listedFirst).toBe(true);
    expect(running.alive).toBe(1);
    running.stop();
    delete trial.faults.commit;
    trial.runner.fetch = async () => 'fetched';
    await trial.engine().start();
    await eventually('the fetching after the restart', async () => ((await trial.story()).length === 5 ? true : undefined));
  });

  it('performs what an event asks of an ended process while that is listed, and has not taken the event before it is', async () => {
    await trial.send();
    const running = trial.engine();
    await running.deliver('errand', trial.id, 'fetched');
    await running.deliver('errand', trial.id, 'time is up');
    const elsewhere = `errand-${v7()}`;
    await trial.ledger.commit([{ stream: elsewhere, expected: 'none', events: [nothingThere(trial.id, trial.now)] }], { actor: 'operator', correlationId: trial.id, causationId: trial.id });
    const [event] = (await trial.ledger.load(elsewhere)).events;
    const listing = Promise.withResolvers<void>();
    trial.index.reopen = async (_, reopened, __, until) => {
      if (until === 'ordered') await listing.promise;
      trial.index.ids.add(reopened);
    };
    let isTaken = false;
    const taking = running.route(event!).then(() => (isTaken = true));
    expect(await trial.toldOf(5)).toEqual(['Compensated', 'Compensated', 'NeedsOperator', 'Failed', 'Compensated']);
    expect(isTaken).toBe(false);
    listing.resolve();
    await taking;
  });
});
