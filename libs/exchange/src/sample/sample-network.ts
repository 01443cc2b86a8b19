import type { ServiceLevel } from '../exchange.js';
import type { CityCode } from './cities.js';

/** One invented network as a person writes it down; `sample-exchange.ts` works out the rest. */
export interface SampleNetwork {
  readonly id: string;
  readonly name: string;
  readonly tariff: SampleTariff;
  readonly sla: ServiceLevel;
  /** The network has a PoP in every city that a link names. */
  readonly links: readonly SampleLink[];
}

/** In euros. */
export interface SampleTariff {
  /** For each Mbit/s and month on any link, whatever its length. */
  readonly linkPerMbps: string;
  /** For each Mbit/s and month on top, for each 1000 km of great circle. */
  readonly thousandKmPerMbps: string;
  readonly linkPerGigabyte: string;
  /** Its side of every interconnect. */
  readonly portGbps: number;
  readonly portPerMbps: string;
  readonly portPerGigabyte: string;
}

/** A link, and what can fail together with others of any network: a cable, a landing, a duct, a strait. */
export type SampleLink = readonly [from: CityCode, to: CityCode, gbps: number, ...sharedRisks: string[]];
