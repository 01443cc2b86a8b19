import { accountOf, agreedEndOf, billNote, billPeriod, type Account, type Bill, type BillName } from '@carriermesh/billing-domain';
import type { contracting } from '@carriermesh/wire';
import { readDocuments, type Documents } from './document-evidence.js';
import type { Evidence } from './evidence.js';
import type { Findings } from './findings.js';
import { messageOf } from './ledger-pass.js';
import { derivePrices, type DerivedPrices } from './price-derivation.js';
import type { EventReference } from './replay-report.js';
import { replayUsage, type ReplayedUsage } from './usage-replay.js';

export interface Recomputation {
  readonly account: Account;
  readonly usage: ReplayedUsage;
  readonly bill: Bill;
  readonly contractAt: EventReference;
}

/** Everything that follows from the evidence; `undefined` when too little of it can be read, which is then among the findings. */
export function recompute(
  evidence: Evidence,
  { operatorKeys, ...name }: Omit<BillName, 'contractId'> & { readonly operatorKeys: readonly Uint8Array[] },
  findings: Findings,
): Recomputation | undefined {
  const documents = readDocuments(evidence, operatorKeys, findings);
  if (!documents) return undefined;
  const { contractAt } = documents;
  for (const at of evidence.voided) findings.document(at, 'contract-voided', 'the contract was voided: nothing is owed under it', 'all');
  const [activation] = evidence.activations;
  if (!activation) {
    const damaged = evidence.damaged.find(({ at }) => at.type === 'provisioning.v1.ServiceActivated');
    findings.document(damaged?.at ?? contractAt, 'activation-missing', damaged?.problem ?? 'the service never became active', 'all');
    return undefined;
  }
  try {
    const prices = derivePrices(documents, evidence, findings);
    const opened = accountOf({ ...agreementsOf(documents, prices), serviceStartAt: activation.data.serviceStartAt });
    const agreedEnd = documents.ending && agreedEndOf(documents.ending, documents.contract);
    const usage = replayUsage(opened, { ...name, agreedEnd }, evidence, findings);
    const { account } = usage;
    return { account, usage, bill: billFrom(account, name, usage), contractAt };
  } catch (error) {
    // Altered figures can contradict one another (two currencies, a month beyond the term): that is a finding too.
    findings.document(contractAt, 'not-computable', `the evidence gives no bill: ${messageOf(error)}`, 'all');
    return undefined;
  }
}

function billFrom(account: Account, name: Omit<BillName, 'contractId'>, { charges }: ReplayedUsage): Bill {
  if (name.noteNumber === 0) return billPeriod(account, name.periodNumber, charges);
  return billNote(account, name, charges);
}

/** The agreements with the prices that they should state. */
function agreementsOf(
  { contract }: Documents,
  { customer, supplier, taxBasisPoints }: DerivedPrices,
): { readonly contract: contracting.Contract; readonly supplies: readonly contracting.SupplyContract[] } {
  const providerIds = [...new Set(contract.segments.map(({ providerId }) => providerId))];
  const supplies = providerIds.map((providerId): contracting.SupplyContract => {
    const segments = contract.segments.filter((segment) => segment.providerId === providerId);
    return {
      supplyContractId: '',
      contractId: contract.contractId,
      providerId,
      sellerId: contract.sellerId,
      segments,
      prices: supplier.filter(({ segmentId }) => segments.some((segment) => segment.segmentId === segmentId)),
      mbps: contract.terms.mbps,
      termMonths: contract.terms.termMonths,
      serviceLevels: [],
      signedAt: contract.signedAt,
      standbySegments: [],
      standbyPrices: [],
      standbyServiceLevels: [],
    };
  });
  return { contract: { ...contract, prices: customer, taxBasisPoints }, supplies };
}
