import type { MemberChange } from '@carriermesh/agent-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import type { SplitReport } from '../network-driver.port.js';
import type { Circuits } from './circuits.js';
import type { Fabric } from './fabric.js';
import { carryOutAll } from './kernel.js';
import { MuxLink } from './mux-link.js';
import type { MuxReport } from './mux-protocol.js';
import { isEndWhole, splitBucket, splitMaking, splitRemoval } from './split-commands.js';
import { configurationOf, type SplitEnd } from './split-plan.js';

const NANOS_PER_MS = 1_000_000;

/** A member is whole or lost from now on, at one end of a split service. */
export interface MemberTurned extends MemberChange {
  readonly splitId: string;
  readonly end: 'first' | 'last';
  /** Members that the customer's frames go by from now on. */
  readonly carrying: readonly number[];
}

interface Running {
  readonly link: MuxLink;
  end: SplitEnd;
  /** What it was configured by; absent when it has to be configured again. */
  configured?: string;
}

/** The ends of split services that one provider has: makes what is wanted of them, takes away what is not, and asks them how they are. */
export class Splits {
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly fabric: Fabric,
    private readonly circuits: Circuits,
    private readonly onTurned: (turned: MemberTurned) => void,
  ) {}

  /** Makes these ends be there, each with these members, and no others. @throws OperationalError `unavailable` or `timeout` */
  async follow(ends: readonly SplitEnd[]): Promise<void> {
    const wanted = new Set(ends.map(({ muxNamespace }) => muxNamespace));
    for (const [key, { end, link }] of [...this.running]) {
      if (wanted.has(key)) continue;
      await link.end();
      await carryOutAll(splitRemoval(end));
      this.running.delete(key);
    }
    for (const end of ends) await this.ensure(end);
  }

  /** What the ends of a split service that are here show, the first before the last. */
  async report(splitId: string): Promise<readonly SplitReport[]> {
    const ends = [...this.running.values()].filter(({ end }) => end.split.splitId === splitId).sort((a, b) => a.end.side - b.end.side);
    return Promise.all(ends.map(async ({ end, link }) => shown(end, await link.report())));
  }

  /** Lets go of the multiplexers, which go on. */
  close(): void {
    for (const { link } of this.running.values()) link.close();
  }

  /** Ends all multiplexers; their namespaces are taken away by others. */
  async remove(): Promise<void> {
    for (const { link } of this.running.values()) await link.end();
    this.running.clear();
  }

  private async ensure(end: SplitEnd): Promise<void> {
    const one: Running = this.running.get(end.muxNamespace) ?? { end, link: new MuxLink(end.muxNamespace, ({ change, carrying }) => this.onTurned({ ...change, carrying, splitId: end.split.splitId, end: nameOf(end) })) };
    one.end = end;
    this.running.set(end.muxNamespace, one);
    const seen = await this.circuits.seen([end.namespace]);
    if (!isEndWhole(end, seen)) {
      const there = new Set(await this.fabric.ownNamespaces());
      await carryOutAll(splitMaking(end, { namespaces: there, isPort: (namespace, name) => seen.get(namespace)?.has(name) === true }));
      delete one.configured;
    }
    const configuration = configurationOf(end);
    const wanted = JSON.stringify(configuration);
    if (one.configured === wanted && one.link.isConnected) return;
    await carryOutAll(splitBucket(end));
    await one.link.configure(configuration);
    one.configured = wanted;
  }
}

function shown(end: SplitEnd, report: MuxReport | undefined): SplitReport {
  if (!report) throw new OperationalError('unavailable', `the multiplexer in ${end.muxNamespace} told nothing`);
  const members = report.members.map(({ isLost, apartMs, ...member }) => ({ ...member, isWhole: !isLost, apartNs: BigInt(Math.round(apartMs * NANOS_PER_MS)) }));
  return { end: nameOf(end), members, carrying: report.carrying, frames: { ...report.counts, unsent: report.unsent } };
}

const nameOf = ({ side }: Pick<SplitEnd, 'side'>): 'first' | 'last' => (side === 1 ? 'first' : 'last');
