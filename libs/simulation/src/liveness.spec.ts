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
  it('I13 is taken up within two looks at the list, and an order whose term begins only then has the months of its term to be billed in', async () => {
    const lines: string[] = [];
    expect(await simulate(28_144, { removesOne: true, tables: HiddenTables, show: (line) => lines.push(line) })).toMatchObject({ ok: true });
    const begun = lines.findLast((line) => line.includes(' billing.v1.BillingCycleStarted '));
    const atMs = (line: string | undefined): number => Number(line?.split(' ')[0]);
    // It was begun by the second look after the faults, and so by nobody before that.
    expect(atMs(begun)).toBeGreaterThan(75_000);
    expect(atMs(lines.at(-1))).toBeGreaterThan(atMs(begun));
  }, 60_000);
});
