import type { Attachment, LogicalElement, SwitchDevice } from '@carriermesh/agent-domain';
import type { SwitchFabric } from '../../switch/switch-fabric.port.js';
import { carryOut, carryOutAll, namespaces, portsIn, type KernelPort } from './kernel.js';
import { attachBatches, attachmentMark, detachBatches, elementNamespace, inletDevice, newBridgeLines, newElementBatches, newPortBatches, portDevice, portNamespace, removalLines, wantedOf } from './switch-commands.js';

const BRIDGE = /^b[0-9a-f]{10}$/;
const PORT = /^p[0-9a-f]{10}$/;

/** A shared device of network namespaces on this machine: docs/decisions/0032. It needs root, and outlives the agent. */
export class LinuxSwitch implements SwitchFabric {
  constructor(
    private readonly prefix: string,
    private readonly device: SwitchDevice,
  ) {}

  async restore(elements: readonly LogicalElement[]): Promise<void> {
    const wanted = new Set(elements.flatMap((element) => [this.namespaceOf(element.id), ...element.ports.map((port) => this.customerOf(port))]));
    const strangers = (await switchNamespaces(this.prefix, this.device.id)).filter((name) => !wanted.has(name));
    await carryOut({ command: 'ip', lines: strangers.map((name) => `netns del ${name}`), force: true });
    for (const element of elements) await this.apply(element);
  }

  async apply(element: LogicalElement): Promise<void> {
    const namespace = this.namespaceOf(element.id);
    const there = new Set(await namespaces());
    if (!there.has(namespace)) await carryOutAll(newElementBatches(namespace));
    const seen = new Map((await portsIn(namespace)).map((port) => [port.name, port]));
    const wanted = wantedOf(element);
    await this.removeForeignPorts(namespace, [...seen.values()].filter(({ name }) => PORT.test(name) && !wanted.ports.has(name)));
    await carryOut({ command: 'ip', namespace, lines: [...wanted.bridges].filter(([device]) => !seen.has(device)).flatMap(([, name]) => newBridgeLines(name)) });
    for (const port of element.ports) await this.applyPort(port, element, { seen: seen.get(portDevice(port)), hasCustomer: there.has(this.customerOf(port)) });
    // After the ports have left them.
    const gone = [...seen.keys()].filter((name) => BRIDGE.test(name) && !wanted.bridges.has(name));
    await carryOut({ command: 'ip', namespace, lines: removalLines(gone) });
  }

  async remove(elementId: string): Promise<void> {
    const namespace = this.namespaceOf(elementId);
    if (!(await namespaces()).includes(namespace)) return;
    const ports = (await portsIn(namespace)).filter(({ name }) => PORT.test(name));
    await carryOut({ command: 'ip', lines: [namespace, ...ports.map((port) => this.customerOf(nameOf(port)))].map((name) => `netns del ${name}`), force: true });
  }

  private namespaceOf(elementId: string): string {
    return elementNamespace(this.prefix, this.device.id, elementId);
  }

  private customerOf(port: string): string {
    return portNamespace(this.prefix, this.device.id, port);
  }

  /** A port that went to another element is made anew there: its far end must not be the old one, with what was left in it. */
  private async removeForeignPorts(namespace: string, ports: readonly KernelPort[]): Promise<void> {
    await carryOut({ command: 'ip', namespace, lines: removalLines(ports.flatMap((port) => [port.name, inletDevice(nameOf(port))])), force: true });
    await carryOut({ command: 'ip', lines: ports.map((port) => `netns del ${this.customerOf(nameOf(port))}`), force: true });
  }

  private async applyPort(port: string, element: LogicalElement, { seen, hasCustomer }: { readonly seen: KernelPort | undefined; readonly hasCustomer: boolean }): Promise<void> {
    const namespace = this.namespaceOf(element.id);
    if (!seen) {
      // What was half made by a process that ended.
      await carryOut({ command: 'ip', namespace, lines: removalLines([inletDevice(port)]), force: true });
      if (!hasCustomer) await carryOut({ command: 'ip', lines: [`netns add ${this.customerOf(port)}`] });
      await carryOutAll(newPortBatches(namespace, this.customerOf(port), port));
    }
    const attached = attachmentOf(port, element);
    const mark = attached ? attachmentMark(attached.instance, attached.attachment) : port;
    if (seen?.alias === mark) return;
    await carryOutAll(detachBatches(namespace, port));
    if (attached) await carryOutAll(attachBatches(namespace, attached.instance, attached.attachment));
  }
}

/** An alias begins with the port's name, whatever else it says. */
const nameOf = ({ alias }: KernelPort): string => alias.split(':')[0] ?? '';

function attachmentOf(port: string, { instances }: LogicalElement): { readonly instance: string; readonly attachment: Attachment } | undefined {
  for (const { name, ports } of instances.values()) {
    const attachment = ports.find((one) => one.port === port);
    if (attachment) return { instance: name, attachment };
  }
  return undefined;
}

const switchNamespaces = async (prefix: string, deviceId: string): Promise<readonly string[]> =>
  (await namespaces()).filter((name) => name.startsWith(`${prefix}-lne.${deviceId}.`) || name.startsWith(`${prefix}-port.${deviceId}.`));

/** Takes the device off the machine, with all that is in it. @returns how many namespaces there were */
export async function removeSwitch(prefix: string, deviceId: string): Promise<number> {
  const names = await switchNamespaces(prefix, deviceId);
  await carryOut({ command: 'ip', lines: names.map((name) => `netns del ${name}`), force: true });
  return names.length;
}
