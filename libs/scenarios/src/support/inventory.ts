import type { Exchange } from '@carriermesh/exchange';
import { advertising } from '@carriermesh/wire';
import type { ScenarioMesh } from './scenario-mesh.js';

/** The service answers about so many at a time. */
const ASKED_AT_ONCE = 512;

/** Everything that can be held: links, and both halves of every interconnect. */
export const resourceIds = ({ providers }: Exchange): readonly string[] =>
  providers.flatMap(({ links, interconnects }) => [...links, ...interconnects].map(({ id }) => id));

export type Inventory = ReadonlyMap<string, advertising.InventoryRecord>;

/** What is held and committed on every resource of the exchange now, as advertising's own streams say. */
export async function inventoryOf(mesh: ScenarioMesh): Promise<Inventory> {
  const ids = resourceIds(mesh.launched.exchange);
  const records: advertising.InventoryRecord[] = [];
  for (let begin = 0; begin < ids.length; begin += ASKED_AT_ONCE) {
    const { resources } = await mesh.ask(advertising.GetInventory, { resourceIds: ids.slice(begin, begin + ASKED_AT_ONCE) });
    records.push(...resources);
  }
  if (records.length !== ids.length) throw new Error(`the inventory knows ${records.length} of ${ids.length} resources`);
  return new Map(records.map((record) => [record.resourceId, record]));
}

/** Mbit/s in use by resource, held or committed; what is free is left out. */
export const inUse = (inventory: Inventory): Readonly<Record<string, { readonly held: number; readonly committed: number }>> =>
  Object.fromEntries(
    [...inventory.values()]
      .filter(({ heldMbps, committedMbps }) => heldMbps + committedMbps > 0)
      .map(({ resourceId, heldMbps, committedMbps }) => [resourceId, { held: heldMbps, committed: committedMbps }]),
  );

/** Resources on which more is in use than there is: invariant I1 says that there are none. */
export const oversold = (inventory: Inventory): readonly string[] =>
  [...inventory.values()].filter(({ capacityMbps, heldMbps, committedMbps }) => heldMbps + committedMbps > capacityMbps).map(({ resourceId }) => resourceId);
