import { type Conference, type Demand, type Effort, type Path, budgetOf, findMembers, findPair, findRoutes, leastConference } from '@carriermesh/paths-domain';
import type { GraphDescription } from './description.js';
import { type Answer, type Losers, conferenceAnswer, foundAnswer, explained, totalsOf } from './answer.js';
import { FieldFault, type Json, objectAt, quoted } from './fields.js';
import { OfflineTopology } from './offline-topology.js';
import { type Question, type Somewhere, questionOf } from './question.js';

/** About a second on one core: a query that needs more is answered with what was found by then, and says so. */
export const EFFORT: Effort = { maxLabels: 1_000_000, maxSpurs: 20_000 };

/** A line is a query; a longer one is no query that anybody typed. */
export const MAX_LINE_CHARS = 4_000_000;

/** Answers questions about a topology that was read from files: JSON lines in, JSON lines out, and nothing else needed. */
export class OfflinePaths {
  private readonly topology: OfflineTopology;

  constructor(
    description: GraphDescription,
    private readonly effort: Effort = EFFORT,
  ) {
    this.topology = new OfflineTopology(description);
  }

  get revision(): number {
    return this.topology.revision;
  }

  /** The answer to one line, as a line; a line that cannot be read is answered with what is wrong with it. */
  answerLine(line: string, lineNumber: number): string {
    return JSON.stringify(this.answer(line, lineNumber));
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
    const { places } = question;
    if ('participants' in places) {
      const participants = places.participants.map((place, index) => this.resolve(`participants[${index}]`, place));
      const unknown = participants.find((each) => 'code' in each);
      if (unknown) return { paths: [], refusal: unknown };
      return this.confer(question, participants as (readonly number[])[]);
    }
    const [from, to] = [this.resolve('from', places.from), this.resolve('to', places.to)];
    if ('code' in from) return { paths: [], refusal: from };
    if ('code' in to) return { paths: [], refusal: to };
    return this.route({ ...demandOf(question), from, to }, question);
  }

  private route(demand: Demand, { disjoint, split, explain }: Question): Answer {
    const { graph } = this.topology;
    const { effort } = this;
    const answer = split
      ? findMembers(graph, demand, split, effort)
      : disjoint
        ? findPair(graph, demand, disjoint, effort)
        : findRoutes(graph, demand, effort);
    const chosen: readonly Path[] = answer.kind === 'found' ? answer.paths : [];
    const why: Losers = explain ? explained({ ...this.numbered(), effort, demand: split ? { ...demand, mbps: split.memberMbps } : demand, chosen }) : {};
    if (answer.kind === 'refused') return { paths: [], refusal: answer.refusal, ...why };
    const totals = split || disjoint ? totalsOf(graph, answer.paths) : {};
    return { ...foundAnswer(graph, answer, demand.objective), ...totals, ...why };
  }

  private confer(question: Question, participants: readonly (readonly number[])[]): Answer {
    const { graph } = this.topology;
    const conference: Conference = { ...demandOf(question), participants, fairness: 'worst' };
    const answer = leastConference(graph, conference, budgetOf(this.effort));
    if (answer.kind === 'refused') {
      const where = answer.participant === undefined ? {} : { participant: answer.participant };
      return { paths: [], refusal: { ...answer.refusal, ...where } };
    }
    const other = leastConference(graph, { ...conference, fairness: 'total' }, budgetOf(this.effort));
    return { ...conferenceAnswer(graph, answer), ...(other.kind === 'found' ? { leastTotal: conferenceAnswer(graph, other) } : {}) };
  }

  private numbered() {
    return { graph: this.topology.graph, revision: this.topology.revision };
  }

  private resolve(end: string, place: Somewhere): readonly number[] | UnknownPlace {
    const found = this.topology.resolve(place);
    return 'place' in found ? { code: 'unknown-place', end, ...found } : found;
  }
}

interface UnknownPlace {
  readonly code: 'unknown-place';
  readonly end: string;
  readonly place: string;
}

function demandOf({ objective, limits, mbps, requireProviders, excludeProviders, excludeLinks, excludeNodes, k, diverse }: Question) {
  return { objective, limits, mbps, requireProviders, excludeProviders, excludeLinks, excludeNodes, k, diverse };
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
