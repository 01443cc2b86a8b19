import { formatInstant, type Instant } from '@carriermesh/kernel';
import type { HoldRefusal, OfferFault, ProviderRefusal, ResourceRefusal } from '@carriermesh/advertising-domain';
import type { common } from '@carriermesh/wire';

/** Why a sound batch is refused before anything in it is looked at. What a batch is unsound by, the chassis words. */
export type BatchRefusal = { readonly code: 'batch-too-long'; readonly what: 'offers' | 'withdrawals'; readonly count: number; readonly limit: number };

/** Why a single item of a batch is refused while the others are accepted. */
export type ItemRefusal =
  | OfferFault
  | { readonly code: 'offer-signature-invalid'; readonly providerId: string }
  | { readonly code: 'offer-malformed'; readonly reason: string }
  | { readonly code: 'resource-repeated'; readonly resourceId: string }
  | { readonly code: 'resource-foreign'; readonly resourceId: string; readonly providerId: string };

/** Nobody hears the provider's agent: a new order gets nothing of what it offers. */
export type SessionRefusal = { readonly code: 'session-down'; readonly resourceId: string; readonly providerId: string };

export type AdvertisingRefusal = ProviderRefusal | ResourceRefusal | HoldRefusal | BatchRefusal | ItemRefusal | SessionRefusal;

/** Of those that are left. */
const MAX_SHOWN_UNITS = 8;

type Words = readonly [message: string, facts: Readonly<Record<string, string>>];

const words: { readonly [C in AdvertisingRefusal['code']]: (refusal: Extract<AdvertisingRefusal, { code: C }>) => Words } = {
  'provider-id-invalid': ({ providerId }) => [
    `"${providerId}" is no provider id: it takes 1 to 64 letters, digits, _ and -.`,
    { provider_id: providerId },
  ],
  'provider-name-invalid': ({ name, limitChars }) => [
    `A provider's name has 1 to ${limitChars} characters, none of them a control character.`,
    { name, limit_chars: `${limitChars}` },
  ],
  'provider-key-weak': ({ bytes, publicKey }) => [
    `A provider's key is an Ed25519 key of 32 bytes and of full order; this one has ${bytes} bytes or is of small order.`,
    { bytes: `${bytes}`, public_key: publicKey },
  ],
  'provider-known-with-another-key': ({ providerId }) => [
    `${providerId} is enrolled already, with another key.`,
    { provider_id: providerId },
  ],
  'provider-unknown': () => ['No provider of this name is enrolled.', {}],
  'batch-id-reused': (it) => [
    `Batch "${it.batchId}" with sequence ${it.sequence} meets batch "${it.recordedBatchId}" with sequence ${it.recordedSequence} on record, which has other bytes.`,
    { batch_id: it.batchId, sequence: `${it.sequence}`, recorded_batch_id: it.recordedBatchId, recorded_sequence: `${it.recordedSequence}` },
  ],
  'sequence-out-of-order': ({ expected, presented }) => [
    `The next batch has sequence ${expected}, not ${presented}.`,
    { expected: `${expected}`, presented: `${presented}` },
  ],
  'batch-too-long': ({ what, count, limit }) => [
    `A batch has at most ${limit} ${what}; this one has ${count}.`,
    { what, count: `${count}`, limit: `${limit}` },
  ],
  'offer-invalid': ({ field, value, limit }) => [
    `${field} is ${value === '' ? 'empty' : value}; it must be ${limit}.`,
    { field, value, limit },
  ],
  'offer-signature-invalid': ({ providerId }) => [
    `The enrolled key of ${providerId} did not sign these bytes as a ResourceOffer.`,
    { provider_id: providerId },
  ],
  'offer-malformed': ({ reason }) => [`The bytes are no ResourceOffer: ${reason}.`, { reason }],
  'resource-repeated': ({ resourceId }) => [
    `${resourceId} stands in this batch already: one batch says one thing of a resource.`,
    { resource_id: resourceId },
  ],
  'resource-foreign': ({ resourceId, providerId }) => [
    `"${resourceId}" is no resource of ${providerId}.`,
    { resource_id: resourceId, provider_id: providerId },
  ],
  'resource-unknown': ({ resourceId }) => [`No resource "${resourceId}" is offered.`, { resource_id: resourceId }],
  'resource-kind-fixed': ({ resourceId, recordedKind, presentedKind }) => [
    `${resourceId} is on record as ${recordedKind} and can't become ${presentedKind}.`,
    { resource_id: resourceId, recorded_kind: recordedKind, presented_kind: presentedKind },
  ],
  'resource-withdrawn': ({ resourceId }) => [`${resourceId} is offered no more.`, { resource_id: resourceId }],
  'offer-not-yet-valid': ({ resourceId, validFrom }) => [
    `${resourceId} is offered from ${formatInstant(validFrom)} on.`,
    { resource_id: resourceId, valid_from: formatInstant(validFrom) },
  ],
  'offer-expired': ({ resourceId, validUntil }) => [
    `The offer of ${resourceId} was valid until ${formatInstant(validUntil)}.`,
    { resource_id: resourceId, valid_until: formatInstant(validUntil) },
  ],
  'no-capacity': ({ resourceId, requestedMbps, availableMbps }) => [
    `${resourceId} has ${availableMbps} Mbit/s left; ${requestedMbps} Mbit/s were asked for.`,
    { resource_id: resourceId, requested_mbps: `${requestedMbps}`, available_mbps: `${availableMbps}` },
  ],
  'resource-dedicated': ({ resourceId }) => [`${resourceId} is dedicated to carrier virtual networks, and the order is of none.`, { resource_id: resourceId }],
  'resource-not-dedicated': ({ resourceId }) => [
    `${resourceId} is neither dedicated nor the buyer’s own, and the order is of a carrier virtual network.`,
    { resource_id: resourceId },
  ],
  'unit-missing': ({ resourceId }) => [`${resourceId} is sold in whole units, and none was named.`, { resource_id: resourceId }],
  'unit-not-sold': ({ resourceId }) => [`${resourceId} is sold by the Mbit/s, and not in units.`, { resource_id: resourceId }],
  'unit-unknown': ({ resourceId, unit, mbps, unitMbps }) => [
    `${resourceId} offers no unit ${unit} of ${mbps} Mbit/s; its units have ${unitMbps} Mbit/s.`,
    { resource_id: resourceId, unit: `${unit}`, mbps: `${mbps}`, unit_mbps: `${unitMbps}` },
  ],
  'unit-taken': ({ resourceId, unit, free }) => [
    `Unit ${unit} of ${resourceId} is taken; left are ${free.length === 0 ? 'none' : free.slice(0, MAX_SHOWN_UNITS).join(' ')}.`,
    { resource_id: resourceId, unit: `${unit}`, units_left: `${free.length}` },
  ],
  'unit-fixed': ({ resourceId, unit }) => [`Unit ${unit} of ${resourceId} is had as a whole: it has no other size.`, { resource_id: resourceId, unit: `${unit}` }],
  'session-down': ({ resourceId, providerId }) => [
    `The session of ${providerId} is down: ${resourceId} is sold to no new order until it is up again.`,
    { resource_id: resourceId, provider_id: providerId },
  ],
  'hold-invalid': ({ field, value, limit }) => [
    `${field} is ${value === '' ? 'empty' : value}; it must be ${limit}.`,
    { field, value, limit },
  ],
  'hold-id-reused': ({ holdId }) => [`Hold ${holdId} was placed for something else.`, { hold_id: holdId }],
  'hold-unknown': ({ holdId }) => [`There is no hold ${holdId}.`, { hold_id: holdId }],
  'hold-expired': ({ holdId, heldUntil }) => [
    `Hold ${holdId} has lapsed${heldUntil === undefined ? '' : `: it was good until ${formatInstant(heldUntil)}`}.`,
    { hold_id: holdId, ...until(heldUntil) },
  ],
  'hold-released': ({ holdId }) => [`Hold ${holdId} was released.`, { hold_id: holdId }],
  'hold-committed': ({ holdId }) => [`Hold ${holdId} is under contract and lapses no more.`, { hold_id: holdId }],
  'hold-resized-since': ({ holdId, number, last }) => [
    `Hold ${holdId} has its size ${last} already, and ${number} is not later.`,
    { hold_id: holdId, number: String(number), last_number: String(last) },
  ],
  'hold-in-force': ({ holdId, heldUntil }) => [
    `Hold ${holdId} is good until ${formatInstant(heldUntil)}.`,
    { hold_id: holdId, held_until: formatInstant(heldUntil) },
  ],
};

const until = (heldUntil: Instant | undefined): Record<string, string> => (heldUntil === undefined ? {} : { held_until: formatInstant(heldUntil) });

/** One English sentence, and the figures in base units. */
export function asRefusal(refusal: AdvertisingRefusal): common.Refusal {
  const [message, facts] = (words[refusal.code] as (refusal: AdvertisingRefusal) => Words)(refusal);
  return { code: refusal.code, message, facts };
}
