import { type BestValue, type Figures, fullestLink, type LeastFull, type Loss, type Ranked, type Snapshot, type Solved } from '@carriermesh/contracting-domain';
import { formatMoney, money } from '@carriermesh/kernel';
import { exact, showExact, type UtilisationStep, utilisedPrice } from '@carriermesh/tariff-v1';
import type { Refused } from './value-request.js';

/** One JSON object, its members in one order always. */
export type QuoteAnswer = Readonly<Record<string, unknown>>;

export interface Answering {
  readonly snapshot: Snapshot;
  readonly listMonthly: bigint;
  readonly refused: readonly Refused[];
  /** Also the scenarios that lost. */
  readonly explain: boolean;
  /** Where the price follows it: how full the least full scenario is, and the step that it is at; none below the first. */
  readonly utilisation?: { readonly full: LeastFull; readonly step: UtilisationStep | undefined };
  /** Whose own network is in it. */
  readonly seller?: string;
}

/** The winner, the alternates, and on demand every choice that lost with its reason and its numbers. */
export function quoteAnswer({ winner, combinations, proven }: BestValue, answering: Answering): QuoteAnswer {
  const { snapshot, listMonthly, refused, explain, utilisation } = answering;
  const show = new Showing(answering);
  const alternates = combinations.flatMap(({ scenarios }) => scenarios).filter((scenario) => scenario !== winner && !scenario.barred).length;
  return {
    currency: snapshot.currency,
    listMonthly: show.amount(listMonthly),
    ...(utilisation ? { utilisation: show.utilisation(utilisation, listMonthly) } : {}),
    ...(winner ? { winner: show.scenario(winner) } : { refusal: refusalOf(combinations, refused) }),
    proven: proven && (utilisation?.full.proven ?? true),
    alternates,
    ...(explain ? { combinations: combinations.map((solved) => show.combination(solved, winner)), refused } : {}),
  };
}

/** What a buyer can do most about comes first. */
const TOLD_FIRST = ['price-above-limit', 'below-floor', 'latency-above-limit', 'latency-too-high', 'no-bandwidth', 'no-room-together', 'spread-above-buffer'];

function refusalOf(combinations: readonly Solved[], refused: readonly Refused[]): Loss & { readonly combinations: number } {
  const reasons = combinations.flatMap(({ lost, scenarios }) => (lost ? [lost] : scenarios.flatMap(({ barred }) => (barred ? [barred] : []))));
  const rank = ({ code }: Loss): number => (TOLD_FIRST.indexOf(code) + TOLD_FIRST.length + 1) % (TOLD_FIRST.length + 1);
  const [first] = [...reasons].sort((a, b) => rank(a) - rank(b));
  const why = first ?? refused[0]?.lost ?? { code: 'nothing-to-sell', message: 'There is no combination of choices.' };
  return { ...why, combinations: combinations.length };
}

class Showing {
  constructor(private readonly answering: Answering) {}

  amount(units: bigint): string {
    return formatMoney(money(this.answering.snapshot.currency, units));
  }

  utilisation({ full: { proven, ...fullest }, step }: NonNullable<Answering['utilisation']>, listMonthly: bigint): QuoteAnswer {
    const { currency } = this.answering.snapshot;
    return { ...fullest, proven, ...(step ? { ...step, listMonthly: formatMoney(utilisedPrice(money(currency, listMonthly), step)) } : {}) };
  }

  combination({ combination, scenarios, lost, priced, othersAtMost, proven }: Solved, winner: Ranked | undefined): QuoteAnswer {
    const { number, format, segmentation, rejoin, delivery, wireMbps } = combination;
    return {
      combination: number,
      format: format.id,
      segmentation: segmentation.id,
      ...(rejoin ? { rejoin: rejoin.id } : {}),
      ...(delivery === undefined ? {} : { delivery }),
      wireMbps,
      priced,
      proven,
      ...(othersAtMost ? { othersAtMost: showExact(othersAtMost) } : {}),
      ...(lost ? { lost } : {}),
      scenarios: scenarios.map((scenario) => (scenario === winner ? { winner: true } : this.scenario(scenario))),
    };
  }

  scenario({ combination, parts, latencyNs, handovers, resources, costs, figures, value, lost }: Ranked): QuoteAnswer {
    const { format, segmentation, rejoin, wireMbps } = combination;
    const providers = new Set(resources.map(({ providerId }) => providerId));
    const { seller, snapshot, utilisation } = this.answering;
    const media = new Set(parts.flatMap(({ way }) => way.links).map((id) => snapshot.links.get(id)?.medium));
    return {
      ...(lost ? { lost } : {}),
      format: format.id,
      segmentation: segmentation.id,
      ...(rejoin ? { rejoin: rejoin.id } : {}),
      wireMbps,
      latencyNs,
      handovers,
      providers: [...providers].sort(),
      ...(seller === undefined ? {} : { own: providers.has(seller), others: [...providers].some((id) => id !== seller) }),
      media: [...media].sort(),
      ...(utilisation ? { fullest: fullestLink(snapshot, { parts }) } : {}),
      value: showExact(value),
      ...this.figures(figures),
      costs: costs.map((line) => ({ ...line, ...(line.ordered === undefined ? {} : { ordered: this.amount(line.ordered) }), monthly: this.amount(line.monthly), setup: this.amount(line.setup) })),
      resources: resources.map(({ setup, ...resource }) => ({ ...resource, monthly: this.amount(resource.monthly), ...(setup > 0n && { setup: this.amount(setup) }) })),
      parts: parts.map(({ leg, way }) => ({ part: leg.name, mbps: leg.mbps, latencyNs: way.latencyNs, nodes: way.nodes, links: way.links })),
    };
  }

  private figures({ priceMonthly, floorMonthly, costMonthly, setup, revenue, cost, profit, invested, volume }: Figures): QuoteAnswer {
    const share = (part: bigint, whole: bigint): string => showExact(exact(part, whole > 0n ? whole : 1n));
    return {
      monthly: { price: this.amount(priceMonthly), floor: this.amount(floorMonthly), cost: this.amount(costMonthly) },
      setup: this.amount(setup),
      term: { revenue: this.amount(revenue), cost: this.amount(cost), profit: this.amount(profit) },
      ratios: { margin: share(profit, revenue), costRevenue: share(cost, revenue), return: share(profit, invested) },
      committedVolume: this.amount(volume),
    };
  }
}
