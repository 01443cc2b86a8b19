import { formatMoney, type Money } from '@carriermesh/kernel';
import type { ResourceFee } from '@carriermesh/tariff-v1';

/** What a party reads of a refusal, and its figures in base units. */
export type Wording = { readonly message: string; readonly facts: Readonly<Record<string, string>> };

const NANOS_PER_MS = 1_000_000n;
const MAX_QUOTED_CHARACTERS = 64;

/** `12.34 EUR`, exact. */
export const amount = (money: Money): string => `${formatMoney(money)} ${money.currency}`;

/** `4.00 EUR a month and 250.00 EUR once`. */
export const feeAmounts = ({ monthly, setup }: Pick<ResourceFee, 'monthly' | 'setup'>): string =>
  [...(monthly ? [`${amount(monthly)} a month`] : []), ...(setup ? [`${amount(setup)} once`] : [])].join(' and ');

/** `27.851 ms`, exact: as many decimals as the nanoseconds need. */
export function milliseconds(nanos: bigint): string {
  const fraction = (nanos % NANOS_PER_MS).toString().padStart(6, '0').replace(/0+$/, '');
  return `${nanos / NANOS_PER_MS}${fraction === '' ? '' : `.${fraction}`} ms`;
}

/** `12.5 %`, exact. */
export const percent = (basisPoints: number): string => `${basisPoints / 100} %`;

/** Foreign text in a sentence: escaped and cut, since it may hold anything at any length. */
export const quoted = (text: string): string =>
  text.length <= MAX_QUOTED_CHARACTERS ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, MAX_QUOTED_CHARACTERS))}…`;
