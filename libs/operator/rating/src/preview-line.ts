import { formatScaled, roundExact, showExact, type Exact, type Span, type TariffBill, type TariffBillLine, type TariffTerms } from '@carriermesh/tariff-v1';
import { formatMs } from './result-line.js';

interface PreviewedSpan {
  readonly from: string;
  readonly to: string;
}

export interface PreviewLine {
  /** Always true, so that no program takes it for an invoice. */
  readonly preview: true;
  readonly tariff: string;
  readonly account: string;
  readonly currency: string;
  readonly period: PreviewedSpan;
  readonly lines: readonly {
    readonly charge: string;
    readonly kind: string;
    readonly amount: string;
    readonly records?: number;
    readonly quantity?: string;
    readonly used?: PreviewedSpan;
  }[];
  readonly net: string;
  readonly taxes: readonly { readonly id: string; readonly amount: string }[];
  readonly total: string;
  /** Records that are not on this bill, and why. */
  readonly notCharged: { readonly outsidePeriod: number; readonly refused: Readonly<Record<string, number>> };
}

/** An account's bill as it would be, for programs. Where the tariff rounds on the invoice, the amounts of lines are exact. */
export function previewLine(bill: TariffBill, { tariff, billed }: { readonly tariff: TariffTerms; readonly billed: Span }): PreviewLine {
  const { decimals, place } = tariff.rounding;
  const figure = (value: Exact): string => formatScaled(roundExact(value, 'half-even', decimals), decimals);
  const lineJson = ({ chargeId, kind, records, quantity, used, amount }: TariffBillLine): PreviewLine['lines'][number] => ({
    charge: chargeId,
    kind,
    amount: place === 'invoice' ? showExact(amount) : figure(amount),
    ...(records > 0 ? { records } : {}),
    ...(quantity ? { quantity: showExact(quantity) } : {}),
    ...(used ? { used: spanJson(used) } : {}),
  });
  return {
    preview: true,
    tariff: tariff.id,
    account: bill.account,
    currency: bill.currency,
    period: spanJson(billed),
    lines: bill.lines.map(lineJson),
    net: figure(bill.net),
    taxes: bill.taxes.map(({ id, amount }) => ({ id, amount: figure(amount) })),
    total: figure(bill.total),
    notCharged: { outsidePeriod: bill.outside, refused: bill.refused },
  };
}

const spanJson = ({ fromMs, untilMs }: Span): PreviewedSpan => ({ from: formatMs(fromMs), to: formatMs(untilMs) });

/** The same for a person. */
export function previewText({ tariff, account, currency, period, lines, net, taxes, total, notCharged }: PreviewLine): string {
  const basis = ({ records, quantity, used }: PreviewLine['lines'][number]): string =>
    used ? `${used.from} to ${used.to}` : [...(records === undefined ? [] : [`${records} records`]), ...(quantity === undefined ? [] : [quantity])].join(', ');
  const { outsidePeriod, refused } = notCharged;
  const left = [...(outsidePeriod > 0 ? [`${outsidePeriod} records are of another time`] : []), ...Object.entries(refused).map(([code, records]) => `${records} refused (${code})`)];
  return [
    `PREVIEW, no invoice: ${account === '' ? '(no account)' : account} by the tariff ${tariff}, ${period.from} to ${period.to}`,
    ...lines.map((line) => `    ${line.charge}  ${line.amount}  ${line.kind}${basis(line) === '' ? '' : `: ${basis(line)}`}`),
    `  net ${net}${taxes.map(({ id, amount }) => `, ${id} ${amount}`).join('')}, total ${total} ${currency}`,
    ...(left.length === 0 ? [] : [`  not charged: ${left.join(', ')}`]),
    '',
  ].join('\n');
}
