import { spawn } from 'node:child_process';
import type { Socket } from 'node:dgram';
import { checked, decodeCheck, encodeCheck, heard, newExit, WAYS, type ExitState } from '@carriermesh/agent-domain';
import type { GuardRequest, Turned } from './endpoint-protocol.js';

/** Where continuity checks are heard; the number of their Ethernet counterpart's type (0x8902). */
const CHECK_PORT = 35_074;
/** How often silence is looked for; a part of what a way is lost by. */
const LOOK_INTERVAL_MS = 1;
const TURN_PROCESS = ['-force', '-batch', '-'] as const;

/** So long the other end is spoken to over the way that is left: it hears of the move from somebody else, and not at the same moment. */
const LINGER_MS = 10_000;

type Bind = (address: string, port: number) => Promise<Socket>;

interface Guard {
  readonly addresses: readonly string[];
  /** Says once more which way the exit takes. */
  restate(): void;
  stop(): void;
}

/** Those of all services that have two ways here. */
export class Guards {
  private readonly running = new Map<string, Promise<Guard>>();
  private readonly lingering = new Set<Guard>();

  constructor(
    private readonly bound: Bind,
    private readonly onTurned: (turned: Turned) => void,
  ) {}

  async guard(request: GuardRequest): Promise<void> {
    const { name, ways } = request;
    const known = this.running.get(name);
    if (known) return (await known).restate();
    const own = WAYS.map((way) => ways[way].own);
    for (const guard of this.lingering) if (guard.addresses.some((address) => own.includes(address))) this.end(guard);
    const starting = startGuard(request, this.bound, this.onTurned);
    this.running.set(name, starting);
    await starting.catch((error: unknown) => {
      // What could not be started, for an address that is not there yet, may be when it is asked for again.
      this.running.delete(name);
      throw error;
    });
  }

  unguard(name: string): void {
    const known = this.running.get(name);
    this.running.delete(name);
    known?.then((guard) => {
      this.lingering.add(guard);
      setTimeout(() => this.end(guard), LINGER_MS);
    }, () => undefined);
  }

  private end(guard: Guard): void {
    if (this.lingering.delete(guard)) guard.stop();
  }
}

/** Watches both ways of one service and turns its exit by itself: who would have to be asked first would be late. */
async function startGuard(request: GuardRequest, bound: Bind, onTurned: (turned: Turned) => void): Promise<Guard> {
  const { intervalMs, ways, lines, name } = request;
  const sockets = { working: await bound(ways.working.own, CHECK_PORT), protecting: await bound(ways.protecting.own, CHECK_PORT) };
  // It runs all the time, so that turning costs two lines through a pipe and not the start of a process.
  const turning = spawn('tc', TURN_PROCESS, { stdio: ['pipe', 'ignore', 'ignore'] });
  turning.on('error', (error) => onTurned({ kind: 'turned', name, failed: error.message }));
  turning.stdin.on('error', () => undefined);
  let state = newExit(intervalMs, performance.now());
  let sequence = 0;
  const restate = (): void => void turning.stdin.write(`${lines[state.selected].join('\n')}\n`);
  // Another process may have left it at the other way.
  restate();
  const become = (next: ExitState): void => {
    const { selected: before } = state;
    state = next;
    if (next.selected === before) return;
    restate();
    onTurned({ kind: 'turned', name, to: next.selected, silentMs: performance.now() - next[before].heardAtMs });
  };
  for (const way of WAYS) {
    sockets[way].on('message', (bytes) => {
      if (decodeCheck(bytes)?.intervalMs === intervalMs) become(heard(state, way, performance.now()));
    });
  }
  const sending = setInterval(() => {
    sequence = (sequence + 1) >>> 0;
    for (const way of WAYS) sockets[way].send(encodeCheck({ intervalMs, sequence, isPeerLost: state[way].isLost }), CHECK_PORT, ways[way].peer);
  }, intervalMs);
  const looking = setInterval(() => {
    if (checked(state, performance.now()) === state) return;
    // What has arrived while this process was busy is read first: only then is silence the line's and not its own.
    setImmediate(() => become(checked(state, performance.now())));
  }, LOOK_INTERVAL_MS);
  return {
    addresses: WAYS.map((way) => ways[way].own),
    restate,
    stop: () => {
      clearInterval(sending);
      clearInterval(looking);
      for (const way of WAYS) sockets[way].close();
      turning.stdin.end();
    },
  };
}
