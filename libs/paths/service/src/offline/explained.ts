import { type Aim, type Budget, type Conference, type Demand, type Disjoint, type Effort, type Graph, type Loser, type Path, type Split, figureOf, losersOf, losingFoci, partnerOf, valuesOver } from '@carriermesh/paths-domain';
import { type Answer, FIGURE_FIELDS, nameOf, pathAnswer } from './answer.js';
import { MILLION } from './description.js';

export type Losers = { readonly explain?: Answer };

interface Explained {
  readonly graph: Graph;
  readonly revision: number;
  readonly demand: Demand;
  /** How many best ones there are among the chosen, before those that are only diverse. */
  readonly k: number;
  readonly disjoint?: Disjoint | undefined;
  readonly split?: Split | undefined;
  readonly chosen: readonly Path[];
  readonly effort: Effort;
}

/** Why the answer is what it is: what every chosen path comes to, and why the best of the others were not chosen. */
export function explained(asked: Explained): Losers {
  const { graph, revision, demand, chosen, effort } = asked;
  const losers = losersOf(graph, demand, chosen, effort).map((loser) => ({
    ...pathAnswer(graph, loser.path, { objective: demand.objective }),
    why: broken(loser) ?? whyNotChosen(asked, loser.path),
  }));
  const figures = chosen.map((path) => ({
    ...Object.fromEntries(EXPLAINED.map((figure) => [FIGURE_FIELDS[figure], figureOf(graph, figure, path)])),
    availabilityPpm: MILLION - figureOf(graph, 'outage', path),
  }));
  return { explain: { revision, objective: demand.objective, order: orderOf(demand.objective), chosen: figures, losers } };
}

/** What of a demand a path does not keep; `undefined` where it keeps all. */
function broken({ over, misses, isBroken, narrow, uses }: Loser): Answer | undefined {
  const reasons = {
    ...(uses.length > 0 ? { excluded: uses } : {}),
    ...(narrow ? { narrow } : {}),
    ...(over.length > 0 ? { over } : {}),
    ...(misses.length > 0 ? { misses } : {}),
    ...(isBroken ? { continuity: false } : {}),
  };
  return Object.keys(reasons).length > 0 ? reasons : undefined;
}

/** Of a path that keeps every constraint: it is worse than the last of the chosen, or does not go together with them. */
function whyNotChosen({ graph, demand, chosen, k, disjoint, split, effort }: Explained, path: Path): Answer {
  const value = ({ edges }: Pick<Path, 'edges'>) => valuesOver(graph, demand.objective, edges)[0]!;
  const name = nameOf(demand.objective);
  const [best] = chosen;
  if (!best) return { alone: true };
  if (disjoint && chosen.length > 1) {
    const partner = partnerOf(graph, demand, disjoint, path, effort);
    if (!partner) return { alone: true };
    const total = (paths: readonly Path[]) => paths.reduce((sum, each) => sum + value(each), 0);
    return { worse: { [name]: total([path, partner]) - total(chosen) }, with: linksOf(graph, partner.edges) };
  }
  if (split) {
    const clashes = clashesWith(graph, split, chosen, path);
    if (clashes) return clashes;
  }
  const shared = path.edges.filter((edge) => best.edges.includes(edge));
  const isLessDiverse = (demand.diverse ?? 0) > 0 && shared.length > 0;
  const worse = { [name]: value(path) - value((isLessDiverse ? chosen[k - 1] : undefined) ?? chosen.at(-1)!) };
  return { worse, ...(isLessDiverse ? { shares: linksOf(graph, shared) } : {}) };
}

/** Links that the members fill, and how far apart it would arrive; `undefined` where there is room for it and it is in time. */
function clashesWith(graph: Graph, { memberMbps, maxDifferentialDelayNs = Infinity }: Split, chosen: readonly Path[], path: Path): Answer | undefined {
  const members = (edge: number) => chosen.filter(({ edges }) => edges.includes(edge)).length;
  const full = path.edges.filter((edge) => (members(edge) + 1) * memberMbps > graph.availableMbps[edge]!);
  const latency = figureOf(graph, 'latency', path);
  const apartNs = Math.max(...chosen.map((member) => Math.abs(figureOf(graph, 'latency', member) - latency)));
  if (full.length === 0 && apartNs <= maxDifferentialDelayNs) return undefined;
  return { ...(full.length > 0 ? { full: linksOf(graph, full) } : {}), ...(apartNs > maxDifferentialDelayNs ? { apartNs } : {}) };
}

const linksOf = (graph: Graph, edges: readonly number[]): string[] => edges.map((edge) => graph.edgeAt(edge).edgeId);

interface FocusExplained {
  readonly graph: Graph;
  readonly revision: number;
  readonly conference: Conference;
  /** Where they meet, if they do. */
  readonly chosen?: { readonly focus: number; readonly branches: readonly Path[] };
  readonly budget: Budget;
}

/** Why participants meet where they do: what the best of the other foci are worse in, or who does not get there and why. */
export function explainedFocus({ graph, revision, conference, chosen, budget }: FocusExplained): Losers {
  const { objective } = conference;
  const losers = losingFoci(graph, conference, chosen?.focus, budget).map(({ focus: pop, outcome }) => {
    const focus = graph.pops[pop]!.popId;
    if ('participant' in outcome) return { focus, why: outcome };
    const figures = meetingFigures(graph, objective, outcome);
    const best = chosen ? meetingFigures(graph, objective, chosen.branches) : {};
    const [worse] = Object.keys(figures).filter((name) => figures[name] !== best[name]);
    return { focus, ...figures, why: { worse: worse === undefined ? {} : { [worse]: figures[worse]! - (best[worse] ?? 0) } } };
  });
  return { explain: { revision, objective, order: [...Object.keys(meetingFigures(graph, objective, [])), 'handovers', 'focus'], losers } };
}

/** What foci are compared by, the most important figure first: what is minimised over all branches, then how far the farthest is. */
function meetingFigures(graph: Graph, objective: Aim, branches: readonly Path[]): Readonly<Record<string, number>> {
  const latencies = branches.map((branch) => figureOf(graph, 'latency', branch));
  const value = branches.reduce((sum, { edges }) => sum + valuesOver(graph, objective, edges)[0]!, 0);
  return {
    ...(objective === 'latency' ? {} : { [TOTAL_NAMES[nameOf(objective)] ?? nameOf(objective)]: value }),
    worstLatencyNs: Math.max(0, ...latencies),
    totalLatencyNs: latencies.reduce((sum, latencyNs) => sum + latencyNs, 0),
  };
}

/** As answers call sums over branches. */
const TOTAL_NAMES: Readonly<Record<string, string>> = { cost: 'totalCost' };

/** In this order paths are preferred. */
function orderOf(objective: Aim): string[] {
  const second = typeof objective === 'string' ? undefined : objective[1];
  const behind = [...(second ? [nameOf([second])] : ['latencyNs']), 'handovers', 'hops', 'nodes', 'links'];
  return [...new Set([nameOf(objective), ...behind])];
}

const EXPLAINED = ['latency', 'cost', 'handovers', 'hops', 'jitter', 'loss'] as const;
