import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readMasterKey } from './master-key.js';

it('a master key is 64 hexadecimal digits in a file, and no message shows what stands there instead', () => {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-master-'));
  const file = join(directory, 'master.key');
  writeFileSync(file, `${'0A'.repeat(32)}\n`);
  expect(readMasterKey(file)).toEqual(new Uint8Array(32).fill(10));
  for (const wrong of ['', 'ab'.repeat(31), 'zz'.repeat(32), 'ab'.repeat(33)]) {
    writeFileSync(file, wrong);
    expect(() => readMasterKey(file)).toThrow(new Error(`${file} holds no master key: that is 64 hexadecimal digits`));
  }
  expect(() => readMasterKey(join(directory, 'none'))).toThrow(`the master key ${join(directory, 'none')} can't be read`);
  rmSync(directory, { recursive: true });
});
