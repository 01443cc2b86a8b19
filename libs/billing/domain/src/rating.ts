import { usageCharge } from '@carriermesh/tariff-v1';
import type { agent, billing } from '@carriermesh/wire';

/** Both sides of one record, each rounded once by the tariff and never again before the month's line. */
export function rateRecord(record: agent.UsageRecord, tariff: billing.SegmentTariff): billing.RatedUsage {
  return {
    recordId: record.recordId,
    segmentId: record.segmentId,
    octets: record.octets,
    customerCharge: usageCharge(tariff.customerPerGigabyte, record.octets),
    supplierCredit: usageCharge(tariff.supplierPerGigabyte, record.octets),
  };
}
