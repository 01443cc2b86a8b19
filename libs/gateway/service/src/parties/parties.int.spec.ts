import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@carriermesh/platform-trial';
import { PERSON, TrialGateway, type TrialBuyer } from '../testing/trial-gateway.js';

let trial: TrialGateway;
beforeAll(async () => {
  trial = await TrialGateway.start();
  await eventually('readiness', async () => ((await trial.ask('/readyz')).status === 200 ? true : undefined));
}, 60_000);
afterAll(() => trial?.stop(), 30_000);

const PATH = '/tmf-api/partyManagement/v5';
const [EMAIL, PHONE, ADDRESS] = PERSON.contactMedium as readonly object[];
const put = (as: TrialBuyer, path: string, body: unknown) => trial.ask(`${PATH}/${path}`, { as, method: 'PUT', body });

describe('a party over HTTP', () => {
  it('is registered with 201 and replaced with 200, and is answered in TMF632’s shape', async () => {
    const { status, json } = await put('acme', 'individual/acme', PERSON);
    expect(status).toBe(201);
    expect(json).toEqual({
      id: 'acme', href: `${PATH}/individual/acme`, '@type': 'Individual', status: 'initialized', formattedName: 'Zoë Müller',
      contactMedium: [
        { '@type': 'EmailContactMedium', contactType: 'primary', emailAddress: 'zoe@example.com' },
        { '@type': 'PhoneContactMedium', contactType: 'primary', phoneNumber: '+442079460958' },
        { '@type': 'GeographicAddressContactMedium', contactType: 'primary', street1: '1 High Street', city: 'London', postCode: 'N1 9GU', country: 'GB' },
      ],
    });
    const bills = [{ '@type': 'EmailContactMedium', contactType: 'billing', emailAddress: 'bills@example.com' }, { '@type': 'PhoneContactMedium', contactType: 'billing', phoneNumber: '+442079460959' }];
    const changed = await put('acme', 'individual/acme', { ...json, id: undefined, href: undefined, status: undefined, contactMedium: [...json.contactMedium, ...bills] });
    expect([changed.status, changed.json.contactMedium.slice(3)]).toEqual([200, bills]);
    expect((await trial.ask(`${PATH}/individual/acme`, { as: 'acme' })).json).toEqual(changed.json);
    expect((await trial.ask(`${PATH}/organization/acme`, { as: 'acme' })).status).toBe(404);
    expect((await put('acme', 'organization/acme', { name: 'Acme', contactMedium: PERSON.contactMedium })).json).toMatchObject({ status: 422, code: 'party-of-other-kind' });
  });

  it('is what was put last, also where another request was faster', async () => {
    const renamed = { ...PERSON, formattedName: 'Zoë Schmidt' };
    trial.counterpart.parties.overtakes.add('acme');
    expect(await put('acme', 'individual/acme', renamed)).toMatchObject({ status: 200, json: { formattedName: 'Zoë Schmidt' } });
    expect((await trial.ask(`${PATH}/individual/acme`, { as: 'acme' })).json.formattedName).toBe('Zoë Schmidt');
  });

  it.each([
    ['formattedName', { ...PERSON, formattedName: 'a\u0000b' }],
    ['name', { ...PERSON, name: 'x' }],
    ['contactMedium', { ...PERSON, contactMedium: undefined }],
    ['contactMedium', { ...PERSON, contactMedium: [EMAIL, PHONE] }],
    ['contactMedium', { ...PERSON, contactMedium: [EMAIL, EMAIL, PHONE, ADDRESS] }],
    ['contactMedium', { ...PERSON, contactMedium: [...PERSON.contactMedium, { ...PHONE, contactType: 'billing' }] }],
    ['contactMedium.0.emailAddress', { ...PERSON, contactMedium: [{ ...EMAIL, emailAddress: 'zoe' }, PHONE, ADDRESS] }],
    ['contactMedium.0.city', { ...PERSON, contactMedium: [{ ...EMAIL, city: 'London' }, PHONE, ADDRESS] }],
    ['contactMedium.1.phoneNumber', { ...PERSON, contactMedium: [EMAIL, { ...PHONE, phoneNumber: '020 7946 0958' }, ADDRESS] }],
    ['contactMedium.1.phoneNumber', { ...PERSON, contactMedium: [EMAIL, { ...PHONE, phoneNumber: '+441111111111' }, ADDRESS] }],
    ['contactMedium.2.country', { ...PERSON, contactMedium: [EMAIL, PHONE, { ...ADDRESS, country: 'XX' }] }],
    ['contactMedium.2.street1', { ...PERSON, contactMedium: [EMAIL, PHONE, { ...ADDRESS, street1: undefined }] }],
    ['contactMedium.2.@type', { ...PERSON, contactMedium: [EMAIL, PHONE, { ...ADDRESS, '@type': 'FaxContactMedium' }] }],
  ])('is refused by its %s', async (field, body) => {
    const { status, json } = await put('globex', 'individual/globex', body);
    expect([status, json.code]).toEqual([400, 'request-invalid']);
    expect(json.errors.map((each: { readonly field: string }) => each.field)).toContain(field);
    expect((await trial.ask(`${PATH}/individual/globex`, { as: 'globex' })).status).toBe(404);
  });

  it('is told what of it is incomplete, and what of it is wrong', async () => {
    const { json } = await put('globex', 'individual/globex', { ...PERSON, contactMedium: [{ ...EMAIL, emailAddress: 'zoe' }] });
    expect(json.errors).toEqual([
      { field: 'contactMedium', value: expect.stringMatching(/^\[\{/), limit: expect.stringMatching(/^one primary e-mail address/) },
      { field: 'contactMedium.0.emailAddress', value: '"zoe"', limit: 'an e-mail address; only EmailContactMedium has it' },
    ]);
  });

  it('I14 is on its invoices as long as it is known, and erased there when it is forgotten, while the sums stay', async () => {
    const invoice = async () => {
      const { json: list } = await trial.ask('/v1/invoices', { as: 'globex' });
      return (await trial.ask(`/v1/invoices/${list.invoices[0].invoiceId}`, { as: 'globex' })).json;
    };
    await trial.order('globex', { requestId: 'billed' }, '?wait=30');
    const unnamed = await invoice();
    expect(unnamed.billTo).toBeUndefined();
    await put('globex', 'individual/globex', PERSON);
    expect(await invoice()).toEqual({ ...unnamed, billTo: { name: 'Zoë Müller', address: ['1 High Street', 'N1 9GU London', 'GB'] } });
    trial.counterpart.parties.forget('globex');
    expect(await invoice()).toEqual({ ...unnamed, billTo: { name: '[erased]', address: ['[erased]'] } });
    expect((await trial.ask(`${PATH}/individual/globex`, { as: 'globex' })).json).toEqual({ id: 'globex', href: `${PATH}/individual/globex`, '@type': 'Individual', status: 'forgotten' });
    expect((await put('globex', 'individual/globex', PERSON)).json).toMatchObject({ status: 422, code: 'party-forgotten' });
  });
});
