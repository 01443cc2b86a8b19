import { labelsOf, usageCharge } from '@carriermesh/tariff-v1';
import type { agent, billing } from '@carriermesh/wire';
import type { RatedRecord } from './rated-usage.js';

/** Both sides of one record, each rounded once by the tariff and never again before the month's line. */
export function rateRecord(record: agent.UsageRecord, tariff: billing.SegmentTariff): RatedRecord {
  const { recordId, segmentId, from, until, octets } = record;
  const rated = {
    recordId,
    segmentId,
    from,
    until,
    octets,
    customerCharge: usageCharge(tariff.customerPerGigabyte, octets),
    supplierCredit: usageCharge(tariff.supplierPerGigabyte, octets),
  };
  return record.subject === undefined && record.category === undefined ? rated : { ...rated, ...labelsOf(record) };
}
