import type { InterconnectHalf, ProviderInventory } from '@carriermesh/exchange';
import { LINK_MTU, tokenBucket } from './circuit-commands.js';
import { carryOut, namespaces, portsIn, type KernelPort } from './kernel.js';
import { handoverDevice, linkDevice, popNamespace, sideOf, VOID_PORT } from './names.js';

/** Both ends of a veth are made at once, whichever side makes it. */
const vethLine = (device: string, peerNamespace: string): string => `link add ${device} mtu ${LINK_MTU} type veth peer name ${device} mtu ${LINK_MTU} netns ${peerNamespace}`;

const addressLine = (device: string, side: 1 | 2): string => `addr replace fe80::${side}/64 dev ${device} nodad`;

/** What circuits run over: a namespace for each PoP, a veth for each link, and one for each handover that is used. */
export class Fabric {
  constructor(
    private readonly inventory: ProviderInventory,
    private readonly prefix: string,
  ) {}

  /** Namespaces of this provider's PoPs. */
  get popNamespaces(): readonly string[] {
    return this.inventory.pops.map(({ id }) => popNamespace(this.prefix, id));
  }

  /** All namespaces of this provider on the machine, those of customers' ports and of PoPs that are gone included. */
  ownNamespaces(): Promise<readonly string[]> {
    return namespacesOf(this.prefix, this.inventory.id);
  }

  /** Makes what is missing, and leaves what is there: traffic runs over it. */
  async ensure(): Promise<void> {
    const present = new Map<string, ReadonlySet<string>>();
    const there = new Set(await this.ownNamespaces());
    for (const name of this.popNamespaces) present.set(name, there.has(name) ? await portNames(name) : await this.newPop(name));
    for (const { id, fromPopId, toPopId, capacityMbps } of this.inventory.links) {
      const device = linkDevice(id);
      const [from, to] = [popNamespace(this.prefix, fromPopId), popNamespace(this.prefix, toPopId)];
      if (!present.get(from)?.has(device)) await carryOut({ command: 'ip', namespace: from, lines: [vethLine(device, to)] });
      await raise(from, { device, side: sideOf(fromPopId, toPopId), capacityMbps, alias: id });
      await raise(to, { device, side: sideOf(toPopId, fromPopId), capacityMbps, alias: id });
    }
  }

  /** A link that was down and is up again has lost its address, without which no label on it says anything. */
  async readdress(seen: ReadonlyMap<string, ReadonlyMap<string, KernelPort>>): Promise<void> {
    const { links, interconnects } = this.inventory;
    const ends = [
      ...links.flatMap(({ id, fromPopId, toPopId }) => [
        { popId: fromPopId, device: linkDevice(id), side: sideOf(fromPopId, toPopId) },
        { popId: toPopId, device: linkDevice(id), side: sideOf(toPopId, fromPopId) },
      ]),
      ...interconnects.map(({ popId, peerPopId }) => ({ popId, device: handoverDevice(popId, peerPopId), side: sideOf(popId, peerPopId) })),
    ];
    for (const { popId, device, side } of ends) {
      const namespace = popNamespace(this.prefix, popId);
      const port = seen.get(namespace)?.get(device);
      if (port?.isUp && !port.addresses.includes(`fe80::${side}`)) await carryOut({ command: 'ip', namespace, lines: [addressLine(device, side)] });
    }
  }

  /** @returns false while the other side is not there */
  async ensureHandover({ id, popId, peerPopId, capacityMbps }: InterconnectHalf): Promise<boolean> {
    const device = handoverDevice(popId, peerPopId);
    const [own, peer] = [popNamespace(this.prefix, popId), popNamespace(this.prefix, peerPopId)];
    if (!(await portNames(own)).has(device)) {
      if (!(await namespaces()).includes(peer)) return false;
      // The other agent may do the same at this moment; the kernel lets one of them.
      await carryOut({ command: 'ip', namespace: own, lines: [vethLine(device, peer)], force: true });
      if (!(await portNames(own)).has(device)) return false;
    }
    await raise(own, { device, side: sideOf(popId, peerPopId), capacityMbps, alias: id });
    return true;
  }

  async remove(): Promise<void> {
    await removeNamespaces(this.prefix, this.inventory.id);
  }

  private async newPop(namespace: string): Promise<ReadonlySet<string>> {
    await carryOut({ command: 'ip', lines: [`netns add ${namespace}`] });
    await carryOut({ command: 'ip', namespace, lines: ['link set lo up', `link add ${VOID_PORT} type veth peer name ${VOID_PORT}-end`, `link set ${VOID_PORT} addrgenmode none`, `link set ${VOID_PORT} up`] });
    return new Set();
  }
}

const namespacesOf = async (prefix: string, providerId: string): Promise<readonly string[]> =>
  (await namespaces()).filter((name) => name.startsWith(`${prefix}.${providerId}.`));

/** Takes away every namespace of the provider, and with them whatever is in them. @returns how many there were */
export async function removeNamespaces(prefix: string, providerId: string): Promise<number> {
  const names = await namespacesOf(prefix, providerId);
  await carryOut({ command: 'ip', lines: names.map((name) => `netns del ${name}`), force: true });
  return names.length;
}

interface RaisedEnd {
  readonly device: string;
  readonly side: 1 | 2;
  readonly capacityMbps: number;
  readonly alias: string;
}

/** Each owner raises its own end of a link, with its own capacity. */
async function raise(namespace: string, { device, side, capacityMbps, alias }: RaisedEnd): Promise<void> {
  const lines = [`link set ${device} mtu ${LINK_MTU} alias ${alias}`, `link set ${device} addrgenmode none`, addressLine(device, side), `link set ${device} up`];
  await carryOut({ command: 'ip', namespace, lines });
  await carryOut({ command: 'tc', namespace, lines: [tokenBucket(device, capacityMbps)] });
}

const portNames = async (namespace: string): Promise<ReadonlySet<string>> => new Set((await portsIn(namespace)).map(({ name }) => name));
