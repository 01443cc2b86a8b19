import { readFileSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import type { BusAddress } from '@carriermesh/platform-bus';
import { readMasterKey } from '@carriermesh/platform-personal-data';
import { signingKey } from '@carriermesh/platform-signing';

const LOG_LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** What one process of the mesh has to be told, and nothing that it can find out. */
export interface MeshEnvironment {
  /** PostgreSQL of the read models, and of the ledger unless `ledgerUrl` names another place for it. */
  readonly databaseUrl: string;
  readonly ledgerUrl?: string;
  readonly bus: Omit<BusAddress, 'name'>;
  /** PKCS #8 PEM of the operator's Ed25519 key. */
  readonly signingKeyPem: string;
  /** Wraps the keys of people; absent for a process that keeps nothing of them. */
  readonly masterKey?: Uint8Array;
  /** 0 for any free port. */
  readonly healthPort: number;
  readonly logLevel: string;
  /** Where spans are written as files; absent: nowhere. */
  readonly tracesDirectory?: string;
  readonly otlpEndpoint?: string;
}

/**
 * Reads the environment of a process: DATABASE_URL, CARRIERMESH_LEDGER_URL, CARRIERMESH_BUS_URL, CARRIERMESH_BUS_NKEY_FILE,
 * CARRIERMESH_SIGNING_KEY_FILE, CARRIERMESH_MASTER_KEY_FILE, CARRIERMESH_HEALTH_PORT, CARRIERMESH_LOG_LEVEL,
 * CARRIERMESH_TRACES_DIR and OTEL_EXPORTER_OTLP_ENDPOINT.
 * @throws OperationalError `misconfigured`, naming the variable
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): MeshEnvironment {
  const ledgerUrl = env['CARRIERMESH_LEDGER_URL'];
  const nkeySeedFile = env['CARRIERMESH_BUS_NKEY_FILE'];
  const masterKeyFile = env['CARRIERMESH_MASTER_KEY_FILE'];
  const tracesDirectory = env['CARRIERMESH_TRACES_DIR'];
  const otlpEndpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return {
    databaseUrl: required(env, 'DATABASE_URL'),
    ...(ledgerUrl ? { ledgerUrl } : {}),
    bus: { url: required(env, 'CARRIERMESH_BUS_URL'), ...(nkeySeedFile ? { nkeySeedFile } : {}) },
    signingKeyPem: readKeyFile(required(env, 'CARRIERMESH_SIGNING_KEY_FILE')),
    ...(masterKeyFile ? { masterKey: readMasterKey(masterKeyFile) } : {}),
    healthPort: portOf(env['CARRIERMESH_HEALTH_PORT'] || '0', 'CARRIERMESH_HEALTH_PORT'),
    logLevel: logLevelOf(env['CARRIERMESH_LOG_LEVEL'] || 'info'),
    ...(tracesDirectory ? { tracesDirectory } : {}),
    ...(otlpEndpoint ? { otlpEndpoint } : {}),
  };
}

export function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (!value) throw new OperationalError('misconfigured', `the environment variable ${name} is not set`);
  return value;
}

/** @param from the variable or flag that says so, for the message */
export function portOf(text: string, from: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new OperationalError('misconfigured', `${from}: a port is a whole number from 0 to 65535, not "${text}"`);
  }
  return port;
}

export const isLogLevel = (text: string): boolean => LOG_LEVELS.includes(text);

function logLevelOf(text: string): string {
  if (isLogLevel(text)) return text;
  throw new OperationalError('misconfigured', `CARRIERMESH_LOG_LEVEL is one of ${LOG_LEVELS.join(', ')}, not "${text}"`);
}

/** Read and tried here, so that a wrong file is found before anything is started, and named. */
function readKeyFile(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8');
    signingKey(pem);
    return pem;
  } catch (error) {
    const why = (error as Error).message;
    throw new OperationalError('misconfigured', `CARRIERMESH_SIGNING_KEY_FILE names ${file}, where no Ed25519 key in PKCS #8 PEM can be read: ${why}`, { cause: error });
  }
}
