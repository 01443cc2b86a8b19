import { shapeOf } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import { OperationalError } from '@carriermesh/platform-errors';
import type { CircuitPlan, LabelPort } from './circuit-plan.js';
import { accessPortsOf, bucketsOf, clearanceOf, makingOf, removalOf, WHOLE } from './circuit-commands.js';
import type { Fabric } from './fabric.js';
import { carryOut, carryOutAll, portsIn, type KernelPort } from './kernel.js';
import { CIRCUIT_PORT } from './names.js';
import { portsOfEnd } from './split-commands.js';
import type { ServicePort } from './service-port-plan.js';
import type { SplitEnd } from './split-plan.js';

/** Ports by namespace and name, as the kernel has them now. */
export type SeenPorts = ReadonlyMap<string, ReadonlyMap<string, KernelPort>>;

/** Makes circuits, takes them away, and tells what the kernel has of them. */
export class Circuits {
  constructor(
    private readonly inventory: ProviderInventory,
    private readonly fabric: Fabric,
  ) {}

  /**
   * Makes the circuit unless it is whole; what is half made goes first, but for the customers' ports.
   * @returns why it can't be made now; `undefined` when it is whole
   * @throws OperationalError `unavailable` with what the kernel said
   */
  async ensure(plan: CircuitPlan): Promise<string | undefined> {
    const own = plan.stations.map(({ namespace }) => namespace);
    if (isWhole(plan, await this.seen(own))) return undefined;
    const missing = await this.missingHandover(plan);
    if (missing !== undefined) return missing;
    await carryOutAll(clearanceOf(plan));
    const [seen, there] = [await this.seen(own), new Set(await this.fabric.ownNamespaces())];
    try {
      await carryOutAll(makingOf(plan, { namespaces: there, isPort: (namespace, name) => seen.get(namespace)?.has(name) === true }));
      return undefined;
    } catch (error) {
      await carryOutAll(clearanceOf(plan));
      // Of another circuit on the same link; nobody but the handover's two sides could choose another one.
      if (/File exists/.test((error as Error).message)) return 'a label of the circuit is taken by another one';
      throw error;
    }
  }

  /** Gives the circuit the shape of its segment. @returns why it can't be done now; `undefined` when it is */
  async reshape(plan: CircuitPlan): Promise<string | undefined> {
    if (shapeOf(plan.segment).suspended) {
      await carryOutAll(clearanceOf(plan));
      return undefined;
    }
    const reason = await this.ensure(plan);
    if (reason === undefined) await carryOutAll(bucketsOf(plan));
    return reason;
  }

  /** @throws OperationalError `unavailable` when something of it is left */
  async remove(plan: CircuitPlan): Promise<void> {
    await carryOutAll(removalOf(plan));
    const seen = await this.seen(plan.stations.map(({ namespace }) => namespace));
    const left = portsOf(plan).find(({ namespace, name }) => seen.get(namespace)?.has(name));
    if (left) throw new OperationalError('unavailable', `port ${left.name} of segment ${plan.segment.segmentId} is still in ${left.namespace}`);
  }

  /** Takes away every port and every customer's namespace that belongs to none of these, and PoPs that the inventory has no more. */
  async removeOthers(plans: readonly CircuitPlan[], ends: readonly SplitEnd[], services: readonly ServicePort[]): Promise<void> {
    const own = services.map(({ namespace, port: { name } }) => ({ namespace, name }));
    const wanted = new Set([...plans.flatMap(portsOf), ...own, ...ends.flatMap((end) => portsOfEnd(end).map((name) => ({ namespace: end.namespace, name })))].map(({ namespace, name }) => `${namespace} ${name}`));
    const pops = this.fabric.popNamespaces;
    const access = plans.flatMap(accessPortsOf);
    const joints = new Map(access.flatMap(({ name, customer }) => (customer ? [[name, customer.joint] as const] : [])));
    const ports = [...access, ...ends.map(({ customer }) => customer), ...services.map(({ port }) => port)];
    const keep = new Set([...pops, ...ports.map(({ customerNamespace }) => customerNamespace)]);
    for (const [namespace, ports] of await this.seen(pops)) {
      // In an earlier build the other end of a circuit's own port was the customer's.
      const isOlder = (name: string): boolean => !ports.has(joints.get(name) ?? name);
      const strange = [...ports.keys()].filter((name) => CIRCUIT_PORT.test(name) && (!wanted.has(`${namespace} ${name}`) || isOlder(name)));
      await carryOut({ command: 'ip', namespace, lines: strange.map((name) => `link del ${name}`), force: true });
    }
    const gone = (await this.fabric.ownNamespaces()).filter((name) => !keep.has(name));
    await carryOut({ command: 'ip', lines: gone.map((name) => `netns del ${name}`), force: true });
  }

  async seen(names: readonly string[]): Promise<SeenPorts> {
    const seen = new Map<string, ReadonlyMap<string, KernelPort>>();
    const there = new Set(await this.fabric.ownNamespaces());
    for (const namespace of new Set(names)) {
      const ports = there.has(namespace) ? await portsIn(namespace) : [];
      seen.set(namespace, new Map(ports.map((port) => [port.name, port])));
    }
    return seen;
  }

  private async missingHandover({ stations }: CircuitPlan): Promise<string | undefined> {
    const handovers = stations.flatMap(({ entry, exit }) => [entry, exit]).filter((port): port is LabelPort => port.kind === 'label' && port.interconnectId !== undefined);
    for (const { interconnectId } of handovers) {
      const half = this.inventory.interconnects.find(({ id }) => id === interconnectId);
      if (!half || !(await this.fabric.ensureHandover(half))) return `the other side of interconnect ${interconnectId} is not there`;
    }
    return undefined;
  }
}

export function isWhole(plan: CircuitPlan, seen: SeenPorts): boolean {
  const [first] = plan.stations;
  const mark = first && seen.get(first.namespace)?.get(first.entry.name)?.alias;
  return mark === `${WHOLE}${plan.segment.segmentId}` && portsOf(plan).every(({ namespace, name }) => seen.get(namespace)?.has(name));
}

const portsOf = ({ stations }: CircuitPlan): readonly { readonly namespace: string; readonly name: string }[] =>
  stations.flatMap(({ namespace, entry, exit }) => [entry, exit].map(({ name }) => ({ namespace, name })));
