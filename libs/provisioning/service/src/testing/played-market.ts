import { Injectable } from '@nestjs/common';
import { instant } from '@carriermesh/kernel';
import { defineService, Handles, type Call, type ServiceDefinition, type TypedLedger } from '@carriermesh/platform-chassis';
import type { CallContext } from '@carriermesh/platform-bus';
import { sha256 } from '@carriermesh/platform-signing';
import { advertising, paths } from '@carriermesh/wire';
import { lineOf } from './sample-contract.js';

/** Advertising and the path search, as far as provisioning can see them, and what they were asked. */
export class PlayedMarket {
  /** Holds of other suites' orders and of this one's, by id. */
  readonly holds = new Map<string, { readonly needs: readonly advertising.CapacityNeed[]; state: 'held' | 'committed' | 'released' }>();
  /** Resources of which nothing is left. */
  readonly soldOut = new Set<string>();
  /** What the path search was asked. */
  readonly searches: paths.FindPathsRequest[] = [];

  service(): ServiceDefinition {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the handlers below are made by Nest, and their `this` is their own
    const market = this;

    @Injectable()
    @Handles(advertising.HoldCapacity)
    class HoldCapacity {
      async execute({ body: { holdId, needs, heldUntil, bought } }: Call<advertising.HoldCapacityRequest>): Promise<advertising.HoldCapacityResponse> {
        const short = needs.find(({ resourceId }) => market.soldOut.has(resourceId));
        if (short) return { outcome: { kind: 'refused', refused: { code: 'no-capacity', message: 'Nothing is left.', facts: { resource_id: short.resourceId } } } };
        const known = market.holds.get(holdId);
        const isOther = known && (known.state === 'released' || JSON.stringify(known.needs) !== JSON.stringify(needs));
        if (isOther) return { outcome: { kind: 'refused', refused: { code: known.state === 'released' ? 'hold-released' : 'hold-id-reused', message: 'It was asked for otherwise.', facts: { hold_id: holdId } } } };
        if (!known) market.holds.set(holdId, { needs, state: bought ? 'committed' : 'held' });
        return { outcome: { kind: 'held', held: { holdId, heldUntil } } };
      }
    }

    @Injectable()
    @Handles(advertising.ReleaseHold)
    class ReleaseHold {
      async execute({ body: { holdId } }: Call<advertising.ReleaseHoldRequest>): Promise<advertising.ReleaseHoldResponse> {
        const hold = market.holds.get(holdId);
        if (hold) hold.state = 'released';
        return { outcome: { kind: 'released', released: { holdId } } };
      }
    }

    @Injectable()
    @Handles(advertising.ResizeHold)
    class ResizeHold {
      async execute({ body: { holdId, number, needs } }: Call<advertising.ResizeHoldRequest>): Promise<advertising.ResizeHoldResponse> {
        const hold = market.holds.get(holdId);
        const isMore = needs.some(({ resourceId, mbps }) => mbps > (hold?.needs.find((need) => need.resourceId === resourceId)?.mbps ?? 0));
        const short = isMore && needs.find(({ resourceId }) => market.soldOut.has(resourceId));
        if (short) return { outcome: { kind: 'refused', refused: { code: 'no-capacity', message: 'Nothing is left.', facts: { resource_id: short.resourceId } } } };
        market.holds.set(holdId, { needs, state: hold?.state ?? 'committed' });
        return { outcome: { kind: 'resized', resized: { holdId, number } } };
      }
    }

    @Injectable()
    @Handles(paths.FindPaths)
    class FindPaths {
      async execute({ body }: Call<paths.FindPathsRequest>): Promise<paths.FindPathsResponse> {
        market.searches.push(body);
        return { revision: 7n, outcome: { kind: 'refused', refused: { code: 'no-route', message: 'There is none.', facts: {} } } };
      }
    }

    return defineService({ name: 'market', handlers: [HoldCapacity, ReleaseHold, ResizeHold, FindPaths], listens: [], publishes: [] });
  }
}

/** Records that providers offer their lines, as advertising would. */
export async function offerLines(ledger: TypedLedger, providerIds: readonly string[], context: CallContext): Promise<void> {
  const serviceLevel = { availabilityPpm: 1, lossPpm: 1, jitterNs: 0n, mttrMinutes: 1, creditBasisPoints: 1 };
  const price = { monthlyPerMbps: { currency: 'EUR', microMinor: 1n }, perGigabyte: { currency: 'EUR', microMinor: 1n } };
  await ledger.commit(
    providerIds.map((providerId) => {
      const resourceId = lineOf(providerId);
      const link = { fromPopId: `${providerId}/a`, toPopId: `${providerId}/b`, capacityMbps: 1_000, latencyNs: 1_000_000n, price, srlgIds: [] };
      const offer = advertising.ResourceOffer.encode({ providerId, resourceId, validFrom: instant(0n), validUntil: instant(1n), visibleTo: [], serviceLevel, resource: { kind: 'link', link } });
      const data = { resourceId, providerId, signedOffer: { offer, signature: new Uint8Array() }, offerSha256: sha256(offer), batchId: 'lines' };
      return { stream: `resource-${resourceId}`, expected: 'none' as const, events: [{ type: 'advertising.v1.ResourceAdvertised', data }] };
    }),
    context,
  );
}
