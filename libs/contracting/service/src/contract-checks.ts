import { contractStream, feeAmounts, formatName, linesOf, whyNoSplitService } from '@carriermesh/contracting-domain';
import { bytesEqual, toHex } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { isSealedBy, keyIdOf, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { advertising, agent, type common, contracting, provisioning, type Codec } from '@carriermesh/wire';
import { decoded } from './replay/differences.js';

/** One thing that has to hold of a contract, and whether it does. */
export interface ContractCheck {
  readonly what: string;
  readonly holds: boolean;
  /** Hashes, or what is missing. */
  readonly detail: string;
  /** Of the event that it is about. */
  readonly position: bigint;
}

interface Found<T> {
  readonly position: bigint;
  readonly data: T;
}

/**
 * Whether the documents of a contract bind one another: the customer's and the suppliers' by their hashes, both to the quote and the
 * offers, the buyer by its order, and each supplier by its receipt. Hashes are made anew from the bytes; that bytes were signed, and
 * stand in the ledger's tree, is for whoever verifies the events.
 * @param events of the contract, in ledger order
 */
export function contractChecks(contractId: string, events: readonly RecordedEvent[]): readonly ContractCheck[] {
  const [signed] = read(events, 'contracting.v1.ContractSigned', contracting.ContractSigned).filter(({ data }) => data.contractId === contractId);
  const at = events.find(({ stream, type }) => stream === contractStream(contractId) && type === 'contracting.v1.ContractSigned')?.position ?? 0n;
  const contract = signed && decoded(() => contracting.Contract.decode(signed.data.contract.body));
  if (!signed || !contract) return [{ what: 'the contract can be read', holds: false, detail: 'its bytes are no contract', position: at }];
  const supplies = read(events, 'contracting.v1.SupplyContractSigned', contracting.SupplyContractSigned).filter(({ data }) => data.contractId === contractId);
  return [
    ...quoteChecks(contract, at, events),
    ...acceptanceChecks(contract, at, events),
    ...[...providersOf(contract)].flatMap((providerId) => supplyChecks(contract, providerId, { at, supply: supplies.find(({ data }) => data.providerId === providerId) })),
    ...lineChecks(contract, at),
    ...formatChecks(contract, at, { events, supplies }),
    ...receiptChecks(contract, supplies, events),
    ...amendmentChecks(contract, signed.data.contractSha256, events),
  ];
}

const check = (what: string, holds: boolean, detail: string, position: bigint): ContractCheck => ({ what, holds, detail, position });

function read<T>(events: readonly RecordedEvent[], type: string, codec: Codec<T>): readonly Found<T>[] {
  return events.flatMap((event) => {
    const data = event.type === type ? decoded(() => codec.decode(event.payload)) : undefined;
    return data === undefined ? [] : [{ position: event.position, data }];
  });
}

function quoteChecks({ quoteId, quoteSha256, terms }: contracting.Contract, at: bigint, events: readonly RecordedEvent[]): readonly ContractCheck[] {
  const what = 'the contract binds the quote';
  const offered = read(events, 'contracting.v1.QuoteOffered', contracting.QuoteOffered).find(({ data }) => data.quoteId === quoteId);
  if (!offered) return [check(what, false, `there is no quote ${quoteId}`, at)];
  const hash = sha256(offered.data.quote);
  const quote = decoded(() => contracting.Quote.decode(offered.data.quote));
  const sameTerms = quote !== undefined && bytesEqual(contracting.ServiceTerms.encode(quote.terms), contracting.ServiceTerms.encode(terms));
  return [
    check(what, bytesEqual(hash, quoteSha256), `SHA-256 ${toHex(hash)}, ${toHex(quoteSha256)} under contract`, offered.position),
    check('the contract and the quote state the same terms', sameTerms, quoteId, offered.position),
  ];
}

/** A buyer is bound by what it sent under its name, and by its acceptance: signed with its key, or as the seller states it of an authenticated request. */
function acceptanceChecks({ orderId, quoteId, buyerId, quoteSha256, acceptance }: contracting.Contract, at: bigint, events: readonly RecordedEvent[]): readonly ContractCheck[] {
  const ordered = read(events, 'contracting.v1.ServiceRequested', contracting.ServiceRequested).find(({ data }) => data.orderId === orderId);
  const accepted = read(events, 'contracting.v1.QuoteAccepted', contracting.QuoteAccepted).find(({ data }) => data.quoteId === quoteId);
  const hash = ordered && sha256(contracting.ServiceTerms.encode(ordered.data.terms));
  return [
    check('the buyer ordered these terms', hash !== undefined && ordered?.data.buyerId === buyerId && bytesEqual(hash, acceptance.termsSha256), hash ? `SHA-256 ${toHex(hash)}, ${toHex(acceptance.termsSha256)} under contract` : `there is no order ${orderId}`, ordered?.position ?? at),
    check('the buyer accepted the quote', accepted?.data.acceptedBy === buyerId && accepted.data.acceptedAt === acceptance.acceptedAt && acceptance.acceptedBy === buyerId, accepted ? `by ${accepted.data.acceptedBy}` : 'there is no acceptance', accepted?.position ?? at),
    ...(accepted ? [signatureCheck({ orderId, quoteId, buyerId, quoteSha256, acceptance }, accepted, events)] : []),
  ];
}

type Accepted = Pick<contracting.Contract, 'orderId' | 'quoteId' | 'buyerId' | 'quoteSha256' | 'acceptance'>;

/** By the key that spoke for the buyer at that place in the ledger, over the quote and the terms that the contract binds. */
function signatureCheck({ orderId, quoteId, buyerId, quoteSha256, acceptance: { termsSha256 } }: Accepted, { position, data: { statement } }: Found<contracting.QuoteAccepted>, events: readonly RecordedEvent[]): ContractCheck {
  const key = read(events, 'contracting.v1.BuyerKeyRegistered', contracting.BuyerKeyRegistered).findLast(({ position: registered, data }) => data.buyerId === buyerId && registered < position)?.data;
  if (!statement) {
    return key?.mustSign
      ? check('the buyer signed its acceptance', false, `it is bound by its key ${keyIdOf(key.publicKey)} alone, and there is no signature`, position)
      : check('the seller states the acceptance, by an authenticated request', true, key ? 'the buyer has a key, and need not use it' : 'no key was registered for the buyer', position);
  }
  const body = contracting.QuoteAcceptance.encode({ buyerId, orderId, quoteId, quoteSha256, termsSha256 });
  const holds = key !== undefined && bytesEqual(statement.body, body) && isSealedBy(key.publicKey, SIGNED_AS.quoteAcceptance, statement);
  return check('the buyer signed its acceptance of this quote and these terms', holds, key ? `with the key ${keyIdOf(key.publicKey)}` : 'no key was registered for the buyer', position);
}

/** In the order of the path; then those whose segments only stand by. */
const providersOf = ({ segments, alternatives, supplies }: contracting.Contract): ReadonlySet<string> =>
  new Set([...[...segments, ...alternatives.flatMap((alternative) => alternative.segments)].map(({ providerId }) => providerId), ...supplies.map(({ providerId }) => providerId)]);

function supplyChecks(
  contract: contracting.Contract,
  providerId: string,
  { at, supply }: { readonly at: bigint; readonly supply: Found<contracting.SupplyContractSigned> | undefined },
): readonly ContractCheck[] {
  const binds = `the contract binds the one with ${providerId}`;
  if (!supply) return [check(binds, false, 'there is no contract with this supplier', at)];
  const { position, data } = supply;
  const hash = sha256(data.contract.body);
  const bound = contract.supplies.find((reference) => reference.providerId === providerId)?.supplyContractSha256;
  const agreement = decoded(() => contracting.SupplyContract.decode(data.contract.body));
  const own = [...contract.segments, ...contract.alternatives.flatMap((alternative) => alternative.segments)].filter((segment) => segment.providerId === providerId);
  const agreed = [...(agreement?.segments ?? []), ...(agreement?.standbySegments ?? [])].map((segment) => toHex(contracting.ContractSegment.encode(segment)));
  const missing = own.filter((segment) => !agreed.includes(toHex(contracting.ContractSegment.encode(segment))));
  const offers = new Set(data.offers.map(({ offer }) => toHex(sha256(offer))));
  const unoffered = own.flatMap(({ resources }) => resources).filter(({ offerSha256 }) => !offers.has(toHex(offerSha256)));
  return [
    check(binds, bound !== undefined && bytesEqual(bound, hash), `SHA-256 ${toHex(hash)}, ${bound ? toHex(bound) : 'none'} in the customer's`, position),
    check(`${providerId} has agreed on the same segments`, agreement?.contractId === contract.contractId && missing.length === 0, missing.map(({ segmentId }) => `not on ${segmentId}`).join(', ') || own.map(({ segmentId }) => segmentId).join(', '), position),
    check(`${providerId} has offered all of their resources`, unoffered.length === 0, unoffered.map(({ resourceId }) => `not ${resourceId}`).join(', ') || `${offers.size} offers`, position),
    ...offerChecks(providerId, data.offers, position),
    ...(agreement ? feeChecks(agreement, data.offers, position) : []),
  ];
}

/** Of a service that several lines carry together; each supplier has agreed on its segments as they are marked here. */
function lineChecks({ split, segments, terms, format }: contracting.Contract, at: bigint): readonly ContractCheck[] {
  if (!split) return [];
  const why = whyNoSplitService({ split, segments, terms, ...(format && { format }) });
  const each = linesOf(segments).map((line) => line.map(({ providerId }) => providerId).join(' → '));
  return [check(`${split.members} lines of ${split.memberMbps} Mbit/s carry the service together`, why === undefined, why ?? each.join('; '), at)];
}

/** The format is the one that was quoted, and every supplier has agreed on what travels in it. */
function formatChecks({ format, split, quoteId }: contracting.Contract, at: bigint, { events, supplies }: { readonly events: readonly RecordedEvent[]; readonly supplies: readonly Found<contracting.SupplyContractSigned>[] }): readonly ContractCheck[] {
  const offered = read(events, 'contracting.v1.QuoteOffered', contracting.QuoteOffered).find(({ data }) => data.quoteId === quoteId);
  const quoted = offered && decoded(() => contracting.Quote.decode(offered.data.quote))?.scenarios[0]?.format?.service;
  if (!format && !quoted) return [];
  const same = format !== undefined && quoted !== undefined && bytesEqual(contracting.ServiceFormat.encode(format), contracting.ServiceFormat.encode(quoted));
  const others = supplies.flatMap(({ data }) => decoded(() => contracting.SupplyContract.decode(data.contract.body)) ?? []).filter(({ mbps }) => mbps !== (split?.memberMbps ?? format?.carriedMbps));
  const detail = others.map(({ providerId, mbps }) => `${providerId} has agreed on ${mbps} Mbit/s`).join(', ') || (same ? `${format.carriedMbps} Mbit/s travel` : 'the quote states another format');
  return [check(`it is carried ${format ? `as ${formatName(format)}` : 'as it is'}, as it was quoted`, same && others.length === 0, detail, at)];
}

function offerChecks(providerId: string, offers: readonly advertising.SignedOffer[], position: bigint): readonly ContractCheck[] {
  const strange = offers.filter(({ offer }) => decoded(() => advertising.ResourceOffer.decode(offer))?.providerId !== providerId);
  return strange.length === 0 ? [] : [check(`the offers are ${providerId}'s own`, false, `${strange.length} are not`, position)];
}

/** Of each resource that it supplies or has standing by, a supplier's contract states the fees of its offer, and no others. */
function feeChecks({ providerId, segments, standbySegments, prices, standbyPrices }: contracting.SupplyContract, offers: readonly advertising.SignedOffer[], position: bigint): readonly ContractCheck[] {
  const own = new Set([...segments, ...standbySegments].flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId)));
  const offered = offers.flatMap(({ offer }) => decoded(() => advertising.ResourceOffer.decode(offer)) ?? []).filter(({ resourceId }) => own.has(resourceId));
  const asked = new Set(offered.flatMap(({ resourceId, resource }) => {
    const { monthlyFee: monthly, setupFee: setup } = resource.kind === 'link' ? resource.link.price : resource.kind === 'interconnect' ? resource.interconnect.price : {};
    return monthly || setup ? [feeText({ resourceId, ...(monthly && { monthly }), ...(setup && { setup }) })] : [];
  }));
  const stated = new Set([...prices, ...standbyPrices].flatMap(({ fees }) => (fees?.fees ?? []).map(feeText)));
  if (asked.size === 0 && stated.size === 0) return [];
  const [strange, missing] = [[...stated].filter((fee) => !asked.has(fee)), [...asked].filter((fee) => !stated.has(fee))];
  const wrong = [...strange.map((fee) => `not offered: ${fee}`), ...missing.map((fee) => `not stated: ${fee}`)];
  return [check(`${providerId} is owed the fees that it asks`, wrong.length === 0, (wrong.length > 0 ? wrong : [...asked]).join('; '), position)];
}

const feeText = (fee: common.ResourceFee): string => `${fee.resourceId} ${feeAmounts(fee)}`;

/** Whoever has activated its segment has counter-signed its contract. Before that, it is bound by its offers alone. */
function receiptChecks(contract: contracting.Contract, supplies: readonly Found<contracting.SupplyContractSigned>[], events: readonly RecordedEvent[]): readonly ContractCheck[] {
  return read(events, 'provisioning.v1.SegmentActivated', provisioning.SegmentActivated)
    .filter(({ data }) => data.contractId === contract.contractId)
    .map(({ position, data }) => {
      const receipt = decoded(() => agent.ActivationReceipt.decode(data.receipt.body));
      const supply = supplies.find((each) => each.data.providerId === data.providerId);
      const hash = supply && sha256(supply.data.contract.body);
      const holds = receipt !== undefined && hash !== undefined && receipt.providerId === data.providerId && receipt.segmentId === data.segmentId && receipt.state === 'active' && bytesEqual(receipt.contractSha256, hash);
      return check(`${data.providerId} has counter-signed by its receipt for ${data.segmentId}`, holds, receipt ? `SHA-256 ${toHex(receipt.contractSha256)} in the receipt` : 'its bytes are no receipt', position);
    });
}

/** Each version names the hash of the one before it, and the suppliers' of the same version by theirs. */
function amendmentChecks({ contractId, supplies }: contracting.Contract, signedSha256: Uint8Array, events: readonly RecordedEvent[]): readonly ContractCheck[] {
  const bySupplier = read(events, 'contracting.v1.SupplyContractAmended', contracting.SupplyContractAmended).filter(({ data }) => data.contractId === contractId);
  let [before, suppliesBefore] = [signedSha256, supplies];
  return read(events, 'contracting.v1.ContractAmended', contracting.ContractAmended).filter(({ data }) => data.contractId === contractId).flatMap(({ position, data }) => {
    const what = `version ${data.version} amends the one before`;
    const amendment = decoded(() => contracting.ContractAmendment.decode(data.amendment.body));
    const [amended, amendedSupplies] = [before, suppliesBefore];
    before = sha256(data.amendment.body);
    suppliesBefore = amendment?.supplies ?? suppliesBefore;
    if (!amendment) return [check(what, false, 'its bytes are no amendment', position)];
    const isBound = bytesEqual(amendment.amendedSha256, amended) && bytesEqual(before, data.amendmentSha256) && amendment.version === data.version && amendment.contractId === contractId;
    return [
      check(what, isBound, `SHA-256 ${toHex(amended)}, ${toHex(amendment.amendedSha256)} in the amendment`, position),
      ...amendedSupplies.map(({ providerId, supplyContractSha256 }) => {
        const own = bySupplier.find((each) => each.data.providerId === providerId && each.data.version === data.version);
        const supply = own && decoded(() => contracting.SupplyContractAmendment.decode(own.data.amendment.body));
        const bound = amendment.supplies.find((reference) => reference.providerId === providerId)?.supplyContractSha256;
        const holds = own !== undefined && supply !== undefined && bound !== undefined && bytesEqual(bound, sha256(own.data.amendment.body)) && bytesEqual(supply.amendedSha256, supplyContractSha256);
        return check(`version ${data.version} binds the one with ${providerId}`, holds, own ? `SHA-256 ${toHex(sha256(own.data.amendment.body))}` : 'there is none', own?.position ?? position);
      }),
    ];
  });
}
