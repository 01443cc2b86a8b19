import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figure, saw } from './faults/figures.js';
import { inTurns, KilledLives, LIVES } from './support/killed-life.js';
import { LAUNCH_LIMIT_MS, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

/** Half a minute each; each test run has killed processes in orders, moves and ends by themselves (failpoints.scenario.spec.ts). */
const isSample = figure({ sample: true, quick: false, full: false });

/** On one mesh, one after the other: of each, a service's whole life. */
const LIVED = figure({ sample: inTurns(LIVES).slice(0, 1), quick: inTurns(LIVES).slice(0, 2), full: inTurns(LIVES) });

(isSample ? describe.skip : describe)('a service that is activated, made wider, moved, brought back and ended, in each of which a process kills itself at a failpoint', () => {
  let lives: KilledLives;
  let killed = 0;
  beforeAll(async () => {
    lives = await KilledLives.launch();
  }, LAUNCH_LIMIT_MS);
  afterAll(async () => {
    await lives?.stop();
    saw(`${LIVED.length} services lived over ${killed} kills, from their orders over a change, a failover and a return to their ends`);
  }, STOP_LIMIT_MS);

  it.each(LIVED)('S0-10 S2-17 M3 I1 I5 goes through all of them once over %s, leaves no capacity behind, and is billed to its end and no longer', async (failpoint, phases) => {
    const life = await lives.live(failpoint, phases);
    killed += life.killedIn.length;
    expect(life).toEqual({ killedIn: phases, problems: [] });
  }, 4 * STEP_LIMIT_MS);
});
