import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';

const PORT = 5_001;
/** A hundred packets a second. */
export const INTERVAL_MS = 10;
const TICK_MS = 2;

/** The customer's two ports, by their namespaces. */
interface Ports {
  readonly from: string;
  readonly to: string;
}

/** What a customer sends without a break, and what comes of it at the other end. Packets bear the number of their moment. */
export class SteadyTraffic {
  private constructor(
    private readonly sender: ChildProcess,
    private readonly receiver: ChildProcess,
  ) {}

  /** @param subnet 1 to 254, of the addresses that the two ports were given: 10.9.<subnet>.1 and .2 */
  static async start({ from, to }: Ports, subnet: number): Promise<SteadyTraffic> {
    const receiver = inside(to, RECEIVER, `10.9.${subnet}.2`);
    await once(receiver.stdout!, 'data');
    const sender = inside(from, SENDER, `10.9.${subnet}.2`);
    await once(sender.stdout!, 'data');
    return new SteadyTraffic(sender, receiver);
  }

  /** @returns the numbers of all packets that came */
  async stop(): Promise<ReadonlySet<number>> {
    this.sender.stdin?.end();
    await once(this.sender, 'close');
    let text = '';
    this.receiver.stdout?.on('data', (part) => (text += part));
    this.receiver.stdin?.end();
    await once(this.receiver, 'close');
    return new Set(JSON.parse(text) as readonly number[]);
  }
}

/** Of this moment. */
export const packetNumber = (): number => Math.floor(performance.timeOrigin / INTERVAL_MS + performance.now() / INTERVAL_MS) % 2 ** 32;

/** It ends with its stdin, and so with this process; a suite that fails before it stops one is not held up by it. */
function inside(namespace: string, script: string, address: string): ChildProcess {
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, '-e', script, address], { stdio: ['pipe', 'pipe', 'inherit'] });
  for (const handle of [child, child.stdin as Socket, child.stdout as Socket]) handle.unref();
  return child;
}

const RECEIVER = `
  const socket = require('dgram').createSocket('udp4'), seen = new Set();
  socket.on('message', (bytes) => seen.add(bytes.readUInt32BE(0)));
  socket.bind(${PORT}, process.argv[1], () => console.log('ready'));
  process.stdin.resume().on('end', () => process.stdout.write(JSON.stringify([...seen]), () => process.exit()));`;

/** A port that is gone refuses what is sent by it; that is a loss like any other. A moment that was slept through is made up for. */
const SENDER = `
  const socket = require('dgram').createSocket('udp4'), bytes = (number) => { const packet = Buffer.alloc(100); packet.writeUInt32BE(number % 2 ** 32, 0); return packet; };
  const present = () => Math.floor((performance.timeOrigin + performance.now()) / ${INTERVAL_MS});
  let next = present();
  setInterval(() => { for (; next <= present(); next++) socket.send(bytes(next), ${PORT}, process.argv[1], () => undefined); }, ${TICK_MS});
  socket.on('error', () => undefined);
  console.log('ready');
  process.stdin.resume().on('end', () => process.exit());`;
