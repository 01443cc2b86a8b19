import { formatScaled, NOTHING, roundExact, showExact, type Exact, type RatedRecord, type RatingStep, type RoundingTerms, type TariffTerms } from '@carriermesh/tariff-v1';

export interface ResultLine {
  readonly id: string;
  readonly charge: string;
  readonly currency: string;
  readonly steps: readonly StepLine[];
  readonly chargeId?: string;
  readonly account?: string;
  /** The charge as a fraction, where it is not rounded yet and has no end as a decimal. */
  readonly exact?: string;
  readonly taxes?: readonly { readonly id: string; readonly percent: string; readonly amount: string }[];
  readonly disconnectAfterSeconds?: number;
  readonly statement?: string;
  readonly refusal?: { readonly code: string; readonly message: string; readonly [fact: string]: string };
  readonly line?: number;
}

export interface StepLine {
  readonly kind: string;
  readonly rate: string;
  readonly quantity: string;
  readonly amount: string;
  readonly from: string;
  readonly to: string;
}

/** What is printed of a rated record; `line` is said of a refused one. */
export function resultLine(rated: RatedRecord, rounding: RoundingTerms, line?: number): ResultLine {
  const { id, account, chargeId, currency, charge, steps, taxes, disconnectAfterSeconds, statement, refusal } = rated;
  return {
    id,
    charge: figure(charge, rounding),
    currency,
    steps: steps.map(stepLine),
    ...(chargeId === undefined ? {} : { chargeId }),
    ...(account === '' ? {} : { account }),
    ...(rounding.place === 'invoice' && !hasEnd(charge) ? { exact: `${charge.numerator}/${charge.denominator}` } : {}),
    ...(taxes.length === 0 ? {} : { taxes: taxes.map((tax) => ({ id: tax.id, percent: showExact(tax.percent), amount: figure(tax.amount, rounding) })) }),
    ...(disconnectAfterSeconds === undefined ? {} : { disconnectAfterSeconds }),
    ...(statement === undefined ? {} : { statement }),
    ...(refusal ? { refusal: { ...refusal.facts, code: refusal.code, message: refusal.message } } : {}),
    ...(refusal && line !== undefined ? { line } : {}),
  };
}

/** The tariff's decimals, or, before an invoice is rounded, as many as the figure has. */
export function figure(value: Exact, { place, decimals }: RoundingTerms): string {
  return place === 'invoice' ? showExact(value) : formatScaled(roundExact(value, 'half-even', decimals), decimals);
}

const hasEnd = (value: Exact): boolean => {
  const { numerator, denominator } = value;
  return numerator % denominator === 0n || (numerator * 10n ** 12n) % denominator === 0n;
};

const stepLine = ({ kind, rate, quantity, amount, fromMs, untilMs }: RatingStep): StepLine => ({
  kind,
  rate: showExact(rate),
  quantity: showExact(quantity),
  amount: showExact(amount),
  from: formatMs(fromMs),
  to: formatMs(untilMs),
});

/** RFC 3339 in UTC, with milliseconds only where there are any. */
export const formatMs = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** One record for a person: the charge, and what it is made of below. */
export function resultText({ id, charge, currency, steps, refusal, line, disconnectAfterSeconds, taxes = [] }: ResultLine): string {
  if (refusal) return `${id}  refused: ${refusal.code}, ${refusal.message}${line === undefined ? '' : ` (line ${line})`}\n`;
  const rows = steps.map((step) => `    ${step.kind.padEnd(10)} ${step.quantity} at ${step.rate} = ${step.amount}   ${step.from} to ${step.to}\n`);
  const cut = disconnectAfterSeconds === undefined ? '' : `    cut after ${disconnectAfterSeconds} s, at the maximum\n`;
  return `${id}  ${charge} ${currency}\n${rows.join('')}${cut}${taxes.map((tax) => `    tax ${tax.id} ${tax.percent} % = ${tax.amount}\n`).join('')}`;
}

/** A line that is no usage may have no id to be known by; its number always is. */
export const faultLine = ({ id, fault, line, tariff }: { id?: string; fault: string; line: number; tariff: TariffTerms }): ResultLine => ({
  id: id ?? '',
  charge: figure(NOTHING, tariff.rounding),
  currency: tariff.conversion?.to ?? tariff.currency,
  steps: [],
  refusal: { code: 'invalid-usage', message: fault },
  line,
});
