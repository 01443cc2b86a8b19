import { customerAmendment, FIRST_VERSION, saidOfAmendment, saidOfSupplyAmendment, supplyAmendments, supplyStream } from '@carriermesh/contracting-domain';
import type { Instant } from '@carriermesh/kernel';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { contracting } from '@carriermesh/wire';
import { type AmendmentCause, AmendmentEvidence, type FirstVersion, type VersionBefore } from './amendment-causes.js';
import type { ContractComparison, Found } from './contract-comparison.js';

export type { FirstVersion } from './amendment-causes.js';

/** The version by which the parties are bound, as it follows from the ledger. */
export interface VersionInForce {
  readonly version: number;
  readonly sha256: Uint8Array;
  readonly signedAt: Instant;
  readonly mbps: number;
  /** Of a contract that is being ended. */
  readonly endsAt?: Instant;
}

type Version = VersionInForce & VersionBefore;
type Amended = Found<contracting.ContractAmended>;

/**
 * Writes every later version again, the customer's and the suppliers', each from what was asked, what was done and the version before it as
 * it was written again: an amendment that was altered is named, and those after it are not.
 */
export async function replayAmendments(ledger: Pick<LedgerReading, 'readStream'>, comparison: ContractComparison, first: FirstVersion): Promise<VersionInForce> {
  const evidence = await AmendmentEvidence.read(ledger, comparison, first);
  const supplies = new Map<string, readonly Found<contracting.SupplyContractAmended>[]>();
  for (const { supplyContractId } of first.supplies) {
    const events = await ledger.readStream(supplyStream(supplyContractId));
    supplies.set(supplyContractId, comparison.read(events, 'contracting.v1.SupplyContractAmended', contracting.SupplyContractAmended));
  }
  const { contract, references } = first;
  let version: Version = { version: FIRST_VERSION, sha256: sha256(contracting.Contract.encode(contract)), signedAt: contract.signedAt, mbps: contract.terms.mbps, references };
  for (const { amended, cause } of paired(evidence.amended(), evidence.causes())) {
    const what = `version[${version.version + 1}]`;
    if (!cause) comparison.add(what, 'an amendment', 'nothing that it follows from', amended ? [amended.position] : []);
    else version = new VersionReplaying(comparison, what, supplies).compare(version, cause, amended);
  }
  const { references: _, ...inForce } = version;
  return inForce;
}

/** An amendment stands before its cause in one commit, and after every cause before it. */
function paired(amendments: readonly Amended[], causes: readonly AmendmentCause[]): readonly { readonly amended?: Amended; readonly cause?: AmendmentCause }[] {
  const pairs: { amended?: Amended; cause?: AmendmentCause }[] = [];
  let open: Amended | undefined;
  for (const entry of [...amendments, ...causes].toSorted((a, b) => (a.position < b.position ? -1 : 1))) {
    const isAmendment = 'data' in entry;
    if (isAmendment && open) pairs.push({ amended: open });
    if (!isAmendment) pairs.push({ cause: entry, ...(open && { amended: open }) });
    open = isAmendment ? entry : undefined;
  }
  return open ? [...pairs, { amended: open }] : pairs;
}

/** One version of all parties' contracts. */
class VersionReplaying {
  constructor(
    private readonly comparison: ContractComparison,
    private readonly what: string,
    private readonly supplies: ReadonlyMap<string, readonly Found<contracting.SupplyContractAmended>[]>,
  ) {}

  /** @returns the version as it is written again, or the one before where it can't be */
  compare(before: Version, cause: AmendmentCause, amended: Amended | undefined): Version {
    const { comparison, what } = this;
    const events = [...(amended ? [amended.position] : []), ...cause.events];
    const agreed = cause.agree(before);
    if ('refused' in agreed) {
      comparison.add(what, amended ? 'an amendment' : 'nothing', `not to be agreed on again: ${agreed.refused}`, events);
      return before;
    }
    const references = supplyAmendments(agreed).map((supply) => this.compareSupply(agreed.contract, supply, events));
    const recomputed = customerAmendment(agreed, references);
    const bytes = contracting.ContractAmendment.encode(recomputed);
    if (!amended) comparison.add(what, 'nothing', 'an amendment', events);
    else this.compareCustomer(amended.data, { contract: agreed.contract, amendment: recomputed, events });
    const { change, signedAt, version } = recomputed;
    const changed = change.kind === 'termination' ? { endsAt: change.termination.endsAt } : { mbps: change.bandwidth.mbps };
    return { ...before, version, sha256: sha256(bytes), signedAt, references, ...changed };
  }

  private compareCustomer(recorded: contracting.ContractAmended, again: { readonly contract: contracting.Contract; readonly amendment: contracting.ContractAmendment; readonly events: readonly bigint[] }): void {
    const { contract, amendment, events } = again;
    const { orderId, buyerId } = contract;
    const { contractId, version, change, request: { requestId, requestSha256 } } = amendment;
    this.comparison.document(this.what, contracting.ContractAmendment, { recorded: recorded.amendment.body, stated: recorded.amendmentSha256, recomputed: amendment, events });
    // The seal is the verifier's matter, and the hash is compared with the document.
    const { amendment: envelope, amendmentSha256 } = recorded;
    const recomputed = { contractId, orderId, buyerId, version, amendment: envelope, amendmentSha256, requestId, requestSha256, ...saidOfAmendment(contract, change) };
    this.comparison.message(`${this.what}.event`, contracting.ContractAmended, { recorded, recomputed, events });
  }

  private compareSupply(contract: contracting.Contract, supply: contracting.SupplyContractAmendment, events: readonly bigint[]): contracting.SupplyReference {
    const { supplyContractId, providerId, version } = supply;
    const what = `${this.what}.supply[${providerId}]`;
    const found = this.supplies.get(supplyContractId)?.[version - FIRST_VERSION - 1];
    const at = [...(found ? [found.position] : []), ...events];
    if (!found) this.comparison.add(what, 'nothing', 'an amendment', at);
    else {
      this.comparison.document(what, contracting.SupplyContractAmendment, { recorded: found.data.amendment.body, stated: found.data.amendmentSha256, recomputed: supply, events: at });
      const { amendment, amendmentSha256 } = found.data;
      const { contractId, change } = supply;
      this.comparison.message(`${what}.event`, contracting.SupplyContractAmended, { recorded: found.data, recomputed: { supplyContractId, contractId, providerId, version, amendment, amendmentSha256, ...saidOfSupplyAmendment(contract, change) }, events: at });
    }
    return { providerId, supplyContractSha256: sha256(contracting.SupplyContractAmendment.encode(supply)) };
  }
}
