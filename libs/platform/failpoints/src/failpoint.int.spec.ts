import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const LIMIT_MS = 30_000;
const BUILT = fileURLToPath(new URL('../dist/index.js', import.meta.url));

/** Passes the same failpoint three times, and says so each time; what left it may have to wait for `sent`. */
const PROGRAM = `
import { failpoint, switchOnFailpoint } from ${JSON.stringify(BUILT)};
switchOnFailpoint('relay');
const outgoing = { flush: async () => console.log('sent') };
for (const time of [1, 2, 3]) {
  try {
    failpoint('tree-before-head');
    failpoint('relay-before-acks', outgoing);
    failpoint('relay-after-acks');
    console.log('passed', time);
  } catch (error) {
    console.log(error.kind, error.message);
  }
  await new Promise((resolve) => setImmediate(resolve));
}`;

describe('a process with a failpoint', () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  const start = (failpoint?: string) => {
    const { CARRIERMESH_FAILPOINT: _, NODE_OPTIONS: __, ...env } = process.env;
    const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], { env: failpoint === undefined ? env : { ...env, CARRIERMESH_FAILPOINT: failpoint } });
    children.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (text) => (said.out += String(text)));
    child.stderr.on('data', (text) => (said.err += String(text)));
    const ended = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null, ...said }));
    return { child, said, ended };
  };

  it('that is off passes it as if it were not there', async () => {
    expect(await start().ended).toEqual({ code: 0, signal: null, out: 'passed 1\npassed 2\npassed 3\n', err: '' });
  }, LIMIT_MS);

  it('that another process is meant by passes it as well', async () => {
    expect(await start('billing:view-before-commit').ended).toMatchObject({ code: 0, out: 'passed 1\npassed 2\npassed 3\n', err: '' });
  }, LIMIT_MS);

  it('dies at the named passing, and has said so before', async () => {
    const { signal, out, err } = await start('tree-before-head@2').ended;
    expect({ signal, out }).toEqual({ signal: 'SIGKILL', out: 'passed 1\n' });
    expect(JSON.parse(err)).toMatchObject({ failpoint: 'tree-before-head', action: 'kill', passing: 2 });
  }, LIMIT_MS);

  it('dies only when what it sent has left', async () => {
    const { signal, out } = await start('relay-before-acks').ended;
    expect(signal).toBe('SIGKILL');
    expect(out).toMatch(/^sent\n/);
  }, LIMIT_MS);

  it('meets one error that passes, at the named passing alone', async () => {
    const { code, out } = await start('relay-after-acks=error@2').ended;
    expect({ code, out }).toEqual({ code: 0, out: 'passed 1\nunavailable the failpoint relay-after-acks was told to fail at its passing 2\npassed 3\n' });
  }, LIMIT_MS);

  it('stands still until somebody sends it on', async () => {
    const { child, said, ended } = start('relay:relay-after-acks=pause@2');
    // A signal that came before it stands still would be lost.
    while (!execFileSync('ps', ['-o', 'stat=', '-p', String(child.pid)], { encoding: 'utf8' }).startsWith('T')) await sleep(20);
    // What it wrote before it stood still may come a moment later.
    while (said.out === '') await sleep(20);
    expect({ ended: child.exitCode, out: said.out }).toEqual({ ended: null, out: 'passed 1\n' });
    child.kill('SIGCONT');
    const { err, ...rest } = await ended;
    expect(rest).toEqual({ code: 0, signal: null, out: 'passed 1\npassed 2\npassed 3\n' });
    expect(err).toContain('a failpoint acts');
  }, LIMIT_MS);

  it('that a file names dies at it with the file gone, so that its next life passes it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-failpoint-'));
    try {
      const file = join(directory, 'failpoint');
      expect(await start(`@${file}`).ended).toMatchObject({ code: 0, out: 'passed 1\npassed 2\npassed 3\n' });
      writeFileSync(file, 'billing:append-sent\n');
      expect(await start(`@${file}`).ended).toMatchObject({ code: 0, out: 'passed 1\npassed 2\npassed 3\n' });
      writeFileSync(file, 'relay:relay-after-acks@2\n');
      expect(await start(`@${file}`).ended).toMatchObject({ signal: 'SIGKILL', out: 'passed 1\n' });
      expect(existsSync(file)).toBe(false);
      expect(await start(`@${file}`).ended).toMatchObject({ code: 0 });
    } finally {
      rmSync(directory, { recursive: true });
    }
  }, LIMIT_MS);

  it('does not go on under a name that nobody knows', async () => {
    const { code, err } = await start('tree-before-heart').ended;
    expect(code).toBe(1);
    expect(err).toContain('CARRIERMESH_FAILPOINT is "tree-before-heart": there is no failpoint "tree-before-heart"');
  }, LIMIT_MS);
});
