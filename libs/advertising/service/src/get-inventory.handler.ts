import { Inject, Injectable } from '@nestjs/common';
import { capacityOf, inUse, isResourceId, type Resource, unitsOf, unitsInUse } from '@carriermesh/advertising-domain';
import type { Instant } from '@carriermesh/kernel';
import { advertising } from '@carriermesh/wire';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { Books } from './books.js';
import { resourceStream } from './streams.js';

export const MAX_INVENTORY_RESOURCES = 512;

/** Resources that nobody ever advertised are left out of the answer. */
@Injectable()
@Handles(advertising.GetInventory)
export class GetInventoryHandler implements Handler<advertising.GetInventoryRequest, advertising.GetInventoryResponse> {
  constructor(
    @Inject(Books) private readonly books: Books,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body }: Call<advertising.GetInventoryRequest>): Promise<advertising.GetInventoryResponse> {
    const ids = [...new Set(body.resourceIds)];
    if (ids.length > MAX_INVENTORY_RESOURCES)
      throw new OperationalError('malformed', `one question is about at most ${MAX_INVENTORY_RESOURCES} resources, not ${ids.length}`);
    const streams = ids.filter(isResourceId).map(resourceStream);
    const fresh = new Set<string>();
    await this.books.resources.recall(streams, fresh);
    await this.books.refresh(streams.filter((stream) => !fresh.has(stream)), fresh);
    const standings = await this.books.resources.recall(streams, fresh);
    const now = this.clock.now();
    return { resources: [...standings.values()].flatMap(({ state }) => inventoryOf(state, now)) };
  }
}

function inventoryOf(state: Resource, now: Instant): readonly advertising.InventoryRecord[] {
  if (!state.offer) return [];
  const { terms } = state.offer;
  const { resourceId, providerId, validFrom, validUntil } = terms;
  const units = unitsOf(terms);
  const offered = state.offered && now >= validFrom && now < validUntil;
  return [{ resourceId, providerId, offered, capacityMbps: capacityOf(terms), ...inUse(state, now), ...(units && { units: unitUse(units, unitsInUse(state, now)) }) }];
}

const unitUse = ({ technology, unitMbps, numbers }: advertising.UnitSet, taken: readonly number[]): advertising.UnitUse => ({
  technology,
  unitMbps,
  free: numbers.filter((unit) => !taken.includes(unit)),
  taken,
});
