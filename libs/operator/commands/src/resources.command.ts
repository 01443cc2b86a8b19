import { feeAmounts } from '@carriermesh/contracting-service';
import { formatInstant, formatMoney, invariant, toHex } from '@carriermesh/kernel';
import { advertising, paths } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type Answering, type AskingFlags } from './mesh-as-of.js';
import { toMillisText } from './order-story.js';
import { count, counted, EXIT } from './say.js';

export interface ResourcesFlags extends AskingFlags {
  readonly provider?: string;
}

/** An offer in force, and how much of what it is about is sold. */
export interface ResourceStanding {
  readonly offer: advertising.ResourceOffer;
  readonly signature: Uint8Array;
  readonly inventory: advertising.InventoryRecord;
}

export interface ResourcesKnown {
  readonly revision: bigint;
  readonly resources: readonly ResourceStanding[];
  readonly leftOut: number;
}

/** What providers advertise, now or as of an earlier time, and how much of each resource is free, held and under contract. */
export async function resourcesCommand(resourceIds: readonly string[], { provider = '', ...flags }: ResourcesFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const known = await resourcesKnown(bus, { providerId: provider, resourceIds });
    process.stdout.write(flags.json ? `${JSON.stringify(resourcesJson(known))}\n` : resourcesText(known));
    const unknown = known.leftOut > 0 ? [] : resourceIds.filter((id) => !known.resources.some(({ offer }) => offer.resourceId === id));
    if (unknown.length > 0) process.stderr.write(`Of these no offer is in force: ${unknown.join(', ')}\n`);
    return unknown.length > 0 ? EXIT.refused : EXIT.done;
  });
}

/** The offers are asked of who follows them all, and what is sold of each of who decides on it. */
async function resourcesKnown(bus: Answering['bus'], asked: paths.ListResourcesRequest): Promise<ResourcesKnown> {
  const { revision, offers, leftOut } = await bus.request(paths.ListResources, asked, { context: OPERATOR });
  const inventory = await bus.request(advertising.GetInventory, { resourceIds: offers.map(({ resourceId }) => resourceId) }, { context: OPERATOR });
  const records = new Map(inventory.resources.map((record) => [record.resourceId, record]));
  const resources = offers.map(({ resourceId, offer, signature }): ResourceStanding => {
    const record = records.get(resourceId);
    invariant(record, `${resourceId} is on offer and in nobody's books`);
    return { offer: advertising.ResourceOffer.decode(offer), signature, inventory: record };
  });
  return { revision, resources, leftOut };
}

const freeMbps = ({ capacityMbps, heldMbps, committedMbps }: advertising.InventoryRecord): number => Math.max(0, capacityMbps - heldMbps - committedMbps);

const resourcesJson = ({ revision, resources, leftOut }: ResourcesKnown): Record<string, unknown> => ({
  revision: revision.toString(),
  resources: resources.map(({ offer, signature, inventory }) => ({
    offer: advertising.ResourceOffer.toJson(offer),
    signature: toHex(signature),
    inventory: { ...(advertising.InventoryRecord.toJson(inventory) as Record<string, unknown>), freeMbps: freeMbps(inventory) },
  })),
  leftOut,
});

export function resourcesText({ revision, resources, leftOut }: ResourcesKnown): string {
  const providers = new Set(resources.map(({ offer }) => offer.providerId)).size;
  const more = leftOut > 0 ? [`  … and ${count(leftOut)} more: ask for one provider, or for resources by their ids`] : [];
  return [`On revision ${revision}: ${counted(resources.length, 'offer')} of ${counted(providers, 'provider')} in force`, ...resources.flatMap(standingLines), ...more, ''].join('\n');
}

function standingLines({ offer: { resourceId, validFrom, validUntil, visibleTo, dedicated, resource }, inventory }: ResourceStanding): readonly string[] {
  const shown = [...(visibleTo.length > 0 ? [`to ${visibleTo.join(', ')} alone`] : []), ...(dedicated ? ['for carrier virtual networks'] : [])].map((text) => `; ${text}`).join('');
  const valid = `      valid from ${formatInstant(validFrom)} until ${formatInstant(validUntil)}${shown}`;
  if (resource.kind === 'pop') return [`  ${resourceId}  point of presence, ${[resource.pop.city, resource.pop.country].filter(Boolean).join(', ')}`, valid];
  const { latencyNs, price } = resource.kind === 'link' ? resource.link : resource.interconnect;
  const ends = resource.kind === 'link' ? `link, ${resource.link.fromPopId} – ${resource.link.toPopId}` : `handover, ${resource.interconnect.popId} – ${resource.interconnect.peerPopId}`;
  const { monthlyPerMbps, perGigabyte, monthlyFee: monthly, setupFee: setup } = price;
  const fees = monthly || setup ? `, and ${feeAmounts({ ...(monthly && { monthly }), ...(setup && { setup }) })}` : '';
  const priced = `${formatMoney(monthlyPerMbps)} ${monthlyPerMbps.currency} a Mbit/s and month, ${formatMoney(perGigabyte)} ${perGigabyte.currency} a gigabyte${fees}`;
  return [`  ${resourceId}  ${ends}, ${toMillisText(latencyNs)} ms, ${priced}`, `      ${capacityText(inventory)}`, valid];
}

function capacityText(inventory: advertising.InventoryRecord): string {
  const { capacityMbps, heldMbps, committedMbps, units } = inventory;
  const sold = units ? `; ${units.technology} of ${count(units.unitMbps)} Mbit/s: free ${units.free.join(' ') || 'none'}, taken ${units.taken.join(' ') || 'none'}` : '';
  return `${count(capacityMbps)} Mbit/s: ${count(freeMbps(inventory))} free, ${count(heldMbps)} held, ${count(committedMbps)} under contract${sold}`;
}
