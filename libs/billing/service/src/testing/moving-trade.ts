import type { Instant } from '@carriermesh/kernel';
import type { TypedAppend } from '@carriermesh/platform-chassis';
import { sha256 } from '@carriermesh/platform-signing';
import { monthlyCapacityCharge, withMarkup } from '@carriermesh/tariff-v1';
import type { contracting } from '@carriermesh/wire';
import { eur, SampleTrade, serviceLevel, type Part, type Resource } from './sample-trade.js';

type Event = TypedAppend['events'][number];

/** The sample trade with an alternative path over alfa alone, and what provisioning would tell of a service that moves to it. */
export class MovingTrade extends SampleTrade {
  readonly standbySegment = `seg_${this.uuid}-3`;
  private told = 0;

  protected override standbys(): readonly Resource[] {
    return [this.offer('alfa', 'link-3', eur('1.50'), eur('0.02'))];
  }

  /** @returns an event of the service's activation, behind those that were told before */
  private tell(event: Event): TypedAppend {
    return { stream: `activation-${this.contractId}`, expected: this.told++, events: [event] };
  }

  impaired(impairedSince: Instant, segmentId = this.alfaSegment): TypedAppend {
    const fault = { segmentId, providerId: 'alfa', alarmId: `alm_${segmentId.slice(4)}-${this.told + 1}`, impairedSince };
    return this.tell({ type: 'provisioning.v1.ImpairmentNoted', data: { contractId: this.contractId, fault } });
  }

  well(clearedAt: Instant, segmentId = this.alfaSegment): TypedAppend {
    return this.tell({ type: 'provisioning.v1.ImpairmentCleared', data: { contractId: this.contractId, segmentId, clearedAt } });
  }

  moves(reroutedAt: Instant): TypedAppend {
    const { contractId, orderId } = this;
    const data = { contractId, orderId, attempt: 1, fromRoute: 0, toRoute: 1, leftSegmentIds: [this.alfaSegment, this.bravoSegment], segmentIds: [this.standbySegment], latencyNs: 1n, reroutedAt };
    return this.tell({ type: 'provisioning.v1.ServiceRerouted', data });
  }

  protected override quote(): contracting.Quote {
    const quote = super.quote();
    const [first] = quote.scenarios as [contracting.Scenario];
    const costs = this.standbys().map(({ resourceId, providerId, price, signed }) => ({ resourceId, providerId, offerSha256: sha256(signed.offer), monthly: this.monthlyOf(price.monthlyPerMbps), perGigabyte: price.perGigabyte }));
    const monthlyCost = this.monthlyOf(eur('1.50'));
    const path = { ...first.path, segments: [{ providerId: 'alfa', fromPopId: 'x', toPopId: 'y', resources: this.standbyResources(), latencyNs: 1n }], disjointFromBest: true };
    const second = { ...first, scenarioId: '2', path, costs, monthlyCost, monthlyPrice: withMarkup(monthlyCost, 1_500), lost: { code: 'higher-cost', message: '' } };
    return { ...quote, scenarios: [first, second] };
  }

  protected override contract(quote: contracting.Quote, quoteSha256: Uint8Array, supplies: readonly contracting.SupplyContractSigned[]): contracting.Contract {
    const [first, second] = quote.scenarios as [contracting.Scenario, contracting.Scenario];
    // Nobody pays more because a network failed.
    const monthlyRecurring = second.monthlyPrice.microMinor < first.monthlyPrice.microMinor ? second.monthlyPrice : first.monthlyPrice;
    const prices = [{ segmentId: this.standbySegment, monthlyRecurring, perGigabyte: withMarkup(eur('0.02'), quote.policy.usageMarkupBasisPoints) }];
    const alternative = { path: second.path, withinLatencyLimit: true, monthlyPrice: second.monthlyPrice, resources: this.standbyResources(), segments: this.standbySegments(), prices };
    return { ...super.contract(quote, quoteSha256, supplies), alternatives: [alternative] };
  }

  protected override supplyContract(part: Part): contracting.SupplyContract {
    const terms = super.supplyContract(part);
    if (part !== 'alfa') return terms;
    const prices = [{ segmentId: this.standbySegment, monthlyRecurring: this.monthlyOf(eur('1.50')), perGigabyte: eur('0.02') }];
    return { ...terms, standbySegments: this.standbySegments(), standbyPrices: prices, standbyServiceLevels: [serviceLevel] };
  }

  private standbySegments(): readonly contracting.ContractSegment[] {
    return [{ segmentId: this.standbySegment, providerId: 'alfa', fromPopId: 'x', toPopId: 'y', resources: this.standbyResources() }];
  }

  private standbyResources(): readonly contracting.ContractedResource[] {
    return this.standbys().map(({ resourceId, signed }) => ({ resourceId, offerSha256: sha256(signed.offer) }));
  }

  private monthlyOf(perMbps: ReturnType<typeof eur>): ReturnType<typeof eur> {
    return monthlyCapacityCharge(perMbps, this.mbps);
  }
}
