import { describe, expect, it } from '@jest/globals';
import { fold, specify } from '@carriermesh/decider';
import { at } from './testing/fixtures.js';
import { fraudReviews, type FraudReviewEvent, type ReviewFraud, reviewThatCovers } from './usage-fraud.decider.js';

const now = at('2027-03-02T00:00:00Z');
const review = (contradictions: number): ReviewFraud => ({ providerId: 'alfa', contradictions, finding: 'a software error of theirs', by: 'operator', now });
const reviewed = (contradictions: number): FraudReviewEvent => ({
  type: 'billing.v1.UsageFraudReviewed',
  data: { providerId: 'alfa', contradictions, finding: 'a software error of theirs', reviewedBy: 'operator', reviewedAt: now },
});

describe('the review of what a provider presented again with other contents', () => {
  it('I7 reaches as far as was looked, and a copy of it that comes late reaches no further', () => {
    expect(specify(fraudReviews).given().when(review(2))).toEqual({ kind: 'accepted', events: [reviewed(2)] });
    expect(specify(fraudReviews).given(reviewed(2)).when(review(2))).toMatchObject({ kind: 'ignored' });
    expect(specify(fraudReviews).given(reviewed(2), reviewed(5)).when(review(1))).toMatchObject({ kind: 'ignored' });
    expect(specify(fraudReviews).given(reviewed(2)).when(review(3))).toEqual({ kind: 'accepted', events: [reviewed(3)] });
  });

  it('is answered alike whenever it is asked for again, by what it was of', () => {
    // In old ledgers two reviews may be of the same.
    const reviews = fold(fraudReviews, [reviewed(2), reviewed(2), reviewed(5)]);
    expect([1, 2, 3, 5].map((upTo) => reviewThatCovers(upTo, reviews)?.contradictions)).toEqual([2, 2, 3, 3]);
    expect(reviewThatCovers(6, reviews)).toBeUndefined();
  });
});
