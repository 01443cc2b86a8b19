import { billByTariff, billOfInvoice, type WhatIfBill } from '@carriermesh/billing-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import type { Rater } from '@carriermesh/tariff-v1';
import { compareFigures, readIssued, sameLine, sidesOf, type IssuedBill } from './bill-comparison.js';
import { gatherEvidence } from './evidence-pass.js';
import { Findings } from './findings.js';
import { INPUT_TYPES, LedgerPass, RESULT_TYPES } from './ledger-pass.js';
import { eventsBehind } from './events-behind.js';
import { recompute, type Recomputation } from './recomputation.js';
import { readResults, RecordedResults } from './recorded-results.js';
import type { LineSides, ReplayedLine, ReplayReport } from './replay-report.js';
import { compareSteps } from './result-comparison.js';

export interface ReplayOptions {
  /** Raw Ed25519 public keys that the operator has sealed contracts with. Without any, seals are not checked, and the report says so. */
  readonly operatorKeys?: readonly Uint8Array[];
  /** Makes a rater of another tariff, to see what the bill would have come to by it. */
  readonly whatIf?: () => Rater;
}

/** What is read of so many contracts at once fits into some hundred megabytes, whatever the ledger holds of others. */
const MAX_CONTRACTS_TOGETHER = 200;

/**
 * Recomputes an invoice and its settlements from what parties signed, and compares them with what was issued (M2). Reads the
 * ledger and nothing else, and writes nothing. Two passes in commit order: the first sees inputs alone, and only when all
 * figures are recomputed does the second see what billing recorded.
 * @throws OperationalError `unavailable` when the ledger can't be read
 */
export async function replayInvoice(ledger: LedgerReading, invoiceId: string, options: ReplayOptions = {}): Promise<ReplayReport> {
  for await (const report of replayInvoices(ledger, [invoiceId], options)) return report;
  return nothingFound(invoiceId, await ledger.head());
}

/** The same for many invoices, with two passes for each group of contracts. Reports come group by group. */
export async function* replayInvoices(ledger: LedgerReading, invoiceIds: readonly string[], options: ReplayOptions = {}): AsyncGenerator<ReplayReport> {
  const upTo = await ledger.head();
  const bills = new Map(invoiceIds.map((invoiceId) => [invoiceId, billOfInvoice(invoiceId)]));
  const byContract = Map.groupBy(invoiceIds.filter((invoiceId) => bills.get(invoiceId)), (invoiceId) => bills.get(invoiceId)?.contractId ?? '');
  for (const invoiceId of invoiceIds) if (!bills.get(invoiceId)) yield nothingFound(invoiceId, upTo);
  const contractIds = [...byContract.keys()];
  for (let at = 0; at < contractIds.length; at += MAX_CONTRACTS_TOGETHER) {
    const together = new Map(contractIds.slice(at, at + MAX_CONTRACTS_TOGETHER).map((contractId) => [contractId, byContract.get(contractId) ?? []]));
    yield* replayTogether(ledger, together, { ...options, upTo });
  }
}

/** @param invoices by contract */
async function* replayTogether(ledger: LedgerReading, invoices: ReadonlyMap<string, readonly string[]>, options: ReplayOptions & { readonly upTo: bigint }): AsyncGenerator<ReplayReport> {
  const { operatorKeys = [], whatIf, upTo } = options;
  const inputs = new LedgerPass(ledger, INPUT_TYPES, upTo);
  const evidence = await gatherEvidence(ledger, [...invoices.keys()], inputs);
  const replays = [...invoices].flatMap(([contractId, invoiceIds]) =>
    invoiceIds.flatMap((invoiceId) => {
      const [bill, own] = [billOfInvoice(invoiceId), evidence.get(contractId)];
      const findings = new Findings();
      return bill && own ? [{ invoiceId, findings, evidence: own, recorded: new RecordedResults(bill), recomputed: recompute(own, { ...bill, operatorKeys }, findings) }] : [];
    }),
  );
  const results = new LedgerPass(ledger, RESULT_TYPES, upTo);
  await readResults(results, replays.map(({ recorded }) => recorded));
  for (const { invoiceId, findings, evidence: own, recorded, recomputed } of replays) {
    const isIssued = recorded.invoices.length > 0 || recorded.damaged.some(({ at }) => at.type === 'billing.v1.InvoiceIssued');
    if (!isIssued && !recomputed) {
      yield nothingFound(invoiceId, upTo);
      continue;
    }
    if (recomputed && isIssued) compareSteps(recomputed, recorded, own, findings);
    const issued = readIssued(recorded, recomputed, findings);
    yield {
      invoiceId,
      found: isIssued,
      ...judge(issued, recomputed, findings),
      ...(recomputed && whatIf ? { whatIf: otherwise(recomputed, whatIf()) } : {}),
      notChecked: operatorKeys.length > 0 ? [] : ["the operator's seals on the contracts: no key of the operator was given"],
      inputsRead: inputs.read,
      resultsRead: results.read,
      readUpTo: upTo,
    };
  }
}

function otherwise({ account, bill, usage }: Recomputation, rater: Rater): WhatIfBill {
  const currency = rater.tariff.conversion?.to ?? rater.tariff.currency;
  if (currency !== account.currency) throw new OperationalError('malformed', `the tariff ${rater.tariff.id} charges ${currency}, and the contract is in ${account.currency}`);
  return billByTariff(rater, account, { bill, records: [...usage.records.values()] });
}

/** Lines first: a deviation is worth a name. */
function judge(issued: IssuedBill, recomputed: Recomputation | undefined, findings: Findings): Pick<ReplayReport, 'identical' | 'lines' | 'figures' | 'documents'> {
  const recorded = sidesOf(issued);
  const expected: ReadonlyMap<string, LineSides> = recomputed ? sidesOf(recomputed.bill) : new Map();
  const lineIds = [...new Set([...expected.keys(), ...recorded.keys()])];
  const { byLine, documents } = findings.settle(lineIds);
  const lines = [...new Set([...lineIds, ...byLine.keys()])].map((lineId): ReplayedLine => {
    const [was, is] = [recorded.get(lineId) ?? {}, expected.get(lineId) ?? {}];
    const reasons = byLine.get(lineId) ?? [];
    const sameSides = lineIds.includes(lineId) && sameLine(was.invoice, is.invoice) && sameLine(was.settlement, is.settlement);
    return { lineId, identical: sameSides && reasons.length === 0, recorded: was, recomputed: is, behind: eventsBehind(lineId, recomputed?.course ?? []), reasons };
  });
  const figures = compareFigures(issued, recomputed);
  const identical = issued.sameBytes && documents.length === 0 && [...lines, ...figures].every((each) => each.identical);
  return { identical, lines, figures, documents };
}

const nothingFound = (invoiceId: string, readUpTo: bigint): ReplayReport => ({
  invoiceId,
  found: false,
  identical: false,
  lines: [],
  figures: [],
  documents: [],
  notChecked: [],
  inputsRead: 0,
  resultsRead: 0,
  readUpTo,
});
