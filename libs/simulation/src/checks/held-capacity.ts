import type { advertising, contracting } from '@carriermesh/wire';

type Sold = Pick<contracting.Contract, 'quoteId' | 'segments'>;

/** What was held of each resource for each quote, as it was told. */
export class HeldCapacity {
  private readonly held = new Map<string, Map<string, number>>();

  take({ holdId, resourceId, mbps }: advertising.CapacityHeld): void {
    const needs = this.held.get(holdId) ?? new Map<string, number>();
    this.held.set(holdId, needs.set(resourceId, mbps));
  }

  /** I1: a resource that is gone over more than once is held for all of them. @returns what a contract takes of it, and what is held, where these differ */
  whyNot({ quoteId, segments }: Sold, segmentMbps: number): string | undefined {
    const needs = new Map<string, number>();
    for (const { resourceId } of segments.flatMap(({ resources }) => resources)) needs.set(resourceId, (needs.get(resourceId) ?? 0) + segmentMbps);
    const held = this.held.get(`hol_${quoteId.slice('quo_'.length)}`) ?? new Map<string, number>();
    const wrong = [...new Set([...needs.keys(), ...held.keys()])].find((resourceId) => needs.get(resourceId) !== held.get(resourceId));
    return wrong && `${needs.get(wrong)} Mbit/s of ${wrong}, and ${held.get(wrong)} are held`;
  }
}
