import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { completeChecksum, decodeSplitHeader, encodeSplitHeader, MemberWatch, Rejoiner, SPLIT_HEADER_OCTETS, Spreader, type MemberChange } from '@carriermesh/agent-domain';
import { UPLINK } from './names.js';
import type { MuxConfiguration, MuxReport } from './mux-protocol.js';

/** Data and checks of a member go between these ports of both ends. */
const MEMBER_PORT = 35_075;
const LABEL_PORT = 4_789;
const LABEL_HEADER_OCTETS = 8;
/** The flag of a VXLAN header which says that the label is valid (RFC 7348). */
const LABEL_VALID = 0x08;
const CHECK_INTERVAL_MS = 10;
const EPOCHS = 0x1_0000_0000;

interface Leg {
  readonly socket: Socket;
  /** Of the interface as it was when the socket was bound; one that was made anew has another. */
  readonly scope: number;
  sentFrames: number;
  receivedFrames: number;
}

/**
 * One end of a split service (an inverse multiplexer): takes the customer's frames, numbers them and spreads them over the members, and
 * hands on in order what comes by them. It asks nobody whether a member is whole: both ends tell each other over the members.
 */
export class Mux {
  private readonly epoch = Date.now() % EPOCHS;
  private readonly legs = new Map<number, Leg>();
  private readonly spreader = new Spreader();
  private readonly watch: MemberWatch;
  private readonly rejoiner: Rejoiner;
  private readonly labelHeader = Buffer.alloc(LABEL_HEADER_OCTETS);
  private carrying: readonly number[] = [];
  private sequence = 0;
  private checkSequence = 0;
  private unsent = 0;
  private dueTimer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly uplink: Socket,
    private configuration: MuxConfiguration,
    private readonly onChange: (change: MemberChange, carrying: readonly number[]) => void,
  ) {
    const { maxDifferentialDelayMs, octets, label } = configuration;
    this.watch = new MemberWatch({ intervalMs: CHECK_INTERVAL_MS, maxDifferentialDelayMs });
    this.rejoiner = new Rejoiner({ maxDifferentialDelayMs, octets }, (frame) => this.uplink.send([this.labelHeader, frame], LABEL_PORT, `fe80::1%${UPLINK}`));
    this.labelHeader.writeUInt8(LABEL_VALID, 0);
    this.labelHeader.writeUIntBE(label, 4, 3);
    uplink.on('message', (datagram) => this.spread(datagram.subarray(LABEL_HEADER_OCTETS)));
    setInterval(() => this.check(), CHECK_INTERVAL_MS);
  }

  /** @throws Error when the uplink is not there */
  static async open(configuration: MuxConfiguration, onChange: Mux['onChange']): Promise<Mux> {
    const mux = new Mux(await bound(LABEL_PORT, `fe80::2%${UPLINK}`), configuration, onChange);
    await mux.configure(configuration);
    return mux;
  }

  async configure(configuration: MuxConfiguration): Promise<void> {
    this.configuration = configuration;
    const { members, maxDifferentialDelayMs, octets } = configuration;
    this.rejoiner.limit({ maxDifferentialDelayMs, octets });
    const ordinals = members.map(({ ordinal }) => ordinal);
    for (const [ordinal, { socket }] of [...this.legs]) if (!ordinals.includes(ordinal)) this.drop(ordinal, socket);
    this.watch.watch(ordinals, { intervalMs: CHECK_INTERVAL_MS, maxDifferentialDelayMs }, performance.now());
    await this.openLegs();
    this.chooseCarrying(true);
  }

  /** Opens the legs that are there and not open; an interface that was made anew is another one. */
  async openLegs(): Promise<void> {
    for (const { ordinal, device } of this.configuration.members) {
      const scope = scopeOf(device);
      const open = this.legs.get(ordinal);
      if (scope === open?.scope) continue;
      if (open) this.drop(ordinal, open.socket);
      if (scope !== undefined) await this.openLeg(ordinal, device, scope);
    }
  }

  report(): MuxReport {
    const members = this.configuration.members.map(({ ordinal }) => {
      const { sentFrames = 0, receivedFrames = 0 } = this.legs.get(ordinal) ?? {};
      return { ordinal, isLost: this.watch.isLost(ordinal), apartMs: this.watch.apartMs(ordinal), sentFrames, receivedFrames };
    });
    return { members, carrying: this.carrying, counts: this.rejoiner.counts, unsent: this.unsent };
  }

  private async openLeg(ordinal: number, device: string, scope: number): Promise<void> {
    const { side } = this.configuration;
    const socket = await bound(MEMBER_PORT, `fe80::${side}%${device}`);
    socket.connect(MEMBER_PORT, `fe80::${3 - side}%${device}`);
    await once(socket, 'connect');
    socket.on('message', (bytes) => this.take(ordinal, bytes));
    this.legs.set(ordinal, { socket, scope, sentFrames: 0, receivedFrames: 0 });
  }

  private drop(ordinal: number, socket: Socket): void {
    this.legs.delete(ordinal);
    socket.close();
  }

  private spread(frame: Buffer): void {
    const ordinal = this.spreader.next(frame.length);
    const leg = ordinal === undefined ? undefined : this.legs.get(ordinal);
    if (!leg) return void this.unsent++;
    completeChecksum(frame);
    leg.sentFrames++;
    leg.socket.send([encodeSplitHeader({ kind: 'data', isPeerLost: false, epoch: this.epoch, sequence: this.sequence++ }), frame]);
  }

  private take(ordinal: number, bytes: Buffer): void {
    const header = decodeSplitHeader(bytes);
    const leg = this.legs.get(ordinal);
    if (!header || !leg) return;
    const nowMs = performance.now();
    if (header.kind === 'check') {
      const change = this.watch.heard(ordinal, header, nowMs);
      this.chooseCarrying();
      if (change) this.onChange(change, this.carrying);
      return;
    }
    leg.receivedFrames++;
    this.rejoiner.take(header.epoch, header.sequence, bytes.subarray(SPLIT_HEADER_OCTETS), nowMs);
    this.waitForDue();
  }

  private waitForDue(): void {
    const { dueAtMs } = this.rejoiner;
    if (dueAtMs === undefined || this.dueTimer !== undefined) return;
    this.dueTimer = setTimeout(() => {
      // What has arrived while this process was busy is read first: only then is a frame late by its member.
      setImmediate(() => {
        this.dueTimer = undefined;
        this.rejoiner.due(performance.now());
        this.waitForDue();
      });
    }, Math.max(0, Math.ceil(dueAtMs - performance.now())));
  }

  /** The same number goes out by all members at once: at the other end its arrivals show how far apart they lie. */
  private check(): void {
    const sequence = this.checkSequence++;
    for (const [ordinal, { socket }] of this.legs) {
      socket.send(encodeSplitHeader({ kind: 'check', isPeerLost: this.watch.isLost(ordinal), epoch: this.epoch, sequence }));
    }
    setImmediate(() => {
      const changes = this.watch.checked(performance.now());
      if (changes.length > 0) this.chooseCarrying();
      for (const change of changes) this.onChange(change, this.carrying);
    });
  }

  private chooseCarrying(isAnew = false): void {
    const { whole } = this.watch;
    const { members, leastMembers } = this.configuration;
    const carrying = whole.length >= leastMembers ? whole : [];
    if (!isAnew && String(carrying) === String(this.carrying)) return;
    this.carrying = carrying;
    this.spreader.use(members.filter(({ ordinal }) => carrying.includes(ordinal)));
  }
}

/** The number of an interface that is up and has its address; `undefined` without one. */
export const scopeOf = (device: string): number | undefined =>
  networkInterfaces()[device]?.find((address) => address.family === 'IPv6' && address.address.startsWith('fe80:'))?.scopeid;

async function bound(port: number, address: string): Promise<Socket> {
  const socket = createSocket('udp6');
  socket.bind(port, address);
  await once(socket, 'listening');
  // A member that is gone refuses what is sent to it; that is a loss like any other, and the checks tell.
  socket.on('error', () => undefined);
  return socket;
}
