import { invoiceIdOf } from '@carriermesh/billing-domain';
import { instant, NANOS_PER_DAY, parseMoney, sameUuid, sum, type Instant, type Money } from '@carriermesh/kernel';
import type { TypedAppend } from '@carriermesh/platform-chassis';
import { sealEnvelope, sha256, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { apportion, monthlyCapacityCharge, withMarkup, withMonthlyFees } from '@carriermesh/tariff-v1';
import { advertising, agent, common, contracting, type paths, type tariff } from '@carriermesh/wire';

export const eur = (text: string): Money => parseMoney('EUR', text) as Money;
export const serviceLevel: common.ServiceLevel = { availabilityPpm: 999_000, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 1_000 };

/** Of every contract here. */
const TERMINATION: contracting.TerminationTerms = { noticeSeconds: 0, earlyChargeBasisPoints: 2_500, committedBasisPoints: 0 };

export interface Parties {
  readonly operator: SigningKey;
  readonly alfa: SigningKey;
  readonly bravo: SigningKey;
}

const PARTS = ['alfa', 'bravo'] as const;
export type Part = (typeof PARTS)[number];

export interface Resource {
  readonly resourceId: string;
  readonly part: Part;
  readonly providerId: string;
  readonly signed: advertising.SignedOffer;
  readonly price: common.ResourcePrice;
}

const asksFees = ({ price: { monthlyFee, setupFee } }: Resource): boolean => monthlyFee !== undefined || setupFee !== undefined;
const feeOf = ({ resourceId, price: { monthlyFee, setupFee } }: Resource): common.ResourceFee => ({ resourceId, ...(monthlyFee && { monthly: monthlyFee }), ...(setupFee && { setup: setupFee }) });

/** A service over two providers, as the other contexts would have put it into the ledger: every document signed by its party. */
export class SampleTrade {
  readonly orderId: string;
  readonly contractId: string;
  readonly alfaSegment: string;
  readonly bravoSegment: string;
  readonly mbps = 1_000;
  readonly resources: readonly Resource[];

  constructor(
    protected readonly parties: Parties,
    readonly uuid: string,
    readonly startAt: Instant,
    readonly termMonths = 2,
    /** Who plays alfa and bravo, where there are more providers than these two. */
    protected readonly names: Readonly<Record<Part, string>> = { alfa: 'alfa', bravo: 'bravo' },
    /** What usage is charged by; by the gigabyte where it is absent. */
    protected readonly usageTariff?: tariff.PinnedTariff,
  ) {
    this.orderId = `ord_${uuid}`;
    this.contractId = sameUuid('con', this.orderId);
    this.alfaSegment = `seg_${uuid}-1`;
    this.bravoSegment = `seg_${uuid}-2`;
    this.resources = [
      this.offer('alfa', 'link-1', eur('1.00'), eur('0.012')),
      this.offer('alfa', 'link-2', eur('0.37'), eur('0.0083')),
      this.offer('bravo', 'link-1', eur('0.4441'), eur('0.01')),
    ];
  }

  /** What an alternative path needs, where there is one. */
  protected standbys(): readonly Resource[] {
    return [];
  }

  get invoiceId(): string {
    return invoiceIdOf(this.contractId, 1);
  }

  enrolments(): readonly TypedAppend[] {
    return PARTS.map((part) => {
      const providerId = this.names[part];
      const data = { providerId, name: providerId, publicKey: this.parties[part].publicKey, enrolledAt: this.startAt };
      return { stream: `provider-${providerId}`, expected: 'none', events: [{ type: 'advertising.v1.ProviderEnrolled', data }] };
    });
  }

  adverts(): readonly TypedAppend[] {
    return [...this.resources, ...this.standbys()].map(({ resourceId, providerId, signed }) => {
      const data = { resourceId, providerId, signedOffer: signed, offerSha256: sha256(signed.offer), batchId: 'advert-1' };
      return { stream: `resource-${resourceId}`, expected: 'any', events: [{ type: 'advertising.v1.ResourceAdvertised', data }] };
    });
  }

  /** Quote and contracts, in one commit. */
  contracts(): readonly TypedAppend[] {
    const quote = this.quote();
    const bytes = contracting.Quote.encode(quote);
    const quoteSha256 = sha256(bytes);
    const { quoteId, orderId, buyerId, validUntil } = quote;
    const summary = { quoteId, monthlyPrice: eur('0'), latencyNs: 5n, handovers: 1, providers: PARTS.map((part) => this.names[part]), validUntil, alternatives: 0, priceSteps: [] };
    const offered = { quoteId, orderId, buyerId, quote: bytes, quoteSha256, summary, offers: [...this.resources, ...this.standbys()].map(({ signed }) => signed) };
    const supplies = PARTS.map((part) => this.supply(part));
    const contract = contracting.Contract.encode(this.contract(quote, quoteSha256, supplies));
    const envelope = sealEnvelope(this.parties.operator, SIGNED_AS.contract, contract);
    const signed = { contractId: this.contractId, orderId, buyerId, contract: envelope, contractSha256: sha256(contract) };
    return [
      { stream: `quote-${quoteId}`, expected: 'none', events: [{ type: 'contracting.v1.QuoteOffered', data: offered }] },
      { stream: `contract-${this.contractId}`, expected: 'none', events: [{ type: 'contracting.v1.ContractSigned', data: signed }] },
      ...supplies.map((data): TypedAppend => ({ stream: `supply-${data.supplyContractId}`, expected: 'none', events: [{ type: 'contracting.v1.SupplyContractSigned', data }] })),
    ];
  }

  activation(): TypedAppend {
    const data = { contractId: this.contractId, orderId: this.orderId, serviceStartAt: this.startAt, activatedAt: this.startAt };
    return { stream: `activation-${this.contractId}`, expected: 'none', events: [{ type: 'provisioning.v1.ServiceActivated', data }] };
  }

  /** The contract's second version, which ends it; asked for by its buyer. */
  ending(endsAt: Instant, earlyChargeBasisPoints = TERMINATION.earlyChargeBasisPoints): TypedAppend {
    const { contractId, orderId } = this;
    const signed = this.contracts().flatMap(({ events }) => events).find(({ type }) => type === 'contracting.v1.ContractSigned')?.data as contracting.ContractSigned;
    const requestSha256 = sha256(new Uint8Array());
    const request = { requestedBy: 'acme', requestId: 'end', requestSha256, requestedAt: this.startAt };
    const body = contracting.ContractAmendment.encode({
      contractId, version: 2, amendedSha256: signed.contractSha256, sellerId: 'mesh', request, supplies: [], signedAt: this.startAt,
      change: { kind: 'termination', termination: { endsAt, earlyChargeBasisPoints, reason: '' } },
    });
    const amendment = sealEnvelope(this.parties.operator, SIGNED_AS.contractAmendment, body);
    const data = { contractId, orderId, buyerId: 'acme', version: 2, amendment, amendmentSha256: sha256(body), requestId: 'end', requestSha256, endsAt };
    return { stream: `contract-${contractId}`, expected: 0, events: [{ type: 'contracting.v1.ContractAmended', data }] };
  }

  usageBatch(part: Part, batch: Omit<agent.UsageBatch, 'providerId'>): common.SignedEnvelope {
    return sealEnvelope(this.parties[part], SIGNED_AS.usageBatch, agent.UsageBatch.encode({ providerId: this.names[part], ...batch }));
  }

  protected offer(part: Part, link: string, monthlyPerMbps: Money, perGigabyte: Money, fees: Pick<common.ResourcePrice, 'monthlyFee' | 'setupFee'> = {}): Resource {
    const providerId = this.names[part];
    const resourceId = `${providerId}/${link}`;
    const price = { monthlyPerMbps, perGigabyte, ...fees };
    const path = { fromPopId: 'x', toPopId: 'y', capacityMbps: 10_000, latencyNs: 1_000_000n, price, srlgIds: [] };
    const offer = advertising.ResourceOffer.encode({
      providerId,
      resourceId,
      validFrom: this.startAt,
      validUntil: instant(this.startAt + 365n * NANOS_PER_DAY),
      visibleTo: [],
      serviceLevel,
      resource: { kind: 'link', link: path },
    });
    return { resourceId, part, providerId, price, signed: { offer, signature: this.parties[part].sign(SIGNED_AS.resourceOffer, offer) } };
  }

  private segments(): readonly contracting.ContractSegment[] {
    return PARTS.map((part) => ({
      segmentId: part === 'alfa' ? this.alfaSegment : this.bravoSegment,
      providerId: this.names[part],
      fromPopId: 'x',
      toPopId: 'y',
      resources: this.resources.filter((resource) => resource.part === part).map(({ resourceId, signed }) => ({ resourceId, offerSha256: sha256(signed.offer) })),
    }));
  }

  private supplyPrices(): readonly contracting.PriceRule[] {
    return this.segments().map(({ segmentId, providerId }) => {
      const own = this.resources.filter((resource) => resource.providerId === providerId);
      return {
        segmentId,
        monthlyRecurring: sum('EUR', own.map(({ price }) => monthlyCapacityCharge(price.monthlyPerMbps, this.mbps))),
        perGigabyte: sum('EUR', own.map(({ price }) => price.perGigabyte)),
        ...(own.some(asksFees) && { fees: { fees: own.filter(asksFees).map(feeOf) } }),
      };
    });
  }

  protected quote(): contracting.Quote {
    const costs = this.resources.map(({ resourceId, providerId, price, signed }) => ({
      resourceId,
      providerId,
      offerSha256: sha256(signed.offer),
      monthly: monthlyCapacityCharge(price.monthlyPerMbps, this.mbps),
      perGigabyte: price.perGigabyte,
      ...(price.monthlyFee && { monthlyFee: price.monthlyFee }),
      ...(price.setupFee && { setupFee: price.setupFee }),
    }));
    const monthlyCost = sum('EUR', this.supplyPrices().map(({ monthlyRecurring, fees }) => withMonthlyFees(monthlyRecurring, fees?.fees)));
    const runs: readonly paths.PathSegment[] = this.segments().map(({ providerId, fromPopId, toPopId, resources }) => ({ providerId, fromPopId, toPopId, resources, latencyNs: 1n }));
    const path = { latencyNs: 5n, handovers: 1, segments: runs, popIds: ['x', 'y'], bottleneckMbps: 10_000, disjointFromBest: false };
    return {
      quoteId: `quo_${this.uuid}-1`,
      orderId: this.orderId,
      buyerId: 'acme',
      terms: {
        from: { place: { kind: 'pop-id', popId: 'x' } },
        to: { place: { kind: 'pop-id', popId: 'y' } },
        mbps: this.mbps,
        termMonths: this.termMonths,
        objective: 'cost',
        currency: 'EUR',
        acceptance: 'automatic',
      },
      topologyRevision: 1n,
      policy: {
        policyId: 'sample',
        minimumMarginBasisPoints: 1_500,
        listBasePerMbps: eur('0.10'),
        listPerMbpsPerMegameter: eur('0'),
        usageMarkupBasisPoints: 2_000,
        taxBasisPoints: 1_900,
        quoteValiditySeconds: 60,
        termination: TERMINATION,
        ...(this.usageTariff && { usageTariff: this.usageTariff }),
      },
      scenarios: [{ scenarioId: '1', path, costs, monthlyCost, monthlyPrice: withMarkup(monthlyCost, 1_500), monthlyMargin: eur('0') }],
      unpriced: [],
      quotedAt: this.startAt,
      validUntil: this.startAt,
      distanceM: 1,
      supplierTerms: [],
    };
  }

  protected supplyContract(part: Part): contracting.SupplyContract {
    const providerId = this.names[part];
    const segments = this.segments().filter((segment) => segment.providerId === providerId);
    return {
      supplyContractId: `${this.contractId}-${providerId}`,
      contractId: this.contractId,
      providerId,
      sellerId: 'mesh',
      segments,
      prices: this.supplyPrices().filter(({ segmentId }) => segments.some((segment) => segment.segmentId === segmentId)),
      mbps: this.mbps,
      termMonths: this.termMonths,
      serviceLevels: segments.map(() => serviceLevel),
      signedAt: this.startAt,
      standbySegments: [],
      standbyPrices: [],
      standbyServiceLevels: [],
      termination: TERMINATION,
    };
  }

  private supply(part: Part): contracting.SupplyContractSigned {
    const { supplyContractId, contractId, providerId, ...terms } = this.supplyContract(part);
    const body = contracting.SupplyContract.encode({ supplyContractId, contractId, providerId, ...terms });
    const contract = sealEnvelope(this.parties.operator, SIGNED_AS.supplyContract, body);
    const offers = [...this.resources, ...this.standbys()].filter((resource) => resource.part === part).map(({ signed }) => signed);
    return { supplyContractId, contractId, providerId, contract, contractSha256: sha256(body), offers };
  }

  protected contract(quote: contracting.Quote, quoteSha256: Uint8Array, supplies: readonly contracting.SupplyContractSigned[]): contracting.Contract {
    const costs = this.supplyPrices();
    const monthly = apportion(quote.scenarios[0]?.monthlyPrice as Money, costs.map(({ monthlyRecurring, fees }) => withMonthlyFees(monthlyRecurring, fees?.fees).microMinor));
    return {
      contractId: this.contractId,
      orderId: this.orderId,
      buyerId: quote.buyerId,
      sellerId: 'mesh',
      quoteId: quote.quoteId,
      quoteSha256,
      terms: quote.terms,
      latencyNs: 5n,
      segments: this.segments(),
      prices: costs.map(({ segmentId, perGigabyte }, index) => ({
        segmentId,
        monthlyRecurring: monthly[index] as Money,
        perGigabyte: this.usageTariff ? eur('0') : withMarkup(perGigabyte, quote.policy.usageMarkupBasisPoints),
      })),
      ...(this.usageTariff && { usageTariff: this.usageTariff }),
      taxBasisPoints: quote.policy.taxBasisPoints,
      serviceLevel,
      alternatives: [],
      supplies: supplies.map(({ providerId, contractSha256 }) => ({ providerId, supplyContractSha256: contractSha256 })),
      acceptance: { acceptedBy: quote.buyerId, acceptedAt: this.startAt, termsSha256: sha256(contracting.ServiceTerms.encode(quote.terms)) },
      signedAt: this.startAt,
      termination: TERMINATION,
    };
  }
}
