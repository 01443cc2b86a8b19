import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { constants, setPriority } from 'node:os';
import { Mux, scopeOf } from './mux.js';
import { lineOf, lineReader, type MuxMessage, type MuxReport, type MuxRequest } from './mux-protocol.js';
import { UPLINK } from './names.js';

// Started by mux-link.ts in the namespace of one end of a split service. It outlives the agent, as the data plane does, and ends when
// its uplink is taken away.
const LOOK_INTERVAL_MS = 500;
const LOOKS_WITHOUT_UPLINK = 3;

const [, , path = ''] = process.argv;
const agents = new Set<Socket>();
let mux: Mux | undefined;
let looksWithout = 0;

function end(code: number): never {
  rmSync(path, { force: true });
  process.exit(code);
}

const tellAll = (message: MuxMessage): void => agents.forEach((agent) => agent.write(lineOf(message)));

async function work(request: MuxRequest): Promise<MuxReport | undefined> {
  if (request.kind === 'configure') {
    if (mux) await mux.configure(request.configuration);
    else mux = await Mux.open(request.configuration, (change, carrying) => tellAll({ kind: 'changed', change, carrying }));
  }
  return request.kind === 'report' ? mux?.report() : undefined;
}

// One after the other: a second configuration must not meet the first one half done.
let working: Promise<unknown> = Promise.resolve();
function answer(agent: Socket, request: MuxRequest): void {
  working = working.then(() => work(request)).then(
    (report) => {
      agent.write(lineOf({ kind: 'done', id: request.id, ...(report ? { report } : {}) }), () => request.kind === 'end' && end(0));
    },
    (error: unknown) => void agent.write(lineOf({ kind: 'failed', id: request.id, message: (error as Error).message })),
  );
}

const server = createServer((agent) => {
  agents.add(agent);
  const read = lineReader<MuxRequest>((request) => answer(agent, request));
  agent.on('data', (chunk) => {
    try {
      read(chunk);
    } catch {
      agent.destroy();
    }
  });
  agent.on('error', () => undefined);
  agent.on('close', () => agents.delete(agent));
});
server.on('error', () => end(1));

// A check that is sent late because others compute is a member that seems lost.
setPriority(constants.priority.PRIORITY_HIGHEST);
rmSync(path, { force: true });
server.listen(path);
setInterval(() => {
  looksWithout = scopeOf(UPLINK) === undefined ? looksWithout + 1 : 0;
  if (looksWithout >= LOOKS_WITHOUT_UPLINK) end(0);
  working = working.then(() => mux?.openLegs()).catch(() => undefined);
}, LOOK_INTERVAL_MS);
