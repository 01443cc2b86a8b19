import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import type { contracting } from '@carriermesh/wire';
import { ApiUsageTariff, writtenTariff } from '../contracts/usage-tariff.body.js';
import { entry, MoneyBody, moneyBody, timeBody } from '../http/bodies.js';
import { formatMs } from '../http/decimals.js';
import { PriceStepBody, priceStepsBody } from './price-step.body.js';
import { FormatBody, formatBody } from '../service-requests/format.body.js';
import { ServiceRequestDto } from '../service-requests/service-request.dto.js';

/** What a buyer asks the price of: an order without a name, that nobody accepts. */
export class QuoteRequestDto extends OmitType(ServiceRequestDto, ['requestId', 'acceptance'] as const) {}

/** MEF: a quote of the level `budgetary`, which can't be ordered from. */
export class BudgetaryQuoteBody {
  @ApiProperty({ description: 'How far it binds: not at all.', enum: ['budgetary'], example: 'budgetary' })
  quoteLevel!: string;

  @ApiProperty({ description: 'The state of MEF 80 in which a budgetary quote begins and ends.', enum: ['answered'], example: 'answered' })
  state!: string;

  @ApiProperty({ description: 'For each month, before tax.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  monthlyPrice!: MoneyBody;

  @ApiProperty({ description: 'One way, end to end, ns.', example: '33870000' })
  latencyNs!: string;

  @ApiProperty({ description: 'The same in ms.', example: '33.87' })
  latencyMs!: string;

  @ApiProperty({ description: 'How often the path passes from one provider to another.', type: 'integer', example: 1 })
  handovers!: number;

  @ApiProperty({ description: 'Whose networks the service would run over.', type: [String], example: ['NetAlpha', 'NetBeta'] })
  providers!: readonly string[];

  @ApiProperty({ description: 'Other scenarios that could be sold.', type: 'integer', example: 2 })
  alternatives!: number;

  @ApiPropertyOptional({ description: 'Lines that would carry it together, where it is more than one.', type: 'integer', example: 2 })
  members?: number;

  @ApiUsageTariff('What usage would be charged by; absent where each gigabyte would have its price in the contract.')
  usageTariff?: object;

  @ApiPropertyOptional({ description: 'What it would be carried in, where that is not what was asked for.', type: FormatBody })
  format?: FormatBody;

  @ApiProperty({ description: 'The numbered topology that it was computed on.', example: '4711' })
  topologyRevision!: string;

  @ApiProperty({ description: 'When it was computed.', format: 'date-time', example: '2026-03-01T12:00:00Z' })
  quotedAt!: string;

  @ApiPropertyOptional({ description: 'How the price came about, where the list price was changed by what the seller states of its prices.', type: [PriceStepBody] })
  priceSteps?: readonly PriceStepBody[];
}

export const budgetaryBody = (quote: contracting.BudgetaryQuote): BudgetaryQuoteBody => ({
  quoteLevel: 'budgetary',
  state: 'answered',
  monthlyPrice: moneyBody(quote.monthlyPrice),
  latencyNs: String(quote.latencyNs),
  latencyMs: formatMs(quote.latencyNs),
  handovers: quote.handovers,
  providers: quote.providers,
  alternatives: quote.alternatives,
  ...entry('members', quote.members, Number),
  ...entry('usageTariff', quote.usageTariff, writtenTariff),
  ...entry('format', quote.format, formatBody),
  topologyRevision: String(quote.topologyRevision),
  quotedAt: timeBody(quote.quotedAt),
  ...priceStepsBody(quote.priceSteps),
});
