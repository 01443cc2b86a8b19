import { bytesEqual, toHex } from '@carriermesh/kernel';
import { isSealedBy, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { contracting } from '@carriermesh/wire';
import type { At, Evidence } from './evidence.js';
import { linesOfSegment, type Findings, type RestingLines } from './findings.js';
import { messageOf } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';

/** The documents that a bill rests on, read from their bytes; what is broken about them is among the findings. */
export interface Documents {
  readonly contract: contracting.Contract;
  readonly contractAt: EventReference;
  readonly quote?: contracting.Quote;
  readonly quoteEvent?: At<contracting.QuoteOffered>;
  /** The path that was contracted first, and those that the service moved to. */
  readonly routes: readonly ContractedRoute[];
  /** By provider id, of all who have a part in one of these. */
  readonly supplies: ReadonlyMap<string, { readonly event: At<contracting.SupplyContractSigned>; readonly supply: contracting.SupplyContract }>;
  /** The version that ends the contract, where there is one. */
  readonly ending?: contracting.ContractAmendment;
}

/** One contracted path. */
export interface ContractedRoute extends Pick<contracting.Contract, 'segments' | 'prices'> {
  readonly number: number;
  /** Absent of the one that was contracted first. */
  readonly path?: contracting.Alternative['path'];
}

/** @param operatorKeys raw public keys of which one sealed the contracts; without any, seals are not checked */
export function readDocuments(evidence: Evidence, operatorKeys: readonly Uint8Array[], findings: Findings): Documents | undefined {
  const check = new DocumentCheck(operatorKeys, findings);
  const [event] = evidence.contracts;
  if (!event) {
    for (const { at, problem } of evidence.damaged.filter(({ at }) => at.type === 'contracting.v1.ContractSigned'))
      findings.document(at, 'contract-unreadable', `the contract can't be read: ${problem}`, 'all');
    return undefined;
  }
  const { at, data } = event;
  check.sealed(at, { envelope: data.contract, stated: data.contractSha256, domain: SIGNED_AS.contract, what: 'contract' }, 'all');
  const contract = check.read(at, 'contract', () => contracting.Contract.decode(data.contract.body), 'all');
  if (!contract) return undefined;
  const routes = routesOf(contract, evidence);
  const segments = routes.flatMap((route) => route.segments);
  check.keys(segments, evidence);
  const quoteEvent = evidence.quotes.find(({ data: { quoteId } }) => quoteId === contract.quoteId);
  const quote = quoteEvent ? check.quote(quoteEvent, contract) : check.noQuote(at, evidence, contract);
  const ending = check.ending(evidence, data.contractSha256);
  return {
    contract,
    contractAt: at,
    routes,
    ...(ending && { ending }),
    supplies: check.supplies({ contract, contractAt: at, segments }, evidence),
    ...(quoteEvent ? { quoteEvent } : {}),
    ...(quote ? { quote } : {}),
  };
}

function routesOf({ segments, prices, alternatives }: contracting.Contract, { course }: Evidence): readonly ContractedRoute[] {
  const moves = course.flatMap(({ event }) => (event.type === 'provisioning.v1.ServiceRerouted' ? [event.data.toRoute] : []));
  const numbers = [...new Set(moves)].filter((number) => number > 0);
  return [{ number: 0, segments, prices }, ...numbers.flatMap((number) => alternatives.slice(number - 1, number).map((alternative) => ({ number, ...alternative })))];
}

class DocumentCheck {
  constructor(
    private readonly operatorKeys: readonly Uint8Array[],
    private readonly findings: Findings,
  ) {}

  sealed(
    at: EventReference,
    { envelope, stated, domain, what }: { envelope: contracting.ContractSigned['contract']; stated: Uint8Array; domain: string; what: string },
    resting: RestingLines,
  ): void {
    if (!bytesEqual(sha256(envelope.body), stated))
      this.findings.document(at, `${what}-hash-differs`, `the ${what} is not the one whose hash stands beside it`, resting);
    if (this.operatorKeys.length > 0 && !this.operatorKeys.some((key) => isSealedBy(key, domain, envelope)))
      this.findings.document(at, `${what}-seal-broken`, `the operator's key did not sign the ${what} as it stands`, resting);
  }

  read<T>(at: EventReference, what: string, decode: () => T, resting: RestingLines): T | undefined {
    try {
      return decode();
    } catch (error) {
      this.findings.document(at, `${what}-unreadable`, `the ${what} can't be read: ${messageOf(error)}`, resting);
      return undefined;
    }
  }

  /** A key that can't be read any more can't vouch for anything that its provider signed. */
  keys(segments: readonly contracting.ContractSegment[], { damaged }: Evidence): void {
    for (const { at, problem } of damaged) {
      const resting = segments.filter(({ providerId }) => at.stream === `provider-${providerId}`).flatMap(({ segmentId }) => linesOfSegment(segmentId));
      if (resting.length > 0) this.findings.document(at, 'provider-key-unreadable', `the provider's key can't be read: ${problem}`, resting);
    }
  }

  quote({ at, data }: At<contracting.QuoteOffered>, contract: contracting.Contract): contracting.Quote | undefined {
    const actual = sha256(data.quote);
    if (!bytesEqual(actual, contract.quoteSha256))
      this.findings.document(at, 'quote-hash-differs', `the quote has SHA-256 ${toHex(actual)}, and ${toHex(contract.quoteSha256)} was contracted`, 'all');
    if (!bytesEqual(actual, data.quoteSha256))
      this.findings.document(at, 'quote-hash-differs', 'the quote is not the one whose hash stands beside it', 'all');
    const quote = this.read(at, 'quote', () => contracting.Quote.decode(data.quote), 'all');
    if (quote && !bytesEqual(contracting.ServiceTerms.encode(quote.terms), contracting.ServiceTerms.encode(contract.terms)))
      this.findings.document(at, 'terms-differ', 'the contract and the quote that it rests on state different terms', 'all');
    return quote;
  }

  noQuote(contractAt: EventReference, { damaged }: Evidence, { quoteId }: contracting.Contract): undefined {
    const unreadable = damaged.find(({ at }) => at.stream === `quote-${quoteId}`);
    if (unreadable) this.findings.document(unreadable.at, 'quote-unreadable', `the quote can't be read: ${unreadable.problem}`, 'all');
    else this.findings.document(contractAt, 'quote-missing', `there is no quote ${quoteId}, which the contract rests on`, 'all');
  }

  /** Each version names the hash of the one before. */
  ending({ amendments, damaged }: Evidence, signedSha256: Uint8Array): contracting.ContractAmendment | undefined {
    for (const { at, problem } of damaged.filter(({ at }) => at.type === 'contracting.v1.ContractAmended'))
      this.findings.document(at, 'amendment-unreadable', `an amendment can't be read: ${problem}`, 'all');
    let [before, ending]: [Uint8Array, contracting.ContractAmendment | undefined] = [signedSha256, undefined];
    for (const { at, data } of amendments) {
      const amendment = this.amendment({ at, data }, before);
      before = data.amendmentSha256;
      if (amendment?.change.kind === 'termination') ending ??= amendment;
    }
    return ending;
  }

  private amendment({ at, data }: At<contracting.ContractAmended>, before: Uint8Array): contracting.ContractAmendment | undefined {
    this.sealed(at, { envelope: data.amendment, stated: data.amendmentSha256, domain: SIGNED_AS.contractAmendment, what: 'amendment' }, 'all');
    const amendment = this.read(at, 'amendment', () => contracting.ContractAmendment.decode(data.amendment.body), 'all');
    if (amendment && !bytesEqual(amendment.amendedSha256, before)) this.findings.document(at, 'amendment-unbound', 'the amendment is one of another contract than this', 'all');
    return amendment;
  }

  /** @param segments of all paths that the service ran on */
  supplies(
    { contract, contractAt, segments }: Pick<Documents, 'contract' | 'contractAt'> & { readonly segments: readonly contracting.ContractSegment[] },
    evidence: Evidence,
  ): Documents['supplies'] {
    const read: [string, { event: At<contracting.SupplyContractSigned>; supply: contracting.SupplyContract }][] = [];
    for (const providerId of new Set(segments.map((segment) => segment.providerId))) {
      const resting = segments.filter((segment) => segment.providerId === providerId).flatMap(({ segmentId }) => linesOfSegment(segmentId));
      const event = evidence.supplies.find(({ data }) => data.providerId === providerId);
      if (!event) {
        const unreadable = evidence.damaged.find(({ at }) => at.stream === `supply-${contract.contractId}-${providerId}`);
        const at = unreadable?.at ?? contractAt;
        this.findings.document(at, 'supply-contract-missing', `the supply contract of ${providerId} is not there or can't be read`, resting);
        continue;
      }
      const { at, data } = event;
      this.sealed(at, { envelope: data.contract, stated: data.contractSha256, domain: SIGNED_AS.supplyContract, what: 'supply-contract' }, resting);
      const reference = contract.supplies.find((known) => known.providerId === providerId);
      if (!reference || !bytesEqual(reference.supplyContractSha256, sha256(data.contract.body)))
        this.findings.document(at, 'supply-contract-unbound', `the customer's contract binds another supply contract of ${providerId}`, resting);
      const supply = this.read(at, 'supply-contract', () => contracting.SupplyContract.decode(data.contract.body), resting);
      if (supply) read.push([providerId, { event, supply }]);
    }
    return new Map(read);
  }
}
