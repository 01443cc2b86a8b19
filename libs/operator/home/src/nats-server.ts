import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { OperationalError } from '@carriermesh/platform-errors';
import { messageOf } from './files.js';
import { isRoot } from './home.js';

const run = promisify(execFile);
const VERSION_TIMEOUT_MS = 10_000;
const INSTALL_TIMEOUT_MS = 300_000;
/** Where packages put it although an ordinary user's PATH does not name the place. */
const USUAL_DIRECTORIES = ['/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

export interface NatsServerProgram {
  readonly path: string;
  /** `2.9.10` */
  readonly version: string;
  /** What the operator should know about this version; `undefined` when there is nothing to say. */
  readonly notice: string | undefined;
}

export interface FindNatsServerOptions {
  /** Where to look: a PATH. The default is ours and the usual places for servers. */
  readonly path?: string;
  /** Whether it may be installed when it is missing, which needs root and apt-get. */
  readonly install?: boolean;
  readonly say?: (line: string) => void;
}

/**
 * The machine's nats-server, installed through apt-get when it is missing and we may.
 * @throws OperationalError 'misconfigured' that names the ways to get one
 */
export async function findNatsServer(options: FindNatsServerOptions = {}): Promise<NatsServerProgram> {
  const { path = [process.env['PATH'] ?? '', ...USUAL_DIRECTORIES].join(delimiter), install = true, say = () => undefined } = options;
  const found = executableOn(path, 'nats-server');
  if (found) return describe(found);
  const aptGet = install && isRoot() ? executableOn(path, 'apt-get') : undefined;
  if (aptGet) await installByApt(aptGet, say);
  const installed = aptGet && executableOn(path, 'nats-server');
  if (installed) return describe(installed);
  throw new OperationalError(
    'misconfigured',
    'no nats-server was found on the PATH: install it with the system\'s package manager ("sudo apt-get install nats-server" or "brew install nats-server"), ' +
      'or put the program from https://github.com/nats-io/nats-server/releases on the PATH',
  );
}

/**
 * What has to be said of a version. CVE-2025-30215: before 2.10.27 and 2.11.1 an account with JetStream can manage the
 * streams of another account. Such a server is bearable where only this machine reaches it and no provider has JetStream.
 */
export function versionNotice(version: string): string | undefined {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const mended = major > 2 || minor > 11 || (minor === 11 && patch >= 1) || (minor === 10 && patch >= 27);
  if (major >= 2 && mended) return undefined;
  return (
    `nats-server ${version} is older than 2.10.27 / 2.11.1 and lets accounts manage each other's streams (CVE-2025-30215): ` +
    'it is used on the loopback only, where providers have no JetStream; do not open it to a network'
  );
}

async function describe(path: string): Promise<NatsServerProgram> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    const version = /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    if (version === undefined) throw new Error(`it says "${stdout.trim()}"`);
    return { path, version, notice: versionNotice(version) };
  } catch (error) {
    throw new OperationalError('misconfigured', `${path} does not tell its version as a nats-server does: ${messageOf(error)}`, { cause: error });
  }
}

/** The package brings a system service, which must neither start now nor at the next boot: this home runs its own server. */
async function installByApt(aptGet: string, say: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  say('nats-server is missing: installing it with apt-get');
  const service = await newSystemdService();
  try {
    await service('mask');
    await apt(aptGet, ['update']);
    await apt(aptGet, ['install', '-y', '--no-install-recommends', 'nats-server']);
  } catch (error) {
    say(`apt-get could not install nats-server: ${messageOf(error)}`);
    return;
  } finally {
    await service('unmask');
    await service('disable', '--now');
  }
  say(`nats-server is installed (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
}

/** RUNLEVEL=1 makes the packages' start scripts leave services alone where there is no systemd. apt's own talk goes to stderr. */
async function apt(aptGet: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const child = spawn(aptGet, ['-q', ...args], { env, stdio: ['ignore', process.stderr, process.stderr], timeout: INSTALL_TIMEOUT_MS });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new Error(`"apt-get ${args.join(' ')}" ended with ${signal ?? `exit code ${code}`}`);
}

/** systemctl for the package's service; does nothing without systemd, or when the machine had a service of that name before: then it is not ours. */
async function newSystemdService(): Promise<(...verb: readonly string[]) => Promise<void>> {
  const systemctl = (...args: readonly string[]): Promise<boolean> => run('systemctl', [...args, 'nats-server.service']).then(() => true, () => false);
  const leaveAlone = !existsSync('/run/systemd/system') || (await systemctl('cat'));
  return async (...verb) => {
    if (!leaveAlone) await systemctl(...verb);
  };
}

function executableOn(path: string, name: string): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
