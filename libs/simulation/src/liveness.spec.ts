import { describe, expect, it } from '@jest/globals';
import { OperationalError } from '@carriermesh/platform-errors';
import { ViewTables } from './mesh/view-tables.js';
import { simulate } from './simulate.js';

type Asked = Parameters<ViewTables['indexFor']>;

/** Until all faults are over nobody gets through who looks for what a removed instance left. */
class HiddenTables extends ViewTables {
  override indexFor(...[process, weather]: Asked): ReturnType<ViewTables['indexFor']> {
    const index = super.indexFor(process, weather);
    let looks = 0;
    const open = (): ReturnType<typeof index.open> => {
      looks += 1;
      if (looks > 1 && process.world.nowMs < 56_000) throw new OperationalError('unavailable', 'the connection to the database was cut');
      return index.open();
    };
    return { ...index, open: async () => open() };
  }
}

describe('what is left when the faults are over', () => {
  // Of the first an order was taken up so late once that the months of its term began only then.
  it.each([28_144, 28_114, 28_404, 7_458])('I13 of the seed %i is taken up within two looks at the list, and comes to its end within the months of its term', async (seed) => {
    expect(await simulate(seed, { removesOne: true, tables: HiddenTables })).toMatchObject({ ok: true });
  }, 60_000);
});
