import type { ProviderInventory } from '@carriermesh/exchange';
import { inventoryFrom } from '../../../inventory-file.js';
import { LineEnd } from '../../../testing/line-end.js';
import { carryOut } from '../kernel.js';
import { CUSTOMER_PORT } from '../names.js';

export const UDP_PORT = 5_000;
const CARRIAGE = { capacityMbps: 1_000, latencyMs: 1, monthlyPricePerMbps: '0', pricePerGigabyte: '0' };

export interface SmallNetwork {
  readonly nodes: readonly string[];
  readonly links: readonly (readonly [from: string, to: string, latencyMs?: number])[];
  /** Own node, and the other provider's PoP. */
  readonly peers: readonly (readonly [string, string])[];
}

export function smallInventory(id: string, { nodes, links, peers }: SmallNetwork): ProviderInventory {
  return inventoryFrom(
    {
      provider: id,
      name: id,
      currency: 'EUR',
      pops: nodes.map((node) => ({ node, name: node, city: 'Test', country: 'Germany', latitude: 0, longitude: 0 })),
      links: links.map(([from, to, latencyMs = CARRIAGE.latencyMs]) => ({ from, to, ...CARRIAGE, latencyMs })),
      interconnects: peers.map(([at, peer]) => ({ at, peer, ...CARRIAGE })),
      serviceLevel: { availabilityPpm: 0, lossPpm: 0, jitterMs: 0, mttrMinutes: 0, creditBasisPoints: 0 },
    },
    id,
  );
}

/** A customer's host behind the port that waits in a namespace. */
export interface Host {
  readonly namespace: string;
  readonly address: string;
  readonly end: LineEnd;
}

export async function customerHost(namespace: string, address: string): Promise<Host> {
  await plugIn({ namespace, address });
  const end = new LineEnd(namespace);
  await end.ask({ kind: 'bind', address, port: UDP_PORT });
  return { namespace, address, end };
}

/** Gives the host's address to the port that is there now. */
export const plugIn = ({ namespace, address }: Pick<Host, 'namespace' | 'address'>): Promise<void> =>
  carryOut({ command: 'ip', namespace, lines: [`addr replace ${address}/24 dev ${CUSTOMER_PORT}`] });
