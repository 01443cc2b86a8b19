import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { serviceRequestBody } from '../service-requests/service-request.body.js';
import { serviceBody, serviceOrderBody } from './inventory.body.js';

const at = instant(1_772_000_000_000_000_000n);
const terms: contracting.ServiceTerms = {
  from: { place: { kind: 'city', city: 'London' } }, to: { place: { kind: 'city', city: 'Vienna' } },
  mbps: 100, termMonths: 12, objective: 'cost', currency: 'EUR', acceptance: 'automatic',
};
const record: contracting.ServiceRequestRecord = { orderId: 'ord_1', buyerId: 'acme', requestId: 'po-17', state: 'active', terms, requestedAt: at, contractId: 'con_1', activeAt: at };
const mbpsIn = (characteristics: readonly { readonly name: string; readonly value: string }[] = []) => characteristics.find(({ name }) => name === 'mbps')?.value;

describe('S0-10 a service whose bandwidth was changed', () => {
  const changed = { ...record, changedMbps: 250 };

  it('is shown as it is, and its order as it was ordered', () => {
    expect([record, changed].map((each) => mbpsIn(serviceBody(each)?.serviceCharacteristic))).toEqual(['100', '250']);
    expect(mbpsIn(serviceOrderBody(changed).serviceOrderItem[0]?.service.serviceCharacteristic)).toBe('100');
  });

  it('is told with both figures in the mesh’s own words', () => {
    expect(serviceRequestBody(changed)).toMatchObject({ terms: { mbps: 100 }, changedMbps: 250 });
    expect(serviceRequestBody(record)).not.toHaveProperty('changedMbps');
  });
});
