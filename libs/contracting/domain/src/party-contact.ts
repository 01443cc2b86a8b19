import type { contracting } from '@carriermesh/wire';

export const MAX_CONTACT_NAME_CHARACTERS = 200;
/** RFC 5321, §4.5.3.1.3: a path of 256 with its brackets. */
export const MAX_EMAIL_CHARACTERS = 254;
export const MAX_STREET_LINES = 2;
export const MAX_POST_CODE_CHARACTERS = 20;

/** What is wrong with a contact: the field and what it has to be, and never what it is, since refusals are read by many eyes. */
export interface ContactRefusal {
  readonly code: 'contact-malformed';
  readonly field: string;
  readonly limit: string;
}

type Rule = readonly [field: string, holds: boolean, limit: string];

const A_NAME = `1 to ${MAX_CONTACT_NAME_CHARACTERS} printable characters`;
const AN_EMAIL = `an e-mail address of at most ${MAX_EMAIL_CHARACTERS} characters`;
const A_PHONE = 'a telephone number that can be called, in E.164: +442079460958';

/**
 * The first field of a contact that is not as it has to be.
 * @param isCallable whether there can be a telephone with this number: the numbering plans of the world are no business of ours
 */
export function whyNoContact(contact: contracting.PartyContact, isCallable: (phone: string) => boolean): ContactRefusal | undefined {
  const { displayName, email, phone, address, billing } = contact;
  const isPhone = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text) && isCallable(text);
  const rules: readonly Rule[] = [
    ['display_name', isName(displayName), A_NAME],
    ['email', isEmail(email), AN_EMAIL],
    ['phone', isPhone(phone), A_PHONE],
    ...addressRules(address),
    ['billing.email', billing === undefined || isEmail(billing.email), AN_EMAIL],
    ['billing.phone', !billing?.phone || isPhone(billing.phone), `empty, or ${A_PHONE}`],
  ];
  const broken = rules.find(([, holds]) => !holds);
  return broken && { code: 'contact-malformed', field: broken[0], limit: broken[2] };
}

function addressRules({ street, city, stateOrProvince, postCode, country }: contracting.PostalAddress): readonly Rule[] {
  const isStreet = street.length >= 1 && street.length <= MAX_STREET_LINES && street.every(isName);
  const isPostCode = postCode === '' || (isName(postCode) && postCode.length <= MAX_POST_CODE_CHARACTERS);
  return [
    ['address.street', isStreet, `1 to ${MAX_STREET_LINES} lines of ${A_NAME}`],
    ['address.city', isName(city), A_NAME],
    ['address.state_or_province', stateOrProvince === '' || isName(stateOrProvince), `empty, or ${A_NAME}`],
    ['address.post_code', isPostCode, `empty, or 1 to ${MAX_POST_CODE_CHARACTERS} printable characters`],
    ['address.country', /^[A-Z]{2}$/.test(country), 'two capital letters (ISO 3166-1)'],
  ];
}

const isName = (text: string): boolean => text.length <= MAX_CONTACT_NAME_CHARACTERS && text.trim() !== '' && /^[^\p{Cc}\p{Cs}]+$/u.test(text);

/** One @ with something on both sides: whether anybody reads what is sent there, only sending shows. */
const isEmail = (text: string): boolean => text.length <= MAX_EMAIL_CHARACTERS && /^[^\s\p{Cc}\p{Cs}@]{1,64}@[^\s\p{Cc}\p{Cs}@]+$/u.test(text);
