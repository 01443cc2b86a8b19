import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UNSERVED_CITY } from '../testing/counterpart.js';
import { TrialGateway } from '../testing/trial-gateway.js';

const ORDERS = '/tmf-api/serviceOrdering/v4/serviceOrder';
const SERVICES = '/tmf-api/serviceInventoryManagement/v4/service';
const AGREEMENTS = '/tmf-api/agreementManagement/v4/agreement';

let trial: TrialGateway;
let active: any;
let refused: any;
let quoted: any;
beforeAll(async () => {
  trial = await TrialGateway.start();
  active = (await trial.order('acme', { requestId: 'first' }, '?wait=30')).json;
  refused = (await trial.order('acme', { requestId: 'second', from: { city: UNSERVED_CITY } }, '?wait=30')).json;
  quoted = (await trial.order('acme', { requestId: 'third', acceptance: 'explicit' }, '?wait=30')).json;
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const asked = async (path: string) => (await trial.ask(path, { as: 'acme' })).json;
const CHARACTERISTICS = Object.entries({ from: 'London', to: 'NYC1', mbps: '100', maxLatencyNs: '35500000', termMonths: '12' }).map(([name, value]) => ({ name, valueType: 'string', value }));

describe('S0-1 orders as TMF641 shows them', () => {
  it('are completed with a service, pending while a quote waits, and rejected with the reason', async () => {
    const [third, second, first] = await asked(ORDERS);
    const href = `${SERVICES}/${active.contractId}`;
    expect(first).toEqual({
      '@type': 'ServiceOrder', id: active.orderId, href: `${ORDERS}/${active.orderId}`, externalId: 'first', state: 'completed', orderDate: active.requestedAt, completionDate: active.activeAt,
      serviceOrderItem: [{ id: '1', action: 'add', state: 'completed', service: { id: active.contractId, href, serviceType: 'connectivity', serviceCharacteristic: CHARACTERISTICS } }],
    });
    expect([second.id, second.state, second.errorMessage]).toEqual([refused.orderId, 'rejected', [{ code: 'disconnected', reason: `No network reaches ${UNSERVED_CITY}.` }]]);
    expect([third.id, third.state, third.serviceOrderItem[0].service.id]).toEqual([quoted.orderId, 'pending', undefined]);
    expect(await asked(first.href)).toEqual(first);
    expect(await asked(`${ORDERS}?limit=1`)).toEqual([third]);
  });
});

describe('S0-1 services as TMF638 shows them', () => {
  it('are those that were contracted, by their contracts, and no others', async () => {
    const services = await asked(SERVICES);
    expect(services).toEqual([{
      '@type': 'Service', id: active.contractId, href: `${SERVICES}/${active.contractId}`, state: 'active', serviceType: 'connectivity', startDate: active.activeAt,
      serviceCharacteristic: CHARACTERISTICS, serviceOrderItem: [{ serviceOrderId: active.orderId, itemId: '1' }],
    }]);
    expect(await asked(services[0].href)).toEqual(services[0]);
  });

  it('are found by no other id than their own', async () => {
    for (const id of [active.orderId, quoted.orderId.replace('ord_', 'con_'), 'con_none']) {
      expect([id, (await trial.ask(`${SERVICES}/${id}`, { as: 'acme' })).status]).toEqual([id, 404]);
    }
  });
});

describe('S0-7 a contract as TMF651 shows it', () => {
  it('has parties, items, prices, service level and hashes, and of a later version its number and its end', async () => {
    const { contractId } = (await trial.order('acme', { requestId: 'agreed' }, '?wait=30')).json;
    const href = `${AGREEMENTS}/${contractId}`;
    const { contract, contractSha256 } = await asked(`/v1/contracts/${contractId}`);
    const [segment] = contract.segments;
    const first = await asked(href);
    expect(first).toMatchObject({
      '@type': 'Agreement', id: contractId, href, agreementType: 'connectivity', version: '1', status: 'active', initialDate: contract.acceptance.acceptedAt,
      agreementPeriod: { startDateTime: contract.signedAt },
      engagedParty: [{ id: contract.sellerId, role: 'seller' }, { id: 'acme', role: 'buyer' }],
      agreementItem: contract.segments.map(({ segmentId }: any) => ({ product: [{ id: segmentId }] })),
    });
    expect(first.agreementItem[0].termOrCondition.map(({ id, description }: any) => [id, description])).toEqual([
      ['recurring', '1234.50 EUR a month'], ['usage', '0.012 EUR for 10^9 octets'], ...segment.resources.map(({ resourceId, offerSha256 }: any) => [`offer ${resourceId}`, `SHA-256 ${offerSha256}`]),
    ]);
    const told = Object.fromEntries(first.characteristic.map(({ name, value }: any) => [name, value]));
    expect(told).toMatchObject({ mbps: '100', termMonths: '12', quoteSha256: contract.quoteSha256, contractSha256, availabilityPpm: String(contract.serviceLevel.availabilityPpm) });
    const endsAt = '2031-05-06T05:08:09Z';
    await trial.ask(`/v1/contracts/${contractId}/termination`, { as: 'acme', method: 'POST', body: { requestId: 'end', endsAt } });
    expect(await asked(href)).toMatchObject({ version: '2', status: 'terminating', agreementPeriod: { startDateTime: contract.signedAt, endDateTime: endsAt } });
    expect((await trial.ask(href, { as: 'globex' })).status).toBe(404);
  });
});
