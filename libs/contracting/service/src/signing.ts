import { Inject, Injectable } from '@nestjs/common';
import { type Agreement, type Contracts, customerContract, monthlyOf, monthlyOfRule, type Purchase, quoteStream, supplyContracts } from '@carriermesh/contracting-domain';
import { bytesEqual, invariant, sum, toHex } from '@carriermesh/kernel';
import { CLOCK, type Clock, LEDGER, SIGNER, type Signer, TypedLedger } from '@carriermesh/platform-chassis';
import { sealEnvelope, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { advertising, contracting } from '@carriermesh/wire';
import { Seller } from './seller.js';

/** Quotes that were just made here, some ten kilobytes each; of more, the oldest is read from the ledger again. */
const MAX_NOTED_QUOTES = 512;

/** An offer of the winner, as it was signed and as it reads. */
interface ReadOffer {
  readonly signed: advertising.SignedOffer;
  readonly offer: advertising.ResourceOffer;
}

/** Writes and seals the contract with the customer and one with each supplier, from the quote as it was accepted. */
@Injectable()
export class Signing {
  private readonly noted = new Map<string, contracting.QuoteOffered>();

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SIGNER) private readonly signer: Signer,
    @Inject(Seller) private readonly seller: Seller,
  ) {}

  /** A quote that was made here, and may be on its way to the ledger: which one was accepted, its hash says. */
  noteOffered(offered: contracting.QuoteOffered): void {
    this.noted.set(offered.quoteId, offered);
    if (this.noted.size <= MAX_NOTED_QUOTES) return;
    const [oldest] = this.noted.keys();
    if (oldest !== undefined) this.noted.delete(oldest);
  }

  async sign(purchase: Purchase): Promise<Contracts> {
    const offered = await this.offered(purchase);
    const offers = offered.offers.map((signed): ReadOffer => ({ signed, offer: advertising.ResourceOffer.decode(signed.offer) }));
    const { contractId, quoteSha256, termsSha256, acceptedAt } = purchase;
    const agreement: Agreement = {
      contractId,
      sellerId: this.seller.id,
      quote: contracting.Quote.decode(offered.quote),
      quoteSha256,
      termsSha256,
      acceptedAt,
      signedAt: this.clock.now(),
      serviceLevels: new Map(offers.map(({ offer }) => [offer.resourceId, offer.serviceLevel])),
    };
    const supplies = supplyContracts(agreement).map((supply) => this.sealedSupply(supply, offers, agreement.quote.terms));
    return { contract: this.sealedContract(agreement, supplies), supplies };
  }

  /** What is signed is what was offered and accepted, byte for byte. */
  private async offered({ quoteId, quoteSha256 }: Purchase): Promise<contracting.QuoteOffered> {
    const noted = this.noted.get(quoteId);
    this.noted.delete(quoteId);
    if (noted && bytesEqual(noted.quoteSha256, quoteSha256)) return noted;
    const { events } = await this.ledger.load(quoteStream(quoteId));
    const first = events[0];
    invariant(first?.type === 'contracting.v1.QuoteOffered', `the stream of the quote ${quoteId} does not begin with its offer`);
    const { quote } = first.data;
    invariant(bytesEqual(sha256(quote), quoteSha256), `the quote ${quoteId} on record is not the one with the hash ${toHex(quoteSha256)} that was accepted`);
    return first.data;
  }

  private sealedSupply(supply: contracting.SupplyContract, offers: readonly ReadOffer[], { currency }: contracting.ServiceTerms): contracting.SupplyContractSigned {
    const { supplyContractId, contractId, providerId, segments, standbySegments, prices } = supply;
    const resourceIds = new Set([...segments, ...standbySegments].flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId)));
    const body = contracting.SupplyContract.encode(supply);
    return {
      supplyContractId,
      contractId,
      providerId,
      contract: sealEnvelope(this.signer, SIGNED_AS.supplyContract, body),
      contractSha256: sha256(body),
      offers: offers.filter(({ offer }) => resourceIds.has(offer.resourceId)).map(({ signed }) => signed),
      monthly: sum(currency, prices.map(monthlyOfRule)),
    };
  }

  private sealedContract(agreement: Agreement, supplies: readonly contracting.SupplyContractSigned[]): contracting.ContractSigned {
    const { contractId, quote } = agreement;
    const references = supplies.map(({ providerId, contractSha256 }) => ({ providerId, supplyContractSha256: contractSha256 }));
    const contract = customerContract(agreement, references);
    const body = contracting.Contract.encode(contract);
    return {
      contractId,
      orderId: quote.orderId,
      buyerId: quote.buyerId,
      contract: sealEnvelope(this.signer, SIGNED_AS.contract, body),
      contractSha256: sha256(body),
      monthly: monthlyOf(contract, contract.prices),
    };
  }
}
