import { type Agreement, contractStream, customerContract, monthlyOf, orderStream, quoteStream, supplyContracts, supplyStream } from '@carriermesh/contracting-domain';
import { bytesEqual, InvariantViolation, isToken, toHex } from '@carriermesh/kernel';
import type { LedgerReading, RecordedEvent } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { advertising, type Codec, contracting } from '@carriermesh/wire';
import { ContractComparison, type ContractDifference, type Found, type ReplayedDocument } from './contract-comparison.js';
import { decoded, MAX_DIFFERENCES } from './differences.js';
import { type FirstVersion, replayAmendments, type VersionInForce } from './replay-amendments.js';
import { replayQuote } from './replay-quote.js';

export interface ContractReplay {
  readonly contractId: string;
  readonly found: boolean;
  /** To the byte: every version of the customer's contract and of every supplier's, and the quote below them. */
  readonly identical: boolean;
  readonly differences: readonly ContractDifference[];
  /** The documents that were made again, with their hashes. */
  readonly documents: readonly ReplayedDocument[];
  /** The newest version, as it follows from the ledger; absent where the first one can't be written again. */
  readonly inForce?: VersionInForce;
}

/** `data` is absent when the event's bytes can't be read any more. */
interface First<T> {
  readonly position: bigint;
  readonly data: T | undefined;
}

/**
 * Writes a contract and those with its suppliers again, from the quote that was accepted, the offers below it and the buyer's
 * acceptance, and every later version of them from what was asked and done, and compares them with what was signed (S0-7, M2). Reads the ledger alone and writes nothing. That the signatures
 * are good is another question: `carriermesh contract verify` answers it.
 * @throws OperationalError `unavailable` when the ledger can't be read
 */
export async function replayContract(ledger: Pick<LedgerReading, 'readStream'>, contractId: string): Promise<ContractReplay> {
  const none: ContractReplay = { contractId, found: false, identical: false, differences: [], documents: [] };
  const signed = isToken(contractId) ? first(await ledger.readStream(contractStream(contractId)), 'contracting.v1.ContractSigned', contracting.ContractSigned) : undefined;
  if (!signed) return none;
  const comparison = new ContractComparison();
  let inForce: VersionInForce | undefined;
  const contract = signed.data && decoded(() => contracting.Contract.decode(signed.data?.contract.body ?? new Uint8Array()));
  if (!signed.data || !contract) comparison.add('contract', 'bytes that can’t be read', '', [signed.position]);
  else inForce = await new ContractReplaying(ledger, comparison, { position: signed.position, data: signed.data }, contract).run();
  const { differences, documents } = comparison;
  return { contractId, found: true, identical: differences.length === 0, differences: differences.slice(0, MAX_DIFFERENCES), documents, ...(inForce && { inForce }) };
}

class ContractReplaying {
  constructor(
    private readonly ledger: Pick<LedgerReading, 'readStream'>,
    private readonly comparison: ContractComparison,
    private readonly signed: Found<contracting.ContractSigned>,
    private readonly contract: contracting.Contract,
  ) {}

  async run(): Promise<VersionInForce | undefined> {
    const { contract, comparison } = this;
    const quote = await replayQuote(this.ledger, contract.quoteId);
    for (const difference of quote.differences) comparison.differences.push({ ...difference, at: `quote.${difference.at}`, events: quote.events });
    if (!quote.found) comparison.add('quote', `${contract.quoteId} is stated`, 'there is no such quote', [this.signed.position]);
    const basis = await this.basis();
    if (!basis) return undefined;
    try {
      return await replayAmendments(this.ledger, comparison, await this.compare(basis));
    } catch (error) {
      // Altered figures can contradict one another: then nothing can be written again, and that is what is reported.
      if (!(error instanceof InvariantViolation)) throw error;
      comparison.add('contract', 'what was signed', `not to be written again: ${error.message}`, basis.events);
      return undefined;
    }
  }

  /** What the contracts were written from, as the ledger says it elsewhere. */
  private async basis(): Promise<Basis | undefined> {
    const { contract, signed, comparison } = this;
    const quoteEvents = await this.ledger.readStream(quoteStream(contract.quoteId));
    const offered = first(quoteEvents, 'contracting.v1.QuoteOffered', contracting.QuoteOffered);
    const accepted = first(quoteEvents, 'contracting.v1.QuoteAccepted', contracting.QuoteAccepted);
    const requested = first(await this.ledger.readStream(orderStream(contract.orderId)), 'contracting.v1.ServiceRequested', contracting.ServiceRequested);
    const quote = offered?.data && decoded(() => contracting.Quote.decode(offered.data?.quote ?? new Uint8Array()));
    if (!accepted?.data) comparison.add('acceptance', 'stated', 'nobody accepted the quote', [signed.position, ...(accepted ? [accepted.position] : [])]);
    if (!requested?.data) comparison.add('acceptance.termsSha256', 'stated', 'nobody ordered', [signed.position, ...(requested ? [requested.position] : [])]);
    if (!offered?.data || !quote || !accepted?.data || !requested?.data) return undefined;
    const offers = offered.data.offers.flatMap((offer) => {
      const read = decoded(() => advertising.ResourceOffer.decode(offer.offer));
      return read ? [{ signed: offer, resourceId: read.resourceId, serviceLevel: read.serviceLevel }] : [];
    });
    const agreement: Agreement = {
      contractId: signed.data.contractId,
      sellerId: contract.sellerId,
      quote,
      quoteSha256: sha256(offered.data.quote),
      termsSha256: requested.data.termsSha256,
      acceptedAt: accepted.data.acceptedAt,
      signedAt: contract.signedAt,
      serviceLevels: new Map(offers.map(({ resourceId, serviceLevel }) => [resourceId, serviceLevel])),
    };
    return { agreement, offers, events: [signed.position, offered.position, accepted.position, requested.position] };
  }

  private async compare({ agreement, offers, events }: Basis): Promise<FirstVersion> {
    const references: contracting.SupplyReference[] = [];
    const supplies = supplyContracts(agreement);
    for (const supply of supplies) {
      const bytes = contracting.SupplyContract.encode(supply);
      references.push({ providerId: supply.providerId, supplyContractSha256: sha256(bytes) });
      await this.supply(supply, { offers, events });
    }
    const { data, position } = this.signed;
    const rest = events.filter((event) => event !== position);
    const contract = customerContract(agreement, references);
    this.comparison.document('contract', contracting.Contract, { recorded: data.contract.body, stated: data.contractSha256, recomputed: contract, events: [position, ...rest] });
    const { orderId, buyerId } = agreement.quote;
    const said = { ...data, contractId: agreement.contractId, orderId, buyerId, monthly: monthlyOf(contract, contract.prices) };
    this.comparison.message('contract.event', contracting.ContractSigned, { recorded: data, recomputed: said, events: [position, ...rest] });
    return { contract, quote: agreement.quote, supplies, references, position };
  }

  private async supply(supply: contracting.SupplyContract, { offers, events }: Pick<Basis, 'offers' | 'events'>): Promise<void> {
    const { providerId, supplyContractId, segments, standbySegments } = supply;
    const what = `supply[${providerId}]`;
    const found = first(await this.ledger.readStream(supplyStream(supplyContractId)), 'contracting.v1.SupplyContractSigned', contracting.SupplyContractSigned);
    if (!found?.data) {
      this.comparison.add(what, found ? 'bytes that can’t be read' : 'nothing', 'a contract with this supplier', found ? [found.position] : events);
      return;
    }
    const at = [found.position, ...events];
    this.comparison.document(what, contracting.SupplyContract, { recorded: found.data.contract.body, stated: found.data.contractSha256, recomputed: supply, events: at });
    const resources = new Set([...segments, ...standbySegments].flatMap((segment) => segment.resources.map(({ resourceId }) => resourceId)));
    for (const { resourceId, signed } of offers.filter((offer) => resources.has(offer.resourceId))) {
      const isCarried = found.data.offers.some(({ offer, signature }) => bytesEqual(offer, signed.offer) && bytesEqual(signature, signed.signature));
      if (!isCarried) this.comparison.add(`${what}.offers[${resourceId}]`, 'another offer, or none', toHex(sha256(signed.offer)), at);
    }
  }
}

interface Basis {
  readonly agreement: Agreement;
  readonly offers: readonly { readonly signed: advertising.SignedOffer; readonly resourceId: string }[];
  readonly events: readonly bigint[];
}

function first<T>(events: readonly RecordedEvent[], type: string, codec: Codec<T>): First<T> | undefined {
  const event = events.find((each) => each.type === type);
  return event && { position: event.position, data: decoded(() => codec.decode(event.payload)) };
}
