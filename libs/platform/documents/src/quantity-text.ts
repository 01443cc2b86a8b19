import { formatMoney, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

export const price = (amount: Money): string => `${formatMoney(amount)} ${amount.currency}`;

/** What a line's amount is counted from, with its units, in as many parts as fit below one another; none where the description says it all. */
export function quantityText({ kind, segmentId, quantity, unitPrice, records }: billing.BillLine): readonly string[] {
  if (kind === 'recurring') return [`a month of ${quantity} s`, `at ${price(unitPrice)}`];
  if (kind === 'service-credit') return [`${quantity} s at fault`];
  // A tariff charges the service as a whole, and has more than one price: its description names them.
  if (segmentId === '') return records > 0 ? [`${quantity} octets`, `in ${records} records`] : [];
  return records > 0 ? [`${quantity} octets in ${records}`, `records, at ${price(unitPrice)} a gigabyte`] : [];
}
