import { readFileSync } from 'node:fs';
import { credsAuthenticator, nkeyAuthenticator, nkeys, type Authenticator } from '@nats-io/transport-node';
import { OperationalError } from '@carriermesh/platform-errors';
import { connectLean } from './lean-connection.js';
import type { LeanConnection } from './lean-protocol.js';

const RECONNECT_WAIT_MS = 250;
const CONNECT_TIMEOUT_MS = 10_000;
const PING_INTERVAL_MS = 5_000;
/** Two missed pings mean a half-open connection: it is dropped and made anew. */
const MAX_PINGS_OUT = 2;

/**
 * The client writes at the end of each turn what was said in it, or as soon as it comes to 32 kB. With many calls in flight those that were
 * answered together are asked again together, so that one end always waits while the other works; written in smaller pieces they keep
 * both at work, and a write costs as much as some ten calls. The client takes this setting, but its types do not tell of it.
 */
const WRITING: object = { pendingLimit: 10_000 };

export interface BusAddress {
  readonly url: string;
  /** Shown in the server's connection list. */
  readonly name: string;
  /** File with the NKey seed of this account's user; absent only where the server asks for no credentials. */
  readonly nkeySeedFile?: string;
  /** File with JWT and seed, as operators of larger NATS installations hand out. */
  readonly credentialsFile?: string;
}

/**
 * Connects for good: a lost connection is made again for as long as the process lives.
 * @throws OperationalError `unavailable` when the server can't be reached, `denied` when it refuses the credentials,
 * `misconfigured` when their file can't be read, or holds none
 */
export async function connectBus(address: BusAddress): Promise<LeanConnection> {
  const authenticator = authenticatorOf(address);
  try {
    return await connectLean({
      servers: address.url,
      name: address.name,
      ...(authenticator === undefined ? {} : { authenticator }),
      timeout: CONNECT_TIMEOUT_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_WAIT_MS,
      pingInterval: PING_INTERVAL_MS,
      maxPingOut: MAX_PINGS_OUT,
      ...WRITING,
      ignoreAuthErrorAbort: true,
    });
  } catch (error) {
    const denied = /authorization|authentication/i.test((error as Error).message);
    throw new OperationalError(
      denied ? 'denied' : 'unavailable',
      denied
        ? `the bus at ${address.url} does not accept the credentials of ${address.name}`
        : `the bus at ${address.url} can't be reached: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function authenticatorOf({ nkeySeedFile, credentialsFile }: BusAddress): Authenticator | undefined {
  if (nkeySeedFile !== undefined) return nkeyAuthenticator(readNkeySeed(nkeySeedFile));
  if (credentialsFile !== undefined) return credsAuthenticator(readSecret(credentialsFile));
  return undefined;
}

/** Of a user of the bus. @throws OperationalError `misconfigured` when the file can't be read, or holds none */
export function readNkeySeed(file: string): Uint8Array {
  const seed = new TextEncoder().encode(readSecret(file).toString('utf8').trim());
  try {
    nkeys.fromSeed(seed);
  } catch (error) {
    throw new OperationalError('misconfigured', `the bus credentials in ${file} are no NKey seed: ${(error as Error).message}`, { cause: error });
  }
  return seed;
}

function readSecret(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new OperationalError('misconfigured', `the bus credentials in ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}
