import { Inject, Injectable } from '@nestjs/common';
import { invariant } from '@carriermesh/kernel';
import { findDelivered, findPaths, type Candidate, type PathAnswer, type PathQuery, type PathRefusal, type Segment } from '@carriermesh/paths-domain';
import { type common, paths } from '@carriermesh/wire';
import { AWAITED_SUBJECT, type Bus } from '@carriermesh/platform-bus';
import { BUS, CLOCK, futureRefusal, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { PastTopologies } from './past-topologies.js';
import { type Carriage, type Question, questionOf } from './path-question.js';
import { asRefusal, invalidQuestion } from './refusals.js';
import { TopologyView, type KnownOffer } from './topology.view.js';

/** How long a question waits for the view to learn what its asker was told already. */
export const MAX_WAIT_MS = 2_000;

/** Beside the candidates asked for, the answer has up to two that share nothing with the best one, to fail over to. */
@Injectable()
@Handles(paths.FindPaths)
export class FindPathsHandler implements Handler<paths.FindPathsRequest, paths.FindPathsResponse> {
  constructor(
    @Inject(TopologyView) private readonly view: TopologyView,
    @Inject(PastTopologies) private readonly past: PastTopologies,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(BUS) private readonly bus: Pick<Bus, 'tell'>,
  ) {}

  async execute({ body }: Call<paths.FindPathsRequest>): Promise<paths.FindPathsResponse> {
    const { atLeastRevision, asOf } = body;
    if (this.view.topology.revision < atLeastRevision) this.bus.tell(AWAITED_SUBJECT, new Uint8Array());
    if (!(await this.view.reached(atLeastRevision, MAX_WAIT_MS)))
      throw new OperationalError('unavailable', `after ${MAX_WAIT_MS} ms the topology is known up to ${this.view.topology.revision}, not to ${atLeastRevision}`);
    const question = questionOf(body);
    if ('code' in question) return this.refused(invalidQuestion(question));
    this.view.searches += 1n;
    if (!asOf) return answerOn(this.view, { now: this.clock.now(), ...question });
    const answer = await this.past.ask(asOf.asOf, (view, at) => answerOn(view, { now: at, ...question }));
    return 'code' in answer ? this.refused(futureRefusal(answer)) : answer;
  }

  private refused(refused: common.Refusal): paths.FindPathsResponse {
    return { revision: this.view.topology.revision, outcome: { kind: 'refused', refused } };
  }
}

type AskedNow = PathQuery & Pick<Question, 'carriages' | 'lastMedia'>;

const searched = (view: TopologyView, { lastMedia, ...query }: Omit<AskedNow, 'carriages'>): PathAnswer =>
  lastMedia ? findDelivered(view.topology, { ...query, lastMedia }) : findPaths(view.topology, query);

/** The same topology and question have the same answer, byte for byte. */
export function answerOn(view: TopologyView, { carriages, ...question }: AskedNow): paths.FindPathsResponse {
  if (carriages) return answerForEach(view, question, carriages);
  const answer = searched(view, question);
  const { revision } = answer;
  if (answer.kind === 'refused') return { revision, outcome: { kind: 'refused', refused: refusalOn(view, answer.refusal, question) } };
  return { revision, outcome: { kind: 'found', found: foundOn(view, answer.candidates, answer.complete) } };
}

/** Each carriage by itself, all on one topology; where none has a way, why the one that takes least has none. */
function answerForEach(view: TopologyView, { maxLatencyNs: _, ...question }: Omit<AskedNow, 'carriages'>, carriages: readonly Carriage[]): paths.FindPathsResponse {
  const known = new Map<string, PathAnswer>();
  const answers = carriages.map(({ mbps, maxLatencyNs }) => {
    const asked: Omit<AskedNow, 'carriages'> = { ...question, mbps, ...(maxLatencyNs !== undefined && { maxLatencyNs }) };
    // Formats may differ in price alone.
    const key = `${mbps} ${maxLatencyNs}`;
    const answer = known.get(key) ?? searched(view, asked);
    known.set(key, answer);
    return { mbps, answer: answer.kind === 'refused' ? refusalOn(view, answer.refusal, asked) : answer };
  });
  const { revision } = view.topology;
  const unserved = answers.flatMap(({ answer }, index): paths.Unserved[] => ('code' in answer ? [{ carriage: index + 1, refusal: answer }] : []));
  const [least] = answers.toSorted((a, b) => a.mbps - b.mbps);
  if (unserved.length === answers.length && least && 'code' in least.answer) return { revision, outcome: { kind: 'refused', refused: least.answer } };
  const found = answers.flatMap(({ answer }, index) => ('code' in answer ? [] : answer.candidates.map((each): Carried => ({ ...each, carriage: index + 1 }))));
  const complete = answers.every(({ answer }) => 'code' in answer || answer.complete);
  return { revision, outcome: { kind: 'found', found: { ...foundOn(view, found, complete), carried: { unserved } } } };
}

/** Why there is no way, and who was not asked because nobody hears its agent. */
const refusalOn = (view: TopologyView, refusal: PathRefusal, query: PathQuery): common.Refusal => asRefusal(refusal, query, view.silentTo(query.buyerId));

type Carried = Candidate & { readonly carriage?: number };

function foundOn(view: TopologyView, candidates: readonly Carried[], complete: boolean): paths.PathsFound {
  const offerOf = (resourceId: string): KnownOffer => {
    const offer = view.offerOf(resourceId);
    invariant(offer, `a path goes over ${resourceId}, of which no offer is known`);
    return offer;
  };
  const segmentOf = ({ resources, units, ...run }: Segment): paths.PathSegment => ({
    ...run,
    resources: resources.map((resourceId, index) => ({ resourceId, offerSha256: offerOf(resourceId).sha256, ...(units && { unit: units[index]! }) })),
  });
  const resourceIds = new Set(candidates.flatMap(({ segments }) => segments.flatMap(({ resources }) => resources)));
  const offers = [...resourceIds].flatMap((resourceId) => view.foundOffer(resourceId) ?? []);
  return {
    candidates: candidates.map(({ latencyNs, handovers, pops, segments, bottleneckMbps, disjointFromBest, split, carriage }): paths.PathCandidate => {
      return { latencyNs, handovers, popIds: pops, segments: segments.map(segmentOf), bottleneckMbps, disjointFromBest, ...(split && { split }), ...(carriage !== undefined && { carriage }) };
    }),
    offers,
    complete,
  };
}
