import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bundleFromJson } from '@carriermesh/platform-evidence';
import { decodeEvent, ledger } from '@carriermesh/wire';
import { runCommand } from './command.js';
import type { ScenarioMesh } from './scenario-mesh.js';

/** Histories that releases have left, one file each: `<version>.json.gz`. */
const FOLDER = fileURLToPath(new URL('../../histories', import.meta.url));
/** Kept for ever and read in every run of the tests, so it stays small. */
export const MAX_HISTORY_BYTES = 300_000;

export interface ReplayedHistory {
  readonly code: number | null;
  readonly sound: boolean;
  readonly findings: readonly unknown[];
  readonly replay: { readonly invoiceId: string; readonly found: boolean; readonly identical: boolean; readonly notChecked: readonly string[] };
}

export const releasedHistories = (): readonly string[] => (existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json.gz')).map((name) => join(FOLDER, name)) : []);

/** Everything that an invoice rests on, from the offers and the order to the signed usage, as a file that is replayed without a mesh. */
export async function recordHistory(mesh: ScenarioMesh, invoiceId: string, file: string): Promise<void> {
  const plain = `${file}.json`;
  const { code, stderr } = await runCommand('ledger', 'export', '--invoice', invoiceId, '--out', plain, '--home', mesh.home.directory);
  if (code !== 0) throw new Error(`the history of ${invoiceId} could not be recorded: ${stderr}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(readFileSync(plain), { level: 9 }));
  rmSync(plain);
}

/** Replays a recorded history with this build, in a process of its own that sees nothing but the file. */
export async function replayHistory(file: string, directory: string): Promise<ReplayedHistory> {
  const plain = join(directory, 'history.json');
  writeFileSync(plain, gunzipSync(readFileSync(file)));
  const { code, stdout, stderr } = await runCommand('bundle', 'verify', plain, '--json');
  if (stdout === '') throw new Error(`${file} could not be replayed: ${stderr}`);
  return { code, ...(JSON.parse(stdout) as Omit<ReplayedHistory, 'code'>) };
}

/** Types of the events in a history, each decoded by this build. @throws WireError when one can't be */
export function typesIn(file: string): readonly string[] {
  const { commits } = bundleFromJson(gunzipSync(readFileSync(file)).toString());
  const events = commits.flatMap((commit) => commit.events.map(({ bytes }) => ledger.LedgerEvent.decode(bytes)));
  return [...new Set(events.map(({ type, payload }) => decodeEvent(type, payload).type as string))].sort();
}
