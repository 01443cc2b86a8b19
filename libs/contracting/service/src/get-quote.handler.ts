import { Inject, Injectable } from '@nestjs/common';
import { quoteAlternatesOf, orderIdOfQuote, type OrderRecord, quoteRecordOf, type QuoteEvent, quoteStream, toRefusal, withdrawnQuoteRecord } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { type Call, type Handler, Handles, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { acceptanceOf } from './acceptance.js';
import { assertMaySpeakFor } from './buyer-access.js';
import { OrderRecords } from './order-records.js';

/** A quote and its alternates, from the order's own streams. */
@Injectable()
@Handles(contracting.GetQuote)
export class GetQuoteHandler implements Handler<contracting.GetQuoteRequest, contracting.GetQuoteResponse> {
  constructor(
    @Inject(OrderRecords) private readonly records: OrderRecords,
    @Inject(LEDGER) private readonly ledger: TypedLedger,
  ) {}

  async execute({ body: { buyerId, quoteId }, context }: Call<contracting.GetQuoteRequest>): Promise<contracting.GetQuoteResponse> {
    assertMaySpeakFor(buyerId, context);
    const quote = isToken(quoteId) ? await this.find(buyerId, quoteId) : undefined;
    return { outcome: quote ? { kind: 'quote', quote } : { kind: 'refused', refused: toRefusal({ code: 'quote-unknown' }) } };
  }

  private async find(buyerId: string, id: string): Promise<contracting.QuoteDetail | undefined> {
    const isOrder = id.startsWith('ord_');
    const order = await this.records.read(isOrder ? id : orderIdOfQuote(id));
    // Another buyer's quote and none at all are told apart by nothing (I10).
    if (order?.buyerId !== buyerId) return undefined;
    const quoteId = isOrder ? order.quote?.quoteId : id;
    return quoteId === undefined ? { record: quoteRecordOf(order), alternates: [] } : this.detail(order, quoteId);
  }

  private async detail(order: OrderRecord, quoteId: string): Promise<contracting.QuoteDetail | undefined> {
    const events = (await this.ledger.load(quoteStream(quoteId))).events as unknown as readonly QuoteEvent[];
    const offered = events.find((event) => event.type === 'contracting.v1.QuoteOffered')?.data;
    if (!offered) return undefined;
    const withdrawn = events.find((event) => event.type === 'contracting.v1.QuoteWithdrawn')?.data;
    const record = withdrawn ? withdrawnQuoteRecord(order, offered.summary, withdrawn) : quoteRecordOf(order);
    return { record, alternates: quoteAlternatesOf(contracting.Quote.decode(offered.quote)), acceptance: acceptanceOf(offered) };
  }
}
