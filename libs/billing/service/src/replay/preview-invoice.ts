import { periodStream, type Bill } from '@carriermesh/billing-domain';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import type { common } from '@carriermesh/wire';
import { gatherEvidence } from './evidence-pass.js';
import type { Evidence } from './evidence.js';
import { Findings } from './findings.js';
import { INPUT_TYPES, LedgerPass } from './ledger-pass.js';
import { recompute } from './recomputation.js';
import type { BrokenDocument } from './replay-report.js';

/** What a month comes to that is not closed yet. Nothing of it is issued. */
export interface InvoicePreview {
  readonly bill: Bill;
  /** The ledger was read up to here: what comes later may change the bill. */
  readonly readUpTo: bigint;
  /** Documents below it that are not what they were signed as. */
  readonly doubts: readonly BrokenDocument[];
}

export type PreviewOutcome = { readonly kind: 'preview'; readonly preview: InvoicePreview } | { readonly kind: 'refused'; readonly refused: common.Refusal };

/**
 * The bill of a contract's open month if it were closed with what the ledger holds: the whole month's capacity, the usage that was
 * reported until then, and what came late or was settled for months before. Computed by the same functions as the close of a month, from inputs alone.
 * @param periodNumber of an open month; the first open one where it is absent
 */
export async function previewInvoice(ledger: LedgerReading, contractId: string, periodNumber?: number): Promise<PreviewOutcome> {
  const readUpTo = await ledger.head();
  const evidence = (await gatherEvidence(ledger, [contractId], { inputs: new LedgerPass(ledger, INPUT_TYPES, readUpTo), maxHeldBytes: Infinity })).get(contractId);
  if (!evidence || evidence.contracts.length === 0) return refused('contract-unknown', `The ledger holds no contract ${contractId}.`, { contract_id: contractId });
  const [voided] = evidence.voided;
  if (voided) return refused('contract-voided', `The contract ${contractId} was voided: nothing is owed under it.`, { contract_id: contractId });
  if (evidence.activations.length === 0) return refused('service-not-active', `The service of ${contractId} has not begun: it has no month to bill yet.`, { contract_id: contractId });
  const month = periodNumber ?? firstOpenMonth(evidence);
  if (isClosed(evidence, month)) return refused('month-closed', `Month ${month} of ${contractId} is closed: its bill is issued.`, { contract_id: contractId, period_number: String(month) });
  const findings = new Findings();
  const recomputed = recompute(evidence, { periodNumber: month, noteNumber: 0, operatorKeys: [] }, findings);
  const { documents } = findings.settle(recomputed?.bill.invoice.lines.map(({ lineId }) => lineId) ?? []);
  if (recomputed) return { kind: 'preview', preview: { bill: recomputed.bill, readUpTo, doubts: documents } };
  const why = documents.map(({ detail }) => detail).join('; ');
  return refused('no-open-month', `There is no bill of month ${month} of ${contractId}: ${why}.`, { contract_id: contractId, period_number: String(month) });
}

const isClosed = ({ contractId, usage }: Evidence, month: number): boolean => usage.some(({ kind, at }) => kind === 'cut-off' && at.stream === periodStream(contractId, month));

function firstOpenMonth(evidence: Evidence): number {
  let month = 1;
  while (isClosed(evidence, month)) month += 1;
  return month;
}

const refused = (code: string, message: string, facts: Readonly<Record<string, string>>): PreviewOutcome => ({ kind: 'refused', refused: { code, message, facts } });
