import { describe, expect, it } from '@jest/globals';
import type { contracting } from '@carriermesh/wire';
import { whyNoContact } from './party-contact.js';
import { toRefusal } from './refusals.js';

const address: contracting.PostalAddress = { street: ['1 High Street'], city: 'London', stateOrProvince: '', postCode: 'N1 9GU', country: 'GB' };
const contact: contracting.PartyContact = { displayName: 'Zoë Müller', email: 'zoe@example.com', phone: '+442079460958', address };

const fieldOf = (changed: Partial<contracting.PartyContact>) => whyNoContact({ ...contact, ...changed }, () => true)?.field;
const fieldOfAddress = (changed: Partial<contracting.PostalAddress>) => fieldOf({ address: { ...address, ...changed } });

describe('a contact', () => {
  it('is a name, an e-mail address, a telephone number and a postal address, and who looks after the bills where that is another', () => {
    expect(fieldOf({})).toBeUndefined();
    expect(fieldOf({ billing: { email: 'bills@example.com', phone: '' } })).toBeUndefined();
    expect(fieldOfAddress({ street: ['Flat 2', '1 High Street'], stateOrProvince: 'Kent', postCode: '' })).toBeUndefined();
  });

  it.each([
    ['display_name', { displayName: '' }],
    ['display_name', { displayName: 'x'.repeat(201) }],
    ['display_name', { displayName: 'a\nb' }],
    ['email', { email: 'zoe' }],
    ['email', { email: 'a@b@c' }],
    ['email', { email: `${'x'.repeat(65)}@example.com` }],
    ['email', { email: `a@${'x'.repeat(253)}` }],
    ['phone', { phone: '02079460958' }],
    ['phone', { phone: `+${'1'.repeat(16)}` }],
    ['billing.email', { billing: { email: '', phone: '' } }],
    ['billing.phone', { billing: { email: 'b@example.com', phone: '1' } }],
  ])('is refused by its %s: %j', (field, changed) => expect(fieldOf(changed)).toBe(field));

  it.each([
    ['address.street', { street: [] }],
    ['address.street', { street: ['a', 'b', 'c'] }],
    ['address.city', { city: ' ' }],
    ['address.state_or_province', { stateOrProvince: 'x'.repeat(201) }],
    ['address.post_code', { postCode: '1'.repeat(21) }],
    ['address.country', { country: 'gb' }],
    ['address.country', { country: 'GBR' }],
  ])('is refused by its %s: %j', (field, changed) => expect(fieldOfAddress(changed)).toBe(field));

  it('is refused by a number that no telephone can have', () => {
    expect(whyNoContact(contact, () => false)?.field).toBe('phone');
  });

  it('I14 is refused in words that repeat nothing of it', () => {
    const refusal = whyNoContact({ ...contact, email: 'zoe-at-example' }, () => true);
    expect(toRefusal(refusal!)).toEqual({
      code: 'contact-malformed',
      message: 'The contact\'s email has to be an e-mail address of at most 254 characters.',
      facts: { field: 'email' },
    });
  });
});
