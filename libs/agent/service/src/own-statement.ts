import { EMPTY_BOOK, withEntry, type JournalEntry, type MeteredUsage, type SegmentOnRecord, type Segment } from '@carriermesh/agent-domain';
import { addMonths, durationOf, formatMoney, NANOS_PER_SECOND, sameUuid, sum, type Instant, type Money, type Period } from '@carriermesh/kernel';
import { roundLine, setupFees, usageCharge, withMonthlyFees } from '@carriermesh/tariff-v1';
import { common, contracting } from '@carriermesh/wire';

/** A line of a provider's own statement, in the columns that a settlement is reconciled by. */
export interface StatementLine {
  readonly settlementId: string;
  readonly lineId: string;
  readonly currency: string;
  readonly amount: string;
  readonly unitPrice: string;
  readonly quantity: string;
  readonly records: string;
}

interface Sold {
  readonly contract: contracting.SupplyContract;
  readonly endsAt?: Instant;
}

const COLUMNS = 'settlement_id,line_id,currency,amount,unit_price,quantity,records';

/** CSV (RFC 4180), as docs/settlements.md reads it. */
export const statementCsv = (lines: readonly StatementLine[]): string =>
  [COLUMNS, ...lines.map((line) => [line.settlementId, line.lineId, line.currency, line.amount, line.unitPrice, line.quantity, line.records].join(','))].map((row) => `${row}\r\n`).join('');

/**
 * What a provider is owed by its own books: of each month of a service that is metered whole, what its segments carried, rated record by record at the prices that the
 * seller signed, what their resources ask once, and their recurring charges where the service was on the segment for the whole month, with one bandwidth. What its books can't tell to the nanosecond,
 * when a service moved or was changed within a month, is left out and not guessed.
 */
export function ownStatement(providerId: string, entries: readonly JournalEntry[]): readonly StatementLine[] {
  const book = entries.reduce(withEntry, EMPTY_BOOK);
  const [sold, usage] = [soldIn(entries), usageIn(entries)];
  return [...book.segments.values()].flatMap((onRecord) => {
    const contract = onRecord.segment && sold.get(onRecord.segment.contractId);
    const segmentId = onRecord.segment?.segmentId ?? '';
    return contract ? linesOf(providerId, { onRecord, segment: onRecord.segment!, sold: contract, usage: usage.get(segmentId) ?? [], completeUntil: book.reportedUntil.get(segmentId) }) : [];
  });
}

interface Carried {
  readonly onRecord: SegmentOnRecord;
  readonly segment: Segment;
  readonly sold: Sold;
  readonly usage: readonly MeteredUsage[];
  readonly completeUntil: Instant | undefined;
}

function linesOf(providerId: string, { onRecord, segment, sold, usage, completeUntil }: Carried): readonly StatementLine[] {
  const { segmentId, serviceStartAt, contractId } = segment;
  const { contract } = sold;
  const rates = [...contract.prices, ...contract.standbyPrices].find((rule) => rule.segmentId === segmentId);
  if (!rates || completeUntil === undefined) return [];
  return Array.from({ length: contract.termMonths }, (_, index): Period => ({ from: addMonths(serviceStartAt, index), until: addMonths(serviceStartAt, index + 1) })).flatMap((month, index) => {
    if (completeUntil < month.until) return [];
    const settlementId = `${sameUuid('set', contractId)}-${index + 1}-${providerId}`;
    const line = (what: string, exact: Money, unitPrice: Money, quantity: bigint, records: number): StatementLine => ({
      settlementId, lineId: `${segmentId}/${what}`, currency: exact.currency, amount: formatMoney(roundLine(exact)), unitPrice: formatMoney(unitPrice), quantity: `${quantity}`, records: `${records}`,
    });
    const own = usage.filter(({ meteredFrom }) => month.from <= meteredFrom && meteredFrom < month.until).map(({ octets }) => BigInt(octets));
    const isWhole = wasThroughout(onRecord, segment, sold, month);
    if (!isWhole && own.length === 0) return [];
    const charged = sum(rates.perGigabyte.currency, own.map((octets) => usageCharge(rates.perGigabyte, octets)));
    const monthly = withMonthlyFees(rates.monthlyRecurring, rates.fees?.fees);
    // Of a route that took over it is not known here whether the service came up on it, or on the same resource before.
    const setUp = index === 0 && segment.meteredFrom === undefined ? (rates.fees?.fees ?? []).filter(({ setup }) => setup) : [];
    const once = setupFees(monthly.currency, setUp);
    return [
      ...(isWhole ? [line('recurring', monthly, monthly, durationOf(month) / NANOS_PER_SECOND, 0)] : []),
      ...(setUp.length > 0 ? [line('setup-fee', once, once, BigInt(setUp.length), 0)] : []),
      line('usage', charged, rates.perGigabyte, own.reduce((total, octets) => total + octets, 0n), own.length),
    ];
  });
}

function wasThroughout({ releasedAt }: SegmentOnRecord, { meteredFrom, mbps, adjusted = [] }: Segment, { endsAt }: Sold, { until }: Period): boolean {
  const leftAt = endsAt ?? releasedAt;
  return meteredFrom === undefined && (leftAt === undefined || leftAt >= until) && adjusted.every((shape) => shape.mbps === mbps);
}

/** By contract; the last registration counts. They were verified before they were written down. */
function soldIn(entries: readonly JournalEntry[]): ReadonlyMap<string, Sold> {
  const sold = new Map<string, Sold>();
  for (const entry of entries) {
    if (entry.type !== 'purchase-registered') continue;
    const [contract, ...amendments] = entry.envelopesBase64.map((base64) => common.SignedEnvelope.decode(Buffer.from(base64, 'base64')).body);
    const changes = amendments.map((body) => contracting.SupplyContractAmendment.decode(body).change);
    const endsAt = changes.flatMap((change) => (change?.kind === 'termination' ? [change.termination.endsAt] : []))[0];
    sold.set(entry.contractId, { contract: contracting.SupplyContract.decode(contract!), ...(endsAt !== undefined && { endsAt }) });
  }
  return sold;
}

function usageIn(entries: readonly JournalEntry[]): ReadonlyMap<string, readonly MeteredUsage[]> {
  const usage = new Map<string, MeteredUsage[]>();
  for (const entry of entries) {
    if (entry.type !== 'usage-sent') continue;
    for (const segment of entry.segments) {
      const known = usage.get(segment.segmentId) ?? [];
      known.push(...(segment.usage ?? []));
      usage.set(segment.segmentId, known);
    }
  }
  return usage;
}
