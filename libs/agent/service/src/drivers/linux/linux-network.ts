import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { shapeOf, type MeteredPart, type Segment, type Way } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import type { WindowReport } from '@carriermesh/agent-stamp';
import type { Instant, Period } from '@carriermesh/kernel';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { DriverAnswer, EndToEndMeasurement, LineMeasurement, NetworkDriver, SplitReport } from '../network-driver.port.js';
import { endsOf, serviceEndOf } from './circuit-commands.js';
import { planCircuit, type CircuitPlan } from './circuit-plan.js';
import { Circuits, isWhole, type SeenPorts } from './circuits.js';
import type { Turned } from './endpoint-protocol.js';
import { Endpoints } from './endpoints.js';
import { Fabric } from './fabric.js';
import { servicePorts } from './service-port-plan.js';
import { ServicePorts } from './service-ports.js';
import { refusedBeside, splitEnds } from './split-plan.js';
import { Splits, type MemberTurned } from './splits.js';
import { TrafficMeter, type Counter } from './traffic-meter.js';

const HEAL_INTERVAL_MS = 5_000;
const LOOK_INTERVAL_MS = 60_000;
/**
 * So long a circuit is kept once its provider is told to release it, while its service may go on by another: the other providers are told at the same time and not at
 * the same moment, and by then each exit has been turned.
 */
const HANDOVER_MS = 300;
const EVERYTHING_PPM = 1_000_000;

export interface LinuxNetworkOptions {
  readonly inventory: ProviderInventory;
  /** Begins the name of every namespace. */
  readonly prefix: string;
  /** Where the traffic of segments is written down. */
  readonly directory: string;
  readonly now: () => Instant;
  readonly log: Logger;
  /** Told after the traffic goes the other way already. */
  readonly onTurned?: (turned: { readonly service: string; readonly to: Way; readonly silentMs: number }) => void;
  readonly onMemberTurned?: (turned: MemberTurned) => void;
}

/** A data plane of network namespaces on this machine: docs/decisions/0026. It needs root, and outlives the agent. */
export class LinuxNetwork implements NetworkDriver {
  /** Circuits that are to be there, made or not. */
  private readonly plans = new Map<string, CircuitPlan>();
  private readonly fabric: Fabric;
  private readonly circuits: Circuits;
  private readonly meterBook: TrafficMeter;
  private readonly endpoints: Endpoints;
  private readonly splits: Splits;
  private readonly ports: ServicePorts;
  /** One change at a time: what is compared with the kernel must not move meanwhile. */
  private readonly oneByOne = pLimit(1);
  private readonly timers: readonly NodeJS.Timeout[];
  private hasStrangers = false;

  constructor(private readonly options: LinuxNetworkOptions) {
    const { inventory, prefix, directory, log } = options;
    this.fabric = new Fabric(inventory, prefix);
    this.circuits = new Circuits(inventory, this.fabric);
    this.meterBook = new TrafficMeter(directory);
    this.endpoints = new Endpoints(log, (turned) => this.turned(turned));
    this.ports = new ServicePorts(this.endpoints, (error) => this.complain(error));
    this.splits = new Splits(this.fabric, this.circuits, (turned) => {
      log.warn(turned, turned.isLost ? 'a member of a split service is lost' : 'a member of a split service is whole');
      options.onMemberTurned?.(turned);
    });
    const every = (ms: number, work: () => Promise<unknown>): NodeJS.Timeout => setInterval(() => void this.oneByOne(work).catch((error: unknown) => this.complain(error)), ms).unref();
    this.timers = [every(HEAL_INTERVAL_MS, () => this.heal()), every(LOOK_INTERVAL_MS, () => this.lookAtAll())];
  }

  restore(active: readonly Segment[]): Promise<void> {
    return this.oneByOne(async () => {
      await this.fabric.ensure();
      this.plans.clear();
      for (const segment of active) {
        const planned = this.planned(segment);
        if (planned.kind === 'planned') this.plans.set(segment.segmentId, planned.plan);
        else this.options.log.error({ segmentId: segment.segmentId, reason: planned.reason }, 'an active segment does not fit the inventory any more and carries nothing');
      }
      this.hasStrangers = true;
      await this.heal();
      // A crash may have come between what the network was given and the journal, which counts.
      for (const plan of this.plans.values()) if (plan.segment.adjusted) await this.circuits.reshape(plan);
    });
  }

  activate(segment: Segment): Promise<DriverAnswer> {
    return this.oneByOne(async () => {
      const planned = this.planned(segment);
      if (planned.kind === 'refused') return planned;
      const unfit = refusedBeside(planned.plan, [...this.plans.values()], this.options.inventory);
      if (unfit !== undefined) return { kind: 'refused', reason: unfit };
      // Half of a circuit may stay where making it failed in an unknown way; nobody knows it, so the next round looks for it.
      const reason = await this.circuits.ensure(planned.plan).catch((error: unknown) => {
        this.hasStrangers = true;
        throw error;
      });
      if (reason !== undefined) {
        if (!this.plans.has(segment.segmentId)) await this.circuits.remove(planned.plan);
        return { kind: 'refused', reason };
      }
      this.plans.set(segment.segmentId, planned.plan);
      await this.followEnds(new Set([segment.segmentId]));
      await this.look(planned.plan);
      return { kind: 'done' };
    });
  }

  adjust(segment: Segment): Promise<DriverAnswer> {
    return this.oneByOne(async () => {
      const planned = this.planned(segment);
      if (planned.kind === 'refused') return planned;
      const unfit = refusedBeside(planned.plan, [...this.plans.values()], this.options.inventory);
      if (unfit !== undefined) return { kind: 'refused', reason: unfit };
      await this.look(planned.plan);
      const reason = await this.circuits.reshape(planned.plan);
      if (reason !== undefined) return { kind: 'refused', reason };
      this.plans.set(segment.segmentId, planned.plan);
      await this.followEnds(new Set([segment.segmentId]));
      return { kind: 'done' };
    });
  }

  async release(segmentId: string, mayGoOn = false): Promise<DriverAnswer> {
    // What this process does not know is not there: restore took away whatever nobody asked for.
    const isThere = await this.oneByOne(async () => {
      if (this.plans.has(segmentId)) await this.ports.leave(segmentId);
      return this.plans.has(segmentId);
    });
    if (isThere && mayGoOn) await sleep(HANDOVER_MS);
    return this.oneByOne(async () => {
      const plan = this.plans.get(segmentId);
      if (!plan) return { kind: 'done' };
      await this.look(plan);
      if (mayGoOn) this.ports.wait(segmentId);
      await this.circuits.remove(plan);
      this.plans.delete(segmentId);
      await this.followEnds();
      return { kind: 'done' };
    });
  }

  /** Looks now for what is otherwise looked for every 5 s, and mends it. */
  mend(): Promise<void> {
    return this.oneByOne(() => this.heal());
  }

  /** Frames are counted, and nothing of what is in them. */
  meter(segment: Segment, period: Period): Promise<readonly MeteredPart[]> {
    return this.oneByOne(async () => {
      const plan = this.plans.get(segment.segmentId);
      if (plan) await this.look(plan);
      return [{ octets: await this.meterBook.octetsIn(segment, period) }];
    });
  }

  /** From end to end of the segment, within it. What can't be measured has lost everything: nothing came through. */
  async measure(segment: Segment): Promise<LineMeasurement> {
    const plan = this.plans.get(segment.segmentId);
    const [line, endToEnd] = await Promise.all([this.measureLine(plan), plan && this.measureService(plan)]);
    return { ...line, ...(endToEnd ? { endToEnd } : {}) };
  }

  private async measureLine(plan: CircuitPlan | undefined): Promise<LineMeasurement> {
    const ends = plan && endsOf(plan);
    // A cross-connect within one PoP has no line between two ends: packets take the least time that can be told.
    if (plan && !ends) return { latencyNs: 0n, lossPpm: 0, delaysNs: [1n] };
    const report = ends && (await this.endpoints.measure(ends[0], ends[1]).catch((error: unknown) => this.complain(error)));
    return { latencyNs: report?.oneWay?.forward.medianNs ?? 0n, lossPpm: report?.lossPpm ?? EVERYTHING_PPM, ...packetsOf(report) };
  }

  /** Both ends are on this machine, so that they read one clock. An end that does not answer can't be told from a line that carries nothing: that says nothing. */
  private async measureService(plan: CircuitPlan): Promise<EndToEndMeasurement | undefined> {
    const end = serviceEndOf(plan);
    if (!end) return undefined;
    if (!end.isFirst) {
      await this.endpoints.reflect(end.namespace, end.own.address).catch((error: unknown) => this.complain(error));
      return undefined;
    }
    const report = await this.endpoints.send(end.namespace, { from: end.own.address, to: end.other.address }).catch((error: unknown) => this.complain(error));
    return report?.roundTripsNs && { lossPpm: report.lossPpm, roundTripsNs: report.roundTripsNs, ...packetsOf(report) };
  }

  splitReports(splitId: string): Promise<readonly SplitReport[]> {
    return this.splits.report(splitId);
  }

  close(): void {
    this.timers.forEach(clearInterval);
    this.endpoints.close();
    this.splits.close();
  }

  /** Takes the whole data plane of this provider off the machine. */
  async remove(): Promise<void> {
    await this.oneByOne(() => this.splits.remove());
    this.close();
    await this.oneByOne(() => this.fabric.remove());
    this.plans.clear();
  }

  /** The circuit of a segment that was activated or restored. */
  planOf(segmentId: string): CircuitPlan | undefined {
    return this.plans.get(segmentId);
  }

  private planned(segment: Segment): ReturnType<typeof planCircuit> {
    return planCircuit(segment, this.options.inventory, this.options.prefix);
  }

  /** Makes again what is not whole: a machine that started anew has nothing, and a neighbour that did took its handovers with it. */
  private async heal(): Promise<void> {
    const plans = [...this.plans.values()];
    if (this.hasStrangers) await this.circuits.removeOthers(plans, splitEnds(plans, this.options.prefix), [...servicePorts(plans), ...this.ports.waiting()]);
    this.hasStrangers = false;
    const seen = await this.circuits.seen(plans.flatMap(({ stations }) => stations.map(({ namespace }) => namespace)));
    await this.fabric.readdress(seen);
    const broken = plans.filter((plan) => !shapeOf(plan.segment).suspended && !isWhole(plan, seen));
    if (broken.length > 0) await this.fabric.ensure();
    for (const plan of broken) {
      const { segmentId } = plan.segment;
      const reason = await this.circuits.ensure(plan);
      if (reason === undefined) this.options.log.warn({ segmentId }, 'a circuit was not whole and was made again');
      else this.options.log.error({ segmentId, reason }, 'a circuit is not whole; it is tried again');
    }
    await this.followEnds(new Set(broken.map(({ segment }) => segment.segmentId)), seen);
  }

  /** What the customers' ends are to be, with the circuits that there are. */
  private async followEnds(remade?: ReadonlySet<string>, seen?: SeenPorts): Promise<void> {
    await this.splits.follow(splitEnds(this.plans.values(), this.options.prefix));
    await this.ports.follow(servicePorts(this.plans.values()), remade, seen);
  }

  private turned({ name, to, silentMs, failed }: Turned): void {
    const { log, onTurned } = this.options;
    if (failed !== undefined) log.error({ service: name, failed }, 'the exit of a service with two ways can not be turned');
    else log.warn({ service: name, to, silentMs }, 'the exit of a service with two ways was turned');
    if (to !== undefined) onTurned?.({ service: name, to, silentMs: silentMs ?? 0 });
  }

  private async lookAtAll(): Promise<void> {
    for (const plan of [...this.plans.values()]) await this.look(plan);
  }

  /** What goes out of a circuit's two ends was carried; measuring does not go out there. */
  private async look(plan: CircuitPlan): Promise<void> {
    const [first, last] = [plan.stations[0], plan.stations.at(-1)];
    if (!first || !last) return;
    const seen = await this.circuits.seen([first.namespace, last.namespace]);
    const ports = [seen.get(first.namespace)?.get(first.entry.name), seen.get(last.namespace)?.get(last.exit.name)];
    const counters = ports.flatMap((port): Counter[] => (port ? [{ key: `${port.name} ${port.index}`, octets: port.sentOctets }] : []));
    await this.meterBook.look(plan.segment, counters, this.options.now());
  }

  private complain(error: unknown): undefined {
    this.options.log.warn({ error, providerId: this.options.inventory.id }, 'the data plane did not do what it was asked');
    return undefined;
  }
}

const packetsOf = (report: WindowReport | undefined): Pick<LineMeasurement, 'delaysNs' | 'roundTripsNs'> => ({
  ...(report?.forwardNs ? { delaysNs: report.forwardNs } : {}),
  ...(report?.roundTripsNs ? { roundTripsNs: report.roundTripsNs } : {}),
});
