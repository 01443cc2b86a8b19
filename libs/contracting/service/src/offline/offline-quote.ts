import { bestValue, leastFull, optimisticPrice, type Snapshot, type ValueLink, type Ways } from '@carriermesh/contracting-domain';
import { parseMoney } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';
import { stepReached } from '@carriermesh/tariff-v1';
import { type QuoteAnswer, quoteAnswer } from './quote-answer.js';
import type { QuoteDocument } from './quote-document.js';
import type { Medium } from './quote-schema.js';
import { type ReadRequest, valueRequestOf } from './value-request.js';

/** A link as advertised, before it is a part of a snapshot. */
export interface OfferedLink {
  readonly id: string;
  /** In all, with what others have. */
  readonly mbps: number;
  readonly medium: Medium;
  readonly srlgs: readonly string[];
  /** For each Mbit/s and month, in millionths of the minor unit. */
  readonly resources: readonly { readonly resourceId: string; readonly providerId: string; readonly perMbps: bigint }[];
  /** It leads to a device, and to nothing else. */
  readonly access?: boolean;
}

/** A quote over one topology, worked out without a mesh. The same topology and request give the same bytes. */
export class OfflineQuote {
  readonly snapshot: Snapshot;
  private readonly read: ReadRequest;

  /** @param links all but the deliveries, which the request itself describes @param distanceM between the ends, where it is known @param inUse of links by their ids, what others have; no more than there is @throws OperationalError malformed */
  constructor(
    private readonly document: QuoteDocument,
    links: readonly OfferedLink[],
    { distanceM, inUse }: { readonly distanceM: number | undefined; readonly inUse: ReadonlyMap<string, number> },
  ) {
    this.read = valueRequestOf(document, distanceM);
    const offered = links.map(({ id, ...link }): [string, ValueLink] => [id, { ...link, monthly: 0n, setup: 0n }]);
    const left = [...offered, ...this.deliveries()].map(([id, link]): [string, ValueLink] => {
      const usedMbps = inUse.get(id);
      return [id, usedMbps === undefined ? link : { ...link, mbps: link.mbps - usedMbps, usedMbps }];
    });
    this.snapshot = { currency: document.currency, links: new Map(left) };
  }

  /** What a search that must not pass over the best counts for a Mbit/s over the link. */
  optimisticCostOf(linkId: string): number {
    return Number(optimisticPrice(this.snapshot.links.get(linkId)!, this.read.request.deals, this.snapshot.currency));
  }

  answer(ways: Ways, { explain, snapshotText }: { readonly explain: boolean; readonly snapshotText: string }): QuoteAnswer {
    const { request, refused } = this.read;
    const { id, seller, utilisation } = this.document;
    const { snapshot } = this;
    const full = utilisation && leastFull({ request, snapshot }, ways);
    const step = full && stepReached(utilisation.steps, full);
    const best = bestValue({ request: { ...request, ...(step && { utilisation: step }) }, snapshot }, ways);
    const answering = { snapshot, listMonthly: request.listMonthly.microMinor, refused, explain, ...(full && { utilisation: { full, step } }), ...(seller === undefined ? {} : { seller }) };
    return { ...(id === undefined ? {} : { id }), snapshot: `sha256:${hexOf(snapshotText)}`, ...quoteAnswer(best, answering) };
  }

  private deliveries(): readonly (readonly [string, ValueLink])[] {
    const units = (text = '0'): bigint => parseMoney(this.document.currency, text)?.microMinor ?? 0n;
    return (this.document.deliveries ?? []).map(({ id, provider, medium, mbps, perMbps, monthly, setup }) => [
      id,
      { mbps, medium, srlgs: [], resources: [{ resourceId: id, providerId: provider, perMbps: units(perMbps) }], monthly: units(monthly), setup: units(setup), access: true },
    ]);
  }
}

const hexOf = (text: string): string => Buffer.from(sha256(new TextEncoder().encode(text))).toString('hex');
