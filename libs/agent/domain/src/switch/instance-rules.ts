import { accept, ignore, refuse } from '@carriermesh/decider';
import { haveSameNames, usedMbps, type Attachment, type LogicalElement, type NetworkInstance, type SwitchDevice } from './device.js';
import type { SwitchCommand, SwitchDecision, SwitchRefusal } from './switch-events.js';

export const MAX_INSTANCES = 64;

interface Share {
  readonly element: LogicalElement;
  readonly device: SwitchDevice;
}

/** Configures a share, live: nothing but its own quota and its own ports can be used. */
export function decideInstance({ by, askedAt, elementId, instance }: Extract<SwitchCommand, { kind: 'set-instance' }>, share: Share): SwitchDecision {
  const before = share.element.instances.get(instance.name);
  if (before && isSame(before, instance)) return ignore('it is set so already');
  const refusal = unfitInstance(instance, share);
  return refusal ? refuse(refusal) : accept({ type: 'instance-set', data: { by, askedAt, elementId, instance } });
}

function unfitInstance(instance: NetworkInstance, { element, device }: Share): SwitchRefusal | undefined {
  const { id, quotaMbps, instances } = element;
  if (!instances.has(instance.name) && instances.size >= MAX_INSTANCES) {
    return { code: 'too-many', message: `Element ${id} has ${instances.size} instances, and at most ${MAX_INSTANCES} are kept.`, facts: { instances: String(instances.size), limit: String(MAX_INSTANCES) } };
  }
  for (const attachment of instance.ports) {
    const refusal = unfitAttachment(attachment, instance, { element, device });
    if (refusal) return refusal;
  }
  const elsewhere = usedMbps({ instances: new Map([...instances].filter(([name]) => name !== instance.name)) });
  const asked = usedMbps({ instances: new Map([[instance.name, instance]]) });
  if (elsewhere + asked <= quotaMbps) return undefined;
  const facts = { asked_mbps: String(asked), free_mbps: String(quotaMbps - elsewhere), quota_mbps: String(quotaMbps) };
  return { code: 'quota-exceeded', message: `${asked} Mbit/s are more than the ${quotaMbps - elsewhere} that are left of ${id}'s quota of ${quotaMbps} Mbit/s.`, facts };
}

function unfitAttachment({ port, mbps }: Attachment, { name, ports }: NetworkInstance, { element, device }: Share): SwitchRefusal | undefined {
  // A port that is a neighbour's and one that does not exist are answered alike.
  if (!element.ports.includes(port)) return { code: 'port-not-yours', message: `Element ${element.id} has no port ${port}.`, facts: { port } };
  const other = [...element.instances.values()].find((instance) => instance.name !== name && instance.ports.some((one) => one.port === port));
  if (other) return { code: 'port-in-use', message: `Port ${port} is in the instance ${other.name}.`, facts: { port, instance: other.name } };
  if (ports.filter((one) => one.port === port).length > 1) return { code: 'port-in-use', message: `Port ${port} is named twice.`, facts: { port, instance: name } };
  const fastest = device.ports.find((one) => one.name === port)?.mbps ?? 0;
  return mbps <= fastest ? undefined : { code: 'port-too-slow', message: `Port ${port} carries ${fastest} Mbit/s, and ${mbps} were asked for.`, facts: { port, port_mbps: String(fastest), asked_mbps: String(mbps) } };
}

/** The order in which ports are named says nothing, and neither does that of a port's senders. */
const isSame = (before: NetworkInstance, { ports }: NetworkInstance): boolean =>
  before.ports.length === ports.length && before.ports.every((one) => ports.some((other) => isSameAttachment(one, other)));

const isSameAttachment = (one: Attachment, other: Attachment): boolean =>
  one.port === other.port && one.mbps === other.mbps && one.role === other.role && haveSameNames(one.sourceMacs, other.sourceMacs);
