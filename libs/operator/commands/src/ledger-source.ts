import { existsSync, readFileSync } from 'node:fs';
import { fromHex } from '@carriermesh/kernel';
import { Home, homeDirectory, readRun } from '@carriermesh/operator-home';
import { isPostgres } from '@carriermesh/platform-chassis';
import { savedHeadIn, type SavedHead } from '@carriermesh/platform-evidence';
import { OperationalError } from '@carriermesh/platform-errors';
import { isFullOrderKey, signingKey, type Envelope } from '@carriermesh/platform-signing';
import { findRunning } from './running-mesh.js';

export interface LedgerFlags {
  readonly home?: string;
  readonly ledger?: string;
  readonly operatorKey?: readonly string[];
}

/**
 * The connection string of the ledger that is named, or of the running mesh's.
 * @throws OperationalError `misconfigured` when no ledger is named and no mesh runs
 */
export function ledgerUrl({ home: flag, ledger }: LedgerFlags): string {
  if (ledger !== undefined) return ledger;
  const home = new Home(homeDirectory({ flag }));
  const run = readRun(home);
  const url = run?.ledgerUrl ?? run?.postgresUrl;
  if (url) return url;
  throw new OperationalError('misconfigured', `no mesh runs in ${home.directory}: start it, or name a ledger with --ledger postgres://…`);
}

/**
 * The database that the mesh keeps its clock and its views in; of a ledger that is named, its own.
 * @throws OperationalError `misconfigured` when no mesh runs, `unavailable` while it starts
 */
export function databaseUrl({ home, ledger }: LedgerFlags): string {
  if (ledger !== undefined && isPostgres(ledger)) return ledger;
  const { postgresUrl } = findRunning(home).run;
  if (postgresUrl === undefined) throw new OperationalError('unavailable', 'the mesh is still starting: its database is not up yet');
  return postgresUrl;
}

/**
 * The ledger, for what reads its tables and the tree's.
 * @throws OperationalError `misconfigured` also for a ledger elsewhere: an empty table would pass for a history that was wiped
 */
export function postgresLedgerUrl(flags: LedgerFlags): string {
  const url = ledgerUrl(flags);
  if (isPostgres(url)) return url;
  throw new OperationalError('misconfigured', `this command reads PostgreSQL's tables, and the ledger is kept by ${url.split('://')[0]}`);
}

/** The keys that heads may be signed with: those given, or the home's. */
export function operatorKeys({ home: flag, operatorKey: given }: LedgerFlags): readonly Uint8Array[] {
  if (given && given.length > 0) return given.map(publicKeyIn);
  const { operatorKeyFile } = new Home(homeDirectory({ flag }));
  if (existsSync(operatorKeyFile)) return [signingKey(readFileSync(operatorKeyFile, 'utf8')).publicKey];
  throw new OperationalError('misconfigured', `there is no operator key ${operatorKeyFile}: give the operator's public key with --operator-key`);
}

/** @throws OperationalError `malformed` when the text is no Ed25519 public key of full order */
export function publicKeyIn(text: string): Uint8Array {
  const key = fromHex(text.toLowerCase());
  if (key && isFullOrderKey(key)) return key;
  throw new OperationalError('malformed', `an operator key is 64 hexadecimal digits of an Ed25519 public key, not "${text.slice(0, 80)}"`);
}

/**
 * Reads heads that somebody kept; the verifier decides whether to believe them.
 * @throws OperationalError naming the file that can't be read, or is no head
 */
export const savedHeads = (files: readonly string[] = []): readonly SavedHead[] => files.map((name) => ({ name, envelope: savedHeadOf(name) }));

function savedHeadOf(file: string): Envelope {
  const text = readText(file);
  try {
    return savedHeadIn(text);
  } catch (cause) {
    throw new OperationalError('malformed', `${file}: ${(cause as Error).message}`, { cause });
  }
}

/** @throws OperationalError `misconfigured` naming the file */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OperationalError('misconfigured', `the file ${file} could not be read: ${(cause as Error).message}`, { cause });
  }
}

/** JSON has no 64-bit integers and no bytes: they become decimal and hexadecimal text. */
export function plainValue(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
