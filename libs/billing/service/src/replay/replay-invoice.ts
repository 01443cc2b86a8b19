import { billByTariff, billOfInvoice, type BillName, type WhatIfBill } from '@carriermesh/billing-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import type { Rater } from '@carriermesh/tariff-v1';
import { compareFigures, readIssued, sameLine, sidesOf, type IssuedBill } from './bill-comparison.js';
import { gatherEvidence } from './evidence-pass.js';
import type { Evidence } from './evidence.js';
import { Findings } from './findings.js';
import { INPUT_TYPES, LedgerPass, type InputType } from './ledger-pass.js';
import { eventsBehind } from './events-behind.js';
import { recompute, type Recomputation } from './recomputation.js';
import { readResults } from './recorded-results.js';
import type { LineSides, ReplayedLine, ReplayReport } from './replay-report.js';
import { compareSteps } from './result-comparison.js';

export interface ReplayOptions {
  /** Raw Ed25519 public keys that the operator has sealed contracts with. Without any, seals are not checked, and the report says so. */
  readonly operatorKeys?: readonly Uint8Array[];
  /** Makes a rater of another tariff, to see what the bill would have come to by it. */
  readonly whatIf?: () => Rater;
  /** Signed usage that is held for contracts until their turn comes; those for which there is no room wait for another walk over the ledger. */
  readonly maxHeldBytes?: number;
}

/** Some five million records. */
const MAX_HELD_BYTES = 512 * 2 ** 20;

/** What is known of so many contracts beside their usage fits into some hundred megabytes. */
const MAX_CONTRACTS_TOGETHER = 2_000;

/**
 * Recomputes an invoice and its settlements from what parties signed, and compares them with what was issued (M2). Reads the
 * ledger and nothing else, and writes nothing. Sees inputs alone first, in commit order, and only when all figures are
 * recomputed what billing recorded.
 * @throws OperationalError `unavailable` when the ledger can't be read
 */
export async function replayInvoice(ledger: LedgerReading, invoiceId: string, options: ReplayOptions = {}): Promise<ReplayReport> {
  for await (const report of replayInvoices(ledger, [invoiceId], options)) return report;
  return nothingFound(invoiceId, await ledger.head());
}

/** The same for many invoices, with one walk over the ledger for as many contracts as fit into memory. Reports come contract by contract. */
export async function* replayInvoices(ledger: LedgerReading, invoiceIds: readonly string[], options: ReplayOptions = {}): AsyncGenerator<ReplayReport> {
  const upTo = await ledger.head();
  const byContract = new Map<string, { readonly invoiceId: string; readonly bill: BillName }[]>();
  for (const invoiceId of invoiceIds) {
    const bill = billOfInvoice(invoiceId);
    if (bill) byContract.set(bill.contractId, [...(byContract.get(bill.contractId) ?? []), { invoiceId, bill }]);
    else yield nothingFound(invoiceId, upTo);
  }
  let waiting = [...byContract.keys()];
  while (waiting.length > 0) {
    const inputs = new LedgerPass(ledger, INPUT_TYPES, upTo);
    const gathered = await gatherEvidence(ledger, waiting.slice(0, MAX_CONTRACTS_TOGETHER), { inputs, maxHeldBytes: options.maxHeldBytes ?? MAX_HELD_BYTES });
    for (const [contractId, evidence] of gathered) {
      for (const { invoiceId, bill } of byContract.get(contractId) ?? []) yield await replayBill(ledger, { invoiceId, bill, evidence, inputs }, { ...options, upTo });
    }
    waiting = waiting.filter((contractId) => !gathered.has(contractId));
  }
}

interface KnownBill {
  readonly invoiceId: string;
  readonly bill: BillName;
  readonly evidence: Evidence;
  readonly inputs: LedgerPass<InputType>;
}

async function replayBill(ledger: LedgerReading, { invoiceId, bill, evidence, inputs }: KnownBill, { operatorKeys = [], whatIf, upTo }: ReplayOptions & { readonly upTo: bigint }): Promise<ReplayReport> {
  const findings = new Findings();
  const recomputed = recompute(evidence, { ...bill, operatorKeys }, findings);
  const recorded = await readResults(ledger, bill, upTo);
  const isIssued = recorded.invoices.length > 0 || recorded.damaged.some(({ at }) => at.type === 'billing.v1.InvoiceIssued');
  if (!isIssued && !recomputed) return nothingFound(invoiceId, upTo);
  if (recomputed && isIssued) compareSteps(recomputed, recorded, evidence, findings);
  const issued = readIssued(recorded, recomputed, findings);
  return {
    invoiceId,
    found: isIssued,
    ...judge(issued, recomputed, findings),
    ...(recomputed && whatIf ? { whatIf: otherwise(recomputed, whatIf()) } : {}),
    notChecked: operatorKeys.length > 0 ? [] : ["the operator's seals on the contracts: no key of the operator was given"],
    inputsRead: inputs.read,
    resultsRead: recorded.read,
    readUpTo: upTo,
  };
}

function otherwise({ account, bill, usage }: Recomputation, rater: Rater): WhatIfBill {
  const currency = rater.tariff.conversion?.to ?? rater.tariff.currency;
  if (currency !== account.currency) throw new OperationalError('malformed', `the tariff ${rater.tariff.id} charges ${currency}, and the contract is in ${account.currency}`);
  return billByTariff(rater, account, { bill, records: [...usage.records.values()], months: usage.months });
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
