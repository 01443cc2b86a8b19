import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperationalError } from '@carriermesh/platform-errors';
import { createWhole, makeDirectory, messageOf, readIfThere } from './files.js';

const PRIVATE = 0o700;
/** May be passed through but not listed: as root, PostgreSQL runs as a user of its own and has to get to its data. */
const PASSABLE = 0o711;

export interface HomeFacts {
  /** Whether the mesh in this home trades made-up services on the sample exchange. Fixed when the home is made: the two never mix in one ledger. */
  readonly demonstration: boolean;
  /** RFC 3339 in UTC. */
  readonly createdAt: string;
}

/** Where one running mesh keeps everything that it has: data, logs, keys, and who is running. */
export class Home {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = resolve(directory);
  }

  /**
   * Opens a home, and makes it if it is not there yet; `demonstration` counts only when it is made.
   * @throws OperationalError 'misconfigured' when it cannot be written
   */
  static open(directory: string, { demonstration }: { readonly demonstration: boolean }): Home {
    const home = new Home(directory);
    home.#makeReachable();
    createWhole(home.factsFile, `${JSON.stringify({ demonstration, createdAt: new Date().toISOString() })}\n`);
    makeDirectory(home.dataDirectory, isRoot() ? PASSABLE : PRIVATE);
    for (const own of [home.natsDirectory, home.logsDirectory, home.keysDirectory, home.providersDirectory]) makeDirectory(own, PRIVATE);
    return home;
  }

  get factsFile(): string { return join(this.directory, 'home.json'); }
  get runFile(): string { return join(this.directory, 'run.json'); }
  get dataDirectory(): string { return join(this.directory, 'data'); }
  get postgresDirectory(): string { return join(this.dataDirectory, 'postgres'); }
  get natsDirectory(): string { return join(this.dataDirectory, 'nats'); }
  get logsDirectory(): string { return join(this.directory, 'logs'); }
  get keysDirectory(): string { return join(this.directory, 'keys'); }
  get providersDirectory(): string { return join(this.directory, 'providers'); }
  get postgresPasswordFile(): string { return join(this.keysDirectory, 'postgres-password'); }
  get operatorKeyFile(): string { return join(this.keysDirectory, 'operator.pem'); }
  get masterKeyFile(): string { return join(this.keysDirectory, 'master.key'); }
  get meshNkeyFile(): string { return join(this.keysDirectory, 'mesh.nk'); }

  logFile(name: string): string { return join(this.logsDirectory, `${fileName(name)}.log`); }
  buyerKeyFile(buyerId: string): string { return join(this.keysDirectory, 'buyers', `${fileName(buyerId)}.pem`); }
  providerDirectory(providerId: string): string { return join(this.providersDirectory, fileName(providerId)); }
  providerNkeyFile(providerId: string): string { return join(this.providerDirectory(providerId), 'bus.nk'); }
  providerKeyFile(providerId: string): string { return join(this.providerDirectory(providerId), 'signing.pem'); }

  /** What was decided when the home was made; `undefined` where no home was made yet. */
  get facts(): HomeFacts | undefined {
    const text = readIfThere(this.factsFile);
    if (text === undefined) return undefined;
    try {
      const { demonstration, createdAt } = JSON.parse(text) as Partial<HomeFacts>;
      if (typeof demonstration !== 'boolean' || typeof createdAt !== 'string') throw new Error('it lacks "demonstration" or "createdAt"');
      return { demonstration, createdAt };
    } catch (error) {
      throw new OperationalError('misconfigured', `${this.factsFile} is not a home's description: ${messageOf(error)}`, { cause: error });
    }
  }

  /** Only a directory that is a home already, or is empty, gets our mode: someone's own directory keeps the one it has. */
  #makeReachable(): void {
    const mode = isRoot() ? PASSABLE : PRIVATE;
    if (!existsSync(this.directory)) return makeDirectory(this.directory, mode);
    if (!statSync(this.directory).isDirectory()) {
      throw new OperationalError('misconfigured', `the home ${this.directory} is a file, not a directory`);
    }
    const ours = existsSync(this.factsFile) || readableEntries(this.directory).length === 0;
    if (ours && isRoot()) chmodSync(this.directory, statSync(this.directory).mode | PASSABLE);
  }
}

/**
 * Which directory is the home: what the command was told, else `CARRIERMESH_HOME`, else `.carriermesh` in the project
 * that the working directory lies in, else in the project that this code belongs to.
 */
export function homeDirectory(asked: { readonly flag?: string | undefined; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {}): string {
  const { flag, env = process.env, cwd = process.cwd() } = asked;
  const named = flag || env['CARRIERMESH_HOME'];
  return named ? resolve(cwd, named) : join(projectRootAbove(cwd) ?? PROJECT_ROOT, '.carriermesh');
}

/** From src as from dist the project's root is four directories up. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function projectRootAbove(directory: string): string | undefined {
  const manifest = join(directory, 'package.json');
  if (existsSync(manifest) && nameIn(readFileSync(manifest, 'utf8')) === 'carriermesh') return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : projectRootAbove(parent);
}

function nameIn(manifest: string): unknown {
  try {
    return (JSON.parse(manifest) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}

function readableEntries(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    throw new OperationalError('misconfigured', `the home ${directory} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Ids come from outside: one with a slash or dots in it would name a file elsewhere. */
function fileName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) {
    throw new OperationalError('malformed', `"${name}" cannot name a file in the home: letters, digits, ".", "_" and "-" only, 100 at most`);
  }
  return name;
}
