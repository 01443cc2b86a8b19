import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { flushed } from './say.js';

describe('what a command has said', () => {
  it('is flushed when a slow reader has taken the last piece, and not before', async () => {
    const waiting: (() => void)[] = [];
    const taken: string[] = [];
    const slow = new Writable({
      write(piece, _encoding, done) {
        waiting.push(() => {
          taken.push(String(piece));
          done();
        });
      },
    });
    slow.write('first');
    slow.write('last');
    const told = flushed(slow).then(() => [...taken]);
    while (waiting.length > 0) {
      waiting.shift()!();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await told).slice(0, 2)).toEqual(['first', 'last']);
  });

  it('is flushed when the reader went away', async () => {
    const gone = new Writable({ write: (_piece, _encoding, done) => done(new Error('EPIPE')) });
    gone.on('error', () => undefined);
    gone.write('nobody reads this');
    await flushed(gone);
    expect(gone.destroyed).toBe(true);
  });
});
