import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { OperationalError } from '@carriermesh/platform-errors';
import { codeOf } from './files.js';

export const LOOPBACK = '127.0.0.1';

/** Below what Linux (from 32,768), BSD and Windows (from 49,152) give to outgoing connections: one of these could have a port between two lives of the process that listens on it. */
const FIRST_LISTENING_PORT = 10_000;
const LAST_LISTENING_PORT = 32_767;
const DRAWN_PORTS = 16;

/** A port on the loopback that nobody listens on now. Another process may take it first: whoever listens on it must be ready to ask again. */
export async function freePort(): Promise<number> {
  for (let drawn = 0; drawn < DRAWN_PORTS; drawn += 1) {
    const port = await listenOnce(randomInt(FIRST_LISTENING_PORT, LAST_LISTENING_PORT + 1)).catch(() => undefined);
    if (port !== undefined) return port;
  }
  return listenOnce(0);
}

/**
 * @param what what the port is asked for, as a person would say it: "the HTTP API"
 * @throws OperationalError 'misconfigured' when something else listens there or this user may not
 */
export async function assertPortFree(port: number, what: string): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new OperationalError('misconfigured', `port ${port} for ${what} is not a port: it must be a whole number from 1 to 65535`);
  }
  try {
    await listenOnce(port);
  } catch (error) {
    throw portRefused(port, what, codeOf(error));
  }
}

const MAX_PORT_ATTEMPTS = 3;

/** Thrown by who wanted to listen and found the port taken. */
export class PortTaken extends OperationalError {
  constructor(port: number, what: string) {
    super('misconfigured', portRefused(port, what, 'EADDRINUSE').message);
  }
}

/**
 * Uses the port that was asked for, or else a free one; when somebody else takes the free one first, another.
 * @throws OperationalError 'misconfigured' when the port that was asked for cannot be had
 */
export async function onSomePort<Used>(asked: number | undefined, what: string, use: (port: number) => Promise<Used>): Promise<Used> {
  if (asked !== undefined) {
    await assertPortFree(asked, what);
    return use(asked);
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await use(await freePort());
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt >= MAX_PORT_ATTEMPTS) throw error;
    }
  }
}

function portRefused(port: number, what: string, code: string | undefined): OperationalError {
  const reason = {
    EADDRINUSE: 'is taken by another process: end that process, or ask for another port or for none',
    EACCES: 'may not be used by this user: ports below 1024 belong to root',
  }[code ?? ''];
  return new OperationalError('misconfigured', `port ${port} on ${LOOPBACK} for ${what} ${reason ?? `cannot be listened on (${code ?? 'unknown reason'})`}`);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
