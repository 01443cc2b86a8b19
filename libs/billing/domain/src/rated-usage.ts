import { instant, invariant, type Instant, type Money } from '@carriermesh/kernel';
import { labelsOf, type UsageLabels } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';

/** One usage record with what it charges the customer and credits the supplier, before any rounding to cents. */
export interface RatedRecord extends UsageLabels {
  readonly recordId: string;
  readonly segmentId: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly octets: bigint;
  readonly customerCharge: Money;
  readonly supplierCredit: Money;
}

type Columns = { -readonly [K in keyof billing.RatedUsage]: billing.RatedUsage[K] extends readonly (infer T)[] ? T[] : billing.RatedUsage[K] };

/** As events carry them: by segment, in columns. A record of its own for each would be four times as long, and is read far more slowly. */
export function packUsage(records: Iterable<RatedRecord>): readonly billing.RatedUsage[] {
  const segments = new Map<string, Columns>();
  for (const { recordId, segmentId, from, until, octets, customerCharge, supplierCredit, subject, category } of records) {
    const { currency } = customerCharge;
    let columns = segments.get(segmentId);
    if (!columns) {
      columns = { segmentId, currency, recordIds: [], fromNs: [], durationNs: [], octets: [], customerChargesMicroMinor: [], supplierCreditsMicroMinor: [], subjects: [], categories: [] };
      segments.set(segmentId, columns);
    }
    invariant(columns.currency === currency && supplierCredit.currency === currency, () => `usage of ${segmentId} is charged in ${columns.currency}, ${currency} and ${supplierCredit.currency}`);
    if (subject !== undefined) fill(columns.subjects, columns.recordIds.length).push(subject);
    if (category !== undefined) fill(columns.categories, columns.recordIds.length).push(category);
    columns.recordIds.push(recordId);
    columns.fromNs.push(from);
    columns.durationNs.push(until - from);
    columns.octets.push(octets);
    columns.customerChargesMicroMinor.push(customerCharge.microMinor);
    columns.supplierCreditsMicroMinor.push(supplierCredit.microMinor);
  }
  for (const { subjects, categories, recordIds } of segments.values()) for (const column of [subjects, categories]) if (column.length > 0) fill(column, recordIds.length);
  return [...segments.values()];
}

/** Labels are rare: their column begins with the first record that has one. */
function fill(column: string[], length: number): string[] {
  while (column.length < length) column.push('');
  return column;
}

/** @throws InvariantViolation when the columns are not of one length: no record could be told from the next */
export function unpackUsage(usage: readonly billing.RatedUsage[]): readonly RatedRecord[] {
  return usage.flatMap((columns) => {
    const { segmentId, currency, recordIds, fromNs, durationNs, octets, customerChargesMicroMinor, supplierCreditsMicroMinor, subjects, categories } = columns;
    assertEven(columns);
    return recordIds.map((recordId, index) => {
      const from = fromNs[index] as bigint;
      return {
        recordId,
        segmentId,
        from: instant(from),
        until: instant(from + (durationNs[index] as bigint)),
        octets: octets[index] as bigint,
        customerCharge: { currency, microMinor: customerChargesMicroMinor[index] as bigint },
        supplierCredit: { currency, microMinor: supplierCreditsMicroMinor[index] as bigint },
        ...labelsOf({ subject: subjects[index] || undefined, category: categories[index] || undefined }),
      };
    });
  });
}

export function assertEven({ segmentId, recordIds, ...columns }: billing.RatedUsage): void {
  const labels = [columns.subjects, columns.categories].filter(({ length }) => length > 0);
  const lengths = [columns.fromNs, columns.durationNs, columns.octets, columns.customerChargesMicroMinor, columns.supplierCreditsMicroMinor, ...labels].map(({ length }) => length);
  invariant(lengths.every((length) => length === recordIds.length), () => `usage of ${segmentId} has ${recordIds.length} records and columns of ${lengths.join(', ')}`);
}
