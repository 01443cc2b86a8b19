import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Segment } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import { instant, NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { createLogger } from '@carriermesh/platform-telemetry';
import type { LineEnd, LineEndAnswer } from '../../../testing/line-end.js';
import { carryOut, portsIn } from '../kernel.js';
import { LinuxNetwork } from '../linux-network.js';
import { circuitPorts, customerNamespace, CUSTOMER_PORT, customerPorts, popNamespace, VOID_PORT } from '../names.js';
import { customerHost, smallInventory, UDP_PORT, type Host } from './small-networks.js';

export const START: Instant = instant(1_772_000_000n * NANOS_PER_SECOND);
const ROUTE = 'seg_01980000-0000-7000-8000-000000000026';
const PATIENCE_MS = 10_000;
/** A frame needs microseconds for the whole way; what has not come by then was not on its way. */
const QUIET_MS = 200;

/** a1-a2 ~ b1-b2 ~ c1-c2: three providers in a row, the customer's two hosts at the ends. */
const PLACES: Readonly<Record<string, { readonly nodes: readonly [string, string]; readonly peers: readonly (readonly [string, string])[] }>> = {
  alfa: { nodes: ['a1', 'a2'], peers: [['a2', 'bravo/b1']] },
  bravo: { nodes: ['b1', 'b2'], peers: [['b1', 'alfa/a2'], ['b2', 'charlie/c1']] },
  charlie: { nodes: ['c1', 'c2'], peers: [['c1', 'bravo/b2']] },
};

/** Three providers' drivers on this machine, under a prefix of this test process alone. */
export class Neighbours {
  readonly prefix = `cmt${process.pid}`;
  at: Instant = START;
  private readonly drivers = new Map<string, LinuxNetwork>();
  private readonly hosts: LineEnd[] = [];

  constructor(private readonly directory: string) {}

  driver(id: string): LinuxNetwork {
    const known = this.drivers.get(id);
    if (known) return known;
    const log = createLogger({ service: 'provider-agent', level: 'silent' });
    const driver = new LinuxNetwork({ inventory: inventoryOf(id), prefix: this.prefix, directory: join(this.directory, id), now: () => this.at, log });
    this.drivers.set(id, driver);
    return driver;
  }

  async start(): Promise<void> {
    for (const id of Object.keys(PLACES)) await this.driver(id).restore([]);
  }

  /** Another process takes over what is there: this one only lets go of it. */
  async startAgain(id: string, active: readonly Segment[]): Promise<void> {
    this.driver(id).close();
    this.drivers.delete(id);
    await this.untilDone(() => this.driver(id).restore(active));
  }

  /** The kernel takes a namespace apart after it has said that it is gone. */
  async gone(popId: string, device: string): Promise<void> {
    await this.untilDone(async () => {
      const names = (await portsIn(popNamespace(this.prefix, popId))).map(({ name }) => name);
      if (names.includes(device)) throw new OperationalError('unavailable', `${device} is still in ${popId}`);
    });
  }

  /** As an agent does at its start. */
  private async untilDone(work: () => Promise<void>): Promise<void> {
    for (const giveUpAtMs = Date.now() + PATIENCE_MS; ; await sleep(100)) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof OperationalError && error.retryable) || Date.now() > giveUpAtMs) throw error;
      }
    }
  }

  segment(id: string, mbps = 1, { alone = false } = {}): Segment {
    const { nodes, peers } = PLACES[id] ?? { nodes: ['', ''], peers: [] };
    const link = `${id}/${nodes.join('-')}`;
    const halves = alone ? [] : peers.map(([node, peer]) => ({ node, id: `${id}/${node}~${peer}` }));
    const ordinal = Object.keys(PLACES).indexOf(id) + 1;
    return {
      segmentId: `${ROUTE}-${ordinal}`,
      contractId: 'con_1',
      contractSha256: '00'.repeat(32),
      fromPopId: `${id}/${nodes[0]}`,
      toPopId: `${id}/${nodes[1]}`,
      resourceIds: [...halves.filter(({ node }) => node === nodes[0]).map((half) => half.id), link, ...halves.filter(({ node }) => node === nodes[1]).map((half) => half.id)],
      mbps,
      serviceStartAt: START,
    };
  }

  async activate(id: string, mbps: number): Promise<void> {
    const answer = await this.driver(id).activate(this.segment(id, mbps));
    if (answer.kind === 'refused') throw new Error(`${id} refused: ${answer.reason}`);
  }

  /** Hosts at both ends of the service, with addresses of the customer's own. */
  async customers(): Promise<readonly [Host, Host]> {
    const [a, c] = [this.segment('alfa'), this.segment('charlie')];
    const first = await this.host(customerNamespace(this.prefix, a.fromPopId, customerPorts(a.segmentId).entry), '10.9.0.1');
    return [first, await this.host(customerNamespace(this.prefix, c.toPopId, customerPorts(c.segmentId).exit), '10.9.0.2')];
  }

  /** @throws Error unless all packets arrive */
  async flows(from: Host, to: Host, packets: number, octets = 100): Promise<void> {
    await to.end.ask({ kind: 'forget' });
    await from.end.ask({ kind: 'send', to: to.address, port: UDP_PORT, packets, intervalMs: 1, octets, mostAtOnce: 1 });
    const { received } = await to.end.ask({ kind: 'await', packets, patienceMs: PATIENCE_MS });
    if (received < packets) throw new Error(`${received} of ${packets} packets came through`);
  }

  /** @throws Error when a packet arrives, or when none went into the service */
  async stops(from: Host, to: Host, packets: number): Promise<void> {
    await to.end.ask({ kind: 'forget' });
    const sent = async () => (await portsIn(from.namespace)).find(({ name }) => name === CUSTOMER_PORT)?.sentOctets ?? 0n;
    const before = await sent();
    await from.end.ask({ kind: 'send', to: to.address, port: UDP_PORT, packets, intervalMs: 1, octets: 100 });
    await sleep(QUIET_MS);
    const { received } = await to.end.ask({ kind: 'count' });
    if ((await sent()) === before) throw new Error('nothing was sent, so that nothing is shown');
    if (received > 0) throw new Error(`${received} packets came through a service that is not active`);
  }

  /** Sends as fast as can be, and waits until nothing more comes. @returns what came, and how long all of it took at most */
  async flood(from: Host, to: Host, { packets, octets }: { readonly packets: number; readonly octets: number }): Promise<LineEndAnswer & { readonly mostMs: number }> {
    const startedAtMs = performance.now();
    await to.end.ask({ kind: 'forget' });
    await from.end.ask({ kind: 'send', to: to.address, port: UDP_PORT, packets, intervalMs: 0, octets });
    for (let last = -1; ; ) {
      const answer = await to.end.ask({ kind: 'count' });
      if (answer.received === last) return { ...answer, mostMs: performance.now() - startedAtMs };
      last = answer.received;
      await sleep(QUIET_MS);
    }
  }

  /** What the PoP has thrown away so far. */
  async discarded(popId: string): Promise<number> {
    const { stdout } = await promisify(execFile)('tc', ['-n', popNamespace(this.prefix, popId), '-s', 'filter', 'show', 'dev', circuitPorts(this.segment('alfa').segmentId).entry, 'ingress']);
    const discarding = stdout.split('filter protocol').find((text) => text.includes(`to device ${VOID_PORT}`)) ?? '';
    return Number(/Sent \d+ bytes (\d+) pkt/.exec(discarding)?.[1] ?? Number.NaN);
  }

  /** The customer at the first end sends frames to an address that is none of its business. */
  async intrude(address: string, packets: number): Promise<void> {
    const [first] = [this.segment('alfa')];
    const namespace = customerNamespace(this.prefix, first.fromPopId, customerPorts(first.segmentId).entry);
    const lines = [`addr replace fd63:6d00::bad/32 dev ${CUSTOMER_PORT} nodad`, `neigh replace ${address} dev ${CUSTOMER_PORT} lladdr 02:63:6d:00:00:01 nud permanent`];
    await carryOut({ command: 'ip', namespace, lines });
    const script = `const s=require('dgram').createSocket('udp6');let n=0;const f=()=>n++<${packets}?s.send('x',862,'${address}',f):s.close();f()`;
    await promisify(execFile)('ip', ['netns', 'exec', namespace, process.execPath, '-e', script]);
  }

  async remove(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop()));
    for (const id of Object.keys(PLACES)) await this.driver(id).remove();
  }

  private async host(namespace: string, address: string): Promise<Host> {
    const host = await customerHost(namespace, address);
    this.hosts.push(host.end);
    return host;
  }
}

function inventoryOf(id: string): ProviderInventory {
  const { nodes, peers } = PLACES[id] ?? { nodes: ['', ''], peers: [] };
  return smallInventory(id, { nodes, links: [nodes], peers });
}
