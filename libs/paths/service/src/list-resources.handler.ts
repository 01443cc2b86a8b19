import { Inject, Injectable } from '@nestjs/common';
import { paths } from '@carriermesh/wire';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { TopologyView } from './topology.view.js';

/** What one answer holds: about 400 bytes each. */
export const MAX_LISTED_RESOURCES = 512;

/** What is on offer, with what of it is sold. */
@Injectable()
@Handles(paths.ListResources)
export class ListResourcesHandler implements Handler<paths.ListResourcesRequest, paths.ListResourcesResponse> {
  constructor(
    @Inject(TopologyView) private readonly view: TopologyView,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body: { providerId, resourceIds }, context }: Call<paths.ListResourcesRequest>): Promise<paths.ListResourcesResponse> {
    if (context.actor !== 'operator') throw new OperationalError('denied', 'only the operator sees what is on offer to others');
    if (resourceIds.length > MAX_LISTED_RESOURCES) throw new OperationalError('malformed', `one question is about at most ${MAX_LISTED_RESOURCES} resources, not ${resourceIds.length}`);
    const ids = this.view.inForce(this.clock.now(), { providerId, resourceIds });
    const offers = ids.slice(0, MAX_LISTED_RESOURCES).flatMap((resourceId) => this.view.foundOffer(resourceId) ?? []);
    return { revision: this.view.topology.revision, offers, leftOut: ids.length - offers.length };
  }
}
