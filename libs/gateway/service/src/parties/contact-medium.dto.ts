import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { isEmail, isISO31661Alpha2, ValidateIf } from 'class-validator';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { OneOf, Rule } from '../http/rules.js';

export const EMAIL = 'EmailContactMedium';
export const PHONE = 'PhoneContactMedium';
export const ADDRESS = 'GeographicAddressContactMedium';
export const MEDIUM_TYPES = [EMAIL, PHONE, ADDRESS] as const;
export const CONTACT_TYPES = ['primary', 'billing'] as const;

export const MAX_NAME_CHARACTERS = 200;
const MAX_POST_CODE_CHARACTERS = 20;

/** E.164; `undefined` for what no telephone can have. An international number alone: nobody knows from where a national one is called. */
export function phoneIn(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text);
  return number?.isValid() ? number.number : undefined;
}

type MediumType = (typeof MEDIUM_TYPES)[number];

/** A field that one kind of medium has, and no other. */
function Of(type: MediumType, limit: string, holds: (value: string) => boolean, { optional = false } = {}): PropertyDecorator {
  const isType = (owner: object): boolean => (owner as ContactMediumDto)['@type'] === type;
  return applyDecorators(
    ValidateIf((owner: object, value: unknown) => value !== undefined || (!optional && isType(owner))) as PropertyDecorator,
    Rule(`${limit}; only ${type} has it`, (value, owner) => isType(owner) && typeof value === 'string' && holds(value)),
  );
}

const isText = (mostCharacters: number) => (value: string): boolean => value.length <= mostCharacters && value.trim() !== '' && /^[^\p{Cc}\p{Cs}]+$/u.test(value);
const A_NAME = `a text of 1 to ${MAX_NAME_CHARACTERS} printable characters`;
const isName = isText(MAX_NAME_CHARACTERS);

/** One way to reach a party (TMF632 ContactMedium, with its three subtypes in one). */
export class ContactMediumDto {
  @OneOf(MEDIUM_TYPES)
  @ApiProperty({ description: 'Which way it is; it decides which of the other fields there are.', enum: MEDIUM_TYPES, example: EMAIL })
  '@type'!: MediumType;

  @OneOf(CONTACT_TYPES)
  @ApiPropertyOptional({ description: 'primary: the party itself. billing: who looks after its bills.', enum: CONTACT_TYPES, default: 'primary', example: 'primary' })
  contactType: (typeof CONTACT_TYPES)[number] = 'primary';

  @Of(EMAIL, 'an e-mail address', (value) => isEmail(value))
  @ApiPropertyOptional({ description: 'Of an EmailContactMedium.', maxLength: 254, example: 'zoe@example.com' })
  emailAddress?: string;

  @Of(PHONE, 'an international telephone number that exists, such as +44 20 7946 0958', (value) => phoneIn(value) !== undefined)
  @ApiPropertyOptional({ description: 'Of a PhoneContactMedium, international. It is answered in E.164.', example: '+442079460958' })
  phoneNumber?: string;

  @Of(ADDRESS, A_NAME, isName)
  @ApiPropertyOptional({ description: 'Of a GeographicAddressContactMedium: street and number.', maxLength: MAX_NAME_CHARACTERS, example: '1 High Street' })
  street1?: string;

  @Of(ADDRESS, A_NAME, isName, { optional: true })
  @ApiPropertyOptional({ description: 'Its second line, where it has one.', maxLength: MAX_NAME_CHARACTERS, example: 'Flat 2' })
  street2?: string;

  @Of(ADDRESS, A_NAME, isName)
  @ApiPropertyOptional({ description: 'City.', maxLength: MAX_NAME_CHARACTERS, example: 'London' })
  city?: string;

  @Of(ADDRESS, A_NAME, isName, { optional: true })
  @ApiPropertyOptional({ description: 'State or province, where the country has any.', maxLength: MAX_NAME_CHARACTERS, example: 'Greater London' })
  stateOrProvince?: string;

  @Of(ADDRESS, `a text of 1 to ${MAX_POST_CODE_CHARACTERS} printable characters`, isText(MAX_POST_CODE_CHARACTERS), { optional: true })
  @ApiPropertyOptional({ description: 'Post code, where the country has any.', maxLength: MAX_POST_CODE_CHARACTERS, example: 'N1 9GU' })
  postCode?: string;

  @Of(ADDRESS, 'a country code of two capital letters (ISO 3166-1)', (value) => isISO31661Alpha2(value) && value === value.toUpperCase())
  @ApiPropertyOptional({ description: 'ISO 3166-1, two capital letters.', minLength: 2, maxLength: 2, example: 'GB' })
  country?: string;
}
