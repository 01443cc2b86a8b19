import { FORMAT_ID, isFormatId, MAX_ACCEPTED_FORMATS } from '@carriermesh/kernel';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeAbsent, Rule } from '../http/rules.js';

const isAccepted = (value: unknown): boolean =>
  Array.isArray(value) && value.length >= 1 && value.length <= MAX_ACCEPTED_FORMATS && value.every((id) => typeof id === 'string' && isFormatId(id));

function Accepted(what: string, example: readonly string[]): PropertyDecorator {
  return (target, name) => {
    MayBeAbsent()(target, name);
    Rule(`1 to ${MAX_ACCEPTED_FORMATS} ids of ${FORMAT_ID}`, isAccepted)(target, name);
    ApiPropertyOptional({ description: `The ${what} that it accepts, by the seller's ids. Absent: any.`, type: [String], maxItems: MAX_ACCEPTED_FORMATS, example })(target, name);
  };
}

export const MEDIA = ['wireline', 'cellular', 'ieee-802', 'rf', 'ism', 'infrared', 'other-spectrum'] as const;
export type Medium = (typeof MEDIA)[number];

const areMedia = (value: unknown): boolean =>
  Array.isArray(value) && value.length >= 1 && new Set(value).size === value.length && value.every((medium) => MEDIA.includes(medium as Medium));

/** What links may go over. */
export function Media(description: string): PropertyDecorator {
  return (target, name) => {
    MayBeAbsent()(target, name);
    Rule(`at least one of ${MEDIA.join(', ')}, each once`, areMedia, { values: MEDIA })(target, name);
    ApiPropertyOptional({ description, enum: MEDIA, isArray: true, example: ['cellular', 'ieee-802'] })(target, name);
  };
}

/** What the device at the service's end takes, so that the service may be carried in a format. */
export class DeviceDto {
  @Accepted('codecs', ['h265', 'raw'])
  codecs?: readonly string[];

  @Accepted('resolutions', ['hd'])
  resolutions?: readonly string[];

  @Accepted('encapsulations', ['gre'])
  encapsulations?: readonly string[];

  @Media('What the last link may go over, which leads to the device. Absent: anything.')
  media?: readonly Medium[];
}
