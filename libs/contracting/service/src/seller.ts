import { Injectable } from '@nestjs/common';
import { money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';

const euroCents = (cents: bigint) => money('EUR', cents * 1_000_000n);

/**
 * The seller's rules. They go into every quote, so that a quote is replayed by the rules that it was made by; a change of any
 * figure is a new policy with a new id.
 */
export const STANDARD_POLICY: contracting.SellerPolicy = {
  policyId: 'standard-v2',
  minimumMarginBasisPoints: 1_000,
  listBasePerMbps: euroCents(5n),
  listPerMbpsPerMegameter: euroCents(10n),
  usageMarkupBasisPoints: 2_000,
  taxBasisPoints: 2_000,
  quoteValiditySeconds: 900,
  termination: { noticeSeconds: 86_400, earlyChargeBasisPoints: 5_000 },
};

/** Whoever runs this mesh sells through it. */
@Injectable()
export class Seller {
  readonly id: string = 'carriermesh';
  readonly policy: contracting.SellerPolicy = STANDARD_POLICY;
}
