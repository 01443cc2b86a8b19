import { instant } from '@carriermesh/kernel';
import type { billing, contracting, paths } from '@carriermesh/wire';

/* What the counterpart sells: a strand of fibre and a discount to acme alone, and to everybody links by the Mbit/s in one format. */

const eur = (cents: bigint) => ({ currency: 'EUR', microMinor: cents * 1_000_000n });

export const soldTo = (buyerId: string): paths.ListSoldKindsResponse => ({
  buyerId,
  revision: 7n,
  currency: 'EUR',
  kinds: [
    { virtualNetwork: false, unitMbps: [], media: ['rf', 'wireline'], cities: ['London, GB', 'New York, US'] },
    ...(buyerId === 'acme' ? [{ layerOne: 'fibre' as const, virtualNetwork: false, unitMbps: [100, 400], media: ['wireline'] as const, cities: ['London, GB'] }] : []),
  ],
});

export const guideOf = (buyerId: string): contracting.GetPriceGuideResponse => ({
  buyerId,
  sellerId: 'carriermesh',
  policyId: 'standard-v3',
  guidelines: [
    { id: 'list-price.base', code: 'list-price', description: 'For each Mbit/s.', kind: 'recurring', amount: eur(5n), perAmount: 1, perUnit: 'Mbit/s' },
    { id: 'format.codecs.h265', code: 'format', description: 'Carried so.', kind: 'recurring', perAmount: 0, perUnit: '', sharePpm: 950_000, field: 'device.codecs', value: 'h265', since: instant(1_800_000_000_000_000_000n) },
    ...(buyerId === 'acme' ? [{ id: 'pair-discount', code: 'pair-discount', description: 'Less 5 %.', kind: 'recurring' as const, perAmount: 0, perUnit: '', sharePpm: 950_000 }] : []),
    { id: 'usage', code: 'usage', description: 'By the gigabyte.', kind: 'usage', perAmount: 1, perUnit: 'GB' },
  ],
  quoteValiditySeconds: 900,
  taxBasisPoints: 2_000,
  termination: { noticeSeconds: 86_400, earlyChargeBasisPoints: 5_000, committedBasisPoints: 5_000 },
  formats: { codecs: ['h265'], resolutions: [], encapsulations: [] },
});

export const RULES: readonly billing.RatingRule[] = [
  { id: 'usage-charge', kind: 'usage', description: 'Each record by itself.', figures: { octets_per_gigabyte: '1000000000' } },
  { id: 'statement-match', kind: 'reconciliation', description: 'Line by line.', figures: { tolerance: '0' } },
];
