import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { childEnvironment } from './child-environment.js';
import type { Home } from './home.js';
import { identify, isSameAlive, type ProcessIdentity } from './processes.js';
import type { ProcessEvent } from './process-event.js';
import { readRun, RunFile } from './run-file.js';
import type { ChildSpec } from './supervised-child.js';
import { Supervisor } from './supervisor.js';
import { TestHomes, until } from './test-home.js';

const homes = new TestHomes();
const supervisors: Supervisor[] = [];
afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.stop(1_000)));
  homes.removeAll();
}, 30_000);

const supervise = (home: Home, more: Omit<ConstructorParameters<typeof Supervisor>[0], 'home'> = {}): Supervisor => {
  const supervisor = new Supervisor({ home, ...more });
  supervisors.push(supervisor);
  return supervisor;
};

const STEADY = `
process.on('disconnect', () => process.exit(0));
process.send({ type: 'ready', healthUrl: 'http://127.0.0.1:1/' + process.argv[2] });
console.log('ready as', process.pid);
setInterval(() => undefined, 1_000);`;

const program = (home: Home, name: string, source: string): ChildSpec => {
  const entry = join(home.directory, `${name}.mjs`);
  writeFileSync(entry, source);
  return { name, entry, env: childEnvironment('service'), args: [name] };
};
const alive = (identity: ProcessIdentity): boolean => isSameAlive({ pid: identity.pid, startToken: identity.startToken });

describe('the supervisor', () => {
  it('starts children, writes down who runs, and stops them all', async () => {
    const home = homes.make();
    const run = await RunFile.claim(home);
    const supervisor = supervise(home, { run });
    const started = await supervisor.startAll(['billing', 'paths', 'gateway'].map((name) => program(home, name, STEADY)), 2);
    expect(started.map(({ name, healthUrl }) => `${name} ${healthUrl}`)).toEqual([
      'billing http://127.0.0.1:1/billing',
      'paths http://127.0.0.1:1/paths',
      'gateway http://127.0.0.1:1/gateway',
    ]);
    expect(readRun(home)?.services).toEqual(started);
    await supervisor.stop();
    expect(started.filter(alive)).toEqual([]);
    expect(readRun(home)?.services).toEqual([]);
    run.release();
    expect(readRun(home)).toBeUndefined();
  }, 30_000);

  it('starts a killed child again and writes down the new process', async () => {
    const home = homes.make();
    const run = await RunFile.claim(home);
    const events: ProcessEvent[] = [];
    const supervisor = supervise(home, { run, onEvent: (event) => events.push(event) });
    const { pid } = await supervisor.start(program(home, 'billing', STEADY));
    process.kill(pid, 'SIGKILL');
    await until('billing is ready again', () => events.filter(({ type }) => type === 'ready').length === 2);
    expect(events.map(({ type }) => type)).toEqual(['ready', 'exit', 'restart', 'ready']);
    expect(events[1]).toMatchObject({ name: 'billing', pid, code: null, signal: 'SIGKILL' });
    expect(readRun(home)?.services).toMatchObject([{ name: 'billing', healthUrl: 'http://127.0.0.1:1/billing' }]);
    expect(supervisor.services[0]?.pid).not.toBe(pid);
    run.release();
  }, 30_000);

  it('tells a child how to collect its heap, and to collect what is young by its own thread where there are fewer processors than processes', async () => {
    const home = homes.make();
    const source = "process.send({ type: 'ready', healthUrl: JSON.stringify(process.execArgv) }); process.on('disconnect', () => process.exit(0)); setInterval(() => undefined, 1_000);";
    const { healthUrl } = await supervise(home).start(program(home, 'billing', source));
    expect(JSON.parse(healthUrl ?? '')).toEqual(['--heap-growing-percent=200', '--max-semi-space-size=32', ...(availableParallelism() < 12 ? ['--no-parallel-scavenge'] : [])]);
  }, 30_000);

  it('leaves a child down that is not to be started again', async () => {
    const home = homes.make();
    const events: ProcessEvent[] = [];
    const supervisor = supervise(home, { onEvent: (event) => events.push(event) });
    const { pid } = await supervisor.start({ ...program(home, 'once', STEADY), restart: false });
    process.kill(pid, 'SIGTERM');
    await until('it has ended', () => supervisor.services.length === 0 && events.length === 2);
    expect(events.map(({ type }) => type)).toEqual(['ready', 'exit']);
  }, 30_000);

  it('gives the last words of a child that ends before it is ready', async () => {
    const home = homes.make();
    const doomed = program(home, 'doomed', "console.error('no tariff book found'); process.exitCode = 3;");
    await expect(supervise(home).start(doomed)).rejects.toThrow(/doomed ended before it was ready \(exit code 3\); its last words:\nno tariff book found/);
  }, 30_000);

  it('ends a child that is not ready in time', async () => {
    const home = homes.make();
    const mute = program(home, 'mute', "console.log(process.pid); setInterval(() => undefined, 1_000);");
    const supervisor = supervise(home, { readyTimeoutMs: 500 });
    await expect(supervisor.start(mute)).rejects.toThrow(/mute was not ready within 500 ms/);
    expect(supervisor.services).toEqual([]);
  }, 30_000);

  it('kills a child that does not end within the grace', async () => {
    const home = homes.make();
    const supervisor = supervise(home);
    const child = await supervisor.start(program(home, 'stubborn', `process.on('SIGTERM', () => undefined);${STEADY}`));
    await supervisor.stop(200);
    expect(alive(child)).toBe(false);
  }, 30_000);

  it('starts no further child after one has failed, or after a stop', async () => {
    const home = homes.make();
    const supervisor = supervise(home);
    const specs = [program(home, 'doomed', 'process.exit(1);'), program(home, 'late', STEADY)];
    await expect(supervisor.startAll(specs, 1)).rejects.toThrow(/doomed ended/);
    expect(supervisor.services).toEqual([]);
    await supervisor.stop();
    await expect(supervisor.start(program(home, 'later', STEADY))).rejects.toThrow('later was not started: the mesh is stopping');
  }, 30_000);
});

describe('the claim on a home', () => {
  it('is refused while another holds it, whom the message names', async () => {
    const home = homes.make();
    const run = await RunFile.claim(home);
    await expect(RunFile.claim(home)).rejects.toThrow(`this home is already running as process ${process.pid}`);
    run.release();
    (await RunFile.claim(home)).release();
  });

  it('goes to exactly one of many that try at once after a crash', async () => {
    const home = homes.make();
    writeFileSync(home.runFile, JSON.stringify({ pid: 999_999, startToken: 'gone', services: [] }));
    const claims = await Promise.allSettled(Array.from({ length: 8 }, () => RunFile.claim(home)));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('ends what a killed start left running, and leaves a stranger with a reused process id alone', async () => {
    const home = homes.make();
    const { entry } = program(home, 'billing', 'setInterval(() => undefined, 1_000);');
    const orphan = spawn(process.execPath, [entry], { stdio: 'ignore', detached: true });
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const [orphanIs, strangerIs] = [identify(orphan.pid ?? 0), identify(stranger.pid ?? 0)];
    if (!orphanIs || !strangerIs) throw new Error('the two processes did not start');
    const services = [
      { name: 'billing', entry, ...orphanIs },
      { name: 'paths', entry, ...strangerIs },
      { name: 'gateway', entry, pid: process.pid, startToken: 'an earlier process' },
    ];
    writeFileSync(home.runFile, JSON.stringify({ pid: 999_999, startToken: 'gone', services }));
    const said: string[] = [];
    const run = await RunFile.claim(home, (line) => said.push(line));
    expect(said).toEqual(['services were left running by an earlier start (billing): stopping them']);
    expect([alive(orphanIs), alive(strangerIs)]).toEqual([false, true]);
    stranger.kill();
    run.release();
  }, 30_000);
});
