import { bytesEqual, type Money } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';
import { billing } from '@carriermesh/wire';
import type { Findings } from './findings.js';
import { messageOf } from './ledger-pass.js';
import { same } from './price-derivation.js';
import type { Recomputation } from './recomputation.js';
import type { RecordedResults } from './recorded-results.js';
import type { EventReference, LineSides, ReplayedFigure } from './replay-report.js';

/** Both sides' documents as they were issued, as far as they can be read. */
export interface IssuedBill {
  readonly invoice?: billing.Invoice;
  readonly settlements: readonly billing.Settlement[];
  readonly balance?: billing.Balance;
  /** The issued bytes are the recomputed ones, all of them. */
  readonly sameBytes: boolean;
}

/** Reads what was issued, and holds each document against its hash and against the recomputed bytes. */
export function readIssued(recorded: RecordedResults, recomputed: Recomputation | undefined, findings: Findings): IssuedBill {
  const bill = recomputed?.bill;
  let sameBytes = bill !== undefined && recorded.settlements.length === bill.settlements.length;
  const compare = (at: EventReference, what: string, issued: Uint8Array, expected: Uint8Array | undefined): void => {
    if (expected && bytesEqual(issued, expected)) return;
    sameBytes = false;
    // Lines and sums are compared one by one; this tells of a difference in the rest as well.
    findings.document(at, `${what}-differs`, `the ${what} is not, byte for byte, the recomputed one`, []);
  };
  const [issued] = recorded.invoices;
  const [closing] = recorded.closings;
  if (issued) compare(issued.at, 'invoice', issued.data.invoice, bill && billing.Invoice.encode(bill.invoice));
  if (closing) compare(closing.at, 'balance', billing.Balance.encode(closing.data.balance), bill && billing.Balance.encode(bill.balance));
  for (const { at, data } of recorded.settlements) {
    const expected = bill?.settlements.find(({ settlementId }) => settlementId === data.settlementId);
    compare(at, 'settlement', data.settlement, expected && billing.Settlement.encode(expected));
  }
  const invoice = issued && read(issued.at, 'invoice', { bytes: issued.data.invoice, stated: issued.data.invoiceSha256 }, billing.Invoice, findings);
  const settlements = recorded.settlements.flatMap(
    ({ at, data }) => read(at, 'settlement', { bytes: data.settlement, stated: data.settlementSha256 }, billing.Settlement, findings) ?? [],
  );
  return {
    settlements,
    sameBytes: sameBytes && issued !== undefined && closing !== undefined,
    ...(invoice ? { invoice } : {}),
    ...(closing ? { balance: closing.data.balance } : {}),
  };
}

function read<T>(
  at: EventReference,
  what: string,
  { bytes, stated }: { readonly bytes: Uint8Array; readonly stated: Uint8Array },
  codec: { decode(bytes: Uint8Array): T },
  findings: Findings,
): T | undefined {
  // Its lines are compared one by one: a changed hash needs no line to be named.
  if (!bytesEqual(sha256(bytes), stated)) findings.document(at, `${what}-hash-differs`, `the ${what} is not the one whose hash stands beside it`, []);
  try {
    return codec.decode(bytes);
  } catch (error) {
    findings.document(at, `${what}-unreadable`, `the ${what} can't be read: ${messageOf(error)}`, 'all');
    return undefined;
  }
}

type BillDocuments = Pick<IssuedBill, 'invoice' | 'settlements'>;

/** Every line of either side, by its id, in the order of the invoice. */
export function sidesOf({ invoice, settlements }: BillDocuments): ReadonlyMap<string, LineSides> {
  const sides = new Map<string, LineSides>();
  for (const line of invoice?.lines ?? []) sides.set(line.lineId, { invoice: line });
  for (const line of settlements.flatMap(({ lines }) => lines)) sides.set(line.lineId, { ...sides.get(line.lineId), settlement: line });
  return sides;
}

export const sameLine = (a: billing.BillLine | undefined, b: billing.BillLine | undefined): boolean =>
  a === undefined || b === undefined ? a === b : bytesEqual(billing.BillLine.encode(a), billing.BillLine.encode(b));

/** The sums below the lines, on both sides. */
export function compareFigures(issued: IssuedBill, recomputed: Recomputation | undefined): readonly ReplayedFigure[] {
  const bill = recomputed?.bill;
  const of = (from: Partial<Pick<IssuedBill, 'invoice' | 'balance'>> & BillDocuments): ReadonlyMap<string, Money> => {
    const { invoice, balance, settlements } = from;
    return new Map([
      ...(invoice ? ([['net', invoice.net], ['tax', invoice.tax], ['total', invoice.total]] as const) : []),
      ...settlements.map(({ settlementId, total }) => [`settlement ${settlementId}`, total] as const),
      ...(balance ? ([['margin', balance.margin], ['rounding', balance.rounding]] as const) : []),
    ]);
  };
  const recorded = of(issued);
  const expected = bill ? of(bill) : new Map<string, Money>();
  return [...new Set([...recorded.keys(), ...expected.keys()])].map((name) => {
    const was = recorded.get(name);
    const is = expected.get(name);
    return { name, identical: was !== undefined && same(was, is), ...(was ? { recorded: was } : {}), ...(is ? { recomputed: is } : {}) };
  });
}
