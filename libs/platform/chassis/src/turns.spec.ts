import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

/** Work that ends when the test says so. */
function work(log: string[], name: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = async (): Promise<string> => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
    return name;
  };
  return { run, end };
}

describe('turns', () => {
  it('let those who want the same thing go in the order in which they came, and others at once', async () => {
    const turns = new Turns(10, 'orders');
    const log: string[] = [];
    const [first, second, other] = [work(log, 'first'), work(log, 'second'), work(log, 'other')];
    const all = [turns.take(['x', 'y'], first.run), turns.take(['y', 'z'], second.run), turns.take(['w'], other.run)];
    other.end();
    expect(await all[2]).toBe('other');
    second.end();
    first.end();
    expect(await Promise.all(all)).toEqual(['first', 'second', 'other']);
    expect(log).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
  });

  it('never let two wait for one another, however their wishes cross', async () => {
    const turns = new Turns(10, 'orders');
    const done = await Promise.all([['a', 'b'], ['b', 'a'], ['a', 'b', 'c'], ['c', 'b']].map((keys) => turns.take(keys, async () => keys.length)));
    expect(done).toEqual([2, 2, 3, 2]);
  });

  it('pass on when work fails', async () => {
    const turns = new Turns(10, 'orders');
    const failed = expect(turns.take(['x'], async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await turns.take(['x'], async () => 'next')).toBe('next');
    await failed;
  });

  it('are refused beyond the limit, and given again when somebody is done', async () => {
    const turns = new Turns(1, 'orders');
    const { run, end } = work([], 'only');
    const only = turns.take(['x'], run);
    await expect(turns.take(['y'], async () => 1)).rejects.toMatchObject({ kind: 'overloaded', message: '1 orders wait for their turn; the limit is 1' });
    end();
    await only;
    expect(await turns.take(['y'], async () => 1)).toBe(1);
  });
});
