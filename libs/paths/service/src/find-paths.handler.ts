import { Inject, Injectable } from '@nestjs/common';
import { invariant } from '@carriermesh/kernel';
import { findPaths, type Candidate, type Segment } from '@carriermesh/paths-domain';
import { paths } from '@carriermesh/wire';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { questionOf } from './path-question.js';
import { asRefusal, invalidQuestion } from './refusals.js';
import { TopologyView, type CurrentOffer } from './topology.view.js';

/** How long a question waits for the view to learn what its asker was told already. */
export const MAX_WAIT_MS = 2_000;

/** Beside the candidates asked for, the answer has up to two that share nothing with the best one, to fail over to. */
@Injectable()
@Handles(paths.FindPaths)
export class FindPathsHandler implements Handler<paths.FindPathsRequest, paths.FindPathsResponse> {
  constructor(@Inject(TopologyView) private readonly view: TopologyView) {}

  async execute({ body }: Call<paths.FindPathsRequest>): Promise<paths.FindPathsResponse> {
    const { atLeastRevision } = body;
    if (!(await this.view.reached(atLeastRevision, MAX_WAIT_MS)))
      throw new OperationalError('unavailable', `after ${MAX_WAIT_MS} ms the topology is known up to ${this.view.topology.revision}, not to ${atLeastRevision}`);
    const question = questionOf(body);
    if ('code' in question) return { revision: this.view.topology.revision, outcome: { kind: 'refused', refused: invalidQuestion(question) } };
    this.view.searches += 1n;
    const answer = findPaths(this.view.topology, question);
    const { revision } = answer;
    if (answer.kind === 'refused') return { revision, outcome: { kind: 'refused', refused: asRefusal(answer.refusal, question) } };
    return { revision, outcome: { kind: 'found', found: this.found(answer.candidates, answer.complete) } };
  }

  private found(candidates: readonly Candidate[], complete: boolean): paths.PathsFound {
    const resourceIds = new Set(candidates.flatMap(({ segments }) => segments.flatMap(({ resources }) => resources)));
    const offers = [...resourceIds].map((resourceId): paths.FoundOffer => {
      const { offer, signature } = this.offerOf(resourceId).signed;
      return { resourceId, offer, signature };
    });
    return { candidates: candidates.map((candidate) => this.candidate(candidate)), offers, complete };
  }

  private candidate({ latencyNs, handovers, pops, segments, bottleneckMbps, disjointFromBest }: Candidate): paths.PathCandidate {
    return { latencyNs, handovers, popIds: pops, segments: segments.map((segment) => this.segment(segment)), bottleneckMbps, disjointFromBest };
  }

  private segment({ resources, ...run }: Segment): paths.PathSegment {
    return { ...run, resources: resources.map((resourceId) => ({ resourceId, offerSha256: this.offerOf(resourceId).sha256 })) };
  }

  private offerOf(resourceId: string): CurrentOffer {
    const offer = this.view.offerOf(resourceId);
    invariant(offer, `a path goes over ${resourceId}, of which no offer is known`);
    return offer;
  }
}
