import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { MayBeAbsent, OneOf, PrintableText, Rule } from '../http/rules.js';
import { ADDRESS, ContactMediumDto, EMAIL, MAX_NAME_CHARACTERS, PHONE } from './contact-medium.dto.js';

const MOST_MEDIA = 5;

/** One of each for the party itself; for its bills an e-mail address, and a telephone beside it. */
function isWhole(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MOST_MEDIA) return false;
  const count = (type: string, contactType: string): number =>
    (value as readonly (ContactMediumDto | undefined)[]).filter((medium) => medium?.['@type'] === type && medium.contactType === contactType).length;
  const primary = [EMAIL, PHONE, ADDRESS].map((type) => count(type, 'primary'));
  const [email, phone] = [count(EMAIL, 'billing'), count(PHONE, 'billing')];
  return primary.every((each) => each === 1) && email <= 1 && phone <= email && 3 + email + phone === value.length;
}

const Media = (): PropertyDecorator =>
  Rule('one primary e-mail address, telephone and postal address each, and at most one billing e-mail address with at most one billing telephone', isWhole);

class PartyDto {
  @Media()
  @ValidateNested({ each: true })
  @Type(() => ContactMediumDto)
  @ApiProperty({ description: 'How the party is reached: exactly one primary way of each type, and who looks after its bills.', type: [ContactMediumDto] })
  contactMedium!: readonly ContactMediumDto[];
}

/** A person, whole, as it is from now on (TMF632 Individual). */
export class IndividualDto extends PartyDto {
  @MayBeAbsent()
  @OneOf(['Individual'])
  @ApiPropertyOptional({ description: 'TMF632.', enum: ['Individual'], example: 'Individual' })
  '@type'?: string;

  @PrintableText(MAX_NAME_CHARACTERS)
  @ApiProperty({ description: 'The name as it is written on an envelope.', maxLength: MAX_NAME_CHARACTERS, example: 'Zoë Müller' })
  formattedName!: string;
}

/** An organisation, whole, as it is from now on (TMF632 Organization). */
export class OrganizationDto extends PartyDto {
  @MayBeAbsent()
  @OneOf(['Organization'])
  @ApiPropertyOptional({ description: 'TMF632.', enum: ['Organization'], example: 'Organization' })
  '@type'?: string;

  @PrintableText(MAX_NAME_CHARACTERS)
  @ApiProperty({ description: 'The name as it is written on an envelope.', maxLength: MAX_NAME_CHARACTERS, example: 'Acme Ltd' })
  name!: string;
}
