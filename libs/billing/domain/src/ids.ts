import { typedId } from '@carriermesh/kernel';

/** `seg_<order uuid>-<n>` belongs to `con_<order uuid>`; anything else belongs to no contract. */
export function contractOfSegment(segmentId: string): string | undefined {
  const uuid = /^seg_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[1-9][0-9]{0,3}$/.exec(segmentId)?.[1];
  return uuid === undefined ? undefined : typedId('con', uuid);
}

const uuidOf = (id: string): string => id.slice(id.indexOf('_') + 1);

export const invoiceIdOf = (contractId: string, periodNumber: number): string => `${typedId('inv', uuidOf(contractId))}-${periodNumber}`;

export const settlementIdOf = (contractId: string, periodNumber: number, providerId: string): string =>
  `${typedId('set', uuidOf(contractId))}-${periodNumber}-${providerId}`;

/** The contract and the month that an invoice's id names; `undefined` when it is no invoice's id. */
export function periodOfInvoice(invoiceId: string): { readonly contractId: string; readonly periodNumber: number } | undefined {
  const match = /^inv_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9][0-9]{0,3})$/.exec(invoiceId);
  return match ? { contractId: typedId('con', match[1] as string), periodNumber: Number(match[2]) } : undefined;
}

export const accountStream = (contractId: string): string => `account-${contractId}`;
export const periodStream = (contractId: string, periodNumber: number): string => `period-${contractId}-${periodNumber}`;

/**
 * `~` parts the provider from what it names, since it stands in neither: with a hyphen, provider `a` could take the record id
 * `b-1` and with it the stream of provider `a-b`'s record `1`.
 */
export const usageStream = (providerId: string, recordId: string): string => `usage-${providerId}~${recordId}`;
export const usageBatchStream = (providerId: string, batchId: string): string => `usagebatch-${providerId}~${batchId}`;
