import { spawn } from 'node:child_process';
import type { Socket } from 'node:dgram';
import { checked, decodeCheck, encodeCheck, heard, newExit, WAYS, type ExitState } from '@carriermesh/agent-domain';
import type { GuardRequest, Turned } from './endpoint-protocol.js';

/** Where continuity checks are heard; the number of their Ethernet counterpart's type (0x8902). */
const CHECK_PORT = 35_074;
/** How often silence is looked for; a part of what a way is lost by. */
const LOOK_INTERVAL_MS = 1;
const TURN_PROCESS = ['-force', '-batch', '-'] as const;

/** Watches both ways of one service and turns its exit by itself: who would have to be asked first would be late. */
export async function startGuard(request: GuardRequest, bound: (address: string, port: number) => Promise<Socket>, onTurned: (turned: Turned) => void): Promise<void> {
  const { intervalMs, ways, lines, name } = request;
  const sockets = { working: await bound(ways.working.own, CHECK_PORT), protecting: await bound(ways.protecting.own, CHECK_PORT) };
  // It runs all the time, so that turning costs two lines through a pipe and not the start of a process.
  const turning = spawn('tc', TURN_PROCESS, { stdio: ['pipe', 'ignore', 'ignore'] });
  turning.on('error', (error) => onTurned({ kind: 'turned', name, failed: error.message }));
  turning.stdin.on('error', () => undefined);
  let state = newExit(intervalMs, performance.now());
  let sequence = 0;
  const become = (next: ExitState): void => {
    const { selected: before } = state;
    state = next;
    if (next.selected === before) return;
    turning.stdin.write(`${lines[next.selected].join('\n')}\n`);
    onTurned({ kind: 'turned', name, to: next.selected, silentMs: performance.now() - next[before].heardAtMs });
  };
  for (const way of WAYS) {
    sockets[way].on('message', (bytes) => {
      if (decodeCheck(bytes)?.intervalMs === intervalMs) become(heard(state, way, performance.now()));
    });
  }
  setInterval(() => {
    sequence = (sequence + 1) >>> 0;
    for (const way of WAYS) sockets[way].send(encodeCheck({ intervalMs, sequence, isPeerLost: state[way].isLost }), CHECK_PORT, ways[way].peer);
  }, intervalMs);
  setInterval(() => {
    if (checked(state, performance.now()) === state) return;
    // What has arrived while this process was busy is read first: only then is silence the line's and not its own.
    setImmediate(() => become(checked(state, performance.now())));
  }, LOOK_INTERVAL_MS);
}
