import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HEARTBEAT_SUBJECT } from '@carriermesh/platform-chassis';
import { eventually } from '@carriermesh/platform-trial';
import { monitoring } from '@carriermesh/wire';
import { EventReader } from './testing/event-reader.js';
import { ORDER, PERSON, TOKENS, TrialGateway, type Answer, type TrialBuyer } from './testing/trial-gateway.js';

/*
 * Everything here is generated from the routes that the HTTP server itself knows. A new route is asked without a token, with a
 * wrong one and by a foreign buyer without anybody writing a line; a new kind of id needs an example in `OWN_IDS`.
 */

let trial: TrialGateway;
/** Ids of acme's, which globex then asks for. */
let ownIds: Readonly<Record<string, string>>;

beforeAll(async () => {
  trial = await TrialGateway.start();
  await eventually('readiness', async () => ((await trial.ask('/readyz')).status === 200 ? true : undefined));
  const { json: order } = await trial.order('acme', { requestId: 'own' }, '?wait=30');
  const { json: invoices } = await trial.ask('/v1/invoices', { as: 'acme' });
  const { json: waiting } = await trial.order('acme', { requestId: 'waiting', acceptance: 'explicit' }, '?wait=30');
  const { json: alarms } = await trial.ask('/v1/alarms', { as: 'acme' });
  const { json: dispute } = await trial.ask('/v1/disputes', { as: 'acme', method: 'POST', body: { requestId: 'own', invoiceId: invoices.invoices[0].invoiceId, reason: 'own' } });
  ownIds = { alarmId: alarms.alarms[0].id, disputeId: dispute.disputeId, orderId: order.orderId, contractId: order.contractId, invoiceId: invoices.invoices[0].invoiceId, quoteId: waiting.quote.quoteId, partyId: 'acme', ...OWN_CATALOG };
  await trial.ask(`${PARTIES}/individual/acme`, { as: 'acme', method: 'PUT', body: PERSON });
}, 60_000);
afterAll(() => trial.stop(), 30_000);

/** What the counterpart sells to acme alone. */
const OWN_CATALOG = { catalogId: 'acme', categoryId: 'layer-1', specificationId: 'fibre', offeringId: 'fibre', priceId: 'pair-discount' };
const CATALOG = '/tmf-api/productCatalogManagement/v4';
const PARTIES = '/tmf-api/partyManagement/v5';
const BILLS = '/tmf-api/customerBillManagement/v5';
const isForBuyers = (path: string): boolean => path.startsWith('/v1/') || path.startsWith('/tmf-api/');
const isForSuppliers = (path: string): boolean => path.startsWith('/supplier/');
const routes = () => trial.gateway.routes.filter(({ path }) => isForBuyers(path));
const PARAMETER = /:(\w+)/g;

function pathWith(path: string, idOf: (name: string) => string | undefined): string {
  return path.replace(PARAMETER, (_, name: string) => idOf(name) ?? fail(`there is no example of a ${name} for the route ${path}`));
}

function fail(message: string): never {
  throw new Error(message);
}

const own = (path: string) => pathWith(path, (name) => ownIds[name]);
const unknown = (path: string) => pathWith(path, (name) => ownIds[name]?.replace(/[0-9a-f]{12}|^acme$|^layer-1$|^fibre$|^pair-discount$/, '000000000000'));

function bodyOf(method: string, path: string): object {
  if (path.endsWith('/bandwidth')) return { body: { requestId: 'more', mbps: 200 } };
  if (/\/(termination|suspension|resumption)$/.test(path)) return { body: { requestId: 'end' } };
  if (path.endsWith('/withdrawal')) return { body: { reason: 'why' } };
  if (path.endsWith('/disputes') && method === 'POST') return { body: { requestId: 'why', invoiceId: ownIds['invoiceId'], reason: 'why' } };
  if (/\/(accept|decline)$/.test(path)) return {};
  if (method === 'POST') return { body: ORDER };
  if (method !== 'PUT') return {};
  const { formattedName, contactMedium } = PERSON;
  return { body: path.includes('/organization/') ? { name: formattedName, contactMedium } : PERSON };
}

function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return trial.ask(path, { method, headers, ...bodyOf(method, path) });
}

describe('every route for buyers', () => {
  it('is one of the known ones', () => {
    expect(routes().map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /tmf-api/agreementManagement/v4/agreement/:contractId',
      `GET ${BILLS}/customerBill`,
      `GET ${BILLS}/customerBill/:invoiceId`,
      `GET ${PARTIES}/individual/:partyId`,
      `GET ${PARTIES}/organization/:partyId`,
      `GET ${CATALOG}/catalog`,
      `GET ${CATALOG}/catalog/:catalogId`,
      `GET ${CATALOG}/category`,
      `GET ${CATALOG}/category/:categoryId`,
      `GET ${CATALOG}/productOffering`,
      `GET ${CATALOG}/productOffering/:offeringId`,
      `GET ${CATALOG}/productOfferingPrice`,
      `GET ${CATALOG}/productOfferingPrice/:priceId`,
      `GET ${CATALOG}/productSpecification`,
      `GET ${CATALOG}/productSpecification/:specificationId`,
      'GET /tmf-api/serviceInventoryManagement/v4/service',
      'GET /tmf-api/serviceInventoryManagement/v4/service/:contractId',
      'GET /tmf-api/serviceOrdering/v4/serviceOrder',
      'GET /tmf-api/serviceOrdering/v4/serviceOrder/:orderId',
      'GET /v1/alarms',
      'GET /v1/alarms/:alarmId',
      'GET /v1/contracts/:contractId',
      'GET /v1/contracts/:contractId/service-level',
      'GET /v1/disputes',
      'GET /v1/disputes/:disputeId',
      'GET /v1/events',
      'GET /v1/invoices',
      'GET /v1/invoices/:invoiceId',
      'GET /v1/quotes',
      'GET /v1/quotes/:quoteId',
      'GET /v1/service-requests',
      'GET /v1/service-requests/:orderId',
      'POST /v1/contracts/:contractId/bandwidth',
      'POST /v1/contracts/:contractId/resumption',
      'POST /v1/contracts/:contractId/suspension',
      'POST /v1/contracts/:contractId/termination',
      'POST /v1/disputes',
      'POST /v1/disputes/:disputeId/withdrawal',
      'POST /v1/paths',
      'POST /v1/quotes',
      'POST /v1/quotes/:quoteId/accept',
      'POST /v1/quotes/:quoteId/decline',
      'POST /v1/service-requests',
      `PUT ${PARTIES}/individual/:partyId`,
      `PUT ${PARTIES}/organization/:partyId`,
    ]);
  });

  it.each([
    ['without a token', {}],
    ['with a wrong token', { authorization: 'Bearer token-of-nobody' }],
    ['with another scheme', { authorization: `Basic ${TOKENS.acme}` }],
    ['with an empty token', { authorization: 'Bearer ' }],
    ['with the token’s hash', { authorization: 'Bearer 0a51e5f1c9a3bb4d0b8e' }],
    ['with the token in the address', { 'x-token': TOKENS.acme }],
  ])('I10 answers 401 %s, the same for each', async (_, headers) => {
    const bodies = new Set<string>();
    for (const { method, path } of routes()) {
      const answer = await ask(method, `${own(path)}?access_token=${TOKENS.acme}`, headers);
      expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([path, 401, 'Bearer realm="carriermesh"']);
      bodies.add(answer.text);
    }
    expect(bodies.size).toBe(1);
  });

  it.each([
    ['refuses, in words that say too much', false],
    ['answers anybody with anything', true],
  ])('I10 shows a foreign buyer exactly what it shows of things that never were, while the mesh behind it %s', async (_, trusting) => {
    trial.counterpart.trusting = trusting;
    for (const { method, path } of routes().filter(({ path: each }) => each.includes(':'))) {
      const foreign = await asked('globex', method, own(path));
      const never = await asked('globex', method, unknown(path));
      expect([path, foreign.status, foreign.json.code]).toEqual([path, 404, 'not-found']);
      expect(foreign.text).toBe(never.text);
    }
    trial.counterpart.trusting = false;
  });

  it('I10 lists nothing of another buyer’s, while the mesh behind it answers anybody with anything', async () => {
    trial.counterpart.trusting = true;
    for (const { method, path } of routes().filter(({ path: each }) => !each.includes(':'))) {
      const text = path === '/v1/events' ? await eventsOf('globex') : (await asked('globex', method, path)).text;
      expect(text).not.toContain('acme');
      for (const id of Object.values(ownIds)) expect(text).not.toContain(id.replace(/^[a-z]{3}_/, '').slice(0, 36));
    }
    trial.counterpart.trusting = false;
  });

  it('I10 leaves a foreign quote unaccepted and undeclined', async () => {
    for (const answer of ['accept', 'decline']) await asked('globex', 'POST', own(`/v1/quotes/:quoteId/${answer}`));
    const orders = [...trial.counterpart.orders.values()];
    expect(orders.find(({ quote }) => quote?.quoteId === ownIds['quoteId'])?.state).toBe('quoted');
  });

  it('answers 404 for an id that can be none, without asking anybody', async () => {
    for (const { method, path } of routes().filter(({ path: each }) => each.includes(':'))) {
      for (const id of ['a.b', '%2E%2E', 'x'.repeat(65), '%00']) {
        const { status, json } = await asked('acme', method, pathWith(path, () => id));
        expect([path, id, status, json.code]).toEqual([path, id, 404, 'not-found']);
      }
    }
  });
});

describe('the routes that need no token', () => {
  it('are the health, the description and the index', () => {
    const open = trial.gateway.routes.filter(({ path }) => !isForBuyers(path) && !isForSuppliers(path));
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(['GET /', 'GET /healthz', 'GET /openapi.json', 'GET /readyz']);
  });

  it('lead on from the index, and say that the gateway is well', async () => {
    const { json: index } = await trial.ask('/');
    for (const link of Object.values<string>(index.links).filter((each) => !isForBuyers(each) && !isForSuppliers(each))) {
      expect([link, (await trial.ask(link)).status]).toEqual([link, 200]);
    }
    expect((await trial.ask('/healthz')).json).toEqual({ service: 'gateway', status: 'ok', problems: [] });
  });
});

describe('the gateway', () => {
  it('tells monitoring that it lives, and how far it has read', async () => {
    const heard: monitoring.Heartbeat[] = [];
    const stop = trial.mesh.bus.hear(HEARTBEAT_SUBJECT, (_, body) => heard.push(monitoring.Heartbeat.decode(body)));
    const heartbeat = await eventually('a heartbeat', async () => heard.find(({ service }) => service === 'gateway'));
    stop();
    expect(heartbeat.position > 0n).toBe(true);
  });
});

function asked(as: TrialBuyer, method: string, path: string): Promise<Answer> {
  return ask(method, path, { authorization: `Bearer ${TOKENS[as]}` });
}

/** Everything that a buyer's stream says of the past, up to an event of its own that is made last. */
async function eventsOf(as: TrialBuyer): Promise<string> {
  const { json } = await trial.order(as, { requestId: 'last' });
  const reader = await EventReader.open(trial, as, '0');
  await eventually('the last event', async () => reader.events.find(({ data }) => data.data.orderId === json.orderId));
  reader.close();
  return JSON.stringify(reader.events);
}
