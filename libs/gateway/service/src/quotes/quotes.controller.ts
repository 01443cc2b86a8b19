import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { contracting } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { limitOf, ListQuery } from '../service-requests/service-request.dto.js';
import { toTerms } from '../service-requests/service-terms.js';
import { AcceptanceDto } from './acceptance.dto.js';
import { DeclineDto } from './decline.dto.js';
import { BudgetaryQuoteBody, budgetaryBody, QuoteRequestDto } from './budgetary-quote.js';
import { firmQuoteBody, FirmQuoteDetailBody, firmQuoteDetailBody, FirmQuotesBody } from './firm-quote.body.js';

export class AcceptedQuoteBody {
  @ApiProperty({ description: 'The quote that is binding now.', example: 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  quoteId!: string;

  @ApiProperty({ description: 'Its order: look there for the contract and the service.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  orderId!: string;
}

export class DeclinedQuoteBody {
  @ApiProperty({ description: 'The quote that binds nobody.', example: 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  quoteId!: string;

  @ApiProperty({ description: 'Its order, which ends without a service.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  orderId!: string;
}

@ApiTags('quotes')
@Controller('v1/quotes')
export class QuotesController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'estimateService',
    summary: 'Ask what a service would cost now',
    description: 'A budgetary quote: what the best scenario of this moment would be sold for. Nothing is recorded, held or promised; order the service for a firm quote.',
  })
  @ApiBody({ type: QuoteRequestDto })
  @ApiResponse({ status: 200, description: 'What it would cost.', type: BudgetaryQuoteBody })
  @ForBuyers(413, 415, 422)
  async estimate(@TheBuyer() buyer: Buyer, @Body() dto: QuoteRequestDto): Promise<BudgetaryQuoteBody> {
    const terms = toTerms({ ...dto, acceptance: 'automatic' });
    const { outcome } = await this.mesh.ask(buyer, contracting.EstimateService, { buyerId: buyer.id, terms });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return budgetaryBody(outcome.budgetary);
  }

  @Get()
  @ApiOperation({ operationId: 'listQuotes', summary: 'List the buyer’s own firm quotes', description: 'One for each order, newest first, each with where it stands.' })
  @ApiResponse({ status: 200, description: 'The quotes.', type: FirmQuotesBody })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: ListQuery): Promise<FirmQuotesBody> {
    const { quotes } = await this.mesh.ask(buyer, contracting.ListQuotes, { buyerId: buyer.id, limit: limitOf(query) });
    return { quotes: quotes.filter((quote) => this.ownership.isOf(buyer, quote)).map(firmQuoteBody) };
  }

  @Get(':quoteId')
  @ApiOperation({ operationId: 'getQuote', summary: 'Read a firm quote', description: 'By its own id or its order’s: where it stands, what it offers, and the ways that it was chosen from.' })
  @ApiParam({ name: 'quoteId', description: 'The id of the quote, or of the order.', example: 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  @ApiResponse({ status: 200, description: 'The quote.', type: FirmQuoteDetailBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('quoteId') quoteId: string): Promise<FirmQuoteDetailBody> {
    const { outcome } = await this.mesh.ask(buyer, contracting.GetQuote, { buyerId: buyer.id, quoteId: idOf(quoteId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    this.ownership.check(buyer, outcome.quote.record);
    return firmQuoteDetailBody(outcome.quote);
  }

  @Post(':quoteId/accept')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'acceptQuote',
    summary: 'Accept a quote',
    description: 'Binds both sides to the quote, up to and including the last instant of its validity. Accepting again changes nothing. A buyer with a registered key signs the quote’s `acceptance`, and must where it is bound by its key alone.',
  })
  @ApiParam({ name: 'quoteId', description: 'The quote’s id.', example: 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  @ApiBody({ type: AcceptanceDto, required: false })
  @ApiResponse({ status: 200, description: 'The quote is accepted.', type: AcceptedQuoteBody })
  @ForBuyers(404, 413, 415, 422)
  async accept(@TheBuyer() buyer: Buyer, @Param('quoteId') quoteId: string, @Body() { signature }: AcceptanceDto): Promise<AcceptedQuoteBody> {
    const signed = signature === undefined ? {} : { signature: Uint8Array.from(Buffer.from(signature, 'base64')) };
    const { outcome } = await this.mesh.ask(buyer, contracting.AcceptQuote, { buyerId: buyer.id, quoteId: idOf(quoteId), ...signed });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return { quoteId: outcome.accepted.quoteId, orderId: outcome.accepted.orderId };
  }
  @Post(':quoteId/decline')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'declineQuote',
    summary: 'Decline a quote',
    description:
      'For a quote that waits for its buyer: it binds nobody, its order ends, and its capacity is given back at once. Declining again changes nothing. ' +
      'One that was accepted, expired or withdrawn is refused by that name. Nothing is signed.',
  })
  @ApiParam({ name: 'quoteId', description: 'The quote’s id.', example: 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  @ApiBody({ type: DeclineDto, required: false })
  @ApiResponse({ status: 200, description: 'The quote is declined.', type: DeclinedQuoteBody })
  @ForBuyers(404, 413, 415, 422)
  async decline(@TheBuyer() buyer: Buyer, @Param('quoteId') quoteId: string, @Body() { reason = '' }: DeclineDto): Promise<DeclinedQuoteBody> {
    const { outcome } = await this.mesh.ask(buyer, contracting.DeclineQuote, { buyerId: buyer.id, quoteId: idOf(quoteId), reason });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return { quoteId: outcome.declined.quoteId, orderId: outcome.declined.orderId };
  }
}
