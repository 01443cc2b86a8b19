import { describe, expect, it } from '@jest/globals';
import { Bell } from './bell.js';

const NEVER_MS = 3_600_000;

describe('a bell', () => {
  it('ends the wait of whoever waits', async () => {
    const bell = new Bell();
    const wait = bell.heardWithin(NEVER_MS);
    bell.ring();
    expect(await wait).toBe(true);
  });

  it('that rang while nobody waited is heard by the next to wait, once', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    expect(await bell.heardWithin(NEVER_MS)).toBe(true);
    expect(await bell.heardWithin(1)).toBe(false);
  });

  it('that does not ring is waited for no longer than the limit', async () => {
    expect(await new Bell().heardWithin(1)).toBe(false);
  });
});
