import { ADDITIVE, type Additive, type Aim, type Limits, type Term } from '@carriermesh/paths-domain';
import { MOST_COST } from './description.js';
import { FieldFault, type Json, arrayAt, objectAt, oneOfAt, wholeAt } from './fields.js';

/** What an answer is the best of. */
export interface Goal {
  readonly objective: Aim;
  /** What the service sells for, where the objective is profit: in the unit of cost, for all paths that carry it together. */
  readonly salePrice?: number;
}

const MAX_FACTOR = 1_000_000_000;
/** One decides, and of equals the other. */
const MAX_BEHIND = 2;
const PROFIT = 'profit';

/** A figure; profit; `{"latency":3,"cost":2}`, a weighted sum; or a list of two of them, of which the second decides between equals. */
export function goalOf({ objective, salePrice }: Json): Goal {
  if (objective === PROFIT) {
    if (salePrice === undefined) throw new FieldFault('salePrice', 'is not given, and a profit is asked for');
    return { objective: 'cost', salePrice: wholeAt('salePrice', salePrice, 0, MOST_COST) };
  }
  if (salePrice !== undefined) throw new FieldFault('salePrice', `is asked with the objective ${PROFIT} alone`);
  return { objective: aimAt(objective) };
}

/** More profit is less cost, and who would lose has no answer. */
export const limitsWithin = (limits: Limits, salePrice: number | undefined): Limits =>
  salePrice === undefined ? limits : { ...limits, cost: Math.min(limits.cost ?? Infinity, salePrice) };

function aimAt(value: unknown): Aim {
  if (value === undefined) return 'latency';
  if (typeof value === 'string') return oneOfAt<Additive>('objective', value, ADDITIVE);
  if (!Array.isArray(value)) return [termAt('objective', value)];
  const terms = arrayAt('objective', value, MAX_BEHIND).map((each, index) => termAt(`objective[${index}]`, each));
  if (terms.length === 0) throw new FieldFault('objective', 'names nothing');
  return terms as [Term] | [Term, Term];
}

function termAt(field: string, value: unknown): Term {
  if (typeof value === 'string') return { [oneOfAt<Additive>(field, value, ADDITIVE)]: 1 };
  const factors = objectAt(field, value, ADDITIVE);
  const term = Object.fromEntries(Object.entries(factors).map(([figure, factor]) => [figure, wholeAt(`${field}.${figure}`, factor, 0, MAX_FACTOR)]));
  if (!Object.values(term).some((factor) => factor > 0)) throw new FieldFault(field, 'weighs nothing');
  return term;
}
