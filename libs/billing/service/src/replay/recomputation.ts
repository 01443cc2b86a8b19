import { accountOf, agreedEndOf, billNote, billPeriod, type Account, type Bill, type BillName, type SignedAgreements } from '@carriermesh/billing-domain';
import type { contracting } from '@carriermesh/wire';
import { readDocuments, type Documents } from './document-evidence.js';
import type { CourseStep, Evidence } from './evidence.js';
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
  /** What happened to the service, as far as its charges follow from it. */
  readonly course: readonly CourseStep[];
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
    const agreements = agreementsOf(documents, prices);
    const opened = accountOf({ ...agreements, serviceStartAt: activation.data.serviceStartAt });
    const agreedEnd = documents.ending && agreedEndOf(documents.ending, documents.contract);
    const usage = replayUsage(opened, { ...name, agreedEnd, agreements }, evidence, findings);
    const { account } = usage;
    return { account, usage, bill: billFrom(usage.billedBy, name, usage), contractAt, course: usage.course };
  } catch (error) {
    // Altered figures can contradict one another (two currencies, a month beyond the term): that is a finding too.
    findings.document(contractAt, 'not-computable', `the evidence gives no bill: ${messageOf(error)}`, 'all');
    return undefined;
  }
}

function billFrom(account: Account, name: Omit<BillName, 'contractId'>, { charges, months }: ReplayedUsage): Bill {
  if (name.noteNumber === 0) return billPeriod(account, name.periodNumber, charges, months);
  return billNote(account, name, charges, months);
}

/** The agreements with the prices that they should state, for as much of them as the service was ever charged by. */
function agreementsOf({ contract, supplies, routes: contracted }: Documents, { routes, taxBasisPoints, usageTariff }: DerivedPrices): SignedAgreements {
  const segments = contracted.flatMap((route) => route.segments);
  const { usageTariff: _, ...stated } = contract;
  const derived = [...routes.values()].flatMap(({ supplier }) => supplier);
  return {
    contract: {
      ...stated,
      ...(usageTariff && { usageTariff }),
      prices: routes.get(0)?.customer ?? contract.prices,
      taxBasisPoints,
      alternatives: contract.alternatives.map((alternative, index) => ({ ...alternative, prices: routes.get(index + 1)?.customer ?? alternative.prices })),
    },
    supplies: [...new Set(segments.map(({ providerId }) => providerId))].map((providerId) => {
      const own = segments.filter((segment) => segment.providerId === providerId);
      const prices = derived.filter(({ segmentId }) => own.some((segment) => segment.segmentId === segmentId));
      return { ...(supplies.get(providerId)?.supply ?? unread(contract, providerId)), prices, standbyPrices: [] };
    }),
  };
}

/** In the place of a supplier's contract that can't be read, which is among the findings. */
const unread = ({ contractId, sellerId, terms: { mbps, termMonths }, signedAt }: contracting.Contract, providerId: string): contracting.SupplyContract => ({
  supplyContractId: '', contractId, providerId, sellerId, segments: [], prices: [], mbps, termMonths, serviceLevels: [], signedAt, standbySegments: [], standbyPrices: [], standbyServiceLevels: [],
});
