import { createSocket, type Socket } from 'node:dgram';
import { once as event } from 'node:events';
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorEstimate, ntpFromUnix, Reflector, SENDER_TTL, SenderSession, STAMP_PORT, type NtpTime, type WindowReport } from '@carriermesh/agent-stamp';
import type { EndpointAnswer, EndpointRequest, Turned } from './endpoint-protocol.js';
import { Guards } from './guard.js';

/** What it shows is nothing that an end on another machine could compare with its own. */
const CLOCK_ERROR = errorEstimate(1_000_000n, false);
const POLL_MS = 5;
const HIGHEST_PRIORITY = constants.priority.PRIORITY_HIGHEST;
const MAX_SESSION_ID = 0xffff;

/**
 * The machine's own clock, counted from its start, which all of its processes read alike. `performance.timeOrigin` is no base for it: each process finds its own as it
 * starts, and what keeps it from the processor meanwhile, milliseconds of it, would be a part of every one-way delay from then on.
 */
const now = (): NtpTime => ntpFromUnix(process.hrtime.bigint());

/** Answers and sends STAMP packets, and guards protected services, in the namespace of this process. */
export function startEndpoint(parent: NodeJS.Process): void {
  // A check that is sent late because others compute is a way that seems lost.
  setPriority(HIGHEST_PRIORITY);
  const started = new Map<string, Promise<unknown>>();
  const guards = new Guards(bound, (turned) => tell(turned));
  let sessions = 0;
  // What could not be started, for an address that is not there yet, may be when it is asked for again.
  const once = (key: string, start: () => Promise<unknown>): Promise<unknown> => {
    const running = started.get(key) ?? start();
    started.set(key, running);
    return running.catch((error: unknown) => {
      started.delete(key);
      throw error;
    });
  };
  const tell = (message: EndpointAnswer | Turned): void => void (parent.connected && parent.send?.(message, () => undefined));
  const work = async (request: EndpointRequest): Promise<WindowReport | undefined> => {
    if (request.kind === 'measure') return measure(request, (sessions++ % MAX_SESSION_ID) + 1);
    if (request.kind === 'reflect') await once(`reflect ${request.address}`, () => reflect(request.address));
    else if (request.kind === 'guard') await guards.guard(request);
    else guards.unguard(request.name);
    return undefined;
  };
  parent.on('message', (request: EndpointRequest) => {
    work(request).then(
      (report) => tell({ id: request.id, kind: 'done', ...(report ? { report } : {}) }),
      (error: unknown) => tell({ id: request.id, kind: 'failed', message: (error as Error).message }),
    );
  });
  parent.on('disconnect', () => parent.exit(0));
}

async function reflect(address: string): Promise<void> {
  const socket = await bound(address, STAMP_PORT);
  const reflector = new Reflector({ isStateful: true, error: CLOCK_ERROR });
  socket.on('message', (bytes, { address: sender, port }) => {
    // Node tells no hop limit of what it received, so the reflector says that it does not know it.
    const reflected = reflector.reflect({ bytes, from: `${sender} ${port}`, receivedAt: now() }, now);
    if (reflected.kind === 'packet') socket.send(reflected.packet, port, sender);
  });
}

async function measure({ from, to, packets, intervalMs, patienceMs }: Extract<EndpointRequest, { kind: 'measure' }>, sessionId: number): Promise<WindowReport> {
  const session = new SenderSession({ sessionId, error: CLOCK_ERROR, isReflectorStateful: true, sharesClock: true });
  const socket = await bound(from, 0);
  try {
    socket.on('message', (bytes) => session.take(bytes, now()));
    for (let count = 0; count < packets; count++) {
      const packet = session.next(now);
      if (packet) socket.send(packet, STAMP_PORT, to);
      await sleep(intervalMs);
    }
    for (let waitedMs = 0; session.received < session.sent && waitedMs < patienceMs; waitedMs += POLL_MS) await sleep(POLL_MS);
    return session.closeWindow();
  } finally {
    socket.close();
  }
}

async function bound(address: string, port: number): Promise<Socket> {
  const socket = createSocket('udp6');
  socket.bind(port, address);
  await event(socket, 'listening');
  socket.setTTL(SENDER_TTL);
  // A line that is gone refuses what is sent to it; for measuring that is a loss like any other.
  socket.on('error', () => undefined);
  return socket;
}
