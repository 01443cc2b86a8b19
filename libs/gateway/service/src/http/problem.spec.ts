import { describe, expect, it } from '@jest/globals';
import type { OperationalKind } from '@carriermesh/platform-errors';
import { internalProblem, operationalProblem, refusalProblem } from './problem.js';

describe('problems', () => {
  it.each([
    ['unavailable', 503, '2'],
    ['rebuilding', 503, '5'],
    ['timeout', 503, '2'],
    ['overloaded', 429, '5'],
    ['malformed', 502, undefined],
    ['denied', 403, undefined],
    ['misconfigured', 500, undefined],
    // A newer service may report what this gateway does not know.
    ['bewildered' as OperationalKind, 503, '2'],
  ] as const)('answer the operational error "%s" with %d and Retry-After %s', (kind, status, retryAfter) => {
    const { details, headers } = operationalProblem(kind);
    expect([details.status, headers['retry-after']]).toEqual([status, retryAfter]);
  });

  it('I10 say the same of everything that is unknown or another buyer’s', () => {
    const details = ['order-unknown', 'quote-unknown', 'contract-unknown', 'invoice-unknown'].map(
      (code) => refusalProblem({ code, message: `${code}: it is globex’s`, facts: { owner: 'globex' } }).details,
    );
    expect(new Set(details.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(JSON.stringify(details)).not.toContain('globex');
  });

  it('carry a refusal’s code, sentence and facts as they are', () => {
    const { details } = refusalProblem({ code: 'quote-expired', message: 'Too late.', facts: { at: 'now' } });
    expect(details).toEqual({ type: 'urn:problem-type:carriermesh:quote-expired', title: 'Refused', status: 422, code: 'quote-expired', detail: 'Too late.', facts: { at: 'now' } });
    for (const code of ['request-id-reused', 'amendment-request-reused', 'dispute-request-reused']) expect(refusalProblem({ code, message: '', facts: {} }).details.status).toBe(409);
  });

  it('say nothing of what happened inside', () => {
    expect(internalProblem().details).toMatchObject({ status: 500, code: 'internal-error' });
  });
});
