import { describe, expect, it } from '@jest/globals';
import { orderIdOf } from './ids.js';

const acme = { buyerId: 'acme', requestId: 'po-17' };

describe('the id of an order', () => {
  it('is a UUID of version 8 that follows from buyer and request id', () => {
    expect(orderIdOf(acme)).toMatch(/^ord_[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(orderIdOf(acme)).toBe(orderIdOf({ ...acme }));
  });

  it('never changes from release to release: an order of today is found by a request sent again tomorrow', () => {
    expect(orderIdOf(acme)).toBe('ord_084102dd-8a5c-8b1c-b4ed-67c3db589c2a');
  });

  it('is another for another buyer, for another request, and for names that read the same in a row', () => {
    const ids = [acme, { ...acme, buyerId: 'acme2' }, { ...acme, requestId: 'po-18' }, { buyerId: 'acmepo', requestId: '-17' }].map(orderIdOf);
    expect(new Set(ids).size).toBe(4);
  });
});
