import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const LIMIT_MS = 30_000;
const BUILT = fileURLToPath(new URL('../dist/run.js', import.meta.url));
const APPS = fileURLToPath(new URL('../../../../apps', import.meta.url));

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly error?: { readonly message: string };
}

describe('a process of the mesh', () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  /** Runs until it ends; `then` is what it does once it is ready. */
  const lifeOf = async (then: string, failpoint = ''): Promise<{ readonly code: number | null; readonly log: readonly Line[] }> => {
    const program = `
      import { runProcess } from ${JSON.stringify(BUILT)};
      await runProcess('relay', async () => ({ healthUrl: '', stop: async () => undefined }));
      setInterval(() => undefined, 1_000);
      ${then}`;
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env: { ...env, CARRIERMESH_FAILPOINT: failpoint } });
    children.push(child);
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, log: said.trim().split('\n').map((line) => JSON.parse(line) as Line) };
  };

  it.each([
    ['unhandledRejection', "setTimeout(() => void Promise.reject(new Error('nobody waits for this')), 10);"],
    ['uncaughtException', "setTimeout(() => { throw new Error('nobody waits for this'); }, 10);"],
  ])('logs an %s and ends, so that its supervisor starts another', async (event, then) => {
    const { code, log } = await lifeOf(then);
    expect(code).toBe(1);
    expect(log.at(-1)).toMatchObject({ level: 'fatal', msg: `${event}: the process ends and its supervisor starts a new one`, error: { message: 'nobody waits for this' } });
  }, LIMIT_MS);

  it('says loudly that a failpoint is switched on, and does not start with one that nobody knows', async () => {
    const { code, log } = await lifeOf("process.kill(process.pid, 'SIGTERM');", 'tree-before-head@7');
    expect(code).toBe(0);
    expect(log[0]).toMatchObject({ level: 'warn', failpoint: { name: 'tree-before-head', action: 'kill', passing: 7 } });
    const refused = await lifeOf('', 'tree-before-heart');
    expect(refused.code).toBe(1);
    expect(refused.log.at(-1)?.error?.message).toMatch(/^CARRIERMESH_FAILPOINT is "tree-before-heart": there is no failpoint/);
  }, LIMIT_MS);

  it('is what every app but the command is', () => {
    const withoutLife = readdirSync(APPS).filter((app) => !/(^await |=> )run(Process)?\(/m.test(readFileSync(`${APPS}/${app}/src/main.ts`, 'utf8')));
    expect(withoutLife).toEqual(['cli']);
  });
});
