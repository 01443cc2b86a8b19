import { type Conference, type Demand, EXCLUSIONS, type Effort, type Exclusions, type Graph, Memory, type Path, type RouteAnswer, budgetOf, findMembers, findPair, findRoutes, leastConference } from '@carriermesh/paths-domain';
import type { GraphDescription } from './description.js';
import { type Answer, conferenceAnswer, costOf, foundAnswer, totalsOf } from './answer.js';
import { type Losers, explained, explainedFocus } from './explained.js';
import { FieldFault, type Json, objectAt, quoted } from './fields.js';
import { limitsWithin } from './goal.js';
import { loosened } from './loosened.js';
import { type Nowhere, OfflineTopology } from './offline-topology.js';
import type { PlaceNames } from './place-names.js';
import { type Question, questionOf } from './question.js';
import type { Somewhere } from './somewhere.js';

/** About a second on one core: a query that needs more is answered with what was found by then, and says so. */
export const EFFORT: Effort = { maxLabels: 1_000_000, maxSpurs: 20_000 };

/** A line is a query; a longer one is no query that anybody typed. */
export const MAX_LINE_CHARS = 4_000_000;

interface Options {
  readonly effort?: Effort;
  /** Where the topology lies: in memory that threads share, where several answer. */
  readonly memory?: Memory;
  /** Where named places are. */
  readonly names?: PlaceNames;
}

/** Answers questions about a topology that was read from files: JSON lines in, JSON lines out, and nothing else needed. */
export class OfflinePaths {
  private readonly topology: OfflineTopology;

  private readonly effort: Effort;

  constructor(description: GraphDescription, { effort = EFFORT, memory = Memory.own(), names }: Options = {}) {
    this.effort = effort;
    this.topology = new OfflineTopology(description, memory, names);
  }

  get revision(): number {
    return this.topology.revision;
  }

  /** Of a copy that another thread's updates are seen by. */
  set revision(revision: number) {
    this.topology.revision = revision;
  }

  /** The answer to one line, as a line; a line that cannot be read is answered with what is wrong with it. */
  answerLine(line: string, lineNumber: number): string {
    return JSON.stringify(this.answer(line, lineNumber));
  }

  /** The same with the time that it took, from text to text. */
  timedLine(line: string, lineNumber: number): string {
    const beginMs = performance.now();
    const answer = this.answerLine(line, lineNumber);
    const micros = Math.round((performance.now() - beginMs) * 1000);
    return `${answer.slice(0, -1)},"micros":${micros}}`;
  }

  answer(line: string, lineNumber: number): Answer {
    let id: { id?: unknown } = {};
    try {
      const json = parsed(line);
      if (json['id'] !== undefined) id = { id: json['id'] };
      if (json['update'] !== undefined) {
        objectAt('', json, ['id', 'update']);
        return { ...id, revision: this.topology.update(json['update']) };
      }
      return { ...id, ...this.ask(questionOf(json)) };
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      const where = error.field === '' ? '' : `${error.field} `;
      const field = error.field === '' ? {} : { field: error.field };
      return { ...id, error: `line ${lineNumber}: ${where}${error.message}`, line: lineNumber, ...field };
    }
  }

  private ask(question: Question): Answer {
    return this.topology.asOf(question.asOf, () => {
      const places = this.placesOf(question);
      if ('code' in places) return { paths: [], refusal: places };
      return loosened(question, (tried) => this.answerTo(tried, places));
    });
  }

  private placesOf({ places }: Question): Places | UnknownPlace {
    if ('from' in places) {
      const [from, to] = [this.resolve('from', places.from), this.resolve('to', places.to)];
      return 'code' in from ? from : 'code' in to ? to : { from, to };
    }
    const participants: (readonly number[])[] = [];
    for (const [index, place] of places.participants.entries()) {
      const found = this.resolve(`participants[${index}]`, place);
      if ('code' in found) return found;
      participants.push(found);
    }
    return { participants };
  }

  private answerTo(question: Question, places: Places): Answer {
    if ('participants' in places) return this.confer(question, places.participants);
    return this.route({ ...demandOf(question), ...places }, question);
  }

  private route(asked: Demand, { disjoint, split, explain, salePrice, ...question }: Question): Answer {
    const { graph } = this.topology;
    const effort = this.effortOf(question);
    const isTogether = split !== undefined || disjoint !== undefined;
    const demand = isTogether ? asked : { ...asked, limits: limitsWithin(asked.limits, salePrice) };
    const answer = soldAt(graph, isTogether ? salePrice : undefined, split ? findMembers(graph, demand, split, effort) : disjoint ? findPair(graph, demand, disjoint, effort) : findRoutes(graph, demand, effort));
    const chosen: readonly Path[] = answer.kind === 'found' ? answer.paths : [];
    const why: Losers = explain ? explained({ ...this.numbered(), effort, demand: split ? { ...demand, mbps: split.memberMbps } : demand, k: asked.k ?? 1, disjoint, split, chosen }) : {};
    if (answer.kind === 'refused') return { paths: [], refusal: answer.refusal, ...why };
    const totals = isTogether ? totalsOf(graph, answer.paths, salePrice) : {};
    return { ...foundAnswer(graph, answer, { ...demand, salePrice: isTogether ? undefined : salePrice }), ...totals, ...why };
  }

  private confer(question: Question, participants: readonly (readonly number[])[]): Answer {
    const { graph } = this.topology;
    const { salePrice } = question;
    const shape = { objective: question.objective, salePrice };
    const conference: Conference = { ...demandOf(question), participants, fairness: 'worst' };
    const budget = () => budgetOf(this.effortOf(question));
    const answer = leastConference(graph, conference, budget());
    const chosen = answer.kind === 'found' ? { chosen: answer } : {};
    const why: Losers = question.explain ? explainedFocus({ ...this.numbered(), conference, ...chosen, budget: budget() }) : {};
    if (answer.kind === 'refused') {
      const where = answer.participant === undefined ? {} : { participant: answer.participant };
      return { paths: [], refusal: { ...answer.refusal, ...where }, ...why };
    }
    const sold = soldAt(graph, salePrice, { ...answer, paths: answer.branches });
    if (sold.kind === 'refused') return { paths: [], refusal: sold.refusal, ...why };
    const other = leastConference(graph, { ...conference, fairness: 'total' }, budget());
    return { ...conferenceAnswer(graph, answer, shape), ...(other.kind === 'found' ? { leastTotal: conferenceAnswer(graph, other, shape) } : {}), ...why };
  }

  private effortOf({ maxLabels }: Pick<Question, 'maxLabels'>): Effort {
    return { ...this.effort, ...(maxLabels === undefined ? {} : { maxLabels }) };
  }

  private numbered() {
    return { graph: this.topology.graph, revision: this.topology.revision };
  }

  private resolve(end: string, place: Somewhere): readonly number[] | UnknownPlace {
    const found = this.topology.resolve(end, place);
    return 'place' in found ? { code: 'unknown-place', end, ...found } : found;
  }
}

interface UnknownPlace extends Nowhere {
  readonly code: 'unknown-place';
  readonly end: string;
}

type Places = { readonly from: readonly number[]; readonly to: readonly number[] } | { readonly participants: readonly (readonly number[])[] };

function demandOf({ objective, limits, mbps, requireProviders, continuity, k, diverse, ...question }: Question) {
  const exclusions: Exclusions = Object.fromEntries(EXCLUSIONS.map((name) => [name, question[name] ?? []]));
  return { objective, limits, mbps, requireProviders, continuity, k, diverse, ...exclusions };
}

/** Who sells several paths for one price loses where they cost more together: the least that they cost is the reason. */
function soldAt(graph: Graph, salePrice: number | undefined, answer: RouteAnswer): RouteAnswer {
  if (salePrice === undefined || answer.kind === 'refused') return answer;
  const least = costOf(graph, answer.paths);
  if (least <= salePrice) return answer;
  return { kind: 'refused', refusal: answer.complete ? { code: 'cost-too-high', limit: salePrice, least } : { code: 'undecided', reason: 'search-limit' } };
}

function parsed(line: string): Json {
  if (line.length > MAX_LINE_CHARS) throw new FieldFault('', `has ${line.length} characters, more than ${MAX_LINE_CHARS}`);
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new FieldFault('', `is no JSON (${(error as Error).message}): ${quoted(line)}`);
  }
  return objectAt('', json);
}
