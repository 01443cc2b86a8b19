import { advertising, agent, billing, contracting } from '@carriermesh/wire';
import type { Entry } from './ledger-reading.js';

/*
 * What someone with the database's password could write in an event's place. Each stays a well-formed message of its type,
 * so that nothing but hashes, signatures and the sums themselves can give it away.
 */

export interface Forgery {
  readonly position: bigint;
  readonly payload: Uint8Array;
}

/** A contract that charges a millionth of a cent more for each gigabyte of one segment. */
export function contractWithOtherRate({ position, data }: Entry<'contracting.v1.ContractSigned'>, segmentId: string): Forgery {
  const contract = contracting.Contract.decode(data.contract.body);
  const prices = contract.prices.map((rule) =>
    rule.segmentId === segmentId ? { ...rule, perGigabyte: { ...rule.perGigabyte, microMinor: rule.perGigabyte.microMinor + 1n } } : rule,
  );
  const body = contracting.Contract.encode({ ...contract, prices });
  return { position, payload: contracting.ContractSigned.encode({ ...data, contract: { ...data.contract, body } }) };
}

/** A batch of which the first record that `isMeant` carries one octet more. */
export function batchWithOtherOctets({ position, data }: Entry<'billing.v1.UsageBatchAccepted'>, isMeant: (record: agent.UsageRecord) => boolean): Forgery {
  const batch = agent.UsageBatch.decode(data.batch.body);
  const meant = batch.records.findIndex(isMeant);
  const records = batch.records.map((record, index) => (index === meant ? { ...record, octets: record.octets + 1n } : record));
  const body = agent.UsageBatch.encode({ ...batch, records });
  return { position, payload: billing.UsageBatchAccepted.encode({ ...data, batch: { ...data.batch, body } }) };
}

/** An advertisement of whose offer the last bit is another. */
export function advertWithOtherBit({ position, data }: Entry<'advertising.v1.ResourceAdvertised'>): Forgery {
  const offer = withLastBitFlipped(data.signedOffer.offer);
  return { position, payload: advertising.ResourceAdvertised.encode({ ...data, signedOffer: { ...data.signedOffer, offer } }) };
}

/** A supplier's contract with which an offer came whose last bit is another. */
export function supplyWithOtherOfferBit({ position, data }: Entry<'contracting.v1.SupplyContractSigned'>): Forgery {
  const offers = data.offers.map((signed, index) => (index === 0 ? { ...signed, offer: withLastBitFlipped(signed.offer) } : signed));
  return { position, payload: contracting.SupplyContractSigned.encode({ ...data, offers }) };
}

export function withLastBitFlipped(bytes: Uint8Array): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  return flipped;
}
