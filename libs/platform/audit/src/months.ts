import type { billing } from '@carriermesh/wire';

const NANOS_PER_MS = 1_000_000n;

/** The months of services and which of them are closed, by a calendar of its own: it shares no line with the one that bills go by. */
export class Months {
  /** By contract: the first instants of the months, and the end of the last. */
  private readonly edges = new Map<string, readonly bigint[]>();
  private readonly closed = new Set<string>();

  open({ contractId, serviceStartAt, termMonths }: billing.BillingAccountOpened): void {
    this.edges.set(contractId, Array.from({ length: termMonths + 1 }, (_, months) => monthsLater(serviceStartAt, months)));
  }

  close({ contractId, periodNumber }: billing.BillingPeriodCutOff): void {
    this.closed.add(`${contractId}/${periodNumber}`);
  }

  /** The month of this number, of the whole term. */
  of(contractId: string, month: number): { readonly from: bigint; readonly until: bigint } {
    const edges = this.edges.get(contractId) ?? [];
    return { from: edges[month - 1] ?? 0n, until: edges[month] ?? 0n };
  }

  /** The month that contains the instant, from 1. */
  at(contractId: string, instant: bigint): number {
    return (this.edges.get(contractId) ?? []).filter((edge) => edge <= instant).length;
  }

  /** From this month on; `undefined` when all are closed. */
  firstOpen(contractId: string, from: number, last: number): number | undefined {
    return Array.from({ length: last }, (_, index) => index + 1).find((month) => month >= from && !this.closed.has(`${contractId}/${month}`));
  }
}

/** The same day and time of a later month or, where that has no such day, its last one. UTC. */
function monthsLater(start: bigint, months: number): bigint {
  const date = new Date(Number(start / NANOS_PER_MS));
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return BigInt(date.getTime()) * NANOS_PER_MS + (start % NANOS_PER_MS);
}
