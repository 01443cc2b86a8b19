import { minorDigits } from '@carriermesh/kernel';
import { chargesOfMonth, exact, USAGE_LABEL, USAGE_LABEL_RULE, type ChargeTerms, type MatchTerms, type Problem, type TariffTerms } from '@carriermesh/tariff-v1';

/** Amounts are counted in millionths of a minor unit: what a tariff rounds to more decimals than that has no place in a bill. */
const MICRO_DIGITS = 6;
/** A busy month that a bill has to be able to count: 100 Gbit/s, both ways, for 31 days of records by the hour, each told apart a hundredfold. */
const BUSY_MBPS = 100_000n;
const BUSY_SECONDS = 31n * 86_400n;
const BUSY_RECORDS = 100_000n;
/** Half of what 64 bits count. */
const MAX_MICRO_MINOR = 2n ** 62n;

const CORRECTION = /-(?:reversal|reentry)-of-\d+$/;

/**
 * Why a tariff can't be what contracts of a data service charge usage by; none where it can. What the mesh would have to pass over is refused, so that
 * a contract never says more than is billed.
 * @param currency of the seller's prices
 */
export function usageTariffProblems(tariff: TariffTerms, currency: string): readonly Problem[] {
  const { charges, rounding, conversion, holidayCalendar, taxes = [] } = tariff;
  const billed = conversion?.to ?? tariff.currency;
  const decimals = minorDigits(billed) + MICRO_DIGITS;
  return [
    ...(billed === currency ? [] : [{ at: conversion ? '/conversion/to' : '/currency', problem: `charges ${billed}, and the seller's prices are in ${currency}` }]),
    ...(rounding.decimals <= decimals ? [] : [{ at: '/rounding/decimals', problem: `${rounding.decimals} are more than the ${decimals} that a bill in ${billed} counts` }]),
    ...(holidayCalendar ? [{ at: '/holidayCalendar', problem: 'a contract pins dates, and no calendar that may change: write them as holidays' }] : []),
    ...taxes.flatMap(({ match }, index) => [
      ...matchProblems(match, `/taxes/${index}/match`),
      ...(['windows', 'subjects', 'categories'] as const).filter((field) => match?.[field]).map((field) => ({ at: `/taxes/${index}/match/${field}`, problem: `a tax is due on lines of a bill, which have no ${NOT_OF_LINES[field]}` })),
    ]),
    ...charges.flatMap(({ id }, index) => (CORRECTION.test(id) ? [{ at: `/charges/${index}/id`, problem: `"${id}" is how lines are called that correct a charge` }] : [])),
    ...charges.flatMap((charge, index) => chargeProblems(charge, `/charges/${index}`)),
    ...charges.flatMap((charge, index) => sizeProblems(tariff, charge, `/charges/${index}`)),
    ...(charges.some(isForAll) ? [] : [{ at: '/charges', problem: 'none is for all usage: what is to cost nothing needs a price of 0' }]),
  ];
}

const NOT_OF_LINES = { windows: 'time of day', subjects: 'subject', categories: 'category' };

function chargeProblems(charge: ChargeTerms, at: string): readonly Problem[] {
  switch (charge.kind) {
    case 'voice':
      return [{ at, problem: `the charge ${charge.id} is for calls, and a data service has none` }];
    case 'recurring':
    case 'non-recurring':
      return [{ at, problem: `the charge ${charge.id} is not for usage: what the capacity costs is the quote's to say` }];
    default:
      return matchProblems(charge.match, `${at}/match`);
  }
}

/** What is known of usage where it enters a service: that it is data, whose it is, when it was, and what its provider says of it in words that a tariff can name. */
function matchProblems(match: MatchTerms | undefined, at: string): readonly Problem[] {
  const { types = [], subjects = [], categories = [] } = match ?? {};
  const unsayable = (field: string, labels: readonly string[]): readonly Problem[] =>
    labels.filter((label) => !USAGE_LABEL.test(label)).map((label) => ({ at: `${at}/${field}`, problem: `no usage is of "${label}": what a provider says of it is ${USAGE_LABEL_RULE}` }));
  return [
    ...types.filter((type) => type !== 'data').map((type) => ({ at: `${at}/types`, problem: `usage of a data service is never of type "${type}"` })),
    ...unsayable('subjects', subjects),
    ...unsayable('categories', categories),
  ];
}

/** A price for each octet that was meant for each gigabyte would be a bill that can't be written. */
function sizeProblems(tariff: TariffTerms, charge: ChargeTerms, at: string): readonly Problem[] {
  if (charge.kind === 'voice' || charge.kind === 'recurring' || charge.kind === 'non-recurring') return [];
  const { match: _, ...always } = charge;
  const alone = { ...tariff, charges: [always as ChargeTerms] };
  const comesTo = (octets: bigint, mbps: bigint): bigint => {
    const usage = [{ id: '', type: 'data' as const, startedMs: 0, quantity: exact(octets), sample: exact(mbps) }];
    return chargesOfMonth(alone, {}, { usage, account: '', fromMs: 0 }).charges.reduce((sum, { exactAmount }) => sum + exactAmount.microMinor, 0n);
  };
  const mostOctets = (BUSY_MBPS * 2n * 1_000_000n * BUSY_SECONDS) / 8n;
  const isTooMuch = comesTo(mostOctets, 2n * BUSY_MBPS) > MAX_MICRO_MINOR || comesTo(1n, 1n) * BUSY_RECORDS > MAX_MICRO_MINOR;
  return isTooMuch ? [{ at, problem: `the charge ${charge.id} comes to more for a busy month than a bill can count: is its price for each octet, and no "per" beside it?` }] : [];
}

function isForAll(charge: ChargeTerms): boolean {
  if (charge.kind === 'recurring' || charge.kind === 'non-recurring' || charge.kind === 'voice') return false;
  const { accounts, windows, subjects, categories } = charge.match ?? {};
  return [accounts, windows, subjects, categories].every((named) => named === undefined);
}
