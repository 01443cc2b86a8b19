import { afterAll, describe, expect, it } from '@jest/globals';
import { figure, saw } from './faults/figures.js';
import { FAILPOINTS_BESIDE_AN_ORDER, storyWithFailpoint } from './support/failpoint-stories.js';
import { failpointsOfAnOrder, orderWithFailpoint, type FailpointRun } from './support/failpoint-run.js';
import { LAUNCH_LIMIT_MS, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

/** The most telling of the list: an outcome that nobody knows, work that was done and not written down, and money. */
const SAMPLE = [
  'advertising:append-sent@3',
  'advertising:advert-before-receipt',
  'contracting:process-after-effect@2',
  'contracting:view-before-commit',
  'provisioning:append-after-commit@2',
  'provider-agent:segment-before-journal',
  'relay:relay-before-acks@2',
  'billing:period-after-close',
];

const CHOSEN = figure({ sample: SAMPLE, quick: SAMPLE.slice(0, 2), full: failpointsOfAnOrder(FAILPOINTS_BESIDE_AN_ORDER) });

/** Beside what an order passes; a view's rebuild is killed in a spec of its own. */
const BESIDE = figure({ sample: [], quick: FAILPOINTS_BESIDE_AN_ORDER.slice(0, 1), full: FAILPOINTS_BESIDE_AN_ORDER });

describe('an order in the middle of which a process kills itself at a failpoint', () => {
  const runs: FailpointRun[] = [];
  afterAll(() => saw(`${CHOSEN.length + BESIDE.length} failpoints: ${runs.filter(({ acted }) => acted).length} killed their process, ${runs.filter(({ problems }) => problems.length > 0).length} orders had problems`));

  // Not by a table: that must not be empty, as it is where a sample is enough.
  for (const failpoint of BESIDE) {
    it(`I5 I7 what is under way over ${failpoint} is taken up again, and done once`, async () => {
      const run = await storyWithFailpoint(failpoint);
      runs.push(run);
      expect(run).toEqual({ acted: true, problems: [] });
    }, LAUNCH_LIMIT_MS + 2 * STEP_LIMIT_MS + STOP_LIMIT_MS);
  }

  it.each(CHOSEN)('S0-1 I1 I2 I5 I7 is one contract, one activation and one exact bill over %s, with a receipt for every batch and no hold that leaks', async (failpoint) => {
    const run = await orderWithFailpoint(failpoint);
    runs.push(run);
    expect(run).toEqual({ acted: true, problems: [] });
  }, LAUNCH_LIMIT_MS + 2 * STEP_LIMIT_MS + STOP_LIMIT_MS);
});
