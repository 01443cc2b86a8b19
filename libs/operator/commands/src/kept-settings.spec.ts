import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keptSetting } from './kept-settings.js';

describe('a setting that a home keeps', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-'));
    file = join(folder, 'rate-plan.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('S3-18 holds at the next start that says nothing of it, until one says otherwise, or that there is none', () => {
    expect(keptSetting(file, undefined)).toBeUndefined();
    expect(keptSetting(file, { id: 'metro' })).toEqual({ value: { id: 'metro' }, isKept: false });
    expect(keptSetting(file, undefined)).toEqual({ value: { id: 'metro' }, isKept: true });
    expect(keptSetting(file, { id: 'fleet' })).toEqual({ value: { id: 'fleet' }, isKept: false });
    expect(keptSetting(file, undefined)).toEqual({ value: { id: 'fleet' }, isKept: true });
    expect([keptSetting(file, 'none'), existsSync(file), keptSetting(file, undefined)]).toEqual([undefined, false, undefined]);
  });

  it('is named where it was spoilt', () => {
    writeFileSync(file, '{');
    expect(() => keptSetting(file, undefined)).toThrow(`${file} can't be read: `);
  });
});
