import { Inject, Injectable } from '@nestjs/common';
import { paths } from '@carriermesh/wire';
import { Handles, type Handler } from '@carriermesh/platform-chassis';
import { TopologyView } from './topology.view.js';

@Injectable()
@Handles(paths.GetTopologySummary)
export class GetTopologySummaryHandler implements Handler<paths.GetTopologySummaryRequest, paths.GetTopologySummaryResponse> {
  constructor(@Inject(TopologyView) private readonly view: TopologyView) {}

  async execute(): Promise<paths.GetTopologySummaryResponse> {
    return { revision: this.view.topology.revision, ...this.view.counts(), searches: this.view.searches };
  }
}
