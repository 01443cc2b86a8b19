import { type Instant, money, NANOS_PER_DAY, plus } from '@carriermesh/kernel';
import { type SigningKey, sha256, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';
import { newKeyPem, type TrialMesh } from '@carriermesh/platform-trial';
import { advertising, type common, type paths } from '@carriermesh/wire';

const SERVICE_LEVEL: common.ServiceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 };

interface OfferedResource {
  readonly signed: advertising.SignedOffer;
  readonly sha256: Uint8Array;
  readonly capacityMbps: number;
}

type Fees = Pick<common.ResourcePrice, 'monthlyFee' | 'setupFee'>;

/** A way from London to New York in the trial market. */
interface Way {
  readonly latencyMs: bigint;
  readonly runs: readonly (readonly [providerId: string, resourceNames: readonly string[]])[];
}

/** What providers have on offer in a suite, each offer signed by its provider's own key. */
export class TrialMarket {
  readonly keys = new Map<string, SigningKey>();
  private readonly resources = new Map<string, OfferedResource>();
  private readonly ways: Way[] = [];

  /**
   * Of two providers: fast, 30 ms and 1.30 EUR for each Mbit/s and month. Of one: slow, 50 ms and 0.40 EUR.
   * @param slowFees what the slow one asks beside
   */
  static londonToNewYork(now: Instant, slowFees: Fees = {}): TrialMarket {
    const market = new TrialMarket(plus(now, -NANOS_PER_DAY));
    market.link('Atlantic/lon-nyc', 80n, 1_000);
    market.link('Atlantic/port', 20n, 1_000);
    market.link('Coast/nyc', 30n, 1_000);
    market.link('Polar/around', 40n, 1_000, slowFees);
    market.ways.push({ latencyMs: 30n, runs: [['Atlantic', ['lon-nyc', 'port']], ['Coast', ['nyc']]] });
    market.ways.push({ latencyMs: 50n, runs: [['Polar', ['around']]] });
    return market;
  }

  private constructor(private readonly since: Instant) {}

  /** Best first by the objective, those left out of which something is sold out. */
  candidates(objective: paths.PathObjective, isFree: (resourceId: string) => boolean): readonly paths.PathCandidate[] {
    const open = this.ways.filter(({ runs }) => runs.every(([providerId, names]) => names.every((name) => isFree(`${providerId}/${name}`))));
    return (objective === 'latency' ? open : open.toReversed()).map((way) => this.candidate(way));
  }

  /** @param usedMbps of a resource, as the topology knows it */
  found(candidates: readonly paths.PathCandidate[], usedMbps: (resourceId: string) => number = () => 0): paths.PathsFound {
    const ids = new Set(candidates.flatMap(({ segments }) => segments.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId))));
    return { candidates, offers: [...ids].map((resourceId) => ({ resourceId, ...this.resource(resourceId).signed, usedMbps: usedMbps(resourceId) })), complete: true };
  }

  capacityOf(resourceId: string): number {
    return this.resource(resourceId).capacityMbps;
  }

  /** Records who is enrolled and where the ends are, as advertising would. */
  async advertisePops(mesh: TrialMesh): Promise<void> {
    for (const [providerId, { publicKey }] of this.keys) {
      const enrolled = { type: 'advertising.v1.ProviderEnrolled' as const, data: { providerId, name: providerId, publicKey, enrolledAt: this.since } };
      await mesh.ledger.commit([{ stream: `provider-${providerId}`, expected: 'none', events: [enrolled] }], mesh.context('operator'));
    }
    for (const [popId, latitude, longitude] of [['Trial/lon', 51_508_530, -125_740], ['Trial/nyc', 40_714_270, -74_005_970]] as const) {
      const coordinates = { latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude };
      const signedOffer = this.sign(popId, { kind: 'pop', pop: { name: popId, city: popId, country: '', coordinates } });
      const data = { resourceId: popId, providerId: 'Trial', signedOffer, offerSha256: sha256(signedOffer.offer), batchId: 'pops' };
      await mesh.ledger.commit([{ stream: `resource-${popId}`, expected: 'none', events: [{ type: 'advertising.v1.ResourceAdvertised', data }] }], mesh.context('provider:Trial'));
    }
  }

  private link(resourceId: string, centsPerMbps: bigint, capacityMbps: number, fees: Fees = {}): void {
    const price = { monthlyPerMbps: money('EUR', centsPerMbps * 1_000_000n), perGigabyte: money('EUR', centsPerMbps * 1_000n), ...fees };
    const link = { fromPopId: 'Trial/lon', toPopId: 'Trial/nyc', capacityMbps, latencyNs: 1n, price, srlgIds: [] };
    const signed = this.sign(resourceId, { kind: 'link', link });
    this.resources.set(resourceId, { signed, sha256: sha256(signed.offer), capacityMbps });
  }

  private sign(resourceId: string, resource: advertising.ResourceOffer['resource']): advertising.SignedOffer {
    const providerId = resourceId.slice(0, resourceId.indexOf('/'));
    const key = this.keys.get(providerId) ?? signingKey(newKeyPem());
    this.keys.set(providerId, key);
    const validUntil = plus(this.since, 30n * NANOS_PER_DAY);
    const offer = advertising.ResourceOffer.encode({ providerId, resourceId, validFrom: this.since, validUntil, visibleTo: [], serviceLevel: SERVICE_LEVEL, resource });
    return { offer, signature: key.sign(SIGNED_AS.resourceOffer, offer) };
  }

  private candidate({ latencyMs, runs }: Way): paths.PathCandidate {
    return {
      latencyNs: latencyMs * 1_000_000n,
      handovers: runs.length - 1,
      segments: runs.map(([providerId, names]) => ({
        providerId,
        fromPopId: 'Trial/lon',
        toPopId: 'Trial/nyc',
        resources: names.map((name) => ({ resourceId: `${providerId}/${name}`, offerSha256: this.resource(`${providerId}/${name}`).sha256 })),
        latencyNs: 0n,
      })),
      popIds: ['Trial/lon', 'Trial/nyc'],
      bottleneckMbps: 1_000,
      disjointFromBest: false,
    };
  }

  private resource(resourceId: string): OfferedResource {
    const resource = this.resources.get(resourceId);
    if (!resource) throw new Error(`the trial market has no ${resourceId}`);
    return resource;
  }
}
