import { plus, type Instant } from '@carriermesh/kernel';
import type { Book, OfferOnRecord } from './book.js';
import type { Statement } from './journal-entry.js';

/** The mesh takes no more offers in one batch. */
export const MAX_OFFERS_PER_BATCH = 256;

/** What one advertisement has to say, at most MAX_OFFERS_PER_BATCH offers and as many withdrawals. */
export interface AdvertDraft {
  readonly resourceIds: readonly string[];
  readonly withdrawnResourceIds: readonly string[];
}

/**
 * What is still to be said so that the mesh knows what the provider owns: changed and new resources, those whose offer has
 * run for half of its validity, and the withdrawal of what is gone.
 * @param refused resources that the mesh refused since the agent started: the same words would be refused again
 * @returns batches in the order in which they are to be sent; none when all has been said
 */
export function planAdverts(
  { offered }: Pick<Book, 'offered'>,
  statements: readonly Statement[],
  { now, refused }: { readonly now: Instant; readonly refused: ReadonlySet<string> },
): readonly AdvertDraft[] {
  const due = statements.filter(({ resourceId, fingerprint }) => {
    const known = offered.get(resourceId);
    return !refused.has(resourceId) && (known?.fingerprint !== fingerprint || now >= renewalOf(known));
  });
  const owned = new Set(statements.map(({ resourceId }) => resourceId));
  const gone = [...offered.keys()].filter((resourceId) => !owned.has(resourceId));
  const batches = Math.ceil(Math.max(due.length, gone.length) / MAX_OFFERS_PER_BATCH);
  return Array.from({ length: batches }, (_, index) => {
    const [from, until] = [index * MAX_OFFERS_PER_BATCH, (index + 1) * MAX_OFFERS_PER_BATCH];
    return { resourceIds: due.slice(from, until).map(({ resourceId }) => resourceId), withdrawnResourceIds: gone.slice(from, until) };
  });
}

/** The first instant at which an offer has run for half of its validity, and is made again. */
export const renewalOf = ({ validFrom, validUntil }: OfferOnRecord): Instant => plus(validFrom, (validUntil - validFrom) / 2n);

/** When the first of all offers falls due for renewal; `undefined` when nothing is offered. */
export function nextRenewal({ offered }: Pick<Book, 'offered'>): Instant | undefined {
  let first: Instant | undefined;
  for (const offer of offered.values()) {
    const renewAt = renewalOf(offer);
    if (first === undefined || renewAt < first) first = renewAt;
  }
  return first;
}
