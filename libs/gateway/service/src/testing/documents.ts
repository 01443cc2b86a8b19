import { createHash } from 'node:crypto';
import { instant, money, NANOS_PER_DAY, sameUuid, type Instant } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';
import type { billing, contracting } from '@carriermesh/wire';

/* What the counterpart of the specs agrees and bills: one segment of one provider at one price. */

export const PRICE = money('EUR', 123_450_000_000n);
export const LATENCY_NS = 33_870_000n;
export const HASH = sha256(new Uint8Array([1]));

export function contractOf({ orderId, buyerId, terms, quote }: contracting.ServiceRequestRecord, now: Instant): contracting.Contract {
  const segmentId = `${sameUuid('seg', orderId)}-1`;
  const resources = [{ resourceId: 'NetAlpha/lon-nyc', offerSha256: HASH }];
  return {
    contractId: sameUuid('con', orderId),
    orderId,
    buyerId,
    sellerId: 'carriermesh',
    quoteId: quote?.quoteId ?? '',
    quoteSha256: HASH,
    terms,
    latencyNs: LATENCY_NS,
    segments: [{ segmentId, providerId: 'NetAlpha', fromPopId: 'LON1', toPopId: 'NYC1', resources }],
    prices: [{ segmentId, monthlyRecurring: PRICE, perGigabyte: money('EUR', 1_200_000n) }],
    taxBasisPoints: 1_900,
    serviceLevel: { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 },
    alternatives: [],
    supplies: [{ providerId: 'NetAlpha', supplyContractSha256: HASH }],
    acceptance: { acceptedBy: buyerId, acceptedAt: now, termsSha256: HASH },
    signedAt: now,
  };
}

export function invoiceOf({ orderId, buyerId, contractId, from }: { orderId: string; buyerId: string; contractId: string; from: Instant }): billing.Invoice {
  const segmentId = `${sameUuid('seg', orderId)}-1`;
  return {
    invoiceId: `${sameUuid('inv', orderId)}-1`,
    contractId,
    orderId,
    buyerId,
    periodNumber: 1,
    periodFrom: from,
    periodUntil: instant(from + 30n * NANOS_PER_DAY),
    lines: [
      {
        lineId: `${segmentId}/recurring`, kind: 'recurring', segmentId, description: 'Capacity LON1–NYC1', quantity: 2_592_000n,
        unitPrice: PRICE, exactAmount: PRICE, amount: PRICE, records: 0, correctedPeriodNumber: 0, correctedDocumentId: '',
      },
    ],
    net: PRICE,
    taxBasisPoints: 1_900,
    tax: money('EUR', 23_456_000_000n),
    total: money('EUR', 146_906_000_000n),
  };
}

export function amendmentOf(
  { buyerId, contractId, requestId, reason, endsAt }: contracting.TerminateContractRequest,
  { contractSha256 }: contracting.ContractRecord,
  now: Instant,
): contracting.ContractAmendment {
  const request = { requestedBy: buyerId, requestId, requestSha256: HASH, requestedAt: now };
  const termination = { endsAt: endsAt ?? now, earlyChargeBasisPoints: 5_000, reason };
  return { contractId, version: 2, amendedSha256: contractSha256, sellerId: 'carriermesh', request, supplies: [], signedAt: now, change: { kind: 'termination', termination } };
}

/** A UUIDv8 (RFC 9562 §5.8) of the text, the same whenever it is asked for. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `9${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
