import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXIT } from '@carriermesh/operator-commands';
import { Home, readRun } from '@carriermesh/operator-home';
import { RunningCommand, runCommand } from './support/command.js';
import { LedgerReading } from './support/ledger-reading.js';
import { isAlive, pidOf } from './support/mesh-processes.js';
import { eventually } from './support/patience.js';
import { assertBuilt, LAUNCH_LIMIT_MS, makeHomeDirectory, removeHome, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

/** The last line of what the command says when the first order is through. */
const SETTLED = 'Ctrl-C stops everything that was started.';

interface Facts {
  readonly orderId: string | undefined;
  readonly invoiceId: string | undefined;
  readonly advertised: number;
  readonly invoices: number;
  readonly orders: number;
}

describe('carriermesh start', () => {
  const directory = makeHomeDirectory();
  const home = new Home(directory);
  let first: RunningCommand;
  let second: RunningCommand;
  let before: Facts;
  let killed: readonly number[];

  beforeAll(async () => {
    assertBuilt();
    first = new RunningCommand(['start', '--home', directory]);
    await settled(first);
    before = await factsOf(first);
  }, LAUNCH_LIMIT_MS);
  afterAll(async () => {
    for (const command of [first, second]) await interrupt(command);
    // Where a story broke off after its kill -9, nobody is left who would stop the rest.
    for (const pid of processesNaming(directory)) process.kill(Number(pid), 'SIGKILL');
    removeHome(directory);
  }, STOP_LIMIT_MS);

  async function settled(command: RunningCommand): Promise<void> {
    await eventually('the summary of the first order', async () => {
      if (command.hasEnded) throw new Error(`the start ended before it had told of its order: ${command.stderr}`);
      return command.stdout.includes(SETTLED) ? true : undefined;
    });
  }

  async function interrupt(command: RunningCommand | undefined): Promise<void> {
    if (!command || command.hasEnded) return;
    command.signal('SIGINT');
    await command.finished;
  }

  async function factsOf({ stdout }: RunningCommand): Promise<Facts> {
    const ledger = new LedgerReading(readRun(home)?.postgresUrl ?? '');
    try {
      return {
        orderId: /ord_[0-9a-f-]{36}/.exec(stdout)?.[0],
        invoiceId: /inv_[0-9a-f-]{36}-\d+/.exec(stdout)?.[0],
        advertised: await ledger.count('advertising.v1.ResourceAdvertised'),
        invoices: await ledger.count('billing.v1.InvoiceIssued'),
        orders: await ledger.count('contracting.v1.ServiceRequested'),
      };
    } finally {
      await ledger.close();
    }
  }

  const processesOf = (): readonly number[] => {
    const run = readRun(home);
    if (!run) throw new Error(`nobody runs in ${directory}`);
    return [run.pid, ...run.services.map(({ pid }) => pid), ...['nats', 'postgres'].flatMap((name) => pidOf(home, name) ?? [])];
  };

  it('orders once, bills it, and says where everything is', () => {
    expect(before).toEqual({ orderId: expect.any(String), invoiceId: expect.any(String), advertised: expect.any(Number), invoices: 1, orders: 1 });
    expect(first.stdout).toContain(readRun(home)?.apiUrl);
    expect(first.stdout).toMatch(/Balance +\S+ EUR = settlements/);
  });

  it('refuses a second start in the same home with one sentence that names the process that has it', async () => {
    const { code, stdout, stderr } = await runCommand('start', '--home', directory);
    expect([code, stdout]).toEqual([EXIT.error, '']);
    expect(stderr).toContain(`already running as process ${readRun(home)?.pid}`);
  }, STEP_LIMIT_MS);

  it('refuses a port that is taken with one sentence that names it, and leaves nothing running', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const elsewhere = makeHomeDirectory();
    try {
      const { code, stdout, stderr } = await runCommand('start', '--home', elsewhere, '--port', String(port));
      expect([code, stdout]).toEqual([EXIT.error, '']);
      expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(new RegExp(`^carriermesh: port ${port} .* is taken by another process`))]);
      expect(readRun(new Home(elsewhere))).toBeUndefined();
      expect(processesNaming(elsewhere)).toEqual([]);
    } finally {
      removeHome(elsewhere);
      await new Promise((resolve) => server.close(resolve));
    }
  }, STEP_LIMIT_MS);

  it('I7 goes on after kill -9 of everything with the order and the invoice of before, and advertises nothing twice', async () => {
    killed = processesOf();
    expect(killed.length).toBe(12);
    first.signal('SIGKILL');
    for (const pid of killed) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await first.finished;
    await eventually('the end of all', async () => (killed.some(isAlive) ? undefined : true));

    second = new RunningCommand(['start', '--home', directory]);
    await settled(second);
    expect(await factsOf(second)).toEqual(before);
  }, LAUNCH_LIMIT_MS);

  it('ends with exit code 0 at Ctrl-C, and no process of it is left', async () => {
    const running = processesOf();
    second.signal('SIGINT');
    const { code, stderr } = await second.finished;
    expect(code).toBe(EXIT.done);
    expect(stderr).toContain('Stopped.');
    expect(running.filter(isAlive)).toEqual([]);
    expect(processesNaming(directory)).toEqual([]);
    expect(existsSync(home.runFile)).toBe(false);
  }, STOP_LIMIT_MS);
});

/** Whoever has the home in its command line or its environment belongs to it. Empty where the system does not tell. */
function processesNaming(directory: string): readonly string[] {
  if (!existsSync('/proc/self/environ')) return [];
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return others.filter((pid) => ['cmdline', 'environ'].some((file) => textOf(`/proc/${pid}/${file}`).includes(directory)) && isAlive(Number(pid)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
