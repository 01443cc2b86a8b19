import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { money } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { contracting } from '@carriermesh/wire';
import { policyWith, readRatePlan } from './rate-plan.js';

const euroCents = (cents: bigint) => money('EUR', cents * 1_000_000n);

/**
 * The seller's rules. They go into every quote, so that a quote is replayed by the rules that it was made by; a change of any
 * figure is a new policy with a new id.
 */
export const STANDARD_POLICY: contracting.SellerPolicy = {
  policyId: 'standard-v3',
  minimumMarginBasisPoints: 1_000,
  listBasePerMbps: euroCents(5n),
  listPerMbpsPerMegameter: euroCents(10n),
  usageMarkupBasisPoints: 2_000,
  taxBasisPoints: 2_000,
  quoteValiditySeconds: 900,
  termination: { noticeSeconds: 86_400, earlyChargeBasisPoints: 5_000, committedBasisPoints: 5_000 },
};

/** Whoever runs this mesh sells through it. Usage is charged by the rate plan of the file that CARRIERMESH_RATE_PLAN_FILE names, where it names one. */
@Injectable()
export class Seller {
  readonly id: string = 'carriermesh';
  /** Of all of its prices. */
  readonly currency: string = STANDARD_POLICY.listBasePerMbps.currency;
  private readonly policy: contracting.SellerPolicy = policyFrom(process.env[RATE_PLAN_VARIABLE]);

  policyFor(_buyerId: string): contracting.SellerPolicy {
    return this.policy;
  }
}

export const RATE_PLAN_VARIABLE = 'CARRIERMESH_RATE_PLAN_FILE';

/** @throws OperationalError misconfigured */
function policyFrom(file: string | undefined): contracting.SellerPolicy {
  if (!file) return STANDARD_POLICY;
  return policyWith(STANDARD_POLICY, readRatePlan(planIn(file), STANDARD_POLICY.listBasePerMbps.currency));
}

function planIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new OperationalError('misconfigured', `${RATE_PLAN_VARIABLE}: ${file} holds no rate plan: ${(error as Error).message}`, { cause: error });
  }
}
