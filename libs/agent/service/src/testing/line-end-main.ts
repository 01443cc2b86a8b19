import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LineEndAnswer, LineEndRequest } from './line-end.js';

// A customer's host: started by line-end.ts in the namespace where the customer's port waits.
const SEQUENCE_OCTETS = 4;
const MOST_AT_ONCE = 64;
const POLL_MS = 5;

const socket = createSocket('udp4');
let seen = new Set<number>();
let octets = 0;
let highest = -1;
let disordered = 0;
socket.on('message', (bytes) => {
  const sequence = bytes.readUInt32BE(0);
  if (sequence <= highest) disordered += 1;
  highest = Math.max(highest, sequence);
  seen.add(sequence);
  octets += bytes.length;
});

async function send({ to, port, packets, intervalMs, octets: size, mostAtOnce = MOST_AT_ONCE }: Extract<LineEndRequest, { kind: 'send' }>): Promise<void> {
  const startedAtMs = performance.now();
  for (let sequence = 0; sequence < packets; ) {
    // What the timer was late for is sent at once, so that each number stands for its own instant.
    const due = intervalMs === 0 ? packets : Math.min(packets, Math.floor((performance.now() - startedAtMs) / intervalMs) + 1);
    for (let behind = 0; sequence < due && behind < mostAtOnce; behind++) {
      const packet = Buffer.alloc(Math.max(SEQUENCE_OCTETS, size));
      packet.writeUInt32BE(sequence++, 0);
      socket.send(packet, port, to);
    }
    await sleep(sequence < due || intervalMs === 0 ? 0 : 1);
  }
}

async function work(request: LineEndRequest): Promise<Omit<LineEndAnswer, 'id'>> {
  if (request.kind === 'bind') {
    socket.bind(request.port, request.address);
    await once(socket, 'listening');
  }
  if (request.kind === 'send') await send(request);
  if (request.kind === 'await') for (let waitedMs = 0; seen.size < request.packets && waitedMs < request.patienceMs; waitedMs += POLL_MS) await sleep(POLL_MS);
  if (request.kind === 'forget') {
    seen = new Set();
    octets = 0;
    highest = -1;
    disordered = 0;
  }
  if (request.kind === 'mac') return { received: seen.size, octets, disordered, mac: networkInterfaces()[request.device]?.[0]?.mac ?? '' };
  return { received: seen.size, octets, disordered, ...(request.kind === 'count' && request.numbers ? { numbers: [...seen].sort((a, b) => a - b) } : {}) };
}

process.on('message', (request: LineEndRequest) => {
  void work(request).then((answer) => process.connected && process.send?.({ ...answer, id: request.id }));
});
process.on('disconnect', () => process.exit(0));
