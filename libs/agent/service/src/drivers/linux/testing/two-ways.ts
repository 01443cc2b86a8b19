import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Segment, Way } from '@carriermesh/agent-domain';
import { instant, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { carryOut } from '../kernel.js';
import { LinuxNetwork } from '../linux-network.js';
import { circuitPorts, customerNamespace, customerPorts, linkDevice, popNamespace } from '../names.js';
import { customerHost, smallInventory, type Host, type SmallNetwork } from './small-networks.js';

const START = instant(1_772_000_000n * NANOS_PER_SECOND);
const PATIENCE_MS = 30_000;
const POLL_MS = 5;
/** In which a process that was killed is known to have ended. */
const ENDING_MS = 100;
const BOTH = ['working', 'protecting'] as const;

/** Two ways from a1 to c1 over three providers, which share nothing but the two PoPs at the ends. */
const NETWORKS: Readonly<Record<string, SmallNetwork>> = {
  alfa: { nodes: ['a1', 'a2', 'a3'], links: [['a1', 'a2'], ['a1', 'a3']], peers: [['a2', 'bravo/b1'], ['a3', 'bravo/b3']] },
  bravo: { nodes: ['b1', 'b2', 'b3', 'b4'], links: [['b1', 'b2'], ['b3', 'b4']], peers: [['b1', 'alfa/a2'], ['b3', 'alfa/a3'], ['b2', 'charlie/c2'], ['b4', 'charlie/c3']] },
  charlie: { nodes: ['c1', 'c2', 'c3'], links: [['c1', 'c2'], ['c1', 'c3']], peers: [['c2', 'bravo/b2'], ['c3', 'bravo/b4']] },
};
const ROUTES: Readonly<Record<Way, readonly (readonly [from: string, to: string, ...resources: string[]])[]>> = {
  working: [
    ['alfa/a1', 'alfa/a2', 'alfa/a1-a2', 'alfa/a2~bravo/b1'],
    ['bravo/b1', 'bravo/b2', 'bravo/b1~alfa/a2', 'bravo/b1-b2', 'bravo/b2~charlie/c2'],
    ['charlie/c2', 'charlie/c1', 'charlie/c2~bravo/b2', 'charlie/c1-c2'],
  ],
  protecting: [
    ['alfa/a1', 'alfa/a3', 'alfa/a1-a3', 'alfa/a3~bravo/b3'],
    ['bravo/b3', 'bravo/b4', 'bravo/b3~alfa/a3', 'bravo/b3-b4', 'bravo/b4~charlie/c3'],
    ['charlie/c3', 'charlie/c1', 'charlie/c3~bravo/b4', 'charlie/c1-c3'],
  ],
};
const CUT: Readonly<Record<Way, { readonly popId: string; readonly linkId: string }>> = {
  working: { popId: 'bravo/b1', linkId: 'bravo/b1-b2' },
  protecting: { popId: 'bravo/b3', linkId: 'bravo/b3-b4' },
};

/** A service that is protected from end to end, with a link in the middle of each way that can be cut. */
export class TwoWays {
  /** Turns of the exit where the service ends, in their order, since that began at the working way. */
  readonly turns: { readonly to: Way; readonly silentMs: number }[] = [];
  private readonly drivers: Map<string, LinuxNetwork>;
  private readonly hosts: Host[] = [];

  constructor(private readonly directory: string, private readonly prefix: string) {
    this.drivers = new Map(Object.keys(NETWORKS).map((id) => [id, this.newDriver(id)]));
  }

  /** @returns hosts at both ends */
  async start(): Promise<readonly [Host, Host]> {
    for (const driver of this.drivers.values()) await driver.restore([]);
    for (const way of BOTH) await this.activate(way);
    const { entry, exit } = customerPorts(segment('working', 0).segmentId);
    this.hosts.push(await customerHost(customerNamespace(this.prefix, 'alfa/a1', entry), '10.9.0.1'));
    this.hosts.push(await customerHost(customerNamespace(this.prefix, 'charlie/c1', exit), '10.9.0.2'));
    const [from, to] = this.hosts;
    if (!from || !to) throw new Error('both hosts were made');
    return [from, to];
  }

  /** The agent where the service ends goes and comes again, with both ways in its journal. */
  async startAgain(): Promise<void> {
    this.driverOf('charlie/').close();
    const driver = this.newDriver('charlie');
    this.drivers.set('charlie', driver);
    this.turns.length = 0;
    await driver.restore(BOTH.map((way) => segment(way, 2)));
  }

  /** What watches the exit is ended by somebody, and its agent looks after it as it does every 5 s. */
  async loseGuard(): Promise<void> {
    const { stdout } = await promisify(execFile)('ip', ['netns', 'pids', popNamespace(this.prefix, 'charlie/c1')]);
    this.turns.length = 0;
    for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
    await sleep(ENDING_MS);
    await this.driverOf('charlie/').mend();
  }

  /** One side of the link goes down, and nobody is told. */
  cut(way: Way): Promise<void> {
    return this.setLink(way, 'down');
  }

  /** The circuit's own port, where the working way begins, goes down. */
  unplug(): Promise<void> {
    this.turns.length = 0;
    const { segmentId, fromPopId } = segment('working', 0);
    return carryOut({ command: 'ip', namespace: popNamespace(this.prefix, fromPopId), lines: [`link set ${circuitPorts(segmentId).exit} down`] });
  }

  async repair(way: Way): Promise<void> {
    await this.setLink(way, 'up');
    await this.driverOf('bravo/').mend();
  }

  get inUse(): Way {
    return this.turns.at(-1)?.to ?? 'working';
  }

  /** @throws Error unless the exit takes the other way in time */
  async left(way: Way): Promise<void> {
    const giveUpAtMs = Date.now() + PATIENCE_MS;
    while (this.inUse === way) {
      if (Date.now() > giveUpAtMs) throw new Error(`the exit still takes the ${way} way`);
      await sleep(POLL_MS);
    }
  }

  /** What the two ways lose within the first provider's segments of them. */
  async measuredLoss(): Promise<readonly number[]> {
    const measured = BOTH.map((way) => this.driverOf('alfa/').measure(segment(way, 0)));
    return (await Promise.all(measured)).map(({ lossPpm }) => lossPpm);
  }

  /** Each provider is told to let go of its segment of the way, so long after the one before it, whether that one is done or not. */
  async release(way: Way, { apartMs = 0, mayGoOn = true } = {}): Promise<void> {
    await Promise.all(ROUTES[way].map(async ([fromPopId], index) => {
      await sleep(index * apartMs);
      await this.done(this.driverOf(fromPopId).release(segment(way, index).segmentId, mayGoOn));
    }));
  }

  async activate(way: Way): Promise<void> {
    for (const [index, [fromPopId]] of ROUTES[way].entries()) await this.done(this.driverOf(fromPopId).activate(segment(way, index)));
  }

  async remove(): Promise<void> {
    await Promise.all(this.hosts.map(({ end }) => end.stop()));
    for (const driver of this.drivers.values()) await driver.remove();
  }

  private newDriver(id: string): LinuxNetwork {
    return new LinuxNetwork({
      inventory: smallInventory(id, NETWORKS[id] ?? { nodes: [], links: [], peers: [] }),
      prefix: this.prefix,
      directory: join(this.directory, id),
      now: () => START,
      log: createLogger({ service: 'provider-agent', level: 'silent' }),
      onTurned: (turned) => void (id === 'charlie' && this.turns.push(turned)),
    });
  }

  private setLink(way: Way, state: 'up' | 'down'): Promise<void> {
    const { popId, linkId } = CUT[way];
    return carryOut({ command: 'ip', namespace: popNamespace(this.prefix, popId), lines: [`link set ${linkDevice(linkId)} ${state}`] });
  }

  private driverOf(popId: string): LinuxNetwork {
    const driver = this.drivers.get(popId.slice(0, popId.indexOf('/')));
    if (!driver) throw new Error(`nobody has ${popId}`);
    return driver;
  }

  private async done(answering: ReturnType<LinuxNetwork['activate']>): Promise<void> {
    const answer = await answering;
    if (answer.kind === 'refused') throw new Error(answer.reason);
  }
}

function segment(way: Way, index: number): Segment {
  const [fromPopId = '', toPopId = '', ...resourceIds] = ROUTES[way][index] ?? [];
  const ofRoute = way === 'working' ? { segmentId: `seg_two-${index + 1}` } : { segmentId: `seg_two-${index + 4}`, meteredFrom: plus(START, NANOS_PER_SECOND) };
  return { ...ofRoute, contractId: 'con_1', contractSha256: '', fromPopId, toPopId, resourceIds, mbps: 100, serviceStartAt: START };
}
