import { usageTariffProblems } from '@carriermesh/contracting-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import { pinnedTariff, readTariff, UTC_TABLE, type TariffTerms, type ZoneTable } from '@carriermesh/tariff-v1';
import type { contracting, tariff } from '@carriermesh/wire';

/** What customers' usage is charged by under new quotes: a tariff, and what the clocks of its zone show, which it can't say itself. */
export interface RatePlan {
  readonly tariff: TariffTerms;
  readonly offsets: ZoneTable['offsets'];
}

/**
 * Reads a rate plan from parsed JSON, as it is to be part of a policy.
 * @param currency of the seller's prices
 * @throws OperationalError misconfigured, with everything in it that the mesh could not charge by, and its place
 */
export function readRatePlan(plan: unknown, currency: string): tariff.PinnedTariff {
  const { tariff: written, offsets = [] } = (typeof plan === 'object' && plan !== null ? plan : {}) as { readonly tariff?: unknown; readonly offsets?: unknown };
  const reading = readTariff(written);
  const problems = 'problems' in reading ? reading.problems : usageTariffProblems(reading.tariff, currency);
  if (problems.length > 0 || 'problems' in reading) throw unusable(problems.map(({ at, problem }) => `${at} ${problem}`));
  const { tariff: terms } = reading;
  if (!isOffsets(offsets) || (terms.zone !== undefined && offsets.length === 0)) throw unusable(['/offsets have to say what the clocks of the tariff\'s zone show: {"fromS": …, "offsetS": …}, in order']);
  return pinnedTariff(terms, { zone: terms.zone ?? 'UTC', offsets, untilS: UTC_TABLE.untilS }, -Infinity);
}

/** The policy of quotes that charge usage by a tariff, and tax what is billed by its taxes where it states any. Other figures are another policy, so it has another id. */
export const policyWith = (policy: contracting.SellerPolicy, usageTariff: tariff.PinnedTariff): contracting.SellerPolicy => ({
  ...policy,
  policyId: `${policy.policyId}+${usageTariff.tariff.id}`,
  ...(usageTariff.tariff.taxes.length > 0 && { taxBasisPoints: 0 }),
  usageTariff,
});

const isOffsets = (value: unknown): value is ZoneTable['offsets'] =>
  Array.isArray(value) && value.every((each: { fromS?: unknown; offsetS?: unknown } | null, index) =>
    Number.isSafeInteger(each?.fromS) && Number.isSafeInteger(each?.offsetS) && (index === 0 || (each?.fromS as number) > (value as ZoneTable['offsets'])[index - 1]!.fromS));

const unusable = (problems: readonly string[]): OperationalError => new OperationalError('misconfigured', `no contract can charge usage by this rate plan:\n${problems.map((each) => `  ${each}`).join('\n')}`);
