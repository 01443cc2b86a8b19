import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sha256, TrialSwitch } from '../testing/trial-switch.js';
import { MAX_REQUESTS_PER_SECOND } from './pace.js';

/** More than any machine answers within a second's window. */
const ENOUGH = 100_000;

const vpn = (...ports: readonly string[]) => ({ ports: ports.map((port) => ({ port, mbps: 100 })) });

describe('S0-4 a device that two networks share', () => {
  const trial = new TrialSwitch();
  beforeAll(() => trial.start());
  afterAll(() => trial.remove());

  it('is cut into shares by its owner, who hears what is left when too much is asked for', async () => {
    await trial.share();
    const administrator = { name: 'first', tokenSha256: sha256('charlie') };
    expect(await trial.as('noc').put('elements/charlie', { owner: 'charlie-net', quotaMbps: 101, ports: [], administrator })).toEqual({
      status: 422,
      body: expect.objectContaining({ code: 'capacity-exceeded', facts: { quota_mbps: '101', free_mbps: '100', capacity_mbps: '1000' } }),
    });
    expect((await trial.as('noc').get('device')).body).toMatchObject({ freeMbps: 100, monthlyCharge: { amount: '460.00', currency: 'EUR' } });
  });

  it('names its administrators itself: the device’s owner may ask again as it did first, and is refused by name with another', async () => {
    const alfa = { owner: 'alfa-net', quotaMbps: 600, ports: ['ge1', 'ge2'] };
    const first = { name: 'first', tokenSha256: sha256(trial.tokens.alfa) };
    expect(await trial.as('noc').put('elements/alfa', { ...alfa, administrator: first })).toEqual({ status: 200, body: { carried: 'now' } });
    expect(await trial.as('noc').put('elements/alfa', { ...alfa, administrator: { ...first, name: 'mole' } })).toEqual({
      status: 422,
      body: expect.objectContaining({
        code: 'administrator-fixed', facts: { element: 'alfa', administrator: 'mole' },
        detail: "Element alfa names its administrators itself: mole can't be set, and administrator has to be left out, or the one that the element began with.",
      }),
    });
    expect((await trial.as('alfa').get('elements/alfa')).body['administrators']).toEqual(['first']);
  });

  it('is configured by each owner for itself, live, and tells each what it did', async () => {
    expect(await trial.as('alfa').put('elements/alfa/instances/vpn', vpn('ge1', 'ge2'))).toEqual({ status: 200, body: { carried: 'now' } });
    expect((await trial.as('alfa').put('elements/alfa/instances/vpn', { ports: [{ port: 'ge1', mbps: 401 }] })).body).toMatchObject({ code: 'port-too-slow', facts: { port_mbps: '400', asked_mbps: '401' } });
    expect((await trial.as('alfa').get('elements/alfa')).body).toMatchObject({
      usedMbps: 200, administrators: ['first'], instances: [{ name: 'vpn', ports: [{ port: 'ge1', mbps: 100, role: 'root', sourceMacs: [] }, { port: 'ge2' }] }],
    });
    expect((await trial.as('alfa').get('elements/alfa/changes')).body['changes']).toEqual([
      expect.objectContaining({ change: 'element-set', by: 'noc of the device' }),
      expect.objectContaining({ change: 'instance-set', by: 'first of alfa', what: 'vpn' }),
    ]);
  });

  it.each([
    ['a misspelt field', { ports: [], color: 'red' }, 'color is "red"; it has to be left out: known are ports.'],
    ['no ports', {}, 'ports is missing; it has to be a list of at most 1024 ports.'],
    ['no object', [], 'the body is []; it has to be a JSON object.'],
    ['no bandwidth', { ports: [{ port: 'ge1', mbps: 0 }] }, 'ports.0.mbps is 0; it has to be a whole number from 1 to 100000000.'],
    ['a number in quotes', { ports: [{ port: 'ge1', mbps: '5' }] }, 'ports.0.mbps is "5"; it has to be a whole number from 1 to 100000000.'],
    ['no address of a sender', { ports: [{ port: 'ge1', mbps: 5, sourceMacs: ['ff'] }] }, 'ports.0.sourceMacs.0 is "ff"; it has to be the address of one sender, six lower-case octets like 02:00:00:00:00:01.'],
    ['the address of a group, which sends nothing', { ports: [{ port: 'ge1', mbps: 5, sourceMacs: ['01:00:5e:00:00:01'] }] }, 'ports.0.sourceMacs.0 is "01:00:5e:00:00:01"; it has to be the address of one sender, six lower-case octets like 02:00:00:00:00:01.'],
  ])('refuses %s, and names the field, what it is and what it has to be', async (_, body, detail) => {
    expect(await trial.as('alfa').put('elements/alfa/instances/vpn', body)).toEqual({ status: 400, body: expect.objectContaining({ code: 'request-invalid', detail }) });
  });

  it.each([
    [`elements/${'a'.repeat(101)}/share`, 414],
    ['elements/%zz/share', 400],
  ])('answers %s as everything else, with problem details', async (path, status) => {
    expect(await trial.as('noc').get(path)).toEqual({ status, body: expect.objectContaining({ status, code: 'request-invalid' }) });
  });

  it.each([
    ['noc', 'POST', 'device', 'GET'],
    ['noc', 'POST', 'elements/alfa', 'DELETE, GET, PUT'],
    ['noc', 'PATCH', 'elements/nobody/share', 'GET'],
    ['alfa', 'PUT', 'elements/alfa/share?', 'GET'],
    ['alfa', 'GET', 'elements/alfa/instances/vpn', 'DELETE, PUT'],
  ] as const)('tells %s that %s %s is not done, and what is, whatever the body is', async (who, method, path, allow) => {
    const body = method === 'GET' ? {} : { body: ['no element'] };
    const detail = `This address does not take ${method}; it takes ${allow.replaceAll(', ', ' and ')}.`;
    expect(await trial.ask({ method, path, token: trial.tokens[who], ...body })).toEqual({
      status: 405, allow, body: { type: 'urn:problem-type:carriermesh:method-not-allowed', status: 405, code: 'method-not-allowed', detail },
    });
  });

  it('answers 404 where nothing is by any method', async () => {
    for (const path of ['devices', 'elements', 'elements/alfa/nothing', 'elements/alfa/instances']) {
      const { status, body } = await trial.ask({ method: 'POST', path, token: trial.tokens.noc });
      expect([path, status, body['code']]).toEqual([path, 404, 'not-found']);
    }
  });

  it('does once what is asked twice, in whatever order its parts are named', async () => {
    const { length } = (await trial.as('alfa').get('elements/alfa/changes')).body['changes'] as unknown as readonly object[];
    const again = { ports: [{ mbps: 100, sourceMacs: [], role: 'root', port: 'ge2' }, { mbps: 100, port: 'ge1' }] };
    expect(await trial.as('alfa').put('elements/alfa/instances/vpn', again)).toEqual({ status: 200, body: { carried: 'now' } });
    expect((await trial.as('alfa').get('elements/alfa/changes')).body['changes']).toHaveLength(length);
  });

  it('hands an element’s administration over: a new token works at once, a removed one no more', async () => {
    expect((await trial.as('alfa').put('elements/alfa/administrators/second', { tokenSha256: sha256('second-token') })).status).toBe(200);
    expect((await trial.as({ token: 'second-token' }).delete('elements/alfa/administrators/first')).status).toBe(200);
    expect((await trial.as('alfa').get('elements/alfa')).status).toBe(401);
    expect((await trial.as({ token: 'second-token' }).put('elements/alfa/administrators/first', { tokenSha256: sha256(trial.tokens.alfa) })).status).toBe(200);
    expect((await trial.as('alfa').delete('elements/alfa/administrators/second')).status).toBe(200);
  });

  it('is after a restart what it was, a line that a crash broke off left out', async () => {
    const before = (await trial.as('alfa').get('elements/alfa')).body;
    await trial.stop();
    appendFileSync(join(trial.directory, 'journal.jsonl'), '{"type":"element-removed","data":{"elem');
    await trial.start();
    expect((await trial.as('alfa').get('elements/alfa')).body).toEqual(before);
  });
});

describe('S0-3 I10 an element’s neighbour', () => {
  const trial = new TrialSwitch();
  beforeAll(async () => {
    await trial.start();
    await trial.share();
    await trial.as('bravo').put('elements/bravo/instances/secret', vpn('ge3'));
  });
  afterAll(() => trial.remove());

  /** Every route that names an element, with what a well-meant request to it looks like. */
  const bodies = { 'set-element': { owner: 'alfa-net', quotaMbps: 1, ports: [] }, 'set-administrator': { tokenSha256: sha256('mole') }, 'set-instance': vpn('ge3') };
  const attempts = (elementId: string) =>
    trial.routes.filter(({ path }) => path.includes(':elementId')).map(({ method, path, access }) => ({
      method: method as 'GET' | 'PUT' | 'DELETE',
      path: path.replace('/switch/v1/', '').replace(':elementId', elementId).replace(':name', 'secret'),
      ...(access && 'act' in access && access.act in bodies ? { body: bodies[access.act as keyof typeof bodies] } : {}),
    }));

  it('can’t read or change it by any route, hears no difference to an element that does not exist, and is on record with each attempt', async () => {
    const before = (await trial.as('bravo').get('elements/bravo')).body;
    const heard = { status: 403, body: { type: 'urn:problem-type:carriermesh:not-yours', status: 403, code: 'not-yours', detail: 'This is not yours to read or to change; the attempt is on record.' } };
    // Also where nothing is: what is below an element is its own.
    const beside = [{ method: 'GET' as const, path: 'elements/bravo/instances/secret' }, { method: 'PUT' as const, path: 'elements/bravo/share', body: {} }, { method: 'DELETE' as const, path: 'elements/bravo/instances' }];
    const reached = [...attempts('bravo'), ...beside, ...attempts('nobody')];
    expect(reached.length).toBeGreaterThanOrEqual(18);
    for (const attempt of reached) expect(await trial.ask({ ...attempt, token: trial.tokens.alfa })).toEqual(heard);
    expect((await trial.as('bravo').get('elements/bravo')).body).toEqual(before);
    const refused = async (who: 'noc' | 'bravo', path: string) =>
      ((await trial.as(who).get(path)).body['changes'] as unknown as readonly { change: string; by: string; what: string }[]).filter(({ change }) => change === 'attempt-refused');
    expect((await refused('noc', 'changes')).map(({ by }) => by)).toEqual(reached.map(() => 'first of alfa'));
    expect(await refused('bravo', 'elements/bravo/changes')).toEqual([...attempts('bravo'), ...beside].map(({ method, path }) => expect.objectContaining({ by: 'another element', what: `${method} /switch/v1/${path}` })));
  });

  it('can’t look at the device as a whole, and takes none of its ports or of its tokens', async () => {
    expect((await trial.as('alfa').get('device')).status).toBe(403);
    expect((await trial.as('alfa').get('changes')).status).toBe(403);
    expect((await trial.as('alfa').put('elements/alfa/instances/mine', vpn('ge3'))).body).toMatchObject({ code: 'port-not-yours' });
    expect((await trial.as('alfa').put('elements/alfa/administrators/mole', { tokenSha256: sha256(trial.tokens.bravo) })).body).toMatchObject({ code: 'credential-taken' });
  });

  it('S0-5 is kept from the device’s owner too: shares and charges, and nothing within them', async () => {
    expect((await trial.as('noc').get('elements/bravo/share')).body).toEqual({ elementId: 'bravo', owner: 'bravo-net', quotaMbps: 300, ports: ['ge3', 'ge4'], monthlyCharge: { amount: '170.00', currency: 'EUR' } });
    for (const path of ['elements/bravo', 'elements/bravo/changes']) expect((await trial.as('noc').get(path)).status).toBe(403);
    expect((await trial.as('noc').put('elements/bravo/instances/secret', vpn('ge3'))).status).toBe(403);
    expect(JSON.stringify([(await trial.as('noc').get('device')).body])).not.toContain('secret');
  });

  it('without a token, or with a wrong one, nothing is said at all', async () => {
    for (const attempt of attempts('bravo')) {
      expect(await trial.ask(attempt)).toMatchObject({ status: 401, body: { code: 'token-required' } });
      expect(await trial.ask({ ...attempt, token: 'wrong' })).toMatchObject({ status: 401 });
    }
  });
});

describe('an asker without measure', () => {
  const trial = new TrialSwitch();
  beforeAll(async () => {
    await trial.start();
    await trial.share();
  });
  afterAll(() => trial.remove());

  it(`is told to wait after ${MAX_REQUESTS_PER_SECOND} requests in a second, and its neighbour is not`, async () => {
    let answered = 0;
    while (answered < ENOUGH && (await trial.as('alfa').get('elements/alfa')).status === 200) answered++;
    expect(answered).toBeGreaterThanOrEqual(MAX_REQUESTS_PER_SECOND);
    expect(answered).toBeLessThan(ENOUGH);
    expect((await trial.as('bravo').get('elements/bravo')).status).toBe(200);
  });
});
