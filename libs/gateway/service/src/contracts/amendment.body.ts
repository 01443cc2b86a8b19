import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { bytesEqual, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { contracting, WireError } from '@carriermesh/wire';
import { entry, timeBody } from '../http/bodies.js';
import { PriceRuleBody, priceBody, SignatureBody, signatureBody } from './contract.body.js';

export class TerminationBody {
  @ApiProperty({ description: 'The end of the contract: nothing is charged for the time after it.', format: 'date-time', example: '2026-06-02T13:00:05Z' })
  endsAt!: string;

  @ApiProperty({ description: 'Of the recurring charges for the rest of the term, ten-thousandths; due with the last bill.', example: 5000 })
  earlyChargeBasisPoints!: number;

  @ApiProperty({ description: 'Why, in the words of whoever asked.', example: 'the site is closed' })
  reason!: string;
}

export class BandwidthBody {
  @ApiProperty({ description: 'What is ordered of the service from then on, Mbit/s.', example: 200 })
  mbps!: number;

  @ApiPropertyOptional({ description: 'What travels of that, where the service is carried in a format, Mbit/s.', example: 120 })
  carriedMbps?: number;

  @ApiProperty({ description: 'Since when: all of its providers had changed it.', format: 'date-time', example: '2026-06-02T13:00:05Z' })
  from!: string;

  @ApiProperty({ description: 'What is charged from then on, of every path.', type: [PriceRuleBody] })
  prices!: readonly PriceRuleBody[];
}

export class AmendmentBody {
  @ApiProperty({ description: 'The contract as it was signed is version 1.', example: 2 })
  version!: number;

  @ApiProperty({ description: 'Who asked for it: the buyer, or the seller.', example: 'acme' })
  requestedBy!: string;

  @ApiProperty({ description: 'The asker’s own name for the request.', example: 'end-2026-0001' })
  requestId!: string;

  @ApiPropertyOptional({ description: 'Of a version that ends the contract.', type: TerminationBody })
  termination?: TerminationBody;

  @ApiPropertyOptional({ description: 'Of a version that changes the bandwidth.', type: BandwidthBody })
  bandwidth?: BandwidthBody;

  @ApiProperty({ description: 'SHA-256 of the version before.', example: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d' })
  amendedSha256!: string;

  @ApiProperty({ description: 'SHA-256 of the amendment as it was signed.', example: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c' })
  amendmentSha256!: string;

  @ApiProperty({ description: 'When the seller signed.', format: 'date-time', example: '2026-06-01T12:30:00Z' })
  signedAt!: string;

  @ApiProperty({ description: 'The seller’s signature, and what it is over.', type: SignatureBody })
  signature!: SignatureBody;
}

/** Nothing is shown as agreed that is not what the hash says. */
export function amendmentBody({ version, envelope, amendmentSha256 }: contracting.AmendmentRecord): AmendmentBody {
  if (!bytesEqual(sha256(envelope.body), amendmentSha256)) throw new OperationalError('malformed', `version ${version} of a contract was answered with bytes of another hash`);
  const { request, change, amendedSha256, signedAt } = read(version, envelope.body);
  return {
    version,
    requestedBy: request.requestedBy,
    requestId: request.requestId,
    ...changeBody(change),
    amendedSha256: toHex(amendedSha256),
    amendmentSha256: toHex(amendmentSha256),
    signedAt: timeBody(signedAt),
    signature: signatureBody(envelope, SIGNED_AS.contractAmendment),
  };
}

function changeBody(change: contracting.ContractAmendment['change']): Pick<AmendmentBody, 'termination' | 'bandwidth'> {
  if (change.kind === 'bandwidth') {
    const { mbps, carriedMbps, from, prices } = change.bandwidth;
    return { bandwidth: { mbps, ...entry('carriedMbps', carriedMbps, Number), from: timeBody(from), prices: prices.map(priceBody) } };
  }
  const { endsAt, earlyChargeBasisPoints, reason } = change.termination;
  return { termination: { endsAt: timeBody(endsAt), earlyChargeBasisPoints, reason } };
}

function read(version: number, body: Uint8Array): contracting.ContractAmendment {
  try {
    return contracting.ContractAmendment.decode(body);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new OperationalError('malformed', `version ${version} of a contract can't be read: ${error.message}`, { cause: error });
  }
}
