import { MAX_MBPS } from '@carriermesh/kernel';
import { type Disjoint, type Exclusions, FIGURES, type Figure, LIMIT_NAMES, type Limits, type Split } from '@carriermesh/paths-domain';
import { MAX_LAYER, MILLION } from './description.js';
import { type Goal, goalOf } from './goal.js';
import { FieldFault, type Json, arrayAt, booleanAt, maybe, objectAt, oneOfAt, textsAt, wholeAt } from './fields.js';
import { placesOf } from './somewhere.js';

export interface Question extends Exclusions, Goal {
  /** Between two places, or of several with a focus. */
  readonly places: ReturnType<typeof placesOf>;
  readonly k: number;
  readonly diverse: number;
  readonly limits: Limits;
  readonly mbps: number;
  readonly disjoint?: Disjoint;
  readonly split?: Split;
  readonly continuity: boolean;
  readonly requireProviders: readonly string[];
  /** To be passed, and to be avoided, where a path allows it. */
  readonly preferProviders: readonly string[];
  readonly avoidProviders: readonly string[];
  readonly explain: boolean;
  /** The revision to answer on; by default the newest. */
  readonly asOf?: number;
  /** How much the search may do. */
  readonly maxLabels?: number;
}

export const MAX_K = 1_000;
export const MAX_PARTICIPANTS = 100;
export const MAX_MEMBERS = 64;
/** As many bits as the search keeps for them. */
const MAX_REQUIRED = 30;
const MAX_NAMES = 100_000;
const MAX_LABELS = 10_000_000;
/** What `diverse: true` stands for. */
const SOME_DIVERSE = 2;

/** Lists of names that leave something out, or alone allow it. */
const NAMES = ['excludeProviders', 'excludeLinks', 'excludeNodes', 'excludeSrlgs', 'excludeClasses', 'onlyClasses'] as const;

const FIELDS = [
  ...['id', 'from', 'to', 'objective', 'k', 'diverse', ...FIGURES.map((figure) => LIMIT_NAMES[figure]), 'mbps', 'disjoint', 'split'],
  ...['participants', 'requireProviders', 'preferProviders', 'avoidProviders', ...NAMES, 'onlyLayers', 'continuity', 'salePrice', 'explain', 'asOf', 'maxLabels'],
];

/** @throws FieldFault naming the field, the value and the limit */
export function questionOf(json: Json): Question {
  const query = objectAt('', json, FIELDS);
  const names = (field: string) => (query[field] === undefined ? [] : textsAt(field, query[field], MAX_NAMES));
  const [requireProviders, preferProviders] = [[...new Set(names('requireProviders'))], [...new Set(names('preferProviders'))]];
  const required = new Set([...requireProviders, ...preferProviders]).size;
  if (required > MAX_REQUIRED) throw new FieldFault(requireProviders.length > MAX_REQUIRED ? 'requireProviders' : 'preferProviders', `names ${required} providers, more than ${MAX_REQUIRED}`);
  const question: Question = {
    places: placesOf(query, MAX_PARTICIPANTS),
    ...goalOf(query),
    k: query['k'] === undefined ? 1 : wholeAt('k', query['k'], 1, MAX_K),
    diverse: diverseOf(query['diverse']),
    limits: limitsOf(query),
    mbps: query['mbps'] === undefined ? 0 : wholeAt('mbps', query['mbps'], 0, MAX_MBPS),
    ...maybe('disjoint', query['disjoint'], (given) => oneOfAt<Disjoint>('disjoint', given, ['link', 'node', 'srlg', 'provider'])),
    ...maybe('split', query['split'], splitOf),
    continuity: isAt('continuity', query['continuity']),
    requireProviders,
    preferProviders,
    avoidProviders: names('avoidProviders'),
    ...Object.fromEntries(NAMES.map((name) => [name, names(name)])),
    onlyLayers: query['onlyLayers'] === undefined ? [] : arrayAt('onlyLayers', query['onlyLayers'], MAX_LAYER).map((layer, index) => wholeAt(`onlyLayers[${index}]`, layer, 1, MAX_LAYER)),
    explain: isAt('explain', query['explain']),
    ...maybe('asOf', query['asOf'], (given) => wholeAt('asOf', given, 0, Number.MAX_SAFE_INTEGER)),
    ...maybe('maxLabels', query['maxLabels'], (given) => wholeAt('maxLabels', given, 1, MAX_LABELS)),
  };
  checkTogether(question, query);
  return question;
}

/** Each of these asks for an answer of another shape. */
function checkTogether({ places, disjoint, split }: Question, query: Json): void {
  const asked = [
    ...('participants' in places ? ['participants'] : []),
    ...(disjoint ? ['disjoint'] : []),
    ...(split ? ['split'] : []),
    // Members and branches may share links: a unit of layer 1 carries one connection.
    ...(query['continuity'] === true && (split || 'participants' in places) ? ['continuity'] : []),
    ...['k', 'diverse'].filter((field) => query[field] !== undefined && query[field] !== 1 && query[field] !== false && query[field] !== 0),
  ].filter((field, _, all) => field !== 'diverse' || !all.includes('k'));
  if (asked.length > 1) throw new FieldFault(asked[1]!, `cannot be asked together with ${asked[0]!}`);
}

const limitsOf = (query: Json): Limits => {
  const most = (figure: Figure, name: string) =>
    figure === 'outage' ? MILLION - wholeAt(name, query[name], 0, MILLION) : wholeAt(name, query[name], 0, Number.MAX_SAFE_INTEGER);
  const asked = FIGURES.filter((figure) => query[LIMIT_NAMES[figure]] !== undefined);
  return Object.fromEntries(asked.map((figure) => [figure, most(figure, LIMIT_NAMES[figure])]));
};

const isAt = (field: string, value: unknown): boolean => value !== undefined && booleanAt(field, value);

function diverseOf(value: unknown): number {
  if (value === undefined) return 0;
  return typeof value === 'boolean' ? (value ? SOME_DIVERSE : 0) : wholeAt('diverse', value, 0, MAX_K);
}

function splitOf(value: unknown): Split {
  const { members, memberMbps, maxDifferentialDelayNs } = objectAt('split', value, ['members', 'memberMbps', 'maxDifferentialDelayNs']);
  return {
    members: wholeAt('split.members', members, 1, MAX_MEMBERS),
    memberMbps: wholeAt('split.memberMbps', memberMbps, 1, MAX_MBPS),
    ...maybe('maxDifferentialDelayNs', maxDifferentialDelayNs, (given) => wholeAt('split.maxDifferentialDelayNs', given, 0, Number.MAX_SAFE_INTEGER)),
  };
}
