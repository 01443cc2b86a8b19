import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { contracting } from '@carriermesh/wire';
import { ApiUsageTariff, writtenTariff } from '../contracts/usage-tariff.body.js';
import { entry, MoneyBody, moneyBody, RefusalBody, refusalBody, timeBody } from '../http/bodies.js';
import { formatMs } from '../http/decimals.js';
import { ACCEPTANCES, OBJECTIVES, PlaceDto, UNIT_TECHNOLOGIES } from './service-request.dto.js';
import { RevertDto } from './revert.dto.js';
import { DeviceDto, MEDIA } from './device.dto.js';
import { FormatBody, formatBody } from './format.body.js';
import { fromDevice, fromPlace, fromSplit, fromValue } from './service-terms.js';
import { SplitDto } from './split.dto.js';
import { ValueDto } from './value.dto.js';
import { PriceStepBody, priceStepsBody } from '../quotes/price-step.body.js';

const ORDER_STATES = contracting.OrderState.names.filter((name) => name !== 'unspecified');

export class TermsBody {
  @ApiProperty({ description: 'Where the service begins.', type: PlaceDto, example: { city: 'London' } })
  from!: PlaceDto;

  @ApiProperty({ description: 'Where the service ends.', type: PlaceDto, example: { popId: 'NYC1' } })
  to!: PlaceDto;

  @ApiProperty({ description: 'Capacity, Mbit/s.', type: 'integer', example: 100 })
  mbps!: number;

  @ApiPropertyOptional({ description: 'The most latency, one way, ns.', example: '35500000' })
  maxLatencyNs?: string;

  @ApiPropertyOptional({ description: 'The same in ms.', example: '35.5' })
  maxLatencyMs?: string;

  @ApiProperty({ description: 'How long the contract lasts, months.', type: 'integer', example: 12 })
  termMonths!: number;

  @ApiProperty({ description: 'What the seller optimises within the limits.', enum: OBJECTIVES, example: 'latency' })
  objective!: string;

  @ApiProperty({ description: 'ISO 4217.', example: 'EUR' })
  currency!: string;

  @ApiProperty({ description: 'How the quote is accepted.', enum: ACCEPTANCES, example: 'automatic' })
  acceptance!: string;

  @ApiPropertyOptional({ description: 'The most that is paid for each month before tax.', type: MoneyBody, example: { amount: '1500.00', currency: 'EUR' } })
  maxMonthlyPrice?: MoneyBody;

  @ApiPropertyOptional({ description: 'What the objective "value" weighs, and its limits.', type: ValueDto, example: { profit: 2, latency: 1 } })
  value?: ValueDto;

  @ApiPropertyOptional({ description: 'How several lines may carry it together.', type: SplitDto, example: { mostMembers: 3, maxDifferentialDelayMs: '5' } })
  split?: SplitDto;

  @ApiPropertyOptional({ description: 'Whether it goes back to the path that it was contracted on.', type: RevertDto, example: { waitSeconds: 300 } })
  revert?: RevertDto;

  @ApiPropertyOptional({ description: 'A whole unit of layer 1, and of what.', enum: UNIT_TECHNOLOGIES, example: 'wavelength' })
  layerOne?: (typeof UNIT_TECHNOLOGIES)[number];

  @ApiPropertyOptional({ description: 'Over dedicated resources and the buyer’s own alone.', type: Boolean, example: true })
  virtualNetwork?: boolean;

  @ApiPropertyOptional({ description: 'What its device takes, so that it may be carried in a format.', type: DeviceDto, example: { codecs: ['h265'] } })
  device?: DeviceDto;

  @ApiPropertyOptional({ description: 'What it may go over.', enum: MEDIA, isArray: true, example: ['wireline'] })
  media?: readonly string[];
}

export class QuoteBody {
  @ApiProperty({ description: 'Names the quote; it is accepted under this id.', example: 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  quoteId!: string;

  @ApiProperty({ description: 'For each month, before tax.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  monthlyPrice!: MoneyBody;

  @ApiProperty({ description: 'One way, end to end, ns.', example: '33870000' })
  latencyNs!: string;

  @ApiProperty({ description: 'The same in ms.', example: '33.87' })
  latencyMs!: string;

  @ApiProperty({ description: 'How often the path passes from one provider to another.', type: 'integer', example: 1 })
  handovers!: number;

  @ApiProperty({ description: 'Whose networks the service runs over.', type: [String], example: ['NetAlpha', 'NetBeta'] })
  providers!: readonly string[];

  @ApiProperty({ description: 'The last instant at which it can be accepted.', format: 'date-time', example: '2026-03-01T12:15:00Z' })
  validUntil!: string;

  @ApiProperty({ description: 'Further paths that may take over when this one is impaired.', type: 'integer', example: 2 })
  alternatives!: number;

  @ApiPropertyOptional({ description: 'Lines that carry it together, where it is more than one.', type: 'integer', example: 2 })
  members?: number;

  @ApiPropertyOptional({ description: 'How the price came about, where the list price was changed by what the seller states of its prices.', type: [PriceStepBody] })
  priceSteps?: readonly PriceStepBody[];

  @ApiUsageTariff('What usage would be charged by; absent where each gigabyte has its price in the contract.')
  usageTariff?: object;

  @ApiPropertyOptional({ description: 'What it is carried in, where that is not what was ordered.', type: FormatBody })
  format?: FormatBody;
}

export class ServiceRequestBody {
  @ApiProperty({ description: 'Names the order.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  orderId!: string;

  @ApiProperty({ description: 'Who ordered.', example: 'acme' })
  buyerId!: string;

  @ApiProperty({ description: 'The buyer’s own name for the request.', example: '2026-0001' })
  requestId!: string;

  @ApiProperty({
    description: 'acknowledged and in-progress pass by themselves; quoted waits for the buyer; active and refused are ends, and terminated is the end of what was active.',
    enum: ORDER_STATES,
    example: 'active',
  })
  state!: string;

  @ApiProperty({ description: 'What was ordered.', type: TermsBody })
  terms!: TermsBody;

  @ApiProperty({ description: 'When it was ordered.', format: 'date-time', example: '2026-03-01T12:00:00Z' })
  requestedAt!: string;

  @ApiPropertyOptional({ description: 'The quote that holds now.', type: QuoteBody })
  quote?: QuoteBody;

  @ApiPropertyOptional({ description: 'The contract, once there is one.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId?: string;

  @ApiPropertyOptional({ description: 'Why there is no service, of a refused order.', type: RefusalBody })
  refusal?: RefusalBody;

  @ApiPropertyOptional({ description: 'When the service became active.', format: 'date-time', example: '2026-03-01T12:00:09.25Z' })
  activeAt?: string;

  @ApiPropertyOptional({ description: 'When the service ends or ended, once that is agreed.', format: 'date-time', example: '2026-06-02T13:00:09.25Z' })
  endsAt?: string;

  @ApiPropertyOptional({ description: 'The bandwidth that the service was changed to last, Mbit/s; absent while it is what was ordered.', type: 'integer', example: 250 })
  changedMbps?: number;
}

export class ServiceRequestsBody {
  @ApiProperty({ description: 'Newest first.', type: [ServiceRequestBody] })
  serviceRequests!: readonly ServiceRequestBody[];
}

export function termsBody(terms: contracting.ServiceTerms): TermsBody {
  return {
    from: fromPlace(terms.from),
    to: fromPlace(terms.to),
    mbps: terms.mbps,
    ...entry('maxLatencyNs', terms.maxLatencyNs, String),
    ...entry('maxLatencyMs', terms.maxLatencyNs, formatMs),
    termMonths: terms.termMonths,
    objective: terms.objective,
    currency: terms.currency,
    acceptance: terms.acceptance,
    ...entry('maxMonthlyPrice', terms.maxMonthlyPrice, moneyBody),
    ...entry('value', terms.value, fromValue),
    ...entry('split', terms.split, fromSplit),
    ...entry('revert', terms.revert, ({ waitSeconds }) => ({ waitSeconds })),
    ...(terms.layerOne && terms.layerOne !== 'unspecified' && { layerOne: terms.layerOne }),
    ...(terms.virtualNetwork && { virtualNetwork: true }),
    ...entry('device', terms.device, fromDevice),
    ...entry('media', terms.media, ({ media }) => media),
  };
}

export function quoteBody(quote: contracting.QuoteSummary): QuoteBody {
  return {
    quoteId: quote.quoteId,
    monthlyPrice: moneyBody(quote.monthlyPrice),
    latencyNs: String(quote.latencyNs),
    latencyMs: formatMs(quote.latencyNs),
    handovers: quote.handovers,
    providers: quote.providers,
    validUntil: timeBody(quote.validUntil),
    alternatives: quote.alternatives,
    ...entry('members', quote.members, Number),
    ...priceStepsBody(quote.priceSteps),
    ...entry('usageTariff', quote.usageTariff, writtenTariff),
    ...entry('format', quote.format, formatBody),
  };
}

export function serviceRequestBody(record: contracting.ServiceRequestRecord): ServiceRequestBody {
  return {
    orderId: record.orderId,
    buyerId: record.buyerId,
    requestId: record.requestId,
    state: record.state,
    terms: termsBody(record.terms),
    requestedAt: timeBody(record.requestedAt),
    ...entry('quote', record.quote, quoteBody),
    ...entry('contractId', record.contractId, String),
    ...entry('refusal', record.refusal, refusalBody),
    ...entry('activeAt', record.activeAt, timeBody),
    ...entry('endsAt', record.endsAt, timeBody),
    ...entry('changedMbps', record.changedMbps, Number),
  };
}
