import { durationOf, formatMoney, NANOS_PER_SECOND, plus, sum, type Instant, type Money, type Period } from '@carriermesh/kernel';
import { earlyTerminationCharge, proratedParts, proratedRecurring, setupFees, withMonthlyFees } from '@carriermesh/tariff-v1';
import type { billing, common } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf, monthOf, termOf } from './calendar.js';
import { phaseAt, segmentTariffsOf, spansOf, spansWithin, type ChargedSpan } from './phases.js';
import { serviceCredits } from './service-credits.js';

export interface ChargedSide {
  readonly description: string;
  readonly unitPrice: Money;
  readonly exactAmount: Money;
}

/** What a month costs of a segment beside its octets, on both sides: it follows from the account alone. */
export interface OwnCharge {
  readonly kind: Extract<billing.LineKind, 'recurring' | 'setup-fee' | 'early-termination' | 'service-credit'>;
  readonly segmentId: string;
  readonly quantity: bigint;
  /** Absent where only the other side is charged. */
  readonly customer?: ChargedSide | undefined;
  readonly supplier?: ChargedSide | undefined;
}

/** Of each kind, in the order in which the service came to run on the segments. A month in which it did not run on a segment costs nothing of it. */
export function ownChargesOf(account: Account, periodNumber: number): readonly OwnCharge[] {
  const calendar = calendarOf(account);
  const month = monthOf(calendar, periodNumber);
  const spans = spansWithin(spansOf(account), month);
  const lastPhase = phaseAt(account, plus(calendar.end, -1n));
  const segmentIds = segmentTariffsOf(account).map(({ segmentId }) => segmentId);
  const recurring = segmentIds.flatMap((segmentId) => {
    const own = spans.filter((span) => span.tariff.segmentId === segmentId);
    const atEnd = lastPhase.tariffs.find((tariff) => tariff.segmentId === segmentId);
    // A month that the contract's end left no time of is billed for what had been booked to it.
    const last = own.at(-1) ?? (atEnd && month.from === month.until ? { ...lastPhase, tariff: atEnd } : undefined);
    return last ? [recurringCharge(last, { own, month, whole: monthOf(termOf(account), periodNumber) })] : [];
  });
  const others = [...setupCharges(account, month), ...lastPhase.tariffs.flatMap((tariff) => earlyTermination(account, tariff, periodNumber)), ...serviceCredits(account, { month, spans, recurring })];
  return [...recurring, ...others];
}

type Size = Pick<ChargedSpan, 'mbps' | 'orderedMbps'>;

/** A short month costs as much as a long one; of a month in which the service came or went, the share of its time on the segment. */
function recurringCharge(
  last: Size & Pick<ChargedSpan, 'tariff'>,
  { own, month, whole }: { readonly own: readonly ChargedSpan[]; readonly month: Period; readonly whole: Period },
): OwnCharge {
  const { tariff } = last;
  const side = (monthlyOf: (tariff: billing.SegmentTariff) => Money, wordsOf: (size: Size) => string, beside = ''): ChargedSide => {
    const unitPrice = monthlyOf(tariff);
    const byPrice = [...Map.groupBy(own, (span) => monthlyOf(span.tariff).microMinor)];
    const parts = byPrice.map(([microMinor, spans]) => proratedParts({ ...unitPrice, microMinor }, spans, whole));
    return { description: `${keptFree(wordsOf(last), own, { month, monthlyOf, wordsOf })}${beside}`, unitPrice, exactAmount: sum(unitPrice.currency, parts) };
  };
  return {
    kind: 'recurring',
    segmentId: tariff.segmentId,
    quantity: own.reduce((seconds, { from, until }) => seconds + secondsOf(month.from, until) - secondsOf(month.from, from), 0n),
    customer: side(({ customerMonthly }) => customerMonthly, ({ mbps, orderedMbps }) => `${mbps} Mbit/s${orderedMbps === undefined ? '' : ` for ${orderedMbps} ordered`}`),
    // Nothing of what travels says what the customer ordered.
    supplier: side(supplierMonthlyOf, ({ mbps }) => `${mbps} Mbit/s`, feeWords(tariff)),
  };
}

/** For what is kept free, and what the segment's resources ask beside that. */
const supplierMonthlyOf = ({ supplierMonthly, supplierFees }: billing.SegmentTariff): Money => withMonthlyFees(supplierMonthly, supplierFees?.fees);

function feeWords({ supplierMonthly, supplierFees }: billing.SegmentTariff): string {
  const monthly = (supplierFees?.fees ?? []).filter((fee) => fee.monthly);
  if (monthly.length === 0) return '';
  const fees = withMonthlyFees({ ...supplierMonthly, microMinor: 0n }, monthly);
  return `, with ${formatMoney(fees)} ${fees.currency} a month for ${namesOf(monthly)}`;
}

const namesOf = (fees: readonly common.ResourceFee[]): string => fees.map(({ resourceId }) => resourceId).join(', ');

/** Of each resource in the month in which the service came up on it for the first time: whoever comes back, by whichever segment, is set up already. */
function setupCharges(account: Account, month: Period): readonly OwnCharge[] {
  const setUp = new Set<string>();
  return spansOf(account).flatMap(({ tariff: { segmentId, supplierFees }, from }): readonly OwnCharge[] => {
    const due = (supplierFees?.fees ?? []).filter(({ resourceId, setup }) => setup && setUp.size < setUp.add(resourceId).size);
    if (due.length === 0 || from < month.from || from >= month.until) return [];
    const amount = setupFees(account.currency, due);
    return [{ kind: 'setup-fee', segmentId, quantity: BigInt(due.length), supplier: { description: `Set-up of ${namesOf(due)}`, unitPrice: amount, exactAmount: amount } }];
  });
}

/** Of a month in which the bandwidth was changed, each one with its price and the seconds that it was kept for; the line's own price is the last one's. */
function keptFree(
  last: string,
  own: readonly ChargedSpan[],
  { month, monthlyOf, wordsOf }: { readonly month: Period; readonly monthlyOf: (tariff: billing.SegmentTariff) => Money; readonly wordsOf: (size: Size) => string },
): string {
  const sizes = [...Map.groupBy(own, wordsOf)];
  if (sizes.length < 2) return `${last} kept free`;
  const parts = sizes.map(([size, spans]) => {
    const [{ tariff }] = spans as [ChargedSpan];
    const monthly = monthlyOf(tariff);
    const seconds = spans.reduce((total, { from, until }) => total + secondsOf(month.from, until) - secondsOf(month.from, from), 0n);
    return `${size} at ${formatMoney(monthly)} ${monthly.currency} for ${seconds} s`;
  });
  return `Kept free: ${parts.join(', then ')}`;
}

/** Whole seconds since the month began: counted like this, those of all its parts are those of the month. */
const secondsOf = (from: Instant, until: Instant): bigint => durationOf({ from, until }) / NANOS_PER_SECOND;

/** What is due for the rest of the term of what the service ran on at its end: on the last bill, and only where the contract says so. */
function earlyTermination(account: Account, tariff: billing.SegmentTariff, periodNumber: number): readonly OwnCharge[] {
  const { end, currency } = account;
  if (!end || end.finalPeriodNumber !== periodNumber) return [];
  const term = termOf(account);
  const left = term.months.filter(({ until }) => until > end.endedAt).map(({ from, until }) => ({ month: { from, until }, left: { from: from > end.endedAt ? from : end.endedAt, until } }));
  const side = (monthly: Money, basisPoints: number): ChargedSide | undefined =>
    basisPoints === 0
      ? undefined
      : {
          description: `${basisPoints / 100} % of the recurring charges for the rest of the term`,
          unitPrice: monthly,
          exactAmount: earlyTerminationCharge(sum(currency, left.map((part) => proratedRecurring(monthly, part.left, part.month))), basisPoints),
        };
  const customer = side(tariff.customerMonthly, end.customerChargeBasisPoints);
  const supplier = side(supplierMonthlyOf(tariff), end.supplierChargeBasisPoints);
  const quantity = durationOf({ from: end.endedAt, until: term.end }) / NANOS_PER_SECOND;
  return customer || supplier ? [{ kind: 'early-termination', segmentId: tariff.segmentId, quantity, customer, supplier }] : [];
}
