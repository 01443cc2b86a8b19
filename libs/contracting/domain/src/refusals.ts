import {
  formatInstant, type Instant, LEAST_WAIT_TO_RESTORE_S, MAX_DIFFERENTIAL_DELAY_NS, MAX_LATENCY_LIMIT_NS, MAX_MONTHLY_MICRO_MINOR, MAX_ORDER_MBPS,
  MAX_PLACE_NAME_CHARACTERS, MAX_REASON_CHARACTERS, MAX_REJOIN_OCTETS, MAX_REQUEST_ID_CHARACTERS, MAX_SPLIT_MEMBERS, MAX_TERM_MONTHS, MAX_WEIGHT, MAX_WITHIN_M,
  MOST_WAIT_TO_RESTORE_S,
} from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';
import type { KeyRefusal, SignatureRefusal } from './buyer-key.decider.js';
import { CHANGE_WORDINGS } from './change-wordings.js';
import { FORMAT_WORDINGS } from './format-refusals.js';
import type { OrderRefusal } from './order.decider.js';
import type { ContactRefusal } from './party-contact.js';
import { MAX_CONTACT_CHANGES, type PartyRefusal } from './party.decider.js';
import type { PricingRefusal } from './pricing.js';
import type { QuoteRefusal } from './quote.decider.js';
import type { VersionRefusal } from './contract-versions.js';
import type { ChangeRefusal } from './service-changes.js';
import type { StatementRefusal } from './stated-terms.decider.js';
import { amount, milliseconds, quoted, type Wording } from './wording.js';

/** Queries, and what a process refuses by itself. */
export type EnquiryRefusal =
  | { readonly code: 'order-unknown' }
  | { readonly code: 'contract-unknown'; readonly contractId: string }
  | { readonly code: 'not-quoted-in-time'; readonly startedAt: Instant; readonly at: Instant }
  | { readonly code: 'path-answer-unusable'; readonly revision: bigint; readonly because: string };

export type ContractingRefusal = OrderRefusal | QuoteRefusal | PricingRefusal | EnquiryRefusal | PartyRefusal | ContactRefusal | VersionRefusal | ChangeRefusal | KeyRefusal | SignatureRefusal | StatementRefusal;

type Wordings = { readonly [C in ContractingRefusal['code']]: (refusal: Extract<ContractingRefusal, { code: C }>) => Wording };

/** What a party reads: one sentence with the value and the limit in it, and the figures in base units. */
export function toRefusal(refusal: ContractingRefusal): common.Refusal {
  const wording = WORDINGS[refusal.code] as (refusal: ContractingRefusal) => Wording;
  return { code: refusal.code, ...wording(refusal) };
}

const WORDINGS: Wordings = {
  ...CHANGE_WORDINGS,
  ...FORMAT_WORDINGS,
  'buyer-id-malformed': ({ buyerId }) => ({
    message: `A buyer's id has 1 to 64 letters, digits, "_" and "-", not ${quoted(buyerId)}.`,
    facts: { longest_characters: '64' },
  }),
  'request-id-malformed': ({ requestId }) => ({
    message: `A request id has 1 to ${MAX_REQUEST_ID_CHARACTERS} visible ASCII characters without spaces, not ${quoted(requestId)}.`,
    facts: { longest_characters: String(MAX_REQUEST_ID_CHARACTERS) },
  }),
  'request-id-reused': ({ requestId, orderId }) => ({
    message: `The request ${quoted(requestId)} was made before with other terms, as the order ${orderId}: other terms need another request id.`,
    facts: { order_id: orderId },
  }),
  'bandwidth-out-of-range': ({ mbps }) => ({
    message: `The bandwidth asked for is ${mbps} Mbit/s; an order is for 1 to ${MAX_ORDER_MBPS} Mbit/s.`,
    facts: { asked_mbps: String(mbps), least_mbps: '1', most_mbps: String(MAX_ORDER_MBPS) },
  }),
  'term-out-of-range': ({ months }) => ({
    message: `The term asked for is ${months} months; a contract lasts 1 to ${MAX_TERM_MONTHS} months.`,
    facts: { asked_months: String(months), least_months: '1', most_months: String(MAX_TERM_MONTHS) },
  }),
  'currency-malformed': ({ currency }) => ({
    message: `A currency is three capital letters (ISO 4217), not ${quoted(currency)}.`,
    facts: {},
  }),
  'objective-missing': () => ({
    message: 'The order does not say what to optimise: latency, cost, profit or value.',
    facts: { objectives: 'latency,cost,profit,value' },
  }),
  'objective-weights-malformed': ({ because }) => ({
    message: `The order's weights can't be used: ${because}.`,
    facts: { largest_weight: String(MAX_WEIGHT) },
  }),
  'acceptance-missing': () => ({
    message: 'The order does not say how its quote is accepted: automatic or explicit.',
    facts: { acceptances: 'automatic,explicit' },
  }),
  'layer-one-missing': () => ({ message: 'The order asks for a unit of layer 1 and does not say of what.', facts: { technologies: 'fibre,wavelength,odu,sdh' } }),
  'layer-one-split': () => ({ message: 'A unit of layer 1 is had as a whole, and not carried by several lines together.', facts: {} }),
  'split-members-out-of-range': ({ members }) => ({
    message: `The order may be split into ${members} lines at most, and that is not from 2 to ${MAX_SPLIT_MEMBERS}.`,
    facts: { members: String(members), least_members: '2', most_members: String(MAX_SPLIT_MEMBERS) },
  }),
  'split-rejoin-out-of-range': ({ mbps, delayNs, octets }) => ({
    message: `To rejoin ${mbps} Mbit/s whose lines come in up to ${delayNs} ns apart, an end would keep ${octets} octets, and it has ${MAX_REJOIN_OCTETS}: ask for less bandwidth, or for less delay between the lines.`,
    facts: { mbps: String(mbps), delay_ns: String(delayNs), octets: String(octets), most_octets: String(MAX_REJOIN_OCTETS) },
  }),
  'differential-delay-out-of-range': ({ delayNs }) => ({
    message: `The lines of a split service may come in ${delayNs} ns apart, and that is not from 0 to ${MAX_DIFFERENTIAL_DELAY_NS} ns.`,
    facts: { delay_ns: String(delayNs), most_delay_ns: String(MAX_DIFFERENTIAL_DELAY_NS) },
  }),
  'wait-to-restore-out-of-range': ({ seconds }) => ({
    message: `The service is to go back after ${seconds} s, and that is not from ${LEAST_WAIT_TO_RESTORE_S} to ${MOST_WAIT_TO_RESTORE_S} s.`,
    facts: { seconds: String(seconds), least_seconds: String(LEAST_WAIT_TO_RESTORE_S), most_seconds: String(MOST_WAIT_TO_RESTORE_S) },
  }),
  'latency-limit-out-of-range': ({ limitNs }) => ({
    message: `The latency limit is ${limitNs} ns; it has to be from 1 to ${MAX_LATENCY_LIMIT_NS} ns, or absent.`,
    facts: { limit_ns: String(limitNs), least_ns: '1', most_ns: String(MAX_LATENCY_LIMIT_NS) },
  }),
  'price-limit-out-of-range': ({ microMinor }) => ({
    message: `The price limit is ${microMinor} millionths of the minor unit a month, outside 1 to ${MAX_MONTHLY_MICRO_MINOR}.`,
    facts: { limit_micro_minor: String(microMinor), least_micro_minor: '1', most_micro_minor: String(MAX_MONTHLY_MICRO_MINOR) },
  }),
  'price-limit-in-other-currency': ({ limit, currency }) => ({
    message: `The price limit is in ${quoted(limit)}, and the order in ${currency}: they have to be the same.`,
    facts: { currency },
  }),
  'place-name-malformed': ({ end, name }) => ({
    message: `The place "${end}" has the name ${quoted(name)}; a name has 1 to ${MAX_PLACE_NAME_CHARACTERS} printable characters.`,
    facts: { end, longest_characters: String(MAX_PLACE_NAME_CHARACTERS) },
  }),
  'coordinates-out-of-range': ({ end, coordinates: { latitudeMicrodegrees, longitudeMicrodegrees } }) => ({
    message: `The place "${end}" is at ${latitudeMicrodegrees}, ${longitudeMicrodegrees} microdegrees, outside ±90° of latitude and ±180° of longitude.`,
    facts: { end, latitude_microdegrees: String(latitudeMicrodegrees), longitude_microdegrees: String(longitudeMicrodegrees) },
  }),
  'place-too-large': ({ end, withinM }) => ({
    message: `The place "${end}" reaches ${withinM} m around its coordinates, more than ${MAX_WITHIN_M} m.`,
    facts: { end, asked_m: String(withinM), most_m: String(MAX_WITHIN_M) },
  }),
  'signature-required': ({ buyerId }) => ({
    message: `The buyer ${quoted(buyerId)} is bound by nothing that its key has not signed: order with explicit acceptance, and sign the quote.`,
    facts: { buyer_id: buyerId },
  }),
  'signature-invalid': ({ buyerId, quoteId }) => ({
    message: `That is no signature of the buyer ${quoted(buyerId)} over the acceptance of the quote ${quoteId}, by the key that is registered for it.`,
    facts: { buyer_id: buyerId, quote_id: quoteId },
  }),
  'buyer-key-unknown': ({ buyerId }) => ({ message: `No key is registered for the buyer ${quoted(buyerId)}: nothing that it signs can be checked.`, facts: { buyer_id: buyerId } }),
  'buyer-key-malformed': ({ bytes }) => ({ message: `A key is a raw Ed25519 public key of 32 bytes and of full order, not these ${bytes} bytes.`, facts: { bytes: String(bytes) } }),
  'buyer-key-request-reused': ({ requestId }) => ({
    message: `The request ${quoted(requestId)} registered another key or rule before: these need another request id.`,
    facts: {},
  }),
  'quote-unknown': () => ({ message: 'There is no such quote for this buyer.', facts: {} }),
  'quote-expired': ({ quoteId, validUntil, at }) => ({
    message: `The quote ${quoteId} could be accepted until ${formatInstant(validUntil)}; it was ${formatInstant(at)}.`,
    facts: { quote_id: quoteId, valid_until: formatInstant(validUntil), at: formatInstant(at) },
  }),
  'quote-accepted': ({ quoteId, acceptedAt }) => ({
    message: `The quote ${quoteId} was accepted at ${formatInstant(acceptedAt)} and binds both sides: what came of it is ended with its contract.`,
    facts: { quote_id: quoteId, accepted_at: formatInstant(acceptedAt) },
  }),
  'quote-declined': ({ quoteId, declinedAt }) => ({
    message: `The quote ${quoteId} was declined by its buyer at ${formatInstant(declinedAt)}, and binds nobody.`,
    facts: { quote_id: quoteId, declined_at: formatInstant(declinedAt) },
  }),
  'quote-withdrawn': ({ quoteId, reason }) => ({
    message: `The quote ${quoteId} binds nobody any more: ${reason.message}`,
    facts: { ...reason.facts, quote_id: quoteId, reason: reason.code },
  }),
  'currency-not-offered': ({ currency, offered }) => ({
    message: `Nobody on the way sells in ${currency}; offered is ${offered.join(', ')}.`,
    facts: { currency, offered: offered.join(',') },
  }),
  'price-above-limit': ({ limit, lowest }) => ({
    message: `The lowest price there is, ${amount(lowest)} a month, is above the limit of ${amount(limit)}.`,
    facts: { currency: lowest.currency, limit_micro_minor: String(limit.microMinor), lowest_micro_minor: String(lowest.microMinor) },
  }),
  'latency-too-high': ({ limitNs, bestNs }) => ({
    message: `The least latency that can be sold, ${milliseconds(bestNs)}, is above the limit of ${milliseconds(limitNs)}.`,
    facts: { limit_ns: String(limitNs), best_latency_ns: String(bestNs) },
  }),
  'objective-unreachable': ({ limit, because }) => ({
    message: `No way to serve the order comes to what the objective demands of it; of the best one: ${because}`,
    facts: { limit },
  }),
  'nothing-to-sell': ({ paths, because }) => ({
    message: `None of the ${paths} paths found can be priced. The first: ${because}`,
    facts: { paths: String(paths) },
  }),
  'order-unknown': () => ({ message: 'There is no such order of this buyer.', facts: {} }),
  'contract-unknown': ({ contractId }) => ({ message: `There is no contract ${quoted(contractId)} that is the asker's.`, facts: {} }),
  'reason-malformed': () => ({
    message: `A reason has at most ${MAX_REASON_CHARACTERS} printable characters.`,
    facts: { longest_characters: String(MAX_REASON_CHARACTERS) },
  }),
  'end-out-of-range': ({ asked, latest }) => ({
    message: `The contract was asked to end at ${formatInstant(asked)}; an end is agreed for ${formatInstant(latest)} at the latest.`,
    facts: { asked_ends_at: formatInstant(asked), latest_ends_at: formatInstant(latest) },
  }),
  'contract-not-active': ({ status }) => ({
    message: `A contract can be ended, and its service changed, from when the service became active until it ends; this one is ${status}.`,
    facts: { contract_status: status },
  }),
  'contract-already-ending': ({ endsAt, requestId }) => ({
    message: `The contract ends at ${formatInstant(endsAt)} already, by the request ${quoted(requestId)}.`,
    facts: { ends_at: formatInstant(endsAt) },
  }),
  'amendment-request-reused': ({ requestId }) => ({
    message: `The request ${quoted(requestId)} was made before with other contents: other contents need another request id.`,
    facts: {},
  }),
  'not-quoted-in-time': ({ startedAt, at }) => ({
    message: `The order of ${formatInstant(startedAt)} could not be quoted by ${formatInstant(at)}; nothing was set aside for it.`,
    facts: { started_at: formatInstant(startedAt), at: formatInstant(at) },
  }),
  'path-answer-unusable': ({ revision, because }) => ({
    message: `The paths found at revision ${revision} can't be priced: ${because}.`,
    facts: { revision: String(revision) },
  }),
  'party-id-malformed': ({ partyId }) => ({
    message: `A party's id has 1 to 64 letters, digits, "_" and "-", not ${quoted(partyId)}.`,
    facts: { longest_characters: '64' },
  }),
  'party-kind-missing': () => ({
    message: 'The party does not say what it is: a person or an organisation.',
    facts: { kinds: 'person,organisation' },
  }),
  'party-unknown': () => ({ message: 'There is no such party.', facts: {} }),
  'party-already-registered': ({ partyId }) => ({
    message: `The party ${partyId} is registered with another kind or contact: a contact is changed by an update.`,
    facts: { party_id: partyId },
  }),
  'party-of-other-kind': ({ partyId, kind }) => ({
    message: `The party ${partyId} is registered as ${kind === 'person' ? 'a person' : 'an organisation'}, and stays that.`,
    facts: { party_id: partyId, kind },
  }),
  'party-forgotten': ({ partyId }) => ({
    message: `The party ${partyId} was forgotten, and its id stands for nobody any more: a new party needs a new id.`,
    facts: { party_id: partyId },
  }),
  'party-changed-since': ({ partyId, asked, changes }) => ({
    message: `The contact of ${partyId} that was to be replaced had been changed ${asked} times, and it has been changed ${changes} times: look at it, and say what it is to be.`,
    facts: { party_id: partyId, asked_changes: String(asked), changes: String(changes) },
  }),
  'contact-changed-too-often': ({ partyId }) => ({
    message: `The contact of ${partyId} was changed ${MAX_CONTACT_CHANGES} times, and can't be changed any more.`,
    facts: { party_id: partyId, most_changes: String(MAX_CONTACT_CHANGES) },
  }),
  'terms-malformed': ({ field, value, limit }) => ({
    message: `The ${field} of what was stated has to be ${limit}, not ${quoted(value)}.`,
    facts: { field, limit },
  }),
  'terms-request-reused': ({ requestId }) => ({
    message: `The request ${quoted(requestId)} stated other terms of the same subject before: these need another request id.`,
    facts: {},
  }),
  'contact-malformed': ({ field, limit }) => ({
    message: `The contact's ${field} has to be ${limit}.`,
    facts: { field },
  }),
};
