import type { Format, Loss, Rejoin, ValueObjective, ValueRequest } from '@carriermesh/contracting-domain';
import { invariant, type Money, parseMoney } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { type BuyerDeal, type DealTier, formatFigures, listPrice, type SupplyDeal } from '@carriermesh/tariff-v1';
import type { FormatPart, ObjectiveDocument, PairDocument, QuoteDocument, RejoinDocument, SupplierDocument } from './quote-document.js';

const MILLION = 1_000_000;

/** A choice that the device or the service does not take. */
export interface Refused {
  readonly what: 'codec' | 'resolution' | 'encapsulation' | 'delivery';
  readonly id: string;
  readonly lost: Loss;
}

export interface ReadRequest {
  readonly request: ValueRequest;
  readonly refused: readonly Refused[];
}

/** @param distanceM between the ends, for a list price that counts it @throws OperationalError malformed, naming an amount */
export function valueRequestOf(document: QuoteDocument, distanceM: number | undefined): ReadRequest {
  const { mbps, termMonths, suppliers = [], minimumMarginBasisPoints = 0, sla = {} } = document;
  const money = amountsOf(document.currency);
  const { formats, refused } = formatsOf(document, money);
  const deliveries = deliveriesOf(document);
  const request: ValueRequest = {
    mbps,
    termMonths,
    listMonthly: listOf(document, money, distanceM),
    buyer: { ...pairOf(document.buyer ?? {}, money), ...(document.buyer?.floorMonthly === undefined ? {} : { floorMonthly: money(document.buyer.floorMonthly) }) },
    deals: new Map(suppliers.map((supplier) => [supplier.provider, supplierDeal(supplier, money)])),
    minimumMarginBasisPoints,
    ...(sla.maxLatencyNs === undefined ? {} : { maxLatencyNs: sla.maxLatencyNs }),
    // Where no delivery is left there is nothing to weigh, and what was refused says why.
    formats: document.deliveries && deliveries.taken.length === 0 ? [] : formats,
    segmentations: (document.segmentations ?? [{ kind: 'whole', id: 'whole' }]),
    rejoins: (document.rejoins ?? []).map((rejoin) => rejoinOf(rejoin, money)),
    deliveries: deliveries.taken,
    objective: objectiveOf(document.objective ?? {}, money),
  };
  return { request, refused: [...refused, ...deliveries.refused] };
}

type Amounts = (text: string | undefined) => Money;

const amountsOf = (currency: string): Amounts => (text = '0') => {
  const amount = parseMoney(currency, text);
  if (!amount) throw new OperationalError('malformed', `"${text}" is no amount of ${currency}, or finer than a millionth of its minor unit`);
  return amount;
};

function listOf({ list, mbps }: QuoteDocument, amount: Amounts, between: number | undefined): Money {
  if (list.monthly !== undefined) return amount(list.monthly);
  const distanceM = list.distanceM ?? between;
  const perMbpsPerMegameter = amount(list.perMbpsPerMegameter);
  if (distanceM === undefined && perMbpsPerMegameter.microMinor > 0n)
    throw new OperationalError('malformed', 'the list price counts the distance: list.distanceM is not given, and the ends have no coordinates');
  return listPrice({ basePerMbps: amount(list.basePerMbps), perMbpsPerMegameter, mbps, distanceM: distanceM ?? 0 });
}

function pairOf({ discountBasisPoints = 0, tiers = [], spentMonthly }: PairDocument, amount: Amounts): BuyerDeal & SupplyDeal {
  const read = tiers.map((tier): DealTier => ({ fromMonthly: amount(tier.fromMonthly), discountBasisPoints: tier.discountBasisPoints }));
  return { discountBasisPoints, tiers: read, spentMonthly: amount(spentMonthly) };
}

const supplierDeal = (supplier: SupplierDocument, amount: Amounts): SupplyDeal => ({
  ...pairOf(supplier, amount),
  ...(supplier.commitmentMonthly === undefined ? {} : { commitmentMonthly: amount(supplier.commitmentMonthly) }),
});

const AS_IT_IS: FormatPart = { id: 'as-it-is', bandwidthPpm: MILLION };

/** Every codec with every resolution with every encapsulation that the device accepts (S4-6). */
function formatsOf(document: QuoteDocument, amount: Amounts): { readonly formats: readonly Format[]; readonly refused: readonly Refused[] } {
  const { device = {} } = document;
  const refused: Refused[] = [];
  const accepted = (what: 'codec' | 'resolution' | 'encapsulation', parts: readonly FormatPart[] | undefined, accepts: readonly string[] | undefined): readonly FormatPart[] =>
    (parts ?? [AS_IT_IS]).filter(({ id }) => {
      if (!parts || !accepts || accepts.includes(id)) return true;
      refused.push({ what, id, lost: { code: 'device-refuses', message: `The device accepts ${accepts.length === 0 ? `no ${what}` : accepts.join(', ')}.` } });
      return false;
    });
  const codecs = accepted('codec', document.codecs, device.codecs);
  const resolutions = accepted('resolution', document.resolutions, device.resolutions);
  const encapsulations = accepted('encapsulation', document.encapsulations, device.encapsulations);
  const formats = codecs.flatMap((codec) => resolutions.flatMap((resolution) => encapsulations.map((encapsulation) => formatOf([codec, resolution, encapsulation], amount))));
  return { formats, refused };
}

function formatOf(parts: readonly FormatPart[], amount: Amounts): Format {
  const id = parts.filter((part) => part !== AS_IT_IS).map((part) => part.id).join(' + ') || AS_IT_IS.id;
  const units = (text: string | undefined): bigint => amount(text).microMinor;
  return formatFigures(id, parts.map(({ pricePpm = MILLION, monthly, monthlyPerMbps, setup, addsNs = 0, ...part }) => ({
    ...part, pricePpm, addsNs, monthly: units(monthly), monthlyPerMbps: units(monthlyPerMbps), setup: units(setup),
  })));
}

/** Delivery to the device over each kind of access that both it and the service take (S4-7, S4-12, S4-13). */
function deliveriesOf({ deliveries = [], device = {}, media }: QuoteDocument): { readonly taken: readonly string[]; readonly refused: readonly Refused[] } {
  const refused = deliveries.flatMap(({ id, medium }): Refused[] => {
    if (device.media && !device.media.includes(medium)) return [{ what: 'delivery', id, lost: { code: 'device-refuses', message: `The device has no ${medium}.` } }];
    return media && !media.includes(medium) ? [{ what: 'delivery', id, lost: { code: 'medium-excluded', message: `The service may not go over ${medium}.` } }] : [];
  });
  return { taken: deliveries.map(({ id }) => id).filter((id) => !refused.some((one) => one.id === id)), refused };
}

const rejoinOf = ({ id, node, maxMembers, bufferNs, addsNs = 0, ...costs }: RejoinDocument, amount: Amounts): Rejoin => ({
  id,
  ...(node === undefined ? {} : { node }),
  maxMembers,
  bufferNs,
  addsNs,
  monthlyPerMember: amount(costs.monthlyPerMember).microMinor,
  monthlyPerMbps: amount(costs.monthlyPerMbps).microMinor,
  setup: amount(costs.setup).microMinor,
});

function objectiveOf({ pricing = 'list', weights, limits = {}, belowFloor = false }: ObjectiveDocument, amount: Amounts): ValueObjective {
  const { minProfit, minVolumeMonthly, maxPriceMonthly, ...ratios } = limits;
  const units = (name: string, text: string | undefined) => (text === undefined ? {} : { [name]: amount(text).microMinor });
  const chosen = weights ?? (pricing === 'floor' ? { price: 1 } : { profit: 1 });
  invariant(pricing === 'list' || !(chosen.profit ?? 0), 'a document that weighs profit at the floor is refused when it is read');
  return {
    pricing,
    weights: chosen,
    limits: { ...ratios, ...units('minProfit', minProfit), ...units('minVolumeMonthly', minVolumeMonthly), ...units('maxPriceMonthly', maxPriceMonthly) },
    belowFloor,
  };
}
