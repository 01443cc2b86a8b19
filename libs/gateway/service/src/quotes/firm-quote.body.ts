import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import type { contracting } from '@carriermesh/wire';
import { entry, MoneyBody, moneyBody, RefusalBody, refusalBody, timeBody } from '../http/bodies.js';
import { formatMs } from '../http/decimals.js';
import { QuoteBody, quoteBody, TermsBody, termsBody } from '../service-requests/service-request.body.js';

const STATES = ['acknowledged', 'inProgress', 'approved.orderable', 'accepted', 'declined', 'expired', 'unableToProvide'];

export class AlternateBody {
  @ApiProperty({ description: 'For each month, before tax.', type: MoneyBody, example: { amount: '1310.00', currency: 'EUR' } })
  monthlyPrice!: MoneyBody;

  @ApiProperty({ description: 'One way, end to end, ns.', example: '36120000' })
  latencyNs!: string;

  @ApiProperty({ description: 'The same in ms.', example: '36.12' })
  latencyMs!: string;

  @ApiProperty({ description: 'How often the path passes from one provider to another.', type: 'integer', example: 2 })
  handovers!: number;

  @ApiProperty({ description: 'Whose networks it would run over.', type: [String], example: ['NetBeta'] })
  providers!: readonly string[];

  @ApiProperty({ description: 'False where it is slower than what was ordered: then it only stands in while the offered way is down.', example: true })
  withinLatencyLimit!: boolean;
}

export class FirmQuoteBody {
  @ApiProperty({ description: 'The order that it answers.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  orderId!: string;

  @ApiProperty({ description: 'How far it binds (MEF 80): its price holds until it expires, and its capacity is held.', enum: ['firm'], example: 'firm' })
  quoteLevel!: string;

  @ApiProperty({
    description:
      'In the words of MEF 80 (LSO Sonata). acknowledged: no price yet; inProgress: its capacity is being held; approved.orderable: accept or decline it until it expires; ' +
      'accepted, declined, expired and unableToProvide are ends.',
    enum: STATES,
    example: 'approved.orderable',
  })
  state!: string;

  @ApiProperty({ description: 'What was asked for.', type: TermsBody })
  terms!: TermsBody;

  @ApiProperty({ description: 'When it was asked for.', format: 'date-time', example: '2026-03-01T12:00:00Z' })
  requestedAt!: string;

  @ApiPropertyOptional({ description: 'What is offered, and until when.', type: QuoteBody })
  quote?: QuoteBody;

  @ApiPropertyOptional({ description: 'Why there is none, or none any more.', type: RefusalBody })
  refusal?: RefusalBody;
}

/** What a buyer with a key signs, and checks beforehand: it names the quote and the terms by their hashes. */
export class UnsignedAcceptanceBody {
  @ApiProperty({ description: 'A carriermesh.contracting.v1.QuoteAcceptance, in Base64.', example: 'CgRhY21lEilvcmRf' })
  statement!: string;

  @ApiProperty({ description: 'What the signature is separated by: the domain, a zero byte, then the statement.', example: SIGNED_AS.quoteAcceptance })
  domain!: string;
}

export class FirmQuoteDetailBody extends FirmQuoteBody {
  @ApiPropertyOptional({ description: 'To be signed when it is accepted.', type: UnsignedAcceptanceBody })
  acceptance?: UnsignedAcceptanceBody;


  @ApiProperty({ description: 'The other ways that could have been sold, the best first. They are no offers: some may take over while the offered one is impaired.', type: [AlternateBody] })
  alternates!: readonly AlternateBody[];
}

export class FirmQuotesBody {
  @ApiProperty({ description: 'Newest first.', type: [FirmQuoteBody] })
  quotes!: readonly FirmQuoteBody[];
}

export const firmQuoteBody = ({ orderId, state, terms, requestedAt, summary, refusal }: contracting.QuoteRecord): FirmQuoteBody => ({
  orderId,
  quoteLevel: 'firm',
  state,
  terms: termsBody(terms),
  requestedAt: timeBody(requestedAt),
  ...entry('quote', summary, quoteBody),
  ...entry('refusal', refusal, refusalBody),
});

export const firmQuoteDetailBody = ({ record, alternates, acceptance }: contracting.QuoteDetail): FirmQuoteDetailBody => ({
  ...firmQuoteBody(record),
  ...entry('acceptance', acceptance, (bytes) => ({ statement: Buffer.from(bytes).toString('base64'), domain: SIGNED_AS.quoteAcceptance })),
  alternates: alternates.map(({ monthlyPrice, latencyNs, handovers, providers, withinLatencyLimit }) => ({
    monthlyPrice: moneyBody(monthlyPrice),
    latencyNs: String(latencyNs),
    latencyMs: formatMs(latencyNs),
    handovers,
    providers,
    withinLatencyLimit,
  })),
});
