import { usageCharge } from '@carriermesh/tariff-v1';
import type { agent, billing } from '@carriermesh/wire';
import type { RatedRecord } from './rated-usage.js';

/** Both sides of one record, each rounded once by the tariff and never again before the month's line. */
export function rateRecord({ recordId, segmentId, from, until, octets }: agent.UsageRecord, tariff: billing.SegmentTariff): RatedRecord {
  return {
    recordId,
    segmentId,
    from,
    until,
    octets,
    customerCharge: usageCharge(tariff.customerPerGigabyte, octets),
    supplierCredit: usageCharge(tariff.supplierPerGigabyte, octets),
  };
}
