import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { breakingCommand } from './breaking.mjs';
import { baseline, editedReleases, freeze, releases } from './releases.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SCHEMA = 'proto/carriermesh/sample/v1/events.proto';
const FIELDS = ['string quote_id = 1;', 'uint32 mbps = 2;'];

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'carriermesh-release-'));
  mkdirSync(join(root, 'proto/carriermesh/sample/v1'), { recursive: true });
  cpSync(join(PROJECT, 'proto/buf.yaml'), join(root, 'proto/buf.yaml'));
  writeFileSync(join(root, 'next.json'), '[]\n');
  declare(FIELDS);
});
afterEach(() => rmSync(root, { recursive: true }));

const declare = (fields, more = '') =>
  writeFileSync(join(root, SCHEMA), `syntax = "proto3";\npackage carriermesh.sample.v1;\nmessage QuoteOffered {\n${fields.join('\n')}\n}\n${more}\n`);
const release = (version) => freeze({ root, version, corpus: 'next.json' });

describe('a release', () => {
  it('is none before the first', () => {
    expect([releases(root), baseline(root), editedReleases(root)]).toEqual([[], undefined, []]);
  });

  it('keeps schema and samples, and the newest is what the next is compared with', () => {
    for (const version of ['0.9.0', '0.10.0', '1.0.0']) release(version);
    expect(releases(root)).toEqual(['0.9.0', '0.10.0', '1.0.0']);
    expect(baseline(root)).toBe('libs/wire/released/1.0.0/proto');
    expect(readFileSync(join(root, 'libs/wire/released/0.9.0/golden.json'), 'utf8')).toBe('[]\n');
    expect(editedReleases(root)).toEqual([]);
  });

  it.each(['0.2.0', '0.1.9', '0.2', 'next'])('is refused as %s after 0.2.0', (version) => {
    release('0.2.0');
    expect(() => release(version)).toThrow(/is not newer|three numbers/);
    expect(releases(root)).toEqual(['0.2.0']);
  });

  it.each(['golden.json', 'proto/carriermesh/sample/v1/events.proto'])('is found to be edited in %s', (file) => {
    release('0.1.0');
    writeFileSync(join(root, 'libs/wire/released/0.1.0', file), 'x');
    expect(editedReleases(root)).toEqual(['libs/wire/released/0.1.0: is not as it was released; a released version is never edited']);
  });

  it('is found to have a file more, or to be gone', () => {
    for (const version of ['0.1.0', '0.2.0']) release(version);
    writeFileSync(join(root, 'libs/wire/released/0.1.0/more.json'), '');
    rmSync(join(root, 'libs/wire/released/0.2.0'), { recursive: true });
    expect(editedReleases(root)).toEqual([
      'libs/wire/released/0.1.0: is not as it was released; a released version is never edited',
      'libs/wire/released/0.2.0: was released and is gone',
    ]);
  });
});

describe('the comparison with the last release', () => {
  const compare = () => {
    const [program, ...args] = breakingCommand(root, { from: PROJECT });
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: root, encoding: 'utf8', timeout: 60_000 });
    return { status, said: `${stdout}${stderr}` };
  };

  it('has nothing to compare with before the first', () => expect(breakingCommand(root)).toBeUndefined());

  it('lets fields and events be added', () => {
    release('0.1.0');
    declare([...FIELDS, 'string added = 3;'], 'message QuoteWithdrawn { string quote_id = 1; }');
    expect(compare()).toEqual({ status: 0, said: '' });
  }, 60_000);

  const breaches = [
    ['a field that is gone', FIELDS.slice(0, 1), 'Previously present field "2" with name "mbps"'],
    ['a field of another type', [FIELDS[0], 'string mbps = 2;'], 'changed type from "uint32" to "string"'],
    ['a field of another number', [FIELDS[0], 'uint32 mbps = 3;'], 'Previously present field "2"'],
    ['a field of another name', [FIELDS[0], 'uint32 kbps = 2;'], 'changed name from "mbps" to "kbps"'],
  ];
  it.each(breaches)('finds %s', (_, fields, said) => {
    release('0.1.0');
    declare(fields);
    expect(compare()).toEqual({ status: 100, said: expect.stringContaining(said) });
  }, 60_000);
});
