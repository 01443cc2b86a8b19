import { invariant } from '@carriermesh/kernel';
import type { ConferenceRefused } from './conference.js';
import { type Budget, unlimitedBudget } from './constrained.js';
import type { RouteRefusal } from './demand.js';
import { usedOf } from './lifted.js';
import { Meeting, type Ranking } from './meeting.js';
import { FIGURES, type Limits } from './problem.js';
import { EXCLUSIONS } from './usable.js';
import { overLimit } from './why-none.js';

/**
 * Why participants have no focus, in the order of reasons that paths have (`whyOverLimit`). Figures are of the focus at which the
 * farthest participant is nearest: the least limit with which they would meet.
 */
export function whyNoFocus(meeting: Meeting, budget: Budget): ConferenceRefused {
  const { graph, conference } = meeting;
  if (meeting.foci({}).length === 0) return whyApart(meeting);
  const undecided = refused({ code: 'undecided', reason: 'search-limit' });
  if (!meeting.best('latency', {}, farthest, budget)) return budget.exhausted ? undecided : refused(whyNotDone(meeting));
  let kept: Limits = {};
  for (const figure of FIGURES) {
    const most = conference.limits[figure];
    if (most === undefined) continue;
    const wider = kept;
    kept = { ...kept, [figure]: most };
    if (meeting.best('latency', kept, farthest, budget)) continue;
    const least = budget.exhausted ? undefined : meeting.best(figure, wider, farthest, budget)?.branches;
    if (!least || budget.exhausted) return undecided;
    const participant = least.reduce((worst, { first }, index) => (first > least[worst]!.first ? index : worst), 0);
    return refused(overLimit(graph, figure, most, least[participant]!), participant);
  }
  return budget.exhausted ? undecided : refused({ code: 'undecided', reason: 'number-range' });
}

/** There is no PoP that all reach: nothing joins them, what is excluded would, or what does is too narrow. */
function whyApart(meeting: Meeting): ConferenceRefused {
  const { graph, conference } = meeting;
  const stated = EXCLUSIONS.filter((name) => (conference[name]?.length ?? 0) > 0);
  const without = (names: readonly string[]) => new Meeting(graph, { ...conference, mbps: 0, requireProviders: [], continuity: false, ...Object.fromEntries(names.map((name) => [name, []])) });
  const wide = without([]);
  if (isMet(wide)) return tooNarrow(meeting, wide);
  const free = without(stated);
  if (stated.length === 0 || !isMet(free)) return refused({ code: 'disconnected' }, firstApart(free));
  const alone = stated.filter((name) => isMet(without([name])));
  const lifts = (alone.length > 0 ? alone.map((name) => [name]) : [stated]).map((names) => ({ names, ...nearest(without(names)) }));
  const best = lifts.reduce((least, lift) => (lift.worstNs < least.worstNs ? lift : least));
  const uses = usedOf(graph, conference, best.names, best.branches);
  return refused({ code: 'excluded', by: lifts.flatMap(({ names }) => names), bestNs: best.worstNs, uses }, firstApart(wide));
}

/** Of participants that meet: the branches to the focus at which the farthest is nearest. */
function nearest(meeting: Meeting) {
  const tree = meeting.best('latency', {}, farthest, unlimitedBudget());
  invariant(tree, 'participants that reach a common PoP have no focus');
  return { branches: tree.branches, worstNs: Math.max(...tree.branches.map(({ first }) => first)) };
}

/** They would meet over narrower links: the widest are looked for by halving. */
function tooNarrow(meeting: Meeting, { graph, conference }: Meeting): ConferenceRefused {
  const requestedMbps = meeting.conference.mbps;
  const widths = [...new Set(graph.availableMbps)].filter((mbps) => mbps < requestedMbps).sort((a, b) => b - a);
  const over = (mbps: number) => new Meeting(graph, { ...conference, mbps });
  let [narrow, wide] = [widths.length - 1, 0];
  while (wide < narrow) {
    const middle = (wide + narrow) >> 1;
    if (isMet(over(widths[middle]!))) narrow = middle;
    else wide = middle + 1;
  }
  const mostMbps = widths[narrow]!;
  const edge = nearest(over(mostMbps)).branches.flatMap(({ edges }) => edges).find((position) => graph.availableMbps[position] === mostMbps);
  const bottleneck = edge === undefined ? {} : { bottleneck: graph.edgeAt(edge).narrowest };
  return refused({ code: 'no-bandwidth', requestedMbps, mostMbps, ...bottleneck }, firstApart(meeting));
}

/** They would meet without passing whom they have to. */
function whyNotDone({ graph, conference }: Meeting): RouteRefusal {
  const { worstNs } = nearest(new Meeting(graph, { ...conference, requireProviders: [] }));
  return { code: 'excluded', by: ['requireProviders'], bestNs: worstNs };
}

const isMet = (meeting: Meeting): boolean => meeting.foci({}).length > 0;

function firstApart(meeting: Meeting): number | undefined {
  const participant = meeting.conference.participants.findIndex((_, index) => meeting.foci({}, index + 1).length === 0);
  return participant < 0 ? undefined : participant;
}

const farthest: Ranking = (branches) => [Math.max(...branches.map(({ first }) => first))];

const refused = (refusal: RouteRefusal, participant?: number): ConferenceRefused => ({
  kind: 'refused',
  refusal,
  ...(participant === undefined ? {} : { participant }),
});
