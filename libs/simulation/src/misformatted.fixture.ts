import { OrderFulfilmentRunner } from '@carriermesh/contracting-service';
import { TopologyView } from '@carriermesh/paths-service';
import { Activation } from '@carriermesh/provisioning-service';
import { contracting } from '@carriermesh/wire';
import type { Class } from './mesh/injector.js';
import type { SimulateOptions } from './simulate.js';

/** Has capacity held as it was ordered, whatever travels in the format. */
class OrderedRunner extends OrderFulfilmentRunner {
  override async perform(...asked: Parameters<OrderFulfilmentRunner['perform']>): ReturnType<OrderFulfilmentRunner['perform']> {
    const input = await super.perform(...asked);
    if (input.kind !== 'quoted') return input;
    const { formats, terms } = contracting.Quote.decode(input.offered.quote);
    return formats ? { ...input, needs: input.needs.map((need) => ({ ...need, mbps: terms.mbps })) } : input;
  }
}

/** Holds formatting to cost nothing. */
class FreeFormatRunner extends OrderFulfilmentRunner {
  override async perform(...asked: Parameters<OrderFulfilmentRunner['perform']>): ReturnType<OrderFulfilmentRunner['perform']> {
    const input = await super.perform(...asked);
    if (input.kind !== 'quoted') return input;
    const quote = contracting.Quote.decode(input.offered.quote);
    const scenarios = quote.scenarios.map((scenario) =>
      scenario.format ? { ...scenario, monthlyCost: { ...scenario.monthlyCost, microMinor: scenario.monthlyCost.microMinor - scenario.format.monthly.microMinor } } : scenario);
    return { ...input, offered: { ...input.offered, quote: contracting.Quote.encode({ ...quote, scenarios }) } };
  }
}

/** Holds that resources ask what they do for each Mbit/s, and nothing beside. */
class FeelessRunner extends OrderFulfilmentRunner {
  override async perform(...asked: Parameters<OrderFulfilmentRunner['perform']>): ReturnType<OrderFulfilmentRunner['perform']> {
    const input = await super.perform(...asked);
    if (input.kind !== 'quoted') return input;
    const quote = contracting.Quote.decode(input.offered.quote);
    const scenarios = quote.scenarios.map((scenario) => ({ ...scenario, costs: scenario.costs.map(({ monthlyFee: _, setupFee: __, ...cost }) => cost) }));
    return { ...input, offered: { ...input.offered, quote: contracting.Quote.encode({ ...quote, scenarios }) } };
  }
}

/** Is a millionth of a cent off wherever the seller had stated something of its prices. */
class GenerousRunner extends OrderFulfilmentRunner {
  override async perform(...asked: Parameters<OrderFulfilmentRunner['perform']>): ReturnType<OrderFulfilmentRunner['perform']> {
    const input = await super.perform(...asked);
    const quote = input.kind === 'quoted' ? contracting.Quote.decode(input.offered.quote) : undefined;
    if (input.kind !== 'quoted' || (!quote?.utilisation && !quote?.buyerTerms)) return input;
    const scenarios = quote.scenarios.map((scenario) => ({ ...scenario, monthlyPrice: { ...scenario.monthlyPrice, microMinor: scenario.monthlyPrice.microMinor - 1n } }));
    return { ...input, offered: { ...input.offered, quote: contracting.Quote.encode({ ...quote, scenarios }) } };
  }
}

/** Lets paths take what formatting takes of the limit. */
class HastyActivation extends Activation {
  override route(...asked: Parameters<Activation['route']>): ReturnType<Activation['route']> {
    const routed = super.route(...asked);
    const [event] = asked;
    if (routed?.input.kind !== 'contracted' || event.type !== 'contracting.v1.ContractSigned') return routed;
    const { maxLatencyNs } = contracting.Contract.decode(event.data.contract.body).terms;
    return { ...routed, input: { ...routed.input, ...(maxLatencyNs !== undefined && { maxLatencyNs }) } };
  }
}

/** Asks of each line of a service for its part of what was ordered, whatever travels in the format. */
class UnformattedLines extends Activation {
  override route(...asked: Parameters<Activation['route']>): ReturnType<Activation['route']> {
    const routed = super.route(...asked);
    const [event] = asked;
    if (routed?.input.kind !== 'contracted' || event.type !== 'contracting.v1.ContractSigned') return routed;
    const { terms, split, format } = contracting.Contract.decode(event.data.contract.body);
    if (!split || !format) return routed;
    const segments = routed.input.segments.map((plan) => ({ ...plan, mbps: Math.ceil(terms.mbps / split.members) }));
    return { ...routed, input: { ...routed.input, segments } };
  }
}

/** Takes what travels for what was ordered, and what was ordered for what travels. */
class SwappingActivation extends Activation {
  override route(...asked: Parameters<Activation['route']>): ReturnType<Activation['route']> {
    const routed = super.route(...asked);
    if (routed?.input.kind !== 'change-ordered' || routed.input.carriedMbps === undefined) return routed;
    const { change, carriedMbps } = routed.input;
    return { ...routed, input: { ...routed.input, change: { ...change, mbps: carriedMbps }, ...(change.mbps !== undefined && { carriedMbps: change.mbps }) } };
  }
}

/** Takes every link for a wire. */
class BlindTopology extends TopologyView {
  constructor(...injected: ConstructorParameters<typeof TopologyView>) {
    super(...injected);
    const { topology } = this;
    const put = topology.putLink.bind(topology);
    Object.assign(topology, { putLink: ({ medium: _, ...link }: Parameters<typeof put>[0]) => put(link) });
  }
}

const planted = (from: unknown, to: unknown): SimulateOptions => ({ planted: new Map([[from as Class, to as Class]]) });

export const blindToMedia = planted(TopologyView, BlindTopology);
export const generous = planted(OrderFulfilmentRunner, GenerousRunner);
export const heldAsOrdered = planted(OrderFulfilmentRunner, OrderedRunner);
export const withoutFees = planted(OrderFulfilmentRunner, FeelessRunner);
export const formattedForNothing = planted(OrderFulfilmentRunner, FreeFormatRunner);
export const linesAsOrdered = planted(Activation, UnformattedLines);
export const changedToWhatTravels = planted(Activation, SwappingActivation);
export const movedBeyondItsTime = planted(Activation, HastyActivation);
