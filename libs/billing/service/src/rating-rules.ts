import { GRACE_NANOS, MAX_CLOCK_AHEAD_NANOS, MAX_INTERVAL_NANOS, SETTLING_NANOS } from '@carriermesh/billing-domain';
import { NANOS_PER_HOUR, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { OCTETS_PER_GIGABYTE } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import { STATEMENT_FIELDS, STATEMENT_KEYS, STATEMENT_REQUIRED } from './settlements/supplier-statement.js';

const EXACT = 'rounded once to a millionth of the minor unit, halves away from zero';
const seconds = (nanos: bigint): string => String(nanos / NANOS_PER_SECOND);

/**
 * What bills and settlements go by, for those who have to make them again. Its figures are those that the arithmetic itself reads; what its words say of
 * rounding and shares is what `libs/tariff/v1` does, which is frozen by its version.
 */
export const RATING_RULES: readonly billing.RatingRule[] = [
  {
    id: 'service-month',
    kind: 'recurring',
    description: 'A month goes from the day and time of the service’s start to the same of the next month, in UTC, each counted from the start; where a month has no such day, to its last one. A short month costs as much as a long one.',
    figures: {},
  },
  {
    id: 'proration',
    kind: 'recurring',
    description: `Of a month in which the service came to a segment or left it, or ended, the share of the month’s nanoseconds, for all parts at one price together; ${EXACT}.`,
    figures: {},
  },
  {
    id: 'bandwidth-change',
    kind: 'recurring',
    description: `With another bandwidth, the contracted price for each Mbit/s: the contracted month’s charge times the new bandwidth over the contracted one; ${EXACT}. From the instant on in which the last provider had adjusted its segment.`,
    figures: {},
  },
  {
    id: 'metering',
    kind: 'usage',
    description: 'Octets of both directions together, by whole hours of the service counted from its start. One record may sum up several of them. A record is charged once, by the price in force as its interval begins, whatever came before it.',
    figures: { hour_seconds: seconds(NANOS_PER_HOUR), longest_interval_seconds: seconds(MAX_INTERVAL_NANOS), clock_ahead_seconds: seconds(MAX_CLOCK_AHEAD_NANOS) },
  },
  {
    id: 'usage-charge',
    kind: 'usage',
    description: `Each record by itself: its octets over those of a gigabyte, times the price of a gigabyte; ${EXACT}. The records of a month add up exactly.`,
    figures: { octets_per_gigabyte: String(OCTETS_PER_GIGABYTE) },
  },
  {
    id: 'late-usage',
    kind: 'usage',
    description: 'A month is closed when every provider of it has stated that its usage is complete, or when the time of grace after the question is over. Usage that comes later is charged at its own month’s prices: below the next month’s bill, or by a note.',
    figures: { grace_seconds: seconds(GRACE_NANOS) },
  },
  {
    id: 'line-rounding',
    kind: 'recurring',
    description: 'Each line of a bill is rounded once from its exact amount to the minor unit, halves away from zero. Sums are those of rounded lines; tax is on the sum, rounded once in the same way, unless the tariff of the contract states taxes of its own.',
    figures: {},
  },
  {
    id: 'service-credit',
    kind: 'one-time',
    description: `A month in which the service worked for less than the promised share, compared exactly, gives back the contract’s part of its recurring charges; ${EXACT}. Each supplier at fault that missed its own promise gives back its contract’s part of its own recurring charge, by its part in all the time at fault.`,
    figures: {},
  },
  {
    id: 'supplier-fees',
    kind: 'one-time',
    description: 'What a supplier’s contract states for a resource beside its prices: a month’s fee is a part of its recurring charge, by the same share of the month and whatever the bandwidth; a set-up is owed once under the contract, when the service first comes up on the resource. Neither is on the customer’s bill.',
    figures: {},
  },
  {
    id: 'records-once',
    kind: 'reconciliation',
    description: 'A record is known by its provider and its id, for ever. The same record again changes nothing; the same id with other contents is put aside with an alarm, and never charged in the place of the first.',
    figures: { matched_on: 'provider_id record_id' },
  },
  {
    id: 'plausible-usage',
    kind: 'reconciliation',
    description: 'A record of more octets than its segment can carry both ways in its interval, of a time in which the service did not run on the segment, or of another’s segment is put aside until the operator releases it.',
    figures: {},
  },
  {
    id: 'settlement-balance',
    kind: 'reconciliation',
    description: 'Of every bill, what the customer pays is what its suppliers are owed, the margin, tax and what rounding the lines came to. A supplier’s line has the id of the customer’s line about the same segment, with its own figures; a set-up is on the supplier’s side alone.',
    figures: { tolerance: '0' },
  },
  {
    id: 'statement-match',
    kind: 'reconciliation',
    description: 'A supplier’s own statement is held against its settlements line by line. A line is known by its settlement and its line id; what the supplier states of it has to be the same figure, to the last digit, and what it leaves out says nothing.',
    figures: { matched_on: STATEMENT_KEYS.join(' '), compared: STATEMENT_FIELDS.join(' '), needed: STATEMENT_REQUIRED.join(' '), tolerance: '0' },
  },
  {
    id: 'supplier-month',
    kind: 'reconciliation',
    description: 'What was agreed with a supplier of its whole month is settled by a document of its own, after each month of the calendar in UTC, from what its contracts’ settlements owe it.',
    figures: { settled_after_seconds: seconds(SETTLING_NANOS) },
  },
];
