import { renameSync, rmSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import { createWhole, readIfThere, writeWhole } from './files.js';
import type { Home } from './home.js';
import { commandLine, endProcess, identify, isSameAlive, type EndStep, type ProcessIdentity } from './processes.js';

const MAX_CLAIM_ATTEMPTS = 5;
const ORPHAN_END_STEPS: readonly EndStep[] = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

export interface ServiceRecord extends ProcessIdentity {
  readonly name: string;
  /** The program's path, as it stands in the process's command line. */
  readonly entry: string;
  /** `undefined` until it has said that it is ready, or when it has no health to ask for. */
  readonly healthUrl?: string;
}

/** Who runs in a home, and where it can be reached. The file holds the database's password: its mode is 0600. */
export interface RunRecord extends ProcessIdentity {
  /** RFC 3339 in UTC. */
  readonly startedAt: string;
  readonly demonstration: boolean;
  /** The three addresses are there as soon as the part that they name answers. */
  readonly postgresUrl?: string;
  /** Where the ledger is, when it is not in that PostgreSQL. */
  readonly ledgerUrl?: string;
  readonly natsUrl?: string;
  readonly apiUrl?: string;
  readonly services: readonly ServiceRecord[];
}

export type RunUpdate = Partial<Pick<RunRecord, 'postgresUrl' | 'ledgerUrl' | 'natsUrl' | 'apiUrl' | 'services'>>;

/** The claim of one process on a home; it lasts until `release` or until the process ends. */
export class RunFile {
  #record: RunRecord;
  #released = false;

  private constructor(
    private readonly path: string,
    first: RunRecord,
  ) {
    this.#record = first;
  }

  /**
   * Takes the home for this process, and ends the services that an earlier, killed start left behind.
   * @throws OperationalError 'misconfigured' when another process runs in the home
   */
  static async claim(home: Home, say: (line: string) => void = () => undefined): Promise<RunFile> {
    const self = identify(process.pid);
    if (!self) throw new OperationalError('misconfigured', `this machine does not say when process ${process.pid} started: is /proc mounted, or "ps" installed?`);
    const record: RunRecord = { ...self, startedAt: new Date().toISOString(), demonstration: home.facts?.demonstration ?? false, services: [] };
    for (let attempt = 0; attempt < MAX_CLAIM_ATTEMPTS; attempt += 1) {
      if (createWhole(home.runFile, format(record))) return new RunFile(home.runFile, record);
      const stale = readIfThere(home.runFile);
      const earlier = parse(stale);
      if (earlier && isSameAlive(earlier)) throw alreadyRunning(earlier.pid);
      await endOrphans(earlier?.services ?? [], say);
      putAside(home.runFile, stale);
    }
    throw new OperationalError('misconfigured', `${home.runFile} changes hands faster than it can be claimed: another start is under way`);
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** Does nothing after `release`: the home may be another's by then. */
  update(change: RunUpdate): void {
    if (this.#released) return;
    this.#record = { ...this.#record, ...change };
    writeWhole(this.path, format(this.#record));
  }

  /** Leaves the home free; call it last, when everything has stopped. */
  release(): void {
    this.#released = true;
    if (parse(readIfThere(this.path))?.startToken === this.#record.startToken) rmSync(this.path, { force: true });
  }
}

/** Who runs in the home now; `undefined` when nobody does, whatever a killed process left in the file. */
export function readRun(home: Home): RunRecord | undefined {
  const record = parse(readIfThere(home.runFile));
  return record && isSameAlive(record) ? record : undefined;
}

/**
 * Moves a dead process's file away, unless it is no longer the one that was judged dead: a rival that claimed the home
 * in between gets its file back.
 */
function putAside(path: string, judged: string | undefined): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readIfThere(aside);
  if (moved !== undefined && moved !== judged) createWhole(path, moved);
  rmSync(aside, { force: true });
}

async function endOrphans(services: readonly ServiceRecord[], say: (line: string) => void): Promise<void> {
  const orphans = services.filter((service) => isSameAlive(service) && commandLine(service.pid)?.includes(service.entry));
  if (orphans.length > 0) say(`services were left running by an earlier start (${orphans.map(({ name }) => name).join(', ')}): stopping them`);
  await Promise.all(orphans.map((orphan) => endProcess(orphan, ORPHAN_END_STEPS)));
}

function alreadyRunning(pid: number): OperationalError {
  return new OperationalError(
    'misconfigured',
    `this home is already running as process ${pid}; use that mesh, stop it with "kill ${pid}", or choose another home with --home DIR`,
  );
}

function format(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** A file that cannot be read as a run is nobody's: it was not written by this code. */
function parse(text: string | undefined): RunRecord | undefined {
  if (text === undefined) return undefined;
  try {
    const record = JSON.parse(text) as RunRecord;
    return Number.isInteger(record.pid) && typeof record.startToken === 'string' && Array.isArray(record.services) ? record : undefined;
  } catch {
    return undefined;
  }
}
