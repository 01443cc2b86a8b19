import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { toHex } from '@carriermesh/kernel';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import { contracting, type common } from '@carriermesh/wire';
import { entry, MoneyBody, moneyBody, timeBody } from '../http/bodies.js';
import { formatMs } from '../http/decimals.js';
import { FormatBody, formatBody } from '../service-requests/format.body.js';
import { TermsBody, termsBody } from '../service-requests/service-request.body.js';
import { ApiUsageTariff, writtenTariff } from './usage-tariff.body.js';

const HASH = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';

export class ContractedResourceBody {
  @ApiProperty({ description: 'A provider’s resource.', example: 'NetAlpha/lon-nyc-1' })
  resourceId!: string;

  @ApiProperty({ description: 'SHA-256 of the offer that the seller accepted for it.', example: HASH })
  offerSha256!: string;
}

export class SegmentBody {
  @ApiProperty({ description: 'Names one provider’s part of the service.', example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  segmentId!: string;

  @ApiProperty({ description: 'Whose network it is.', example: 'NetAlpha' })
  providerId!: string;

  @ApiPropertyOptional({ description: 'Of a service that several lines carry, the line that it begins or ends at the customer.', type: 'integer', example: 1 })
  member?: number;

  @ApiProperty({ description: 'Where it begins.', example: 'LON1' })
  fromPopId!: string;

  @ApiProperty({ description: 'Where it ends.', example: 'NYC1' })
  toPopId!: string;

  @ApiProperty({ description: 'What it is made of, in order.', type: [ContractedResourceBody] })
  resources!: readonly ContractedResourceBody[];
}

export class PriceRuleBody {
  @ApiProperty({ description: 'The segment that is charged so.', example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  segmentId!: string;

  @ApiProperty({ description: 'For each month.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  monthlyRecurring!: MoneyBody;

  @ApiProperty({ description: 'For each 10^9 octets.', type: MoneyBody, example: { amount: '0.012', currency: 'EUR' } })
  perGigabyte!: MoneyBody;
}

export class PromisedLevelBody {
  @ApiProperty({ description: 'Share of the month in which the service works, millionths.', example: 999900 })
  availabilityPpm!: number;

  @ApiProperty({ description: 'Packets lost, millionths.', example: 100 })
  lossPpm!: number;

  @ApiProperty({ description: 'Variation of the one-way delay (Y.1540 IPDV), ns.', example: '1000000' })
  jitterNs!: string;

  @ApiProperty({ description: 'Mean time to repair, minutes.', example: 240 })
  mttrMinutes!: number;

  @ApiProperty({ description: 'Credit on the monthly charge when the availability is missed, ten-thousandths.', example: 500 })
  creditBasisPoints!: number;
}

export class AlternativeBody {
  @ApiProperty({ description: 'One way, end to end, ns.', example: '35120000' })
  latencyNs!: string;

  @ApiProperty({ description: 'The same in ms.', example: '35.12' })
  latencyMs!: string;

  @ApiProperty({ description: 'Whose networks it runs over, in order.', type: [String], example: ['NetGamma'] })
  providers!: readonly string[];

  @ApiProperty({ description: 'Every point of presence passed, in order.', type: [String], example: ['LON1', 'NYC2'] })
  popIds!: readonly string[];

  @ApiProperty({ description: 'Whether it keeps the order’s latency limit.', example: true })
  withinLatencyLimit!: boolean;

  @ApiProperty({ description: 'What it was priced at for each month.', type: MoneyBody, example: { amount: '1302.00', currency: 'EUR' } })
  monthlyPrice!: MoneyBody;

  @ApiPropertyOptional({ description: 'Where it is a path of this contract once more, for a service that goes back: 0 is the contracted one, n the nth alternative.', type: 'integer', example: 0 })
  againOf?: number;
}

export class SupplyReferenceBody {
  @ApiProperty({ description: 'The supplier.', example: 'NetAlpha' })
  providerId!: string;

  @ApiProperty({ description: 'SHA-256 of the agreement with it: proof that it exists, without its contents.', example: HASH })
  supplyContractSha256!: string;
}

export class AcceptanceBody {
  @ApiProperty({ description: 'Who accepted.', example: 'acme' })
  acceptedBy!: string;

  @ApiProperty({ description: 'When.', format: 'date-time', example: '2026-03-01T12:00:04Z' })
  acceptedAt!: string;

  @ApiProperty({ description: 'SHA-256 of the terms that the buyer sent.', example: HASH })
  termsSha256!: string;
}

export class SignatureBody {
  @ApiProperty({ description: 'Ed25519 (RFC 8032) over this name, a zero byte and `signedBody`.', example: SIGNED_AS.contract })
  domain!: string;

  @ApiProperty({ description: 'SHA-256 of the seller’s raw public key.', example: HASH })
  keyId!: string;

  @ApiProperty({ description: 'The signature, base64.', example: 'pUm9e1Qx…', format: 'byte' })
  signature!: string;

  @ApiProperty({
    description: 'The contract exactly as it was signed: protobuf, base64. Verify these bytes, not their rendering as JSON.',
    example: 'CihjVm9u…',
    format: 'byte',
  })
  signedBody!: string;
}

export class TerminationTermsBody {
  @ApiProperty({ description: 'From the request to the end, at least, s.', example: 86400 })
  noticeSeconds!: number;

  @ApiProperty({ description: 'Of the recurring charges for the rest of the term, ten-thousandths.', example: 5000 })
  earlyChargeBasisPoints!: number;

  @ApiProperty({ description: 'Of the contracted bandwidth: the service is not changed to less, ten-thousandths.', example: 5000 })
  committedBasisPoints!: number;
}

export class SplitServiceBody {
  @ApiProperty({ description: 'Lines that carry the service together, none without the others.', type: 'integer', example: 2 })
  members!: number;

  @ApiProperty({ description: 'What each of them carries, Mbit/s.', type: 'integer', example: 150 })
  memberMbps!: number;

  @ApiProperty({ description: 'How far apart they come in at most, ms.', example: '5' })
  maxDifferentialDelayMs!: string;
}

export class ContractTextBody {
  @ApiProperty({ description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;

  @ApiProperty({ description: 'The order that led to it.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  orderId!: string;

  @ApiProperty({ description: 'The customer.', example: 'acme' })
  buyerId!: string;

  @ApiProperty({ description: 'The seller.', example: 'carriermesh' })
  sellerId!: string;

  @ApiProperty({ description: 'The quote that was accepted.', example: 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  quoteId!: string;

  @ApiProperty({ description: 'SHA-256 of that quote.', example: HASH })
  quoteSha256!: string;

  @ApiProperty({ description: 'What was ordered.', type: TermsBody })
  terms!: TermsBody;

  @ApiProperty({ description: 'The contracted latency, one way, ns.', example: '33870000' })
  latencyNs!: string;

  @ApiProperty({ description: 'The same in ms.', example: '33.87' })
  latencyMs!: string;

  @ApiProperty({ description: 'Each provider’s part, in order: of several lines those of the first, of the second, and so on.', type: [SegmentBody] })
  segments!: readonly SegmentBody[];

  @ApiPropertyOptional({ description: 'Where several lines carry the service.', type: SplitServiceBody })
  split?: SplitServiceBody;

  @ApiPropertyOptional({ description: 'What the service is carried in, where that is not what was ordered; the latencies have in them what it adds.', type: FormatBody })
  format?: FormatBody;

  @ApiProperty({ description: 'What is charged.', type: [PriceRuleBody] })
  prices!: readonly PriceRuleBody[];

  @ApiUsageTariff('What usage is charged by, counted where it enters the service; the prices of gigabytes are 0 then.')
  usageTariff?: object;

  @ApiProperty({ description: 'Tax, ten-thousandths.', example: 1900 })
  taxBasisPoints!: number;

  @ApiProperty({ description: 'What is promised.', type: PromisedLevelBody })
  serviceLevel!: PromisedLevelBody;

  @ApiPropertyOptional({ description: 'How it may be ended before its term.', type: TerminationTermsBody })
  termination?: TerminationTermsBody;

  @ApiProperty({ description: 'Paths that may replace the contracted one.', type: [AlternativeBody] })
  alternatives!: readonly AlternativeBody[];

  @ApiProperty({ description: 'The agreements with the suppliers, by their hashes.', type: [SupplyReferenceBody] })
  supplies!: readonly SupplyReferenceBody[];

  @ApiProperty({ description: 'How the buyer bound itself.', type: AcceptanceBody })
  acceptance!: AcceptanceBody;

  @ApiProperty({ description: 'When the seller signed.', format: 'date-time', example: '2026-03-01T12:00:05Z' })
  signedAt!: string;
}

export function contractTextBody(contract: contracting.Contract): ContractTextBody {
  return {
    contractId: contract.contractId,
    orderId: contract.orderId,
    buyerId: contract.buyerId,
    sellerId: contract.sellerId,
    quoteId: contract.quoteId,
    quoteSha256: toHex(contract.quoteSha256),
    terms: termsBody(contract.terms),
    latencyNs: String(contract.latencyNs),
    latencyMs: formatMs(contract.latencyNs),
    segments: contract.segments.map(segmentBody),
    ...entry('split', contract.split, ({ members, memberMbps, maxDifferentialDelayNs }) => ({ members, memberMbps, maxDifferentialDelayMs: formatMs(maxDifferentialDelayNs) })),
    ...entry('format', contract.format, formatBody),
    prices: contract.prices.map(priceBody),
    ...entry('usageTariff', contract.usageTariff, writtenTariff),
    taxBasisPoints: contract.taxBasisPoints,
    serviceLevel: { ...contract.serviceLevel, jitterNs: String(contract.serviceLevel.jitterNs) },
    ...entry('termination', contract.termination, ({ noticeSeconds, earlyChargeBasisPoints, committedBasisPoints }) => ({ noticeSeconds, earlyChargeBasisPoints, committedBasisPoints })),
    alternatives: contract.alternatives.map((alternative) => alternativeBody(alternative, contract.format?.addsNs ?? 0n)),
    supplies: contract.supplies.map(({ providerId, supplyContractSha256 }) => ({ providerId, supplyContractSha256: toHex(supplyContractSha256) })),
    acceptance: acceptanceBody(contract.acceptance),
    signedAt: timeBody(contract.signedAt),
  };
}

const segmentBody = ({ segmentId, providerId, fromPopId, toPopId, resources, split }: contracting.ContractSegment): SegmentBody => ({
  segmentId,
  providerId,
  ...entry('member', split, ({ ordinal }) => ordinal),
  fromPopId,
  toPopId,
  resources: resources.map(({ resourceId, offerSha256 }) => ({ resourceId, offerSha256: toHex(offerSha256) })),
});

export const priceBody = ({ segmentId, monthlyRecurring, perGigabyte }: contracting.PriceRule): PriceRuleBody => ({
  segmentId,
  monthlyRecurring: moneyBody(monthlyRecurring),
  perGigabyte: moneyBody(perGigabyte),
});

const alternativeBody = ({ path, withinLatencyLimit, monthlyPrice, againOf }: contracting.Alternative, addsNs: bigint): AlternativeBody => ({
  latencyNs: String(path.latencyNs + addsNs),
  latencyMs: formatMs(path.latencyNs + addsNs),
  providers: path.segments.map(({ providerId }) => providerId),
  popIds: path.popIds,
  withinLatencyLimit,
  monthlyPrice: moneyBody(monthlyPrice),
  ...entry('againOf', againOf, Number),
});

const acceptanceBody = ({ acceptedBy, acceptedAt, termsSha256 }: contracting.BuyerAcceptance): AcceptanceBody => ({
  acceptedBy,
  acceptedAt: timeBody(acceptedAt),
  termsSha256: toHex(termsSha256),
});

export const signatureBody = ({ keyId, signature, body }: common.SignedEnvelope, domain: string): SignatureBody => ({
  domain,
  keyId,
  signature: Buffer.from(signature).toString('base64'),
  signedBody: Buffer.from(body).toString('base64'),
});
