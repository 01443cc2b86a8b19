import { formatInstant, type Instant, type Period } from '@carriermesh/kernel';
import type { agent, common } from '@carriermesh/wire';
import { contractOfSegment } from './ids.js';
import { MAX_SHOWN_CHARACTERS, refusal } from './usage-checks.js';

/** A name that was given anew so often names nothing any more. */
export const MAX_USES_PER_LOCAL_ID = 100;
const MAX_LOCAL_ID_CHARACTERS = 64;

export type LocalIdTarget = agent.LocalIdStatement['target'];

/** What a local id stood for, from when and until when. */
export interface LocalIdUse {
  readonly target: LocalIdTarget;
  readonly state: 'pending' | 'active' | 'retired';
  /** Absent while it is pending, and where it was retired without ever having been active. */
  readonly from?: Instant;
  /** Of a retired one. */
  readonly until?: Instant;
}

/** By the id of a customer under a contract: which of the provider's segments of that it is, follows from when it was. */
export type Guidance = { readonly segmentId: string } | { readonly contractId: string } | { readonly refusal: common.Refusal };

export interface LocalIdDecision {
  /** Those that change the table. */
  readonly statements: readonly agent.LocalIdStatement[];
  readonly refused: readonly common.RefusedItem[];
  /** The table with them, for what stands beside them. */
  readonly after: LocalIdTable;
}

/** What one provider's own ids stand for, as it stated. */
export class LocalIdTable {
  private readonly own = new Map<string, readonly LocalIdUse[]>();

  /** @param before what holds where this says nothing */
  constructor(private readonly before?: LocalIdTable) {}

  /** The oldest first; the last one is of now. */
  usesOf(localId: string): readonly LocalIdUse[] {
    return this.own.get(localId) ?? this.before?.usesOf(localId) ?? [];
  }

  *entries(): Generator<readonly [localId: string, uses: readonly LocalIdUse[]]> {
    yield* this.own;
    for (const entry of this.before?.entries() ?? []) if (!this.own.has(entry[0])) yield entry;
  }

  take({ localId, target, state, at }: agent.LocalIdStatement): void {
    const uses = this.usesOf(localId);
    const last = uses.at(-1);
    const isOpen = last !== undefined && last.state !== 'retired';
    const [earlier, open] = isOpen ? [uses.slice(0, -1), last] : [uses, { target }];
    if (state === 'pending') this.own.set(localId, [...earlier, { target, state }]);
    if (state === 'active') this.own.set(localId, [...earlier, { target, state, from: at }]);
    if (state === 'retired') this.own.set(localId, [...earlier, { ...open, state, until: at }]);
  }

  /** The segment or the contract that usage under an id is of, by what the id stood for then. */
  guide(localId: string, { from, until }: Period): Guidance {
    const uses = this.usesOf(localId);
    if (uses.length === 0) return { refusal: refusal('unknown-local-id', `No service goes by the local id ${quoted(localId)}.`, { local_id: shown(localId) }) };
    const use = uses.find((each) => each.from !== undefined && each.from <= from && (each.until === undefined || until <= each.until));
    if (use?.target.kind === 'segment-id') return { segmentId: use.target.segmentId };
    if (use) return { contractId: contractOfTarget(use.target) ?? '' };
    const facts = { local_id: shown(localId), from: formatInstant(from), until: formatInstant(until) };
    if (uses.at(-1)?.state === 'pending') return { refusal: refusal('local-id-pending', `The local id ${quoted(localId)} is reserved, and not active.`, facts) };
    return { refusal: refusal('local-id-not-active', `The local id ${quoted(localId)} stood for no one service from ${facts.from} to ${facts.until}: ${uses.map(textOf).join('; ')}.`, facts) };
  }
}

/** Statements in their order, each held against those before it. Pure and total: whatever it holds, each is taken, known or refused by name. */
export function decideLocalIds(table: LocalIdTable, statements: readonly agent.LocalIdStatement[]): LocalIdDecision {
  const after = new LocalIdTable(table);
  const taken: agent.LocalIdStatement[] = [];
  const refused: common.RefusedItem[] = [];
  for (const statement of statements) {
    const outcome = judge(statement, after.usesOf(statement.localId));
    if (outcome === 'known') continue;
    if (outcome !== 'new') refused.push({ itemId: shown(statement.localId), refusal: outcome });
    else {
      after.take(statement);
      taken.push(statement);
    }
  }
  return { statements: taken, refused, after };
}

function judge(statement: agent.LocalIdStatement, uses: readonly LocalIdUse[]): 'new' | 'known' | common.Refusal {
  const malformed = whyMalformed(statement);
  if (malformed) return malformed;
  const { localId, target, state, at } = statement;
  const last = uses.at(-1);
  if (!last) return state === 'retired' ? refusal('unknown-local-id', `The local id ${quoted(localId)} was never stated, so that it can't be retired.`, { local_id: localId }) : 'new';
  if (isKnown(uses, statement)) return 'known';
  const open = last.state === 'retired' ? undefined : last;
  const isOfOpen = open !== undefined && isSame(open.target, target);
  if (state === 'retired') return isOfOpen && (open.from === undefined || at > open.from) ? 'new' : contradiction(statement, last);
  if (open && !(isOfOpen && open.state === 'pending' && state === 'active')) return contradiction(statement, open);
  const ended = uses.findLast((use) => use.from !== undefined && use.until !== undefined);
  if (state === 'active' && ended?.until !== undefined && at < ended.until) return contradiction(statement, ended);
  return open || uses.length < MAX_USES_PER_LOCAL_ID ? 'new' : tooOften(localId);
}

/** The bus delivers at least once, and providers state again what they are not sure of, or all that they ever stated. */
function isKnown(uses: readonly LocalIdUse[], { target, state, at }: agent.LocalIdStatement): boolean {
  const last = uses.at(-1);
  if (state === 'pending') return last !== undefined && last.state !== 'retired' && isSame(last.target, target);
  return uses.some((use) => isSame(use.target, target) && (state === 'active' ? use.from : use.until) === at);
}

function whyMalformed({ localId, target, state }: agent.LocalIdStatement): common.Refusal | undefined {
  const facts = { local_id: shown(localId) };
  if (localId.length > MAX_LOCAL_ID_CHARACTERS || !/^[\x21-\x7e]+$/.test(localId)) return refusal('malformed-local-id', `A local id is 1 to ${MAX_LOCAL_ID_CHARACTERS} visible characters of ASCII, not ${quoted(localId)}.`, facts);
  if (state === 'unspecified') return refusal('local-id-state-missing', `What is stated of the local id ${quoted(localId)} says neither that it is pending, nor active, nor retired.`, facts);
  return contractOfTarget(target) === undefined ? refusal('local-id-of-nothing', `The local id ${quoted(localId)} is stated for ${quoted(idOf(target))}, which is no ${target.kind === 'segment-id' ? 'segment' : 'contract'}'s id.`, facts) : undefined;
}

/** A target's id says of which contract it is, whether that is there or not. A provider may name its own supply contract, `con_<order uuid>-<provider>`. */
export function contractOfTarget(target: LocalIdTarget): string | undefined {
  if (target.kind === 'segment-id') return contractOfSegment(target.segmentId);
  return /^(con_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-[A-Za-z0-9_-]{1,64})?$/.exec(target.contractId)?.[1];
}

const contradiction = ({ localId, target, state, at }: agent.LocalIdStatement, use: LocalIdUse): common.Refusal => {
  const facts = { local_id: localId, stated_for: idOf(target), stated_at: formatInstant(at), stands_for: idOf(use.target), stands_as: use.state };
  const times = { ...(use.from !== undefined && { since: formatInstant(use.from) }), ...(use.until !== undefined && { until: formatInstant(use.until) }) };
  return refusal('local-id-taken', `The local id ${quoted(localId)} can't be ${state} for ${idOf(target)} at ${facts.stated_at}: it is ${textOf(use)}.`, { ...facts, ...times });
};

const tooOften = (localId: string): common.Refusal =>
  refusal('local-id-changed-too-often', `The local id ${quoted(localId)} stood for ${MAX_USES_PER_LOCAL_ID} services one after the other, and can't stand for another.`, { local_id: localId, most_uses: String(MAX_USES_PER_LOCAL_ID) });

const idOf = (target: LocalIdTarget): string => shown(target.kind === 'segment-id' ? target.segmentId : target.contractId);
const isSame = (a: LocalIdTarget, b: LocalIdTarget): boolean => a.kind === b.kind && idOf(a) === idOf(b);
const shown = (text: string): string => text.slice(0, MAX_SHOWN_CHARACTERS);
const quoted = (text: string): string => JSON.stringify(shown(text));

function textOf({ target, state, from, until }: LocalIdUse): string {
  const times = `${from === undefined ? '' : ` from ${formatInstant(from)}`}${until === undefined ? '' : ` until ${formatInstant(until)}`}`;
  return `${state} for ${idOf(target)}${times}`;
}
