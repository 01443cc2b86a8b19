import { describe, expect, it } from '@jest/globals';
import { orderWithPause } from './support/failpoint-run.js';
import { LAUNCH_LIMIT_MS, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

/**
 * The most telling of the list: a decision that comes to be written late, and a leader that is no leader any more. A provisioning that
 * stands still is not among them: on a slow machine a provider's ten seconds to answer may pass meanwhile, and the order is
 * refused, rightly.
 */
const SAMPLE = ['contracting:append-before-commit@2', 'relay:relay-after-acks@3'];

describe('an order in the middle of which a process stands still, and goes on when another instance has done its work', () => {
  it.each(SAMPLE)('S0-1 I1 I2 I9 is one contract, one activation and one exact bill over %s, and every stream counts on without a gap', async (failpoint) => {
    expect(await orderWithPause(failpoint)).toEqual({ acted: true, problems: [] });
  }, LAUNCH_LIMIT_MS + 3 * STEP_LIMIT_MS + STOP_LIMIT_MS);
});
