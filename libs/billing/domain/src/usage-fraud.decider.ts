import { accept, type Decider, ignore } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

export interface FraudReviewEvent {
  readonly type: 'billing.v1.UsageFraudReviewed';
  readonly data: billing.UsageFraudReviewed;
}

export interface ReviewFraud {
  readonly providerId: string;
  /** How many contradictions of the provider have been looked into, of all that ever came. */
  readonly contradictions: number;
  readonly finding: string;
  readonly by: string;
  readonly now: Instant;
}

/** What operators found about records that a provider presented again with other contents; the oldest first. */
export type FraudReviews = readonly billing.UsageFraudReviewed[];

/** A review reaches as far as whoever made it had looked. A copy of it, however late, says nothing of what came since. */
export const fraudReviews: Decider<ReviewFraud, FraudReviews, FraudReviewEvent, never> = {
  initial: [],
  decide: ({ by, now, ...review }, reviews) =>
    reviewThatCovers(review.contradictions, reviews)
      ? ignore('reviewed before')
      : accept({ type: 'billing.v1.UsageFraudReviewed', data: { ...review, reviewedBy: by, reviewedAt: now } }),
  evolve: (reviews, { data }) => [...reviews, data],
};

/** The first review that reaches so far, and of how many contradictions it was. */
export function reviewThatCovers(contradictions: number, reviews: FraudReviews): billing.UsageFraudReview | undefined {
  const index = reviews.findIndex((review) => review.contradictions >= contradictions);
  const found = reviews[index];
  if (!found) return undefined;
  const before = Math.max(0, ...reviews.slice(0, index).map((review) => review.contradictions));
  return { providerId: found.providerId, contradictions: found.contradictions - before, reviewedAt: found.reviewedAt };
}
