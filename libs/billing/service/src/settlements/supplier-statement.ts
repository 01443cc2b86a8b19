import { reconcile, type Reconciliation, type StatedLine, type TheirLine } from '@carriermesh/billing-domain';
import { formatMoney, isCurrencyCode, parseMoney } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { IssuedSettlement } from './issued-settlements.js';

/** Columns by which a line is known, and those that are compared where they are stated. */
export const STATEMENT_KEYS = ['settlement_id', 'line_id'] as const;
export const STATEMENT_FIELDS = ['currency', 'amount', 'unit_price', 'quantity', 'records'] as const;
/** Without these a line says nothing that could be right or wrong. */
export const STATEMENT_REQUIRED = [...STATEMENT_KEYS, 'currency', 'amount'] as const;

const MAX_ID_LENGTH = 256;

export const reconcileSettlements = (settlements: readonly IssuedSettlement[], theirs: readonly TheirLine[]): Reconciliation =>
  reconcile(settlements.flatMap(({ settlement }) => settlement.lines.map((line) => ownLine(settlement.settlementId, line))), theirs);

const ownLine = (settlementId: string, { lineId, amount, unitPrice, quantity, records }: billing.BillLine): StatedLine => ({
  settlementId,
  lineId,
  fields: { currency: amount.currency, amount: formatMoney(amount), unit_price: formatMoney(unitPrice), quantity: quantity.toString(), records: records.toString() },
});

/** One row of a statement, read into the form that settlements are compared in; or why it can't be. */
export function theirLine(row: Readonly<Record<string, string>>, line: number): TheirLine | { readonly problem: string } {
  const [settlementId = '', lineId = ''] = STATEMENT_KEYS.map((key) => row[key]?.trim() ?? '');
  if (settlementId === '' || lineId === '' || settlementId.length > MAX_ID_LENGTH || lineId.length > MAX_ID_LENGTH) return { problem: `settlement_id and line_id are 1 to ${MAX_ID_LENGTH} characters` };
  const currency = row['currency']?.trim() ?? '';
  if (!isCurrencyCode(currency)) return { problem: `currency is three capital letters (ISO 4217), not ${shown(currency)}` };
  const fields: Record<string, string> = { currency };
  for (const field of STATEMENT_FIELDS.slice(1)) {
    const text = row[field]?.trim() ?? '';
    if (text === '' && field !== 'amount') continue;
    const value = field === 'amount' || field === 'unit_price' ? amountText(currency, text) : wholeText(text);
    if (value === undefined) return { problem: `${field} is ${field === 'amount' || field === 'unit_price' ? 'a decimal such as -12.34' : 'a whole number from 0'}, not ${shown(text)}` };
    fields[field] = value;
  }
  return { settlementId, lineId, fields, line };
}

/** 12.3, 12.30 and 12.300 are one amount. */
function amountText(currency: string, text: string): string | undefined {
  const amount = parseMoney(currency, text);
  return amount && formatMoney(amount);
}

const wholeText = (text: string): string | undefined => (/^\d{1,20}$/.test(text) ? BigInt(text).toString() : undefined);
const shown = (text: string): string => JSON.stringify(text.slice(0, 40));
