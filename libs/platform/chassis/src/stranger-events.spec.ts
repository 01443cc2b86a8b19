import { describe, expect, it } from '@jest/globals';
import { StrangerEvents } from './stranger-events.js';

const KNOWN = 'provisioning.v1.ServiceActivated';

describe('events of types that this build does not know', () => {
  const looking = () => {
    const warned: string[] = [];
    return { strangers: new StrangerEvents({ warn: (fields: object) => void warned.push((fields as { type: string }).type) } as never), warned };
  };

  it.each(['provisioning.v2.ServiceActivated', 'later.v1.Thing', '', 'constructor', '__proto__'])('are counted, and told once by name: "%s"', (type) => {
    const { strangers, warned } = looking();
    strangers.look([{ type: KNOWN, position: 1n }, { type, position: 2n }, { type, position: 3n }]);
    expect([strangers.count, warned]).toEqual([2, [type]]);
  });

  it('are counted once, however often a run is offered', () => {
    const { strangers } = looking();
    const run = [{ type: 'later.v1.Thing', position: 5n }, { type: 'later.v1.Other', position: 6n }];
    for (const events of [run.slice(0, 1), run, run]) strangers.look(events);
    expect(strangers.count).toBe(2);
  });

  it('are told by name up to the hundredth type, and counted beyond', () => {
    const { strangers, warned } = looking();
    strangers.look(Array.from({ length: 102 }, (_, index) => ({ type: `later.v1.Thing${index}`, position: BigInt(index + 1) })));
    expect([strangers.count, warned.length, warned.at(-1)]).toEqual([102, 100, 'later.v1.Thing99']);
  });
});
