import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { billing } from '@carriermesh/wire';
import { entry, MoneyBody, moneyBody, timeBody } from '../http/bodies.js';

const STATES = billing.BillState.names.filter((name) => name !== 'unspecified');

/** What a settlement gives the buyer. What it takes from a supplier is between that one and the seller. */
export class SettledSegmentBody {
  @ApiPropertyOptional({ description: 'The segment; absent of a charge of the contract’s tariff.', example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  segmentId?: string;

  @ApiPropertyOptional({ description: 'The charge of the contract’s tariff.', example: 'traffic' })
  tariffCharge?: string;

  @ApiPropertyOptional({ description: 'Given back, before tax.', type: MoneyBody, example: { amount: '12.34', currency: 'EUR' } })
  credit?: MoneyBody;

  @ApiPropertyOptional({ description: 'What each gigabyte should have cost: the month’s octets are reversed and charged anew.', type: MoneyBody, example: { amount: '0.01', currency: 'EUR' } })
  perGigabyte?: MoneyBody;
}

export class DisputeBody {
  @ApiProperty({ description: 'The dispute’s id.', example: 'dis_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-1' })
  disputeId!: string;

  @ApiPropertyOptional({ description: 'Of the request that opened it; absent where it was opened before requests had ids.', example: 'dispute-2026-0001' })
  requestId?: string;

  @ApiProperty({ description: 'The invoice.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  invoiceId!: string;

  @ApiProperty({ description: 'Its contract.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;

  @ApiProperty({ description: 'Where the bill stands by it.', enum: STATES, example: 'dispute-being-investigated' })
  state!: string;

  @ApiProperty({ description: 'The disputed lines; none means all of them.', type: [String], example: [] })
  lineIds!: readonly string[];

  @ApiProperty({ description: 'Why.', example: 'the line was down for a day' })
  reason!: string;

  @ApiProperty({ description: 'When it was opened.', format: 'date-time', example: '2026-04-02T09:00:00Z' })
  openedAt!: string;

  @ApiPropertyOptional({ description: 'What was found, or why it was taken back; only of one that has ended.', example: 'the outage was of 26 hours' })
  finding?: string;

  @ApiPropertyOptional({ description: 'When it ended.', format: 'date-time', example: '2026-04-09T09:00:00Z' })
  endedAt?: string;

  @ApiProperty({ description: 'What is corrected, with the next open month or by a note; none lets the invoice stand.', type: [SettledSegmentBody] })
  settlements!: readonly SettledSegmentBody[];
}

export class DisputesBody {
  @ApiProperty({ description: 'Newest first.', type: [DisputeBody] })
  disputes!: readonly DisputeBody[];
}

export const disputeBody = ({ disputeId, requestId, invoiceId, contractId, state, lineIds, reason, openedAt, finding, endedAt, settlements }: billing.Dispute): DisputeBody => ({
  disputeId,
  ...(requestId === '' ? {} : { requestId }),
  invoiceId,
  contractId,
  state,
  lineIds,
  reason,
  openedAt: timeBody(openedAt),
  ...entry('finding', endedAt && finding, (words) => words),
  ...entry('endedAt', endedAt, timeBody),
  settlements: settlements.map(({ segmentId, tariffChargeId, how }) => ({
    ...(tariffChargeId === undefined ? { segmentId } : { tariffCharge: tariffChargeId }),
    ...(how.kind === 'credit' ? { credit: moneyBody(how.credit.customer) } : { perGigabyte: moneyBody(how.rate.customerPerGigabyte) }),
  })),
});
