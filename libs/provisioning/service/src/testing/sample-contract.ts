import { instant } from '@carriermesh/kernel';
import { sealEnvelope, sha256, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { contracting, type common } from '@carriermesh/wire';

const SIGNED_AT = instant(1_800_000_000_000_000_000n);
const serviceLevel: common.ServiceLevel = { availabilityPpm: 999_000, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 1_000 };
const place = (popId: string): common.Place => ({ place: { kind: 'pop-id', popId } });

export const segmentIdOf = (uuid: string, number: number): string => `seg_${uuid}-${number}`;
export const contractIdOf = (uuid: string): string => `con_${uuid}`;

/** The one resource of a provider's segment in these contracts. */
export const lineOf = (providerId: string): string => `${providerId}/a-b`;

/** A contract over one segment of each provider, in that order, as contracting signs it; and beside it, over others, or over the same ones once more. */
export function signedContract(operator: SigningKey, uuid: string, providerIds: readonly string[], alternatives: readonly (readonly string[])[] = [], terms: Partial<contracting.ServiceTerms> = {}): contracting.ContractSigned {
  let numbered = 0;
  const segmentsOf = (ids: readonly string[]): readonly contracting.ContractSegment[] =>
    ids.map((providerId) => ({
      segmentId: segmentIdOf(uuid, (numbered += 1)),
      providerId,
      fromPopId: `${providerId}/a`,
      toPopId: `${providerId}/b`,
      resources: [{ resourceId: lineOf(providerId), offerSha256: sha256(new Uint8Array()) }],
    }));
  const price = { currency: 'EUR', microMinor: 1n };
  const contractId = contractIdOf(uuid);
  const orderId = `ord_${uuid}`;
  const body = contracting.Contract.encode({
    contractId,
    orderId,
    buyerId: 'acme',
    sellerId: 'mesh',
    quoteId: `quo_${uuid}-1`,
    quoteSha256: sha256(new Uint8Array()),
    terms: {
      from: place('x'), to: place('y'), mbps: 100, termMonths: 12, objective: 'cost', currency: 'EUR', acceptance: 'automatic',
      ...terms,
    },
    latencyNs: 5_000_000n,
    segments: segmentsOf(providerIds),
    prices: [],
    taxBasisPoints: 1_900,
    serviceLevel,
    alternatives: alternatives.map((ids) => ({
      path: { latencyNs: 5_000_000n, handovers: ids.length - 1, segments: [], popIds: [], bottleneckMbps: 100, disjointFromBest: true },
      withinLatencyLimit: true,
      monthlyPrice: price,
      resources: [],
      segments: segmentsOf(ids),
      prices: [],
      ...(String(ids) === String(providerIds) && { againOf: 0 }),
    })),
    supplies: [...new Set([...providerIds, ...alternatives.flat()])].map((providerId) => ({ providerId, supplyContractSha256: sha256(new TextEncoder().encode(`${uuid} ${providerId}`)) })),
    acceptance: { acceptedBy: 'acme', acceptedAt: SIGNED_AT, termsSha256: sha256(new Uint8Array()) },
    signedAt: SIGNED_AT,
  });
  return { contractId, orderId, buyerId: 'acme', contract: sealEnvelope(operator, SIGNED_AS.contract, body), contractSha256: sha256(body) };
}
