import { describe, expect, it } from '@jest/globals';
import { preferredType } from './media-type.js';

const OFFERED = ['application/json', 'application/pdf'];

describe('the media type of an answer', () => {
  // The header as clients send it, and as RFC 9110 §12.5.1 reads it.
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/pdf', 'application/pdf'],
    ['Application/PDF', 'application/pdf'],
    ['application/pdf, */*;q=0.8', 'application/pdf'],
    ['application/json;q=0.5, application/pdf;q=0.9', 'application/pdf'],
    ['application/pdf;q=0.5, application/json;q=0.5', 'application/json'],
    ['application/json;q=0, */*', 'application/pdf'],
    ['text/html, application/xhtml+xml, */*;q=0.1', 'application/json'],
    ['text/html', undefined],
    ['application/pdf;q=0', undefined],
    ['application/pdf;q=2', undefined],
    [`${'text/html,'.repeat(32)}application/pdf`, undefined],
  ])('for "%s" is %s', (accept, expected) => {
    expect(preferredType(accept, OFFERED)).toBe(expected);
  });
});
