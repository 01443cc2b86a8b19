import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { invariant } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { ADDRESS, ContactMediumDto, EMAIL, PHONE, phoneIn } from './contact-medium.dto.js';

export const PARTY_PATH = 'tmf-api/partyManagement/v5';
export const ERASED = '[erased]';
const STATUSES = ['initialized', 'forgotten'] as const;

class PartyBody {
  @ApiProperty({ description: 'The buyer’s id.', example: 'acme' })
  id!: string;

  @ApiProperty({ description: 'Where the party is.', example: `/${PARTY_PATH}/individual/acme` })
  href!: string;

  @ApiProperty({ description: 'forgotten: how it was called and reached is erased, for good.', enum: STATUSES, example: 'initialized' })
  status!: (typeof STATUSES)[number];

  @ApiPropertyOptional({ description: 'Absent when it is forgotten.', type: [ContactMediumDto] })
  contactMedium?: readonly ContactMediumDto[];
}

export class IndividualBody extends PartyBody {
  @ApiProperty({ description: 'TMF632.', enum: ['Individual'], example: 'Individual' })
  '@type'!: string;

  @ApiPropertyOptional({ description: 'Absent when it is forgotten.', example: 'Zoë Müller' })
  formattedName?: string;
}

export class OrganizationBody extends PartyBody {
  @ApiProperty({ description: 'TMF632.', enum: ['Organization'], example: 'Organization' })
  '@type'!: string;

  @ApiPropertyOptional({ description: 'Absent when it is forgotten.', example: 'Acme Ltd' })
  name?: string;
}

export class BillToBody {
  @ApiProperty({ description: `The name of who owes it. ${ERASED}: the party was forgotten.`, example: 'Zoë Müller' })
  name!: string;

  @ApiProperty({ description: 'The address, line by line.', type: [String], example: ['1 High Street', 'N1 9GU London', 'GB'] })
  address!: readonly string[];
}

/** A validated contact in the mesh's own words. */
export function toContact(displayName: string, media: readonly ContactMediumDto[]): contracting.PartyContact {
  const find = (type: string, contactType: string): ContactMediumDto | undefined => media.find((medium) => medium['@type'] === type && medium.contactType === contactType);
  const [email, phone, address] = [EMAIL, PHONE, ADDRESS].map((type) => find(type, 'primary'));
  const billing = find(EMAIL, 'billing');
  const billingPhone = find(PHONE, 'billing')?.phoneNumber;
  return {
    displayName,
    email: given(email?.emailAddress),
    phone: e164(given(phone?.phoneNumber)),
    address: addressOf(address),
    ...(billing ? { billing: { email: given(billing.emailAddress), phone: billingPhone === undefined ? '' : e164(billingPhone) } } : {}),
  };
}

const addressOf = (medium: ContactMediumDto | undefined): contracting.PostalAddress => ({
  street: [given(medium?.street1), ...(medium?.street2 === undefined ? [] : [medium.street2])],
  city: given(medium?.city),
  stateOrProvince: medium?.stateOrProvince ?? '',
  postCode: medium?.postCode ?? '',
  country: given(medium?.country),
});

export function mediaOf({ email, phone, address, billing }: contracting.PartyContact): readonly ContactMediumDto[] {
  const [street1, street2] = address.street;
  const { city, stateOrProvince, postCode, country } = address;
  const texts = Object.entries({ street1, street2, city, stateOrProvince, postCode, country }).filter(([, text]) => text);
  return [
    { '@type': EMAIL, contactType: 'primary', emailAddress: email },
    { '@type': PHONE, contactType: 'primary', phoneNumber: phone },
    { '@type': ADDRESS, contactType: 'primary', ...Object.fromEntries(texts) },
    ...(billing ? [{ '@type': EMAIL, contactType: 'billing', emailAddress: billing.email } as const] : []),
    ...(billing?.phone ? [{ '@type': PHONE, contactType: 'billing', phoneNumber: billing.phone } as const] : []),
  ];
}

/** Who a bill is for, as long as anybody may know it. */
export function billTo({ contact }: contracting.PartyRecord): BillToBody {
  if (!contact) return { name: ERASED, address: [ERASED] };
  const { street, city, stateOrProvince, postCode, country } = contact.address;
  return { name: contact.displayName, address: [...street, `${postCode} ${city}`.trim(), stateOrProvince, country].filter((line) => line !== '') };
}

function given(text: string | undefined): string {
  invariant(text !== undefined, 'a contact was validated and lacks a part');
  return text;
}

const e164 = (text: string): string => given(phoneIn(text));
