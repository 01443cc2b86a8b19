import { monthNameOf, supplierMonths, supplierMonthsStream, supplierOfSettlement, type MonthName, type SupplierMonthEvent, type SupplierMonthsState } from '@carriermesh/billing-domain';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { billing } from '@carriermesh/wire';
import { billSeals } from '../bill-seals.js';
import { SupplierSpending } from '../supplier-spending.view.js';
import { found, LedgerPass, messageOf, type Found } from './ledger-pass.js';

/** A settlement of a supplier's whole month, made again. */
export interface SettlementReplay {
  readonly settlementId: string;
  readonly found: boolean;
  /** To the byte, with the closing that it came with. */
  readonly identical: boolean;
  readonly differences: readonly { readonly at: string; readonly recorded: string; readonly recomputed: string }[];
  /** Of the closing, and up to where it knew the ledger. */
  readonly position?: bigint;
  readonly knownRevision?: bigint;
}

const CLOSED = 'billing.v1.SupplierPeriodClosed';
const ISSUED = 'billing.v1.SettlementIssued';
const INPUTS = ['contracting.v1.TermsStated', ISSUED] as const;

interface Closing {
  readonly position: bigint;
  readonly data: billing.SupplierPeriodClosed;
}

/**
 * From the statements and the settlements of contracts alone, each month of the supplier by what the ledger held when it was closed. What these settlements came to
 * is made again with their invoices.
 */
export async function replaySettlement(ledger: LedgerReading, settlementId: string): Promise<SettlementReplay> {
  const nowhere: SettlementReplay = { settlementId, found: false, identical: false, differences: [] };
  const providerId = supplierOfSettlement(settlementId);
  if (providerId === undefined) return nowhere;
  const own = (await ledger.readStream(supplierMonthsStream(providerId))).map((event) => found<typeof CLOSED | typeof ISSUED>(event));
  const recorded = own.flatMap((event) => (event.kind === 'sound' && event.type === ISSUED && event.data.settlementId === settlementId ? [event.data.settlement] : []))[0];
  const closings = own.flatMap((event): readonly Closing[] => (event.kind === 'sound' && event.type === CLOSED ? [{ position: event.at.position, data: event.data }] : []));
  const last = closings.findIndex(({ data }) => data.documents.some((document) => document.settlementId === settlementId));
  const closing = closings[last];
  if (!recorded || !closing) return nowhere;
  const facts = { settlementId, found: true, position: closing.position, knownRevision: closing.data.knownRevision };
  try {
    const events = await decidedAgain(ledger, providerId, closings.slice(0, last + 1));
    const differences = differencesOf(events, { recorded, closing: closing.data, settlementId });
    return { ...facts, identical: differences.length === 0, differences };
  } catch (error) {
    return { ...facts, identical: false, differences: [{ at: settlementId, recorded: 'issued', recomputed: `can't be made again: ${messageOf(error)}` }] };
  }
}

/** What the last of the closings should have written. */
async function decidedAgain(ledger: LedgerReading, providerId: string, closings: readonly Closing[]): Promise<readonly SupplierMonthEvent[]> {
  const spending = new SupplierSpending();
  const left = [...closings];
  let state: SupplierMonthsState = supplierMonths.initial;
  let decidedLast: readonly SupplierMonthEvent[] = [];
  const closeUpTo = (position: bigint | undefined): void => {
    for (let next = left[0]; next && (position === undefined || next.data.knownRevision < position); next = left[0]) {
      left.shift();
      const { periodFrom, knownRevision, closedAt } = next.data;
      const spentIn = (month: MonthName, currency: string) => spending.spentIn(providerId, month, currency);
      const decided = supplierMonths.decide({ kind: 'close', providerId, month: monthNameOf(periodFrom), stated: spending.statedOf(providerId), spentIn, knownRevision, now: closedAt, seals: billSeals }, state);
      decidedLast = decided.kind === 'accepted' ? decided.events : [];
      state = decidedLast.reduce(supplierMonths.evolve, state);
    }
  };
  const pass = new LedgerPass(ledger, INPUTS, closings.at(-1)?.data.knownRevision ?? 0n);
  for await (const event of pass.events(() => true)) {
    closeUpTo(event.at.position);
    spending.apply(factOf(event));
  }
  closeUpTo(undefined);
  return decidedLast;
}

/** @throws Error where an input can't be read any more: a sum without it would be wrong */
function factOf(event: Found<(typeof INPUTS)[number]>): Parameters<SupplierSpending['apply']>[0] {
  if (event.kind === 'damaged') throw new Error(`${event.type} at position ${event.at.position}: ${event.problem}`);
  return { ...event.at, data: event.data } as unknown as Parameters<SupplierSpending['apply']>[0];
}

function differencesOf(events: readonly SupplierMonthEvent[], { recorded, closing, settlementId }: { readonly recorded: Uint8Array; readonly closing: billing.SupplierPeriodClosed; readonly settlementId: string }): SettlementReplay['differences'] {
  const issued = events.flatMap((event) => (event.type === ISSUED && event.data.settlementId === settlementId ? [event.data.settlement] : []))[0];
  const closed = events.flatMap((event) => (event.type === CLOSED ? [event.data] : []))[0];
  const [was, is] = [billing.Settlement.decode(recorded), issued && billing.Settlement.decode(issued)];
  const lines = [...new Set([...was.lines, ...(is?.lines ?? [])].map(({ lineId }) => lineId))];
  const text = (line: billing.BillLine | undefined): string => (line ? JSON.stringify(billing.BillLine.toJson(line)) : '–');
  const differing = lines.flatMap((lineId) => {
    const [before, after] = [was, is].map((settlement) => text(settlement?.lines.find((line) => line.lineId === lineId)));
    return before === after ? [] : [{ at: lineId, recorded: before ?? '', recomputed: after ?? '' }];
  });
  if (differing.length > 0) return differing;
  if (!issued || Buffer.compare(recorded, issued) !== 0) return [{ at: settlementId, recorded: JSON.stringify(billing.Settlement.toJson(was)), recomputed: is ? JSON.stringify(billing.Settlement.toJson(is)) : '–' }];
  const [stated, due] = [closing, closed].map((data) => (data ? JSON.stringify(billing.SupplierPeriodClosed.toJson(data)) : '–'));
  return stated === due ? [] : [{ at: 'closing', recorded: stated ?? '', recomputed: due ?? '' }];
}
