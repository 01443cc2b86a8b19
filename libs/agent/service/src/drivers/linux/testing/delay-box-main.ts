import { createSocket } from 'node:dgram';
import { completeChecksum } from '@carriermesh/agent-domain';

// A long way, for tests: started by delay-box.ts in a namespace of its own. What comes under one label goes back under the other, later.
const LABEL_PORT = 4_789;
const LABEL_AT = 4;
const LABEL_OCTETS = 3;
const HEADER_OCTETS = 8;
const LOOK_INTERVAL_MS = 1;

const [, , one = '', other = ''] = process.argv;
const turnedTo = new Map([[Number(one), Number(other)], [Number(other), Number(one)]]);
const onTheWay: { readonly bytes: Buffer; readonly dueAtMs: number }[] = [];
let delayMs = 0;

const socket = createSocket('udp6');
socket.on('message', (bytes) => {
  bytes.writeUIntBE(turnedTo.get(bytes.readUIntBE(LABEL_AT, LABEL_OCTETS)) ?? 0, LABEL_AT, LABEL_OCTETS);
  completeChecksum(bytes.subarray(HEADER_OCTETS));
  onTheWay.push({ bytes, dueAtMs: performance.now() + delayMs });
});
setInterval(() => {
  for (let first = onTheWay[0]; first && first.dueAtMs <= performance.now(); first = onTheWay[0]) {
    onTheWay.shift();
    socket.send(first.bytes, LABEL_PORT, 'fe80::1%box');
  }
}, LOOK_INTERVAL_MS);
socket.bind(LABEL_PORT, 'fe80::2%box', () => process.send?.('ready'));
process.on('message', (ms: number) => {
  delayMs = ms;
  process.send?.('set');
});
process.on('disconnect', () => process.exit(0));
