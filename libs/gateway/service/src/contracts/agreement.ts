import type { contracting } from '@carriermesh/wire';
import type { AmendmentBody } from './amendment.body.js';
import type { ContractTextBody, SegmentBody } from './contract.body.js';

export const AGREEMENT_PATH = 'tmf-api/agreementManagement/v4/agreement';

interface Agreed {
  readonly record: Pick<contracting.ContractRecord, 'contractId' | 'state'>;
  readonly contract: ContractTextBody;
  readonly contractSha256: string;
  /** Later versions, the oldest first. */
  readonly amendments: readonly AmendmentBody[];
}

/** A contract as TM Forum's Agreement: its newest version, since what was agreed before is no longer agreed. */
export function agreement({ record: { contractId, state }, contract, contractSha256, amendments }: Agreed): object {
  const { terms, acceptance, signedAt } = contract;
  const bandwidth = amendments.findLast((amendment) => amendment.bandwidth)?.bandwidth;
  const endsAt = amendments.findLast(({ termination }) => termination)?.termination?.endsAt;
  const { mbps = terms.mbps, carriedMbps } = bandwidth ?? {};
  const newest = amendments.at(-1);
  return {
    '@type': 'Agreement',
    id: contractId,
    href: `/${AGREEMENT_PATH}/${contractId}`,
    name: `Connectivity, ${mbps} Mbit/s`,
    agreementType: 'connectivity',
    version: String(newest?.version ?? 1),
    status: state,
    initialDate: acceptance.acceptedAt,
    agreementPeriod: { startDateTime: signedAt, ...(endsAt === undefined ? {} : { endDateTime: endsAt }) },
    engagedParty: [party(contract.sellerId, 'seller'), party(contract.buyerId, 'buyer')],
    agreementAuthorization: [{ date: acceptance.acceptedAt, state: 'approved' }, { date: newest?.signedAt ?? signedAt, state: 'approved', signatureRepresentation: 'digital' }],
    agreementItem: contract.segments.map((segment) => item(segment, { ...contract, ...(bandwidth && { prices: bandwidth.prices }) })),
    characteristic: Object.entries({
      mbps, termMonths: terms.termMonths, latencyNs: contract.latencyNs, ...contract.serviceLevel, taxBasisPoints: contract.taxBasisPoints,
      orderId: contract.orderId, quoteId: contract.quoteId, quoteSha256: contract.quoteSha256, contractSha256,
      ...(contract.format && { format: JSON.stringify({ ...contract.format, ...(carriedMbps !== undefined && { carriedMbps }) }) }),
      ...(contract.usageTariff && { usageTariff: JSON.stringify(contract.usageTariff) }),
      ...(newest && { amendmentSha256: newest.amendmentSha256 }),
    }).map(([name, value]) => ({ name, valueType: 'string', value: String(value) })),
  };
}

const party = (id: string, role: string): object => ({ '@type': 'RelatedParty', '@referredType': 'Organization', id, role });

function item({ segmentId, providerId, fromPopId, toPopId, resources }: SegmentBody, { prices, usageTariff }: Pick<ContractTextBody, 'prices' | 'usageTariff'>): object {
  const price = prices.find((rule) => rule.segmentId === segmentId);
  return {
    '@type': 'AgreementItem',
    product: [{ '@referredType': 'Product', id: segmentId, name: `${providerId}: ${fromPopId} to ${toPopId}` }],
    productOffering: resources.map(({ resourceId }) => ({ '@referredType': 'ProductOffering', id: resourceId })),
    termOrCondition: [
      ...(price ? [condition('recurring', `${price.monthlyRecurring.amount} ${price.monthlyRecurring.currency} a month`), condition('usage', usageTariff ? 'by the tariff of the service' : `${price.perGigabyte.amount} ${price.perGigabyte.currency} for 10^9 octets`)] : []),
      ...resources.map(({ resourceId, offerSha256 }) => condition(`offer ${resourceId}`, `SHA-256 ${offerSha256}`)),
    ],
  };
}

const condition = (id: string, description: string): object => ({ '@type': 'AgreementTermOrCondition', id, description });
