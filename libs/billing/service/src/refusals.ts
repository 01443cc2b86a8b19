import type { DisputeRefusal, Excess, MergeRefusal } from '@carriermesh/billing-domain';
import { formatMoney, MAX_REASON_CHARACTERS, MAX_REQUEST_ID_CHARACTERS, toHex, type Money } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { common } from '@carriermesh/wire';

/** Why a request or a whole batch is refused. Single records have their reasons from the domain; what a batch is unsound by, the chassis words. */
export type BillingRefusal =
  | { readonly code: 'batch-too-long'; readonly what: 'records' | 'watermarks' | 'statements'; readonly count: number; readonly limit: number }
  | { readonly code: 'batch-too-scattered'; readonly what: 'months of services' | 'earlier batches' | 'refused records'; readonly count: number; readonly limit: number }
  | { readonly code: 'batch-id-reused'; readonly batchId: string; readonly recordedSha256: Uint8Array }
  | { readonly code: 'invoice-unknown'; readonly invoiceId: string }
  | { readonly code: 'settlement-unknown'; readonly settlementId: string }
  | { readonly code: 'usage-not-quarantined'; readonly providerId: string; readonly recordId: string }
  | { readonly code: 'usage-released-otherwise'; readonly recordId: string; readonly segmentId: string; readonly octets: bigint }
  | { readonly code: 'usage-yet-to-come'; readonly recordId: string; readonly until: string }
  | { readonly code: 'nothing-to-review'; readonly providerId: string }
  | { readonly code: 'review-out-of-range'; readonly providerId: string; readonly contradictions: number; readonly came: number }
  | { readonly code: 'party-without-contract'; readonly partyId: string }
  | MergeRefusal
  | { readonly code: 'reason-malformed'; readonly characters: number }
  | { readonly code: 'request-id-malformed'; readonly requestId: string }
  | { readonly code: 'too-many-lines'; readonly count: number; readonly limit: number }
  | { readonly code: 'line-not-on-invoice'; readonly invoiceId: string; readonly lineId: string }
  | { readonly code: 'segment-unknown' | 'segment-twice' | 'credit-empty'; readonly segmentId: string }
  | { readonly code: 'rate-by-tariff'; readonly segmentId: string; readonly tariffId: string }
  | { readonly code: 'amount-malformed'; readonly amount: Money; readonly currency: string }
  | { readonly code: 'credit-exceeds-charge'; readonly side: 'customer' | 'supplier'; readonly segmentId: string; readonly credit: Money; readonly charged: Money; readonly given: Money }
  | ({ readonly code: 'correction-exceeds-charge'; readonly periodNumber: number } & Excess)
  | DisputeRefusal;

type Words = readonly [message: string, facts: Readonly<Record<string, string>>];

const words: { readonly [C in BillingRefusal['code']]: (refusal: Extract<BillingRefusal, { code: C }>) => Words } = {
  'batch-too-long': ({ what, count, limit }) => [
    `A usage batch has at most ${limit} ${what}; this one has ${count}.`,
    { what, count: `${count}`, limit: `${limit}` },
  ],
  'batch-too-scattered': ({ what, count, limit }) => [
    `A usage batch has to do with at most ${limit} ${what}; this one has to do with ${count}, so it has to be split.`,
    { what, count: `${count}`, limit: `${limit}` },
  ],
  'batch-id-reused': ({ batchId, recordedSha256 }) => [
    `Batch ${batchId} is on record with other bytes, and those stay.`,
    { batch_id: batchId, recorded_sha256: toHex(recordedSha256) },
  ],
  'invoice-unknown': ({ invoiceId }) => [`There is no invoice "${invoiceId}".`, { invoice_id: invoiceId }],
  'settlement-unknown': ({ settlementId }) => [`There is no settlement "${settlementId}".`, { settlement_id: settlementId }],
  'usage-not-quarantined': ({ providerId, recordId }) => [
    `No record "${recordId}" of provider "${providerId}" was ever quarantined.`,
    { provider_id: providerId, record_id: recordId },
  ],
  'usage-released-otherwise': ({ recordId, segmentId, octets }) => [
    `Record ${recordId} was released before with another correction, and is charged as ${octets} octets of ${segmentId}: that stays, and what was wrong with it is settled by a dispute.`,
    { record_id: recordId, segment_id: segmentId, octets: `${octets}` },
  ],
  'usage-yet-to-come': ({ recordId, until }) => [`Record ${recordId} would end at ${until}, which is yet to come.`, { record_id: recordId, until }],
  'nothing-to-review': ({ providerId }) => [
    `Provider "${providerId}" never presented a usage record again with other contents.`,
    { provider_id: providerId },
  ],
  'review-out-of-range': ({ providerId, contradictions, came }) => [
    `Up to number ${contradictions} is reviewed what provider "${providerId}" presented again with other contents, and that has the numbers 1 to ${came}: the alarm names the last one.`,
    { provider_id: providerId, contradictions: `${contradictions}`, came: `${came}` },
  ],
  'party-without-contract': ({ partyId }) => [`No contract was signed with a party "${partyId}", and none was merged into it.`, { party_id: partyId }],
  'party-merged-into-itself': ({ partyId }) => [`${partyId} is one id already, and is not merged into itself.`, { party_id: partyId }],
  'party-merged-before': ({ partyId, into }) => [`${partyId} was merged into ${into}, which stands for it: merge into that one, or that one.`, { party_id: partyId, merged_into: into }],
  'reason-malformed': ({ characters }) => [
    `The reason in words has 1 to ${MAX_REASON_CHARACTERS} characters, and not spaces alone; this one has ${characters}.`,
    { characters: `${characters}`, limit: `${MAX_REASON_CHARACTERS}` },
  ],
  'too-many-lines': ({ count, limit }) => [`A dispute names at most ${limit} lines; this one names ${count}.`, { count: `${count}`, limit: `${limit}` }],
  'line-not-on-invoice': ({ invoiceId, lineId }) => [`Invoice ${invoiceId} has no line "${lineId}".`, { invoice_id: invoiceId, line_id: lineId }],
  'segment-unknown': ({ segmentId }) => [`The disputed service has no segment "${segmentId}".`, { segment_id: segmentId }],
  'segment-twice': ({ segmentId }) => [`A settlement says one thing of a segment; it names ${segmentId} twice.`, { segment_id: segmentId }],
  'credit-empty': ({ segmentId }) => [`A credit gives something back; that of ${segmentId} gives nothing.`, { segment_id: segmentId }],
  'rate-by-tariff': ({ segmentId, tariffId }) => [
    `No gigabyte of ${segmentId} costs the customer anything: its usage is charged by the tariff "${tariffId}". What was wrong about it is given back as a credit.`,
    { segment_id: segmentId, tariff_id: tariffId },
  ],
  'amount-malformed': ({ amount, currency }) => [
    `An amount is given in ${currency} and from 0, not ${formatMoney(amount)} ${amount.currency}.`,
    { micro_minor: `${amount.microMinor}`, amount_currency: amount.currency, currency },
  ],
  'credit-exceeds-charge': ({ side, segmentId, credit, charged, given }) => [
    `The ${side} can't be given back ${formatMoney(credit)} ${credit.currency} for ${segmentId}: the bill charges ${formatMoney(charged)}${given.microMinor > 0n ? `, of which ${formatMoney(given)} was given back before` : ''}.`,
    { side, segment_id: segmentId, credit_micro_minor: `${credit.microMinor}`, charged_micro_minor: `${charged.microMinor}`, given_micro_minor: `${given.microMinor}` },
  ],
  'correction-exceeds-charge': ({ side, segmentId, periodNumber, stands, back }) => [
    `The ${side} can't be given back ${formatMoney(back)} ${back.currency} for ${segmentId}: with what corrected it since, month ${periodNumber} is charged ${formatMoney(stands)}.`,
    { side, segment_id: segmentId, month: `${periodNumber}`, back_micro_minor: `${back.microMinor}`, stands_micro_minor: `${stands.microMinor}` },
  ],
  'request-id-malformed': ({ requestId }) => [
    `A request id has 1 to ${MAX_REQUEST_ID_CHARACTERS} visible ASCII characters without spaces, not "${requestId}".`,
    { longest_characters: `${MAX_REQUEST_ID_CHARACTERS}` },
  ],
  'dispute-request-reused': ({ requestId, disputeId }) => [
    `The request "${requestId}" was made before with other contents, as ${disputeId}: other contents need another request id.`,
    { request_id: requestId, dispute_id: disputeId },
  ],
  'dispute-open': ({ disputeId }) => [`The invoice is disputed already: ${disputeId} has to end first.`, { dispute_id: disputeId }],
  'dispute-unknown': ({ disputeId }) => [`There is no dispute "${disputeId}".`, { dispute_id: disputeId }],
  'dispute-ended': ({ disputeId, state }) => [`Dispute ${disputeId} has ended already, otherwise: it is ${state}.`, { dispute_id: disputeId, state }],
};

/** How long an operator's words may be. */
export const isStated = (words: string): boolean => words.trim() !== '' && words.length <= MAX_REASON_CHARACTERS;

/** @throws OperationalError `denied` for everybody else */
export function assertOperator({ actor }: { readonly actor: string }, does: string): void {
  if (actor !== 'operator') throw new OperationalError('denied', `only the operator ${does}`);
}

/**
 * A buyer acts for itself alone (I10); for nobody in particular acts the operator.
 * @param buyerId empty for nobody in particular
 * @throws OperationalError `denied`
 */
export function assertMayActFor(buyerId: string, context: { readonly actor: string }, does: string): void {
  if (buyerId === '') assertOperator(context, does);
  else if (context.actor !== 'operator' && context.actor !== `buyer:${buyerId}`) throw new OperationalError('denied', `${context.actor} may not speak for another party`);
}

/** How much of a text from outside a refusal repeats. */
const MAX_SHOWN_CHARACTERS = 100;
export const shown = (text: string): string => text.slice(0, MAX_SHOWN_CHARACTERS);

/** One English sentence, and the figures in base units. */
export function asRefusal(refusal: BillingRefusal): common.Refusal {
  const [message, facts] = (words[refusal.code] as (refusal: BillingRefusal) => Words)(refusal);
  return { code: refusal.code, message, facts };
}
