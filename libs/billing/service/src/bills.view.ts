import { Inject, Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { instant } from '@carriermesh/kernel';
import { billing, decodeEvent } from '@carriermesh/wire';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import { sha256 } from '@carriermesh/platform-signing';

interface BillTables {
  invoice: {
    invoice_id: string;
    buyer_id: string;
    contract_id: string;
    period_number: number;
    currency: string;
    total_micro_minor: string;
    issued_at_ns: string;
    document: Buffer;
    /** Null on a month's own invoice. */
    note: Buffer | null;
  };
  settlement: { settlement_id: string; provider_id: string; invoice_id: string; position: string; issued_at_ns: string; document: Buffer };
  balance: { invoice_id: string; document: Buffer };
}

export interface InvoiceFilter {
  readonly buyerId: string;
  readonly contractId?: string;
  readonly limit: number;
}

export interface IssuedBill {
  readonly invoice: billing.Invoice;
  readonly issued: billing.IssuedDocument;
}

/** Invoices, settlements and balances, as the bytes that were issued. */
@Injectable()
export class BillsView implements View<BillTables> {
  readonly name = 'bills';
  readonly context = 'billing';
  readonly version = 3;
  readonly migrate = `
    create table invoice (
      invoice_id text primary key, buyer_id text not null, contract_id text not null, period_number int not null, currency text not null,
      total_micro_minor bigint not null, issued_at_ns bigint not null, document bytea not null, note bytea);
    create index invoice_of_buyer on invoice (buyer_id, issued_at_ns desc, period_number desc);
    create table settlement (
      settlement_id text primary key, provider_id text not null, invoice_id text not null, position bigint not null, issued_at_ns bigint not null, document bytea not null);
    create index settlement_of_provider on settlement (provider_id, position desc);
    create index settlement_of_invoice on settlement (invoice_id, position);
    create table balance (invoice_id text primary key, document bytea not null);`;
  readonly listens = ['billing.v1.InvoiceIssued', 'billing.v1.SettlementIssued', 'billing.v1.BillingPeriodClosed', 'billing.v1.CorrectionNoteIssued'];

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<BillTables>) {}

  async apply(recorded: RecordedEvent, tx: Transaction<BillTables>): Promise<void> {
    const event = decodeEvent(recorded.type, recorded.payload);
    if (event.type === 'billing.v1.InvoiceIssued') await tx.insertInto('invoice').values(invoiceRow(event.data)).execute();
    if (event.type === 'billing.v1.SettlementIssued') {
      const { settlementId, providerId, invoiceId, settlement, issuedAt } = event.data;
      const row = {
        settlement_id: settlementId, provider_id: providerId, invoice_id: invoiceId, position: recorded.position.toString(), issued_at_ns: issuedAt.toString(), document: Buffer.from(settlement),
      };
      await tx.insertInto('settlement').values(row).execute();
    }
    if (event.type === 'billing.v1.BillingPeriodClosed' || event.type === 'billing.v1.CorrectionNoteIssued') {
      const row = { invoice_id: event.data.invoiceId, document: Buffer.from(billing.Balance.encode(event.data.balance)) };
      await tx.insertInto('balance').values(row).execute();
    }
  }

  async invoice(invoiceId: string): Promise<IssuedBill | undefined> {
    const row = await this.db.selectFrom('invoice').select(['document', 'issued_at_ns']).where('invoice_id', '=', invoiceId).executeTakeFirst();
    return row && { invoice: billing.Invoice.decode(row.document), issued: { issuedAt: instant(BigInt(row.issued_at_ns)), sha256: sha256(row.document) } };
  }

  /** Newest first. */
  async summaries({ buyerId, contractId, limit }: InvoiceFilter): Promise<readonly billing.InvoiceSummary[]> {
    const ofBuyer = this.db.selectFrom('invoice').selectAll().where('buyer_id', '=', buyerId);
    const wanted = contractId === undefined ? ofBuyer : ofBuyer.where('contract_id', '=', contractId);
    const rows = await wanted.orderBy('issued_at_ns', 'desc').orderBy('period_number', 'desc').orderBy('invoice_id').limit(limit).execute();
    return rows.map((row) => ({
      invoiceId: row.invoice_id,
      contractId: row.contract_id,
      periodNumber: row.period_number,
      total: { currency: row.currency, microMinor: BigInt(row.total_micro_minor) },
      issuedAt: instant(BigInt(row.issued_at_ns)),
      ...(row.note ? { note: billing.CorrectionNote.decode(row.note) } : {}),
    }));
  }

  async settlement(settlementId: string): Promise<{ readonly settlement: billing.Settlement; readonly issued: billing.IssuedDocument } | undefined> {
    const row = await this.db.selectFrom('settlement').select(['document', 'issued_at_ns']).where('settlement_id', '=', settlementId).executeTakeFirst();
    return row && { settlement: billing.Settlement.decode(row.document), issued: { issuedAt: instant(BigInt(row.issued_at_ns)), sha256: sha256(row.document) } };
  }

  /** A supplier's, newest first. */
  async settlements(providerId: string, limit: number): Promise<readonly billing.SettlementSummary[]> {
    const rows = await this.db.selectFrom('settlement').select(['document', 'issued_at_ns']).where('provider_id', '=', providerId).orderBy('position', 'desc').limit(limit).execute();
    return rows.map(({ document, issued_at_ns: issuedAtNs }) => {
      const { settlementId, contractId, periodNumber, total, note } = billing.Settlement.decode(document);
      return { settlementId, providerId, contractId, periodNumber, total, issuedAt: instant(BigInt(issuedAtNs)), ...(note ? { note } : {}) };
    });
  }

  async statement(invoiceId: string): Promise<billing.PeriodStatement | undefined> {
    const bill = await this.invoice(invoiceId);
    const balance = await this.db.selectFrom('balance').select('document').where('invoice_id', '=', invoiceId).executeTakeFirst();
    if (!bill || !balance) return undefined;
    const rows = await this.db.selectFrom('settlement').select('document').where('invoice_id', '=', invoiceId).orderBy('position').execute();
    return {
      invoice: bill.invoice,
      settlements: rows.map(({ document }) => billing.Settlement.decode(document)),
      balance: billing.Balance.decode(balance.document),
    };
  }

  private get db(): Kysely<BillTables> {
    return this.store.db as Kysely<BillTables>;
  }
}

function invoiceRow({ invoiceId, contractId, buyerId, invoice, issuedAt }: billing.InvoiceIssued): BillTables['invoice'] {
  const { periodNumber, total, note } = billing.Invoice.decode(invoice);
  return {
    invoice_id: invoiceId,
    buyer_id: buyerId,
    contract_id: contractId,
    period_number: periodNumber,
    currency: total.currency,
    total_micro_minor: total.microMinor.toString(),
    issued_at_ns: issuedAt.toString(),
    document: Buffer.from(invoice),
    note: note ? Buffer.from(billing.CorrectionNote.encode(note)) : null,
  };
}
