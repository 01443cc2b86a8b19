import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Segment, SplitMember } from '@carriermesh/agent-domain';
import { instant, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { createLogger } from '@carriermesh/platform-telemetry';
import type { SplitReport } from '../../network-driver.port.js';
import { carryOut } from '../kernel.js';
import { LinuxNetwork } from '../linux-network.js';
import { circuitPorts, customerNamespace, linkDevice, popNamespace, splitPorts } from '../names.js';
import type { MemberTurned } from '../splits.js';
import { DelayBox } from './delay-box.js';
import { customerHost, smallInventory, UDP_PORT, type Host, type SmallNetwork } from './small-networks.js';

const START = instant(1_772_000_000n * NANOS_PER_SECOND);
const PATIENCE_MS = 30_000;
const POLL_MS = 10;

/** Three ways from a1 to c1: over three providers, over two, and over nothing but their handover. */
const NETWORKS: Readonly<Record<string, SmallNetwork>> = {
  alfa: { nodes: ['a1', 'a2', 'a3'], links: [['a1', 'a2'], ['a1', 'a3']], peers: [['a2', 'bravo/b1'], ['a3', 'charlie/c3'], ['a1', 'charlie/c1']] },
  bravo: { nodes: ['b1', 'b2'], links: [['b1', 'b2']], peers: [['b1', 'alfa/a2'], ['b2', 'charlie/c2']] },
  charlie: { nodes: ['c1', 'c2', 'c3'], links: [['c1', 'c2'], ['c1', 'c3']], peers: [['c2', 'bravo/b2'], ['c3', 'alfa/a3'], ['c1', 'alfa/a1']] },
};
const ROUTES: readonly (readonly (readonly [from: string, to: string, ...resources: string[]])[])[] = [
  [
    ['alfa/a1', 'alfa/a2', 'alfa/a1-a2', 'alfa/a2~bravo/b1'],
    ['bravo/b1', 'bravo/b2', 'bravo/b1~alfa/a2', 'bravo/b1-b2', 'bravo/b2~charlie/c2'],
    ['charlie/c2', 'charlie/c1', 'charlie/c2~bravo/b2', 'charlie/c1-c2'],
  ],
  [
    ['alfa/a1', 'alfa/a3', 'alfa/a1-a3', 'alfa/a3~charlie/c3'],
    ['charlie/c3', 'charlie/c1', 'charlie/c3~alfa/a3', 'charlie/c1-c3'],
  ],
  [
    ['alfa/a1', 'alfa/a1', 'alfa/a1~charlie/c1'],
    ['charlie/c1', 'charlie/c1', 'charlie/c1~alfa/a1'],
  ],
];
/** A link of each of the first two members, which can be cut. */
const LINKS: Readonly<Record<number, readonly [popId: string, linkId: string]>> = { 1: ['bravo/b1', 'bravo/b1-b2'], 2: ['alfa/a1', 'alfa/a1-a3'] };

export const MEMBER_MBPS = [20, 10, 5] as const;
export const TERMS: Omit<SplitMember, 'ordinal'> = { splitId: 'spl_three', members: 3, maxDifferentialDelayNs: 60_000_000, leastMembers: 2 };

/** What came of a run of packets. */
export interface Arrived {
  readonly received: number;
  readonly octets: number;
  readonly disordered: number;
}

/** A service that is spread over three members, of which the second can be made longer. */
export class ThreeMembers {
  /** What both ends saw of their members, in its order. */
  readonly turns: MemberTurned[] = [];
  readonly box: DelayBox;
  private readonly drivers = new Map<string, LinuxNetwork>();
  private readonly hosts: Host[] = [];

  constructor(private readonly directory: string, private readonly prefix: string) {
    this.box = new DelayBox(`${prefix}-box`);
  }

  /** @returns hosts at both ends */
  async start(): Promise<readonly [Host, Host]> {
    for (const id of Object.keys(NETWORKS)) await this.driver(id).restore([]);
    for (const segment of segments()) await this.done(this.driver(ownerOf(segment)).activate(segment));
    const { entry, exit } = circuitPorts('seg_member2-1');
    await this.box.insert({ namespace: popNamespace(this.prefix, 'alfa/a3'), entry, exit });
    const { access } = splitPorts(TERMS.splitId);
    this.hosts.push(await customerHost(customerNamespace(this.prefix, 'alfa/a1', access), '10.9.0.1'));
    this.hosts.push(await customerHost(customerNamespace(this.prefix, 'charlie/c1', access), '10.9.0.2'));
    const [from, to] = this.hosts;
    if (!from || !to) throw new Error('both hosts were made');
    return [from, to];
  }

  async send(from: Host, to: Host, { packets, octets, patienceMs = 2_000 }: { readonly packets: number; readonly octets: number; readonly patienceMs?: number }): Promise<Arrived> {
    await to.end.ask({ kind: 'forget' });
    await from.end.ask({ kind: 'send', to: to.address, port: UDP_PORT, packets, intervalMs: 1, octets, mostAtOnce: 4 });
    return to.end.ask({ kind: 'await', packets, patienceMs });
  }

  async cut(ordinal: 1 | 2): Promise<void> {
    await this.setLink(ordinal, 'down');
  }

  async repair(ordinal: 1 | 2): Promise<void> {
    await this.setLink(ordinal, 'up');
    for (const driver of this.drivers.values()) await driver.mend();
  }

  /** Both ends, the first before the last. */
  async reports(): Promise<readonly SplitReport[]> {
    const all = await Promise.all(['alfa', 'charlie'].map((id) => this.driver(id).splitReports(TERMS.splitId)));
    return all.flat();
  }

  /** @throws Error unless both ends send by these members in time */
  async carrying(ordinals: readonly number[]): Promise<void> {
    const wanted = JSON.stringify([ordinals, ordinals]);
    for (const giveUpAtMs = Date.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
      const seen = JSON.stringify((await this.reports()).map(({ carrying }) => carrying));
      if (seen === wanted) return;
      if (Date.now() > giveUpAtMs) throw new Error(`the ends send by ${seen} and not by ${wanted}`);
    }
  }

  /** Another process takes over at both ends: this one only lets go of what is there. */
  async startAgain(): Promise<void> {
    for (const id of ['alfa', 'charlie']) {
      this.driver(id).close();
      this.drivers.delete(id);
      await this.driver(id).restore(segments().filter((segment) => ownerOf(segment) === id));
    }
  }

  async remove(): Promise<void> {
    await Promise.all(this.hosts.map(({ end }) => end.stop()));
    await this.box.remove();
    for (const driver of this.drivers.values()) await driver.remove();
  }

  private setLink(ordinal: 1 | 2, state: 'up' | 'down'): Promise<void> {
    const [popId = '', linkId = ''] = LINKS[ordinal] ?? [];
    return carryOut({ command: 'ip', namespace: popNamespace(this.prefix, popId), lines: [`link set ${linkDevice(linkId)} ${state}`] });
  }

  private driver(id: string): LinuxNetwork {
    const known = this.drivers.get(id);
    if (known) return known;
    const driver = new LinuxNetwork({
      inventory: smallInventory(id, NETWORKS[id] ?? { nodes: [], links: [], peers: [] }),
      prefix: this.prefix,
      directory: join(this.directory, id),
      now: () => START,
      log: createLogger({ service: 'provider-agent', level: 'silent' }),
      onMemberTurned: (turned) => void this.turns.push(turned),
    });
    this.drivers.set(id, driver);
    return driver;
  }

  private async done(answering: ReturnType<LinuxNetwork['activate']>): Promise<void> {
    const answer = await answering;
    if (answer.kind === 'refused') throw new Error(answer.reason);
  }
}

const ownerOf = ({ fromPopId }: Segment): string => fromPopId.slice(0, fromPopId.indexOf('/'));

/** Only the ends of a member are told that it is one. */
function segments(): readonly Segment[] {
  return ROUTES.flatMap((route, member) =>
    route.map(([fromPopId, toPopId, ...resourceIds], index): Segment => {
      const isEnd = index === 0 || index === route.length - 1;
      const segment = { segmentId: `seg_member${member + 1}-${index + 1}`, contractId: 'con_1', contractSha256: '', fromPopId, toPopId, resourceIds, mbps: MEMBER_MBPS[member] ?? 1, serviceStartAt: START };
      return isEnd ? { ...segment, split: { ...TERMS, ordinal: member + 1 } } : segment;
    }),
  );
}
