import { sameUuid, typedId } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

const UUID_LENGTH = 36;

/** `seg_<order uuid>-<n>` belongs to `con_<order uuid>`; anything else belongs to no contract. */
export function contractOfSegment(segmentId: string): string | undefined {
  const uuid = /^seg_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[1-9][0-9]{0,4}$/.exec(segmentId)?.[1];
  return uuid === undefined ? undefined : typedId('con', uuid);
}

const uuidOf = (id: string): string => id.slice(id.indexOf('_') + 1);

/** A bill: the month's own (note 0), or the note of that number to it. */
export interface BillName {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly noteNumber: number;
}

/** `3` is the month's own bill, `3n1` the first note to it. */
const billTag = ({ periodNumber, noteNumber }: Omit<BillName, 'contractId'>): string => (noteNumber === 0 ? `${periodNumber}` : `${periodNumber}n${noteNumber}`);

export const invoiceIdOf = (contractId: string, periodNumber: number, noteNumber = 0): string =>
  `${typedId('inv', uuidOf(contractId))}-${billTag({ periodNumber, noteNumber })}`;

export const settlementIdOf = ({ contractId, ...bill }: BillName, providerId: string): string =>
  `${typedId('set', uuidOf(contractId))}-${billTag(bill)}-${providerId}`;

/** The bill that an invoice's id names; `undefined` when it is no invoice's id. */
export function billOfInvoice(invoiceId: string): BillName | undefined {
  const match = /^inv_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9][0-9]{0,3})(?:n([1-9][0-9]{0,8}))?$/.exec(invoiceId);
  return match ? { contractId: typedId('con', match[1] as string), periodNumber: Number(match[2]), noteNumber: Number(match[3] ?? 0) } : undefined;
}

/** `dis_<order uuid>-<month or note>-<n>`: the n-th dispute about that invoice. */
export const disputeIdOf = (invoiceId: string, number: number): string => `${sameUuid('dis', invoiceId)}-${number}`;

/** The invoice that a dispute's id names; `undefined` when it is no dispute's id. */
export function invoiceOfDispute(disputeId: string): string | undefined {
  const invoiceId = /^dis_(.+)-[1-9][0-9]{0,5}$/.exec(disputeId)?.[1];
  return invoiceId !== undefined && billOfInvoice(`inv_${invoiceId}`) ? `inv_${invoiceId}` : undefined;
}

/** What settles a dispute has lines of its own, which no other settlement has; so has each thing that the books learnt too late. */
export function adjustmentLineId({ disputeId, correctedPeriodNumber, revision }: billing.AdjustmentPosted, line: billing.AdjustmentLine): string {
  const { segmentId, kind, correctedKind } = line;
  if (disputeId !== '') return `${adjustedThing(line)}/${kind}-of-${uuidOf(disputeId).slice(UUID_LENGTH + 1)}`;
  return `${segmentId}/${correctedKind}-${kind}-of-${correctedPeriodNumber}-r${revision}`;
}

/** What a month costs of a segment beside its octets. */
export const ownLineId = (segmentId: string, kind: billing.LineKind): string => `${segmentId}/${kind}`;
const SETUP_FEE = /\/setup-fee(?:-(?:reversal|reentry)-of-\d+-r\d+)?$/;
/** Whether it is what a supplier asks once, or corrects that. */
export const isOfSetup = (lineId: string): boolean => SETUP_FEE.test(lineId);
/** The same on both sides. Late usage names the month that it was measured in. */
export const recurringLineId = (segmentId: string): string => ownLineId(segmentId, 'recurring');
export const usageLineId = (segmentId: string, correctedPeriodNumber = 0): string =>
  correctedPeriodNumber === 0 ? `${segmentId}/usage` : `${segmentId}/usage-of-${correctedPeriodNumber}`;

/** What a charge of the contract's tariff comes to for a month; or what of a closed month is taken back, and entered anew. */
export const tariffLineId = (chargeId: string, correction?: { readonly kind: 'reversal' | 'reentry'; readonly correctedPeriodNumber: number }): string =>
  correction ? `tariff/${chargeId}-${correction.kind}-of-${correction.correctedPeriodNumber}` : `tariff/${chargeId}`;

/** What is given back or charged anew: a segment, or a charge of the contract's tariff by the id of its line. */
export const adjustedThing = ({ segmentId, tariffChargeId }: Pick<billing.LineSettlement, 'segmentId' | 'tariffChargeId'>): string =>
  tariffChargeId === undefined ? segmentId : tariffLineId(tariffChargeId);

/** Whether it is of the contract's tariff, and of no segment. */
export const isOfTariff = (lineId: string): boolean => lineId.startsWith(tariffLineId(''));

const TARIFF_CHARGE = /^tariff\/(.+?)(?:-(?:reversal|reentry)-of-\d+)?$/;
const TARIFF_CREDIT = /\/credit-of-\d+(?:n\d+)?-\d+$/;

/** The charge that the line is of: as it was charged, or as it changed with late usage. None of what settled a dispute. */
export const tariffChargeOf = (lineId: string): string | undefined => (TARIFF_CREDIT.test(lineId) ? undefined : TARIFF_CHARGE.exec(lineId)?.[1]);

export const accountStream = (contractId: string): string => `account-${contractId}`;
export const periodStream = (contractId: string, periodNumber: number): string => `period-${contractId}-${periodNumber}`;

/** Which record ids of the provider stand for something, batch after batch. */
export const usageIdsStream = (providerId: string): string => `usageids-${providerId}`;
/** Which ids of parties are one party's. */
export const partyIdsStream = (partyId: string): string => `partyids-${partyId}`;
/** What the provider's own ids stand for, and which records wait for one. */
export const localIdsStream = (providerId: string): string => `localids-${providerId}`;
/**
 * Of a record with which something is or was wrong. `~` parts the provider from what it names, since it stands in neither: with a
 * hyphen, provider `a` could take the record id `b-1` and with it the stream of provider `a-b`'s record `1`.
 */
export const usageStream = (providerId: string, recordId: string): string => `usage-${providerId}~${recordId}`;
/** What an operator found about records that a provider presented again with other contents. */
export const usageFraudStream = (providerId: string): string => `usagefraud-${providerId}`;
export const disputeStream = (invoiceId: string): string => `dispute-${invoiceId}`;
export const usageBatchStream = (providerId: string, batchId: string): string => `usagebatch-${providerId}~${batchId}`;
