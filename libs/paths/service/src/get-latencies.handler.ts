import { Inject, Injectable } from '@nestjs/common';
import { paths } from '@carriermesh/wire';
import { AWAITED_SUBJECT, type Bus } from '@carriermesh/platform-bus';
import { BUS, futureRefusal, Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { MAX_WAIT_MS } from './find-paths.handler.js';
import { PastTopologies } from './past-topologies.js';
import { invalidQuestion } from './refusals.js';
import { TopologyView } from './topology.view.js';

/** What one answer holds: about 150 bytes each. */
export const MAX_LATENCIES = 1_000;

/** What the latency database says of links, now or as of an earlier time. */
@Injectable()
@Handles(paths.GetLatencies)
export class GetLatenciesHandler implements Handler<paths.GetLatenciesRequest, paths.GetLatenciesResponse> {
  constructor(
    @Inject(TopologyView) private readonly view: TopologyView,
    @Inject(PastTopologies) private readonly past: PastTopologies,
    @Inject(BUS) private readonly bus: Pick<Bus, 'tell'>,
  ) {}

  async execute({ body }: Call<paths.GetLatenciesRequest>): Promise<paths.GetLatenciesResponse> {
    const { resourceIds, asOf, atLeastRevision } = body;
    const { revision } = this.view.topology;
    if (revision < atLeastRevision) this.bus.tell(AWAITED_SUBJECT, new Uint8Array());
    if (!(await this.view.reached(atLeastRevision, MAX_WAIT_MS)))
      throw new OperationalError('unavailable', `after ${MAX_WAIT_MS} ms latencies are known up to ${this.view.topology.revision}, not to ${atLeastRevision}`);
    if (resourceIds.length > MAX_LATENCIES) {
      const fault = { code: 'question-invalid', field: 'resource_ids', value: `${resourceIds.length} ids`, limit: `at most ${MAX_LATENCIES}` } as const;
      return { revision, outcome: { kind: 'refused', refused: invalidQuestion(fault) } };
    }
    if (!asOf) return latenciesOn(this.view, body);
    const answer = await this.past.ask(asOf.asOf, (view) => latenciesOn(view, body));
    return 'code' in answer ? { revision, outcome: { kind: 'refused', refused: futureRefusal(answer) } } : answer;
  }
}

function latenciesOn({ topology, latencies }: TopologyView, { providerId, resourceIds }: paths.GetLatenciesRequest): paths.GetLatenciesResponse {
  const ids = resourceIds.length > 0 ? [...new Set(resourceIds)] : latencies.resourceIds;
  const records = ids.flatMap((id) => latencies.recordOf(id) ?? []).filter((record) => providerId === '' || record.providerId === providerId);
  const known = { latencies: records.sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1)).slice(0, MAX_LATENCIES), leftOut: Math.max(0, records.length - MAX_LATENCIES) };
  return { revision: topology.revision, outcome: { kind: 'known', known } };
}
