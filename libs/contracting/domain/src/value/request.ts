import type { Money } from '@carriermesh/kernel';
import type { BuyerDeal, FormatFigures, SupplyDeal, UtilisationStep } from '@carriermesh/tariff-v1';

/** What a service is asked to be, and all that its best value depends on beside the network (S0-21). All money is of one currency. */
export interface ValueRequest {
  /** What the buyer orders, before any formatting. */
  readonly mbps: number;
  readonly termMonths: number;
  /** Of a month, before the format's share and the pair's deal. */
  readonly listMonthly: Money;
  readonly buyer: BuyerDeal;
  /** What becomes of each scenario's price by how full the least full of them is: the same for all. */
  readonly utilisation?: UtilisationStep;
  /** By supplier; with one that is not named there is no deal. */
  readonly deals: ReadonlyMap<string, SupplyDeal>;
  /** No scenario is sold below its cost over the term times one plus this. */
  readonly minimumMarginBasisPoints: number;
  /** A floor counts all that is ordered of suppliers, and not what tiers and commitments leave of it: what their contracts will say is always paid for. */
  readonly floorsByContract?: boolean;
  /** From end to end, with the time that formatting and rejoining take. */
  readonly maxLatencyNs?: number;
  /** Those that the device accepts; at least one. */
  readonly formats: readonly Format[];
  readonly segmentations: readonly Segmentation[];
  readonly rejoins: readonly Rejoin[];
  /** The last links to the device, by their ids; none where the service ends at a node. */
  readonly deliveries: readonly string[];
  readonly objective: ValueObjective;
}

/** One choice of codec, resolution and encapsulation together, with what they cost. */
export interface Format extends FormatFigures {
  /** What it sells for a month, where that is fixed already; else its share of the list price, as the pair trades it. */
  readonly priceMonthly?: bigint;
}

/** What two members may not have in common. */
export type Apart = 'link' | 'srlg' | 'provider';

/** A demand as one, as equal members that are rejoined, or as classes that arrive each by themselves. */
export type Segmentation =
  | { readonly kind: 'whole'; readonly id: string }
  | { readonly kind: 'members'; readonly id: string; readonly members: number; readonly apart?: Apart }
  | { readonly kind: 'classes'; readonly id: string; readonly classes: readonly TrafficClass[]; readonly apart?: Apart };

export interface TrafficClass {
  readonly name: string;
  readonly mbps: number;
  /** Its deadline, where it is tighter than that of the whole. */
  readonly maxLatencyNs?: number;
}

/** Where members become one again: a node from which they go on together, or the end of the service. */
export interface Rejoin {
  readonly id: string;
  readonly node?: string;
  readonly maxMembers: number;
  /** The most between the fastest member and the slowest. */
  readonly bufferNs: number;
  readonly monthlyPerMember: bigint;
  readonly monthlyPerMbps: bigint;
  readonly setup: bigint;
  readonly addsNs: number;
}

export const WEIGHTS = ['profit', 'margin', 'costRevenue', 'return', 'volume', 'latency', 'price'] as const;
export type WeightName = (typeof WEIGHTS)[number];

export interface ValueObjective {
  /** `list`: the price is fixed before routes are compared. `floor`: each scenario sells at the least that it may be sold for. */
  readonly pricing: 'list' | 'floor';
  readonly weights: Readonly<Partial<Record<WeightName, number>>>;
  readonly limits: ValueLimits;
  /** A deliberate loss: scenarios below their floor are sold too. */
  readonly belowFloor: boolean;
}

/** What a scenario must come to, whatever its value. */
export interface ValueLimits {
  /** Over the term. */
  readonly minProfit?: bigint;
  readonly minMarginBasisPoints?: number;
  readonly maxCostRevenueBasisPoints?: number;
  readonly minReturnBasisPoints?: number;
  /** Of open commitments, each month. */
  readonly minVolumeMonthly?: bigint;
  readonly maxPriceMonthly?: bigint;
}

/** What was not even tried, and why. */
export interface Loss {
  readonly code: string;
  /** One sentence, with the difference in figures. */
  readonly message: string;
}
