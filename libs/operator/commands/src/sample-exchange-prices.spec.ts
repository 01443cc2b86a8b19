import { describe, expect, it } from '@jest/globals';
import { type Money, parseMoney } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { SampleMesh } from './testing/sample-mesh.js';

const city = (name: string) => ({ place: { kind: 'city', city: name } }) as const;
const eur = (text: string): Money => parseMoney('EUR', text)!;
const terms = (changed: Partial<contracting.ServiceTerms> = {}): contracting.ServiceTerms => ({
  from: city('Berlin'),
  to: city('Chicago'),
  mbps: 1_000,
  termMonths: 12,
  objective: 'profit',
  currency: 'EUR',
  acceptance: 'explicit',
  ...changed,
});

/** What the best way for profit goes over the ocean by, which no other way does that is weighed here. */
const OCEAN = 'atlantic-weave/NYC-PAR';
const resourcesOf = ({ path }: contracting.Scenario): readonly string[] => path.segments.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId));
const winnerOf = ({ scenarios }: contracting.Quote): readonly string[] => resourcesOf(scenarios[0]!);

const withSupplier = (changed: Partial<contracting.SupplierTerms>): { readonly supplierTerms: readonly contracting.SupplierBasis[] } => ({
  supplierTerms: [{ terms: { providerId: 'continental-lattice', discountBasisPoints: 0, tiers: [], ...changed }, spentMonthly: eur('0'), knownRevision: 0n }],
});

describe('the way that a mesh over the sample exchange sells, by its own functions', () => {
  const mesh = new SampleMesh();

  it('S0-21 S0-8 is the same for the same exchange, and another when only the objective is another', async () => {
    const best = await mesh.quote(terms());
    expect(winnerOf(best)).toContain(OCEAN);
    expect(await mesh.quote(terms())).toEqual(best);
    const fastest = await mesh.quote(terms({ objective: 'latency' }));
    expect(winnerOf(fastest)).not.toContain(OCEAN);
    expect(fastest.scenarios[0]!.path.latencyNs).toBeLessThan(best.scenarios[0]!.path.latencyNs);
  });

  it('S0-21 is another when only a contract with a supplier is another', async () => {
    const best = await mesh.quote(terms());
    const committed = await mesh.quote(terms(), withSupplier({ commitmentMonthly: eur('1000') }));
    expect(winnerOf(committed)).not.toContain(OCEAN);
    // At the same price for the buyer it costs more by its contracts, and leaves more.
    const [before, after] = [best.scenarios[0]!, committed.scenarios[0]!];
    expect(after.monthlyPrice).toEqual(before.monthlyPrice);
    expect(after.monthlyCost.microMinor).toBeGreaterThan(before.monthlyCost.microMinor);
    expect(after.addedMonthly!.microMinor).toBeLessThan(before.monthlyCost.microMinor);
    expect(winnerOf(await mesh.quote(terms(), withSupplier({ commitmentMonthly: eur('1') })))).toContain(OCEAN);
  });

  it('S0-21 is another when only one price is another', async () => {
    const dearer = new SampleMesh((resourceId, price) => (resourceId === OCEAN ? price * 2n : price));
    expect(winnerOf(await dearer.quote(terms()))).not.toContain(OCEAN);
  });

  it('S0-21 S4-4 is another when only the network is another: others have what it needs', async () => {
    const capacityMbps = (await mesh.quote(terms(), { supplierTerms: [], rule: { steps: [] } })).utilisation!.uses.find(({ resourceId }) => resourceId === OCEAN)!.capacityMbps;
    const taken = async (leftMbps: number) => {
      const held = new SampleMesh();
      held.hold(OCEAN, capacityMbps - leftMbps);
      return winnerOf(await held.quote(terms()));
    };
    expect(await taken(1_000)).toContain(OCEAN);
    expect(await taken(999)).not.toContain(OCEAN);
  });

  it('S0-8 has another price, and no other way, when only the utilisation is another', async () => {
    const rule = { steps: [{ fromBasisPoints: 5_000, priceBasisPoints: 12_000 }] };
    const empty = await mesh.quote(terms(), { supplierTerms: [], rule });
    const fuller = new SampleMesh();
    for (const { resourceId, capacityMbps } of empty.utilisation!.uses) fuller.hold(resourceId, capacityMbps / 2);
    const full = await fuller.quote(terms(), { supplierTerms: [], rule });
    expect(winnerOf(full)).toEqual(winnerOf(empty));
    expect(full.scenarios[0]!.monthlyPrice.microMinor * 10n).toBe(empty.scenarios[0]!.monthlyPrice.microMinor * 12n);
  });
});
