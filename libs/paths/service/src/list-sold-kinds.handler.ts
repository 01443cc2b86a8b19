import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { paths } from '@carriermesh/wire';
import { soldKinds } from './sold-kinds.js';
import { MESH_CURRENCY, TopologyView } from './topology.view.js';

@Injectable()
@Handles(paths.ListSoldKinds)
export class ListSoldKindsHandler implements Handler<paths.ListSoldKindsRequest, paths.ListSoldKindsResponse> {
  constructor(
    @Inject(TopologyView) private readonly view: TopologyView,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body: { buyerId } }: Call<paths.ListSoldKindsRequest>): Promise<paths.ListSoldKindsResponse> {
    const { view } = this;
    const kinds = soldKinds(view.linksFor(buyerId, this.clock.now()), buyerId, (popId) => view.placeOf(popId));
    return { revision: view.topology.revision, currency: MESH_CURRENCY, kinds, buyerId };
  }
}
