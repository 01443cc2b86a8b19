import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  formatMoney, isCurrencyCode, MAX_LATENCY_LIMIT_NS, MAX_LATITUDE_MICRODEGREES, MAX_LONGITUDE_MICRODEGREES, MAX_MONTHLY_MICRO_MINOR, MAX_ORDER_MBPS,
  MAX_PLACE_NAME_CHARACTERS, MAX_REQUEST_ID_CHARACTERS, MAX_TERM_MONTHS, MAX_WITHIN_M, parseMoney,
} from '@carriermesh/kernel';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { DEGREE_DIGITS, KM_DIGITS, MS_DIGITS } from '../http/decimals.js';
import { DeviceDto, Media, type Medium } from './device.dto.js';
import { RevertDto } from './revert.dto.js';
import { SplitDto } from './split.dto.js';
import { ValueDto } from './value.dto.js';
import { Decimal, MayBeAbsent, OneOf, PrintableText, RequestId, Rule, WholeNumber, WholeNumberText } from '../http/rules.js';

export const UNIT_TECHNOLOGIES = ['fibre', 'wavelength', 'odu', 'sdh'] as const;
export const MAX_WAIT_SECONDS = 60;
export const MAX_LISTED = 1_000;
export const DEFAULT_LISTED = 100;

export const OBJECTIVES = ['latency', 'cost', 'profit', 'value'] as const;
export const ACCEPTANCES = ['automatic', 'explicit'] as const;

/** A point of presence, the surroundings of a coordinate, or a city: exactly one of them. */
export class PlaceDto {
  @MayBeAbsent()
  @PrintableText(MAX_PLACE_NAME_CHARACTERS)
  @ApiPropertyOptional({ description: 'A point of presence by its id.', maxLength: MAX_PLACE_NAME_CHARACTERS, example: 'LON1' })
  popId?: string;

  @MayBeAbsent()
  @PrintableText(MAX_PLACE_NAME_CHARACTERS)
  @ApiPropertyOptional({ description: 'Every point of presence in this city.', maxLength: MAX_PLACE_NAME_CHARACTERS, example: 'London' })
  city?: string;

  @MayBeAbsent()
  @Decimal({ digits: DEGREE_DIGITS, least: BigInt(-MAX_LATITUDE_MICRODEGREES), most: BigInt(MAX_LATITUDE_MICRODEGREES) })
  @ApiPropertyOptional({
    description: 'WGS 84, degrees north, to the millionth. Number or decimal text.',
    type: Number,
    minimum: -90,
    maximum: 90,
    example: 51.507351,
  })
  latitude?: number | string;

  @MayBeAbsent()
  @Decimal({ digits: DEGREE_DIGITS, least: BigInt(-MAX_LONGITUDE_MICRODEGREES), most: BigInt(MAX_LONGITUDE_MICRODEGREES) })
  @ApiPropertyOptional({
    description: 'WGS 84, degrees east, to the millionth. Number or decimal text.',
    type: Number,
    minimum: -180,
    maximum: 180,
    example: -0.127758,
  })
  longitude?: number | string;

  @MayBeAbsent()
  @Decimal({ digits: KM_DIGITS, least: 0n, most: BigInt(MAX_WITHIN_M) })
  @ApiPropertyOptional({
    description: 'How far around the coordinates a point of presence may lie. Absent: exactly there.',
    type: Number,
    minimum: 0,
    maximum: 1000,
    example: 25,
  })
  withinKm?: number | string;
}

const PLACE_SHAPES = ['popId', 'city', 'latitude,longitude', 'latitude,longitude,withinKm'];

function isOnePlace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const known = ['popId', 'city', 'latitude', 'longitude', 'withinKm'];
  return PLACE_SHAPES.includes(known.filter((name) => (value as Record<string, unknown>)[name] !== undefined).join(','));
}

const APlace = (): PropertyDecorator => Rule('exactly one of {"popId"}, {"city"} and {"latitude","longitude","withinKm"?}', isOnePlace);

function isMonthlyPrice(value: unknown, owner: object): boolean {
  const { currency } = owner as ServiceRequestDto;
  // A wrong currency is said at its own field; until it is right, the amount is read as one with cents.
  const amount = typeof value === 'string' ? parseMoney(isCurrencyCode(String(currency)) ? currency : 'EUR', value) : undefined;
  return amount !== undefined && amount.microMinor > 0n && amount.microMinor <= MAX_MONTHLY_MICRO_MINOR;
}

const MOST_EUROS = formatMoney({ currency: 'EUR', microMinor: MAX_MONTHLY_MICRO_MINOR });

/** What a buyer orders. */
export class ServiceRequestDto {
  @RequestId()
  @ApiProperty({
    description: 'The buyer’s own name for this request. The same request sent again is the same order.',
    maxLength: MAX_REQUEST_ID_CHARACTERS,
    example: '2026-0001',
  })
  requestId!: string;

  @APlace()
  @ValidateNested()
  @Type(() => PlaceDto)
  @ApiProperty({ description: 'Where the service begins: exactly one kind of place.', type: PlaceDto, example: { city: 'London' } })
  from!: PlaceDto;

  @APlace()
  @ValidateNested()
  @Type(() => PlaceDto)
  @ApiProperty({
    description: 'Where the service ends: exactly one kind of place.',
    type: PlaceDto,
    example: { latitude: 40.712776, longitude: -74.005974, withinKm: 50 },
  })
  to!: PlaceDto;

  @WholeNumber({ least: 1, most: MAX_ORDER_MBPS })
  @ApiProperty({ description: 'Capacity, Mbit/s.', type: 'integer', minimum: 1, maximum: MAX_ORDER_MBPS, example: 100 })
  mbps!: number;

  @MayBeAbsent()
  @Decimal({ digits: MS_DIGITS, least: 1n, most: MAX_LATENCY_LIMIT_NS })
  @ApiPropertyOptional({
    description: 'The most latency, one way, in ms with at most 6 decimals. Number or decimal text. Absent: any will do.',
    type: String,
    example: '35.5',
  })
  maxLatencyMs?: number | string;

  @WholeNumber({ least: 1, most: MAX_TERM_MONTHS })
  @ApiProperty({ description: 'How long the contract lasts, months.', type: 'integer', minimum: 1, maximum: MAX_TERM_MONTHS, example: 12 })
  termMonths!: number;

  @OneOf(OBJECTIVES)
  @ApiPropertyOptional({ description: 'What the seller optimises within the limits.', enum: OBJECTIVES, default: 'profit', example: 'latency' })
  objective: (typeof OBJECTIVES)[number] = 'profit';

  @Rule('the weights of the objective "value", and absent with any other', (value, owner) => (value !== undefined) === ((owner as ServiceRequestDto).objective === 'value'))
  @ValidateNested()
  @Type(() => ValueDto)
  @ApiPropertyOptional({ description: 'What the objective "value" weighs, and its limits; with no other objective.', type: ValueDto, example: { profit: 2, latency: 1, minMarginBasisPoints: 1500 } })
  value?: ValueDto;

  @Rule('three capital letters (ISO 4217)', (value) => typeof value === 'string' && isCurrencyCode(value))
  @ApiPropertyOptional({ description: 'ISO 4217.', default: 'EUR', pattern: '^[A-Z]{3}$', example: 'EUR' })
  currency: string = 'EUR';

  @OneOf(ACCEPTANCES)
  @ApiPropertyOptional({
    description: 'automatic: the best quote within the limits binds at once. explicit: the quote waits, with its capacity held, until it is accepted or expires.',
    enum: ACCEPTANCES,
    default: 'automatic',
    example: 'automatic',
  })
  acceptance: (typeof ACCEPTANCES)[number] = 'automatic';

  @MayBeAbsent()
  @Rule(`decimal text above 0 and, in a currency with cents, at most "${MOST_EUROS}"`, isMonthlyPrice)
  @ApiPropertyOptional({
    description: 'The most that is paid for each month before tax, in major units as text. Absent: no limit.',
    type: String,
    example: '1500.00',
  })
  maxMonthlyPrice?: string;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => SplitDto)
  @ApiPropertyOptional({ description: 'Several lines may carry it together, all of them or none. Absent: one line.', type: SplitDto, example: { mostMembers: 3, maxDifferentialDelayMs: '5' } })
  split?: SplitDto;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => RevertDto)
  @ApiPropertyOptional({ description: 'Whether a service that was moved goes back to the path that it was contracted on. Absent: never.', type: RevertDto, example: { waitSeconds: 300 } })
  revert?: RevertDto;

  @MayBeAbsent()
  @OneOf(UNIT_TECHNOLOGIES)
  @ApiPropertyOptional({ description: 'A whole unit of layer 1 of this technology and of exactly this bandwidth, from end to end: the same wavelength or slot until a point of presence converts. Absent: a service by the Mbit/s.', enum: UNIT_TECHNOLOGIES, example: 'wavelength' })
  layerOne?: (typeof UNIT_TECHNOLOGIES)[number];

  @MayBeAbsent()
  @Rule('true or false', (value) => typeof value === 'boolean')
  @ApiPropertyOptional({ description: 'Over resources that are dedicated to carrier virtual networks, and over those of the buyer’s own network, alone. Absent: over what is not dedicated.', type: Boolean, example: true })
  virtualNetwork?: boolean;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => DeviceDto)
  @ApiPropertyOptional({ description: 'What its device takes, so that it may be carried in a format; not beside a split. Absent: it is carried as it is.', type: DeviceDto, example: { codecs: ['h265'] } })
  device?: DeviceDto;

  @Media('What it may go over, on all of its way. Absent: anything.')
  media?: readonly Medium[];
}

export class WaitQuery {
  @MayBeAbsent()
  @WholeNumberText({ least: 0, most: MAX_WAIT_SECONDS })
  @ApiPropertyOptional({
    description: 'How many seconds the answer may wait for the order to reach an end or to need its buyer.',
    type: 'integer', minimum: 0, maximum: MAX_WAIT_SECONDS, default: 0, example: 10,
  })
  wait?: string;
}

export class ListQuery {
  @MayBeAbsent()
  @WholeNumberText({ least: 1, most: MAX_LISTED })
  @ApiPropertyOptional({
    description: 'The most entries, newest first.',
    type: 'integer',
    minimum: 1,
    maximum: MAX_LISTED,
    default: DEFAULT_LISTED,
    example: 20,
  })
  limit?: string;
}

export const limitOf = ({ limit }: ListQuery): number => (limit === undefined ? DEFAULT_LISTED : Number(limit));
