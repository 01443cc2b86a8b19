import { billByTariff, billOfInvoice, usageBatchStream, type WhatIfBill } from '@carriermesh/billing-domain';
import { contracting, type billing } from '@carriermesh/wire';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Ledger, LedgerReading } from '@carriermesh/platform-ledger';
import type { Rater } from '@carriermesh/tariff-v1';
import { compareFigures, readIssued, sameLine, sidesOf, type IssuedBill } from './bill-comparison.js';
import { EvidenceGathering, type At } from './evidence.js';
import { Findings } from './findings.js';
import { found, INPUT_TYPES, LedgerPass, RESULT_TYPES, type InputType } from './ledger-pass.js';
import { recompute, type Recomputation } from './recomputation.js';
import { RecordedResults } from './recorded-results.js';
import type { LineSides, ReplayedLine, ReplayReport } from './replay-report.js';
import { compareSteps } from './result-comparison.js';

export interface ReplayOptions {
  /** Raw Ed25519 public keys that the operator has sealed contracts with. Without any, seals are not checked, and the report says so. */
  readonly operatorKeys?: readonly Uint8Array[];
  /** Makes a rater of another tariff, to see what the bill would have come to by it. */
  readonly whatIf?: () => Rater;
}

/**
 * Recomputes an invoice and its settlements from what parties signed, and compares them with what was issued (M2). Reads the
 * ledger and nothing else, and writes nothing. Two passes in commit order: the first sees inputs alone, and only when all
 * figures are recomputed does the second see what billing recorded.
 * @throws OperationalError `unavailable` when the ledger can't be read
 */
export async function replayInvoice(ledger: LedgerReading, invoiceId: string, { operatorKeys = [], whatIf }: ReplayOptions = {}): Promise<ReplayReport> {
  const bill = billOfInvoice(invoiceId);
  const upTo = await ledger.head();
  if (!bill) return nothingFound(invoiceId, upTo);
  const findings = new Findings();
  const inputs = new LedgerPass(ledger, INPUT_TYPES, upTo);
  const evidence = await gather(ledger, bill.contractId, inputs);
  const recomputed = recompute(evidence, { ...bill, operatorKeys }, findings);

  const results = new LedgerPass(ledger, RESULT_TYPES, upTo);
  const recorded = new RecordedResults(bill);
  for await (const event of results.events(recorded.concerns)) recorded.add(event);
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
    resultsRead: results.read,
    readUpTo: upTo,
  };
}

function otherwise({ account, bill, usage }: Recomputation, rater: Rater): WhatIfBill {
  const currency = rater.tariff.conversion?.to ?? rater.tariff.currency;
  if (currency !== account.currency) throw new OperationalError('malformed', `the tariff ${rater.tariff.id} charges ${currency}, and the contract is in ${account.currency}`);
  return billByTariff(rater, account, { bill, records: [...usage.records.values()] });
}

/** The contract's own stream tells whose evidence matters; everything is then read in the order in which it happened. */
async function gather(ledger: LedgerReading, contractId: string, inputs: LedgerPass<InputType>): Promise<EvidenceGathering> {
  const evidence = new EvidenceGathering(contractId);
  const { providers, resources } = partiesTo(await ledger.readStream(`contract-${contractId}`));
  const uuid = contractId.slice(contractId.indexOf('_') + 1);
  const concerns = ({ type, stream }: { readonly type: string; readonly stream: string }): boolean => {
    if (type.startsWith('advertising.v1.Provider')) return true;
    if (type === 'advertising.v1.ResourceAdvertised') return resources.has(stream.slice('resource-'.length));
    if (type === 'billing.v1.UsageBatchAccepted') return providers.has(stream.slice('usagebatch-'.length).split('~')[0] ?? '');
    if (type === 'billing.v1.UsageReleased') return providers.has(stream.slice('usage-'.length).split('~')[0] ?? '');
    return stream.includes(uuid);
  };
  for await (const event of inputs.events(concerns)) {
    if (event.type === 'billing.v1.UsageReleased' && event.kind === 'sound') evidence.addRelease(event, await batchOf(ledger, event.data));
    else evidence.add(event);
  }
  return evidence;
}

/** Read by its stream: to keep every record that was ever presented, for the few that are released, would fill the memory. */
async function batchOf(ledger: LedgerReading, { providerId, batchId }: billing.UsageReleased): Promise<At<billing.UsageBatchAccepted> | undefined> {
  const [recorded] = await ledger.readStream(usageBatchStream(providerId, batchId));
  const event = recorded?.type === 'billing.v1.UsageBatchAccepted' ? found<'billing.v1.UsageBatchAccepted'>(recorded) : undefined;
  return event?.kind === 'sound' ? event : undefined;
}

function partiesTo(stream: Awaited<ReturnType<Ledger['readStream']>>): { readonly providers: ReadonlySet<string>; readonly resources: ReadonlySet<string> } {
  const signed = stream.filter(({ type }) => type === 'contracting.v1.ContractSigned').map((event) => found<'contracting.v1.ContractSigned'>(event));
  const segments = signed.flatMap((event) => {
    try {
      return event.kind === 'sound' ? contracting.Contract.decode(event.data.contract.body).segments : [];
    } catch {
      // Reported when the contract is read as evidence.
      return [];
    }
  });
  return {
    providers: new Set(segments.map(({ providerId }) => providerId)),
    resources: new Set(segments.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId))),
  };
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
    return { lineId, identical: sameSides && reasons.length === 0, recorded: was, recomputed: is, reasons };
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
