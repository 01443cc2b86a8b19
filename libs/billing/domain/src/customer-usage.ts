import { formatInstant } from '@carriermesh/kernel';
import type { agent, common } from '@carriermesh/wire';
import { termsIn } from './phases.js';
import { outsideTerm, refusal, type ChargedContract } from './usage-checks.js';

/** Why a record under an id of a customer is of no one segment. A move that is yet to be booked may turn the first into a charge. */
export const CUSTOMER_REFUSALS = { unknown: 'local-id-of-no-service', ambiguous: 'local-id-ambiguous' } as const;

interface Customer {
  readonly contractId: string;
  readonly providerId: string;
}

/**
 * A record under the provider's id for its customer, as one of the segment by which the provider carried the contract's service over all of the interval. Where that is none or more
 * than one, as of a split service or in the hour of a move, nobody can tell but the provider or the operator.
 */
export function segmentOfCustomer(record: agent.UsageRecord, { contractId, providerId }: Customer, contracts: ReadonlyMap<string, ChargedContract>): { readonly record: agent.UsageRecord } | { readonly refusal: common.Refusal } {
  const contract = contracts.get(contractId);
  const outside = contract && outsideTerm(record, contract.calendar);
  if (outside) return { refusal: outside };
  const times = [...(contract?.times ?? [])];
  const serving = times.filter(([, own]) => own.spans[0]?.tariff.providerId === providerId && termsIn(own, record));
  const [[segmentId] = [''], ...others] = serving;
  if (segmentId !== '' && others.length === 0) return { record: { ...record, segmentId } };
  const facts = { contract_id: contractId, from: formatInstant(record.from), until: formatInstant(record.until) };
  if (serving.length === 0) return { refusal: refusal(CUSTOMER_REFUSALS.unknown, `Provider ${providerId} carried no service of ${contractId} that is charged from ${facts.from} to ${facts.until}.`, facts) };
  const segments = serving.map(([id]) => id).join(' and ');
  return { refusal: refusal(CUSTOMER_REFUSALS.ambiguous, `Provider ${providerId} carried ${segments} of ${contractId} from ${facts.from} to ${facts.until}: an id that stands for its customer does not say which.`, { ...facts, segment_ids: segments }) };
}
