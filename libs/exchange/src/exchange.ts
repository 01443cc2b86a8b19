import type { Money } from '@carriermesh/kernel';

/** Who is present in one exchange, and what each of them owns. */
export interface Exchange {
  readonly name: string;
  /** In the order of their ids. */
  readonly providers: readonly ProviderInventory[];
  readonly counts: ExchangeCounts;
  /** Input files that gave no provider, each with a reason that a person can act on, in the order of their names. */
  readonly refused: readonly RefusedFile[];
}

export interface ExchangeCounts {
  readonly providers: number;
  readonly pops: number;
  readonly links: number;
  /** Pairs: a pair is one handover, of which each of two providers owns a half. */
  readonly interconnects: number;
}

export interface RefusedFile {
  readonly file: string;
  readonly reason: string;
}

/** All that one provider owns. Nothing in it tells what another provider charges. */
export interface ProviderInventory {
  /** A token in the sense of the kernel's `isToken`: a subject token, a file name and a URL segment at once. */
  readonly id: string;
  readonly name: string;
  /** The country in which all its PoPs stand; absent when they stand in several. */
  readonly country?: string;
  readonly pops: readonly Pop[];
  readonly links: readonly Link[];
  readonly interconnects: readonly InterconnectHalf[];
  readonly sla: ServiceLevel;
}

/** A point of presence. */
export interface Pop {
  /** `<provider>/<node>`, where the node is the provider's own name for it. */
  readonly id: string;
  readonly name: string;
  readonly city: string;
  /** Its English name; empty where the source names none. */
  readonly country: string;
  readonly latitudeMicrodegrees: number;
  readonly longitudeMicrodegrees: number;
  /** Where a connection may come in on one unit of these technologies and go on on another; none by default. */
  readonly converts?: readonly UnitTechnology[];
}

/** What is sold in whole units of layer 1: fibres, wavelengths (ITU-T G.694.1), ODUs (G.709), virtual containers (G.707). */
export const UNIT_TECHNOLOGIES = ['fibre', 'wavelength', 'odu', 'sdh'] as const;
export type UnitTechnology = (typeof UNIT_TECHNOLOGIES)[number];

/** Capacity in whole units, which is sold in no other way. */
export interface Units {
  readonly technology: UnitTechnology;
  /** Of one unit. */
  readonly unitMbps: number;
  /** Ascending, 0 to 1,023; of a wavelength 184.5 THz and 12.5 GHz for each. */
  readonly numbers: readonly number[];
}

/** Wireline, and the kinds of spectrum that a link may go over. */
export const MEDIA = ['wireline', 'cellular', 'ieee-802', 'rf', 'ism', 'infrared', 'other-spectrum'] as const;
export type Medium = (typeof MEDIA)[number];

/** What carrying traffic over a link, or through half of an interconnect, offers and costs. */
export interface Carriage {
  readonly capacityMbps: number;
  /** One way. */
  readonly latencyNs: bigint;
  /** For each Mbit/s that is bought, each month. */
  readonly monthlyPricePerMbps: Money;
  /** For each gigabyte (10⁹ bytes) that is carried. */
  readonly pricePerGigabyte: Money;
  /** For each month in which a service runs on it, whatever its bandwidth. */
  readonly monthlyFee?: Money;
  /** Once for a service, when it first comes up on it. */
  readonly setupFee?: Money;
  /** Present where it is sold in whole units; its capacity is that of all of them. */
  readonly units?: Units;
  /** True: set aside for orders of a carrier virtual network. */
  readonly dedicated?: boolean;
}

/** What any order by the Mbit/s may go over. */
export const isSoldByMbps = ({ units, dedicated }: Pick<Carriage, 'units' | 'dedicated'>): boolean => !units && !dedicated;

/** An undirected link between two PoPs of one provider. */
export interface Link extends Carriage {
  /** `<provider>/<a>-<b>`: the two nodes in the order of their names, numbers by value. */
  readonly id: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  /** Shared risk link groups (RFC 8795): what two links have in common can fail both at once. */
  readonly srlgs: readonly string[];
  /** Along the great circle. */
  readonly lengthM: number;
  /** What it goes over; wireline where it is absent. */
  readonly medium?: Medium;
}

/** One provider's side of a handover. The peer owns another half with the same latency and its own price and capacity. */
export interface InterconnectHalf extends Carriage {
  /** `<own PoP>~<peer's PoP>`. */
  readonly id: string;
  readonly popId: string;
  readonly peerPopId: string;
  readonly peerProviderId: string;
}

/** What a provider promises for each of its services (MEF service level specification, TMF657). */
export interface ServiceLevel {
  /** Of the month's time, in millionths. */
  readonly availabilityPpm: number;
  /** Of the packets, in millionths (Y.1540 IPLR). */
  readonly lossPpm: number;
  /** Packet delay variation (Y.1540 IPDV), one way. */
  readonly jitterNs: bigint;
  /** Mean time to repair. */
  readonly mttrMinutes: number;
  /** Of the month's recurring charge, in hundredths of a percent, credited when the month breaks the promise. */
  readonly creditBasisPoints: number;
}
