import type { ServiceLevel, Units, UnitTechnology } from '../exchange.js';
import type { CityCode } from './cities.js';

/** One invented network as a person writes it down; `sample-exchange.ts` works out the rest. */
export interface SampleNetwork {
  readonly id: string;
  readonly name: string;
  readonly tariff: SampleTariff;
  readonly sla: ServiceLevel;
  /** The network has a PoP in every city that a link names. */
  readonly links: readonly SampleLink[];
  /** Beside them, what is sold in another way. */
  readonly special?: SpecialResources;
}

/** What is sold by the wavelength or is dedicated: named links beside the others, and rooms of their own where wavelengths are handed over. */
export interface SpecialResources {
  readonly rooms?: readonly OpticalRoom[];
  readonly links: readonly SpecialLink[];
}

/** A PoP in a city, where another network has a room of the same name: the handover has the wavelengths that both offer. */
export interface OpticalRoom {
  readonly name: string;
  readonly city: CityCode;
  readonly peerId: string;
  readonly units: Units;
  readonly converts?: readonly UnitTechnology[];
}

export interface SpecialLink {
  readonly name: string;
  /** A city's code, or the name of a room. */
  readonly ends: readonly [string, string];
  readonly units?: Units;
  /** Of one that is sold by the Mbit/s. */
  readonly gbps?: number;
  readonly dedicated?: boolean;
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
