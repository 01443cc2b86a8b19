import { instant, NANOS_PER_HOUR, parseInstant, parseMoney, type Instant, type Money } from '@carriermesh/kernel';
import type { agent, billing } from '@carriermesh/wire';
import type { Account } from '../account.decider.js';
import type { BillSeals } from '../billing-period.decider.js';
import type { PresentedBatch, PresentedRecord, UsageSituation } from '../usage.decider.js';

export const at = (text: string): Instant => parseInstant(text) as Instant;
export const eur = (text: string): Money => parseMoney('EUR', text) as Money;

export const UUID = '0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b';
export const CONTRACT = `con_${UUID}`;
export const ALFA_SEGMENT = `seg_${UUID}-1`;
export const BRAVO_SEGMENT = `seg_${UUID}-2`;

const alfaTariff: billing.SegmentTariff = {
  segmentId: ALFA_SEGMENT,
  providerId: 'alfa',
  customerMonthly: eur('1250.00'),
  customerPerGigabyte: eur('0.025'),
  supplierMonthly: eur('1000.00'),
  supplierPerGigabyte: eur('0.02'),
  supplierAvailabilityPpm: 999_000,
  supplierCreditBasisPoints: 1_000,
};

const bravoTariff: billing.SegmentTariff = {
  segmentId: BRAVO_SEGMENT,
  providerId: 'bravo',
  customerMonthly: eur('625.005'),
  customerPerGigabyte: eur('0.0125'),
  supplierMonthly: eur('500.004'),
  supplierPerGigabyte: eur('0.01'),
  supplierAvailabilityPpm: 999_500,
  supplierCreditBasisPoints: 500,
};

/** Two providers, 1 Gbit/s, from noon on 31 January for three months. */
export const account: Account = {
  contractId: CONTRACT,
  orderId: `ord_${UUID}`,
  buyerId: 'acme',
  currency: 'EUR',
  serviceStartAt: at('2027-01-31T12:00:00Z'),
  tariffs: [alfaTariff, bravoTariff],
  taxBasisPoints: 1_900,
  termMonths: 3,
  mbps: 1_000,
  availabilityPpm: 998_500,
  creditBasisPoints: 500,
};

export const usage = (recordId: string, from: string, octets: bigint, segmentId = ALFA_SEGMENT): agent.UsageRecord => ({
  recordId,
  segmentId,
  from: at(from),
  until: instant(at(from) + NANOS_PER_HOUR),
  octets,
});

/** Stands in for SHA-256: equal records have equal tags, and others do not. */
export const presented = (record: agent.UsageRecord): PresentedRecord => ({
  record,
  sha256: new TextEncoder().encode(`${record.recordId}|${record.segmentId}|${record.from}|${record.until}|${record.octets}`),
});

export const batchOf = (records: readonly agent.UsageRecord[], watermarks: readonly agent.UsageWatermark[] = []): PresentedBatch => ({
  providerId: 'alfa',
  batchId: 'batch-1',
  records: records.map(presented),
  watermarks,
});

export const situation = (known: Partial<UsageSituation> = {}): UsageSituation => ({
  accounts: new Map([[CONTRACT, account]]),
  records: new Map(),
  periodOf: () => ({ isClosed: false, notes: 0 }),
  ...known,
});

/** These months are closed, and nothing was corrected by a note yet. */
export const closedMonths = (...numbers: readonly number[]): UsageSituation['periodOf'] => (_, month) => ({ isClosed: numbers.includes(month), notes: 0 });

/** Enough to see which documents were sealed, without the codec that a domain may not use. */
export const seals: BillSeals = {
  invoice: ({ invoiceId }) => ({ bytes: new TextEncoder().encode(invoiceId), sha256: Uint8Array.of(1) }),
  settlement: ({ settlementId }) => ({ bytes: new TextEncoder().encode(settlementId), sha256: Uint8Array.of(2) }),
};
