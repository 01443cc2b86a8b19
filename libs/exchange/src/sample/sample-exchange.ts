import { invariant, type Money, parseMoney, proportionHalfAwayFromZero } from '@carriermesh/kernel';
import { assembleExchange, type HalfTerms, type ProviderAlone } from '../assemble.js';
import type { Exchange, InterconnectHalf, Link, Pop, ProviderInventory, Units } from '../exchange.js';
import { distanceKm, latencyNs, metres, microdegrees } from '../geometry.js';
import { compareText, inNodeOrder, interconnectIdOf, linkIdOf, popIdOf } from '../identifiers.js';
import { pairPlaces, type Place } from '../interconnect-pairs.js';
import { CITIES, type CityCode } from './cities.js';
import { atlanticWeave, prairieSpine, salYSierra } from './networks-americas.js';
import { borealisRing, bosphorusThread, continentalLattice } from './networks-europe.js';
import { capeLantern, gulfDhow, monsoonLoop, southernSwell } from './networks-south.js';
import type { OpticalRoom, SampleLink, SampleNetwork, SampleTariff, SpecialLink } from './sample-network.js';

const NETWORKS: readonly SampleNetwork[] = [
  atlanticWeave, borealisRing, bosphorusThread, capeLantern, continentalLattice,
  gulfDhow, monsoonLoop, prairieSpine, salYSierra, southernSwell,
];

/** Cable follows roads and sea beds. Measured round trips are about 1.75 times the great circle's; most of that is way. */
export const SAMPLE_PATH_FACTOR = 1.5;

const MBPS_PER_GBPS = 1000;

/**
 * The project's own exchange: ten invented networks in real cities, which meet wherever they share a city. It needs no
 * file, and it is the same on every call.
 */
export function sampleExchange(): Exchange {
  const tariffs = new Map(NETWORKS.map(({ id, tariff }) => [id, tariff]));
  const exchange = assembleExchange({
    name: 'CarrierMesh sample exchange',
    providers: NETWORKS.map(providerOf),
    pairs: pairPlaces(NETWORKS.flatMap(placesOf), 'm1'),
    pathFactor: SAMPLE_PATH_FACTOR,
    refused: [],
    termsOf: ({ ownerId }) => portTerms(tariffs.get(ownerId)),
  });
  const rooms = NETWORKS.reduce((sum, { special }) => sum + (special?.rooms?.length ?? 0), 0);
  const links = NETWORKS.reduce((sum, { special }) => sum + (special?.links.length ?? 0), 0);
  const { counts } = exchange;
  // Two rooms are one handover.
  return {
    ...exchange,
    providers: exchange.providers.map(withSpecial),
    counts: { ...counts, pops: counts.pops + rooms, links: counts.links + links, interconnects: counts.interconnects + rooms / 2 },
  };
}

/** With what the network sells by the wavelength, or has dedicated. */
function withSpecial(provider: ProviderInventory): ProviderInventory {
  const network = NETWORKS.find(({ id }) => id === provider.id);
  if (!network?.special) return provider;
  const { rooms = [], links } = network.special;
  return {
    ...provider,
    pops: [...provider.pops, ...rooms.map((room) => roomOf(network.id, room))],
    links: [...provider.links, ...links.map((link) => specialLink(network, link, rooms))],
    interconnects: [...provider.interconnects, ...rooms.map((room) => opticalHalf(network, room))],
  };
}

/** Some hundred metres from the PoP of its city, so that nobody who asks for that by its coordinates gets a room for wavelengths. */
const ROOM_IS_NORTH_MICRODEGREES = 5_000;

function roomOf(providerId: string, { name, city, converts }: OpticalRoom): Pop {
  const pop = popOf(providerId, city);
  return { ...pop, id: popIdOf(providerId, name), name: `${pop.city} (${name})`, latitudeMicrodegrees: pop.latitudeMicrodegrees + ROOM_IS_NORTH_MICRODEGREES, ...(converts && { converts }) };
}

function specialLink({ id: providerId, tariff }: SampleNetwork, { name, ends, units, gbps = 0, dedicated }: SpecialLink, rooms: readonly OpticalRoom[]): Link {
  const [a, b] = ends.map((end) => rooms.find((room) => room.name === end)?.city ?? (end as CityCode)) as [CityCode, CityCode];
  const { lengthM, latencyNs: latency, ...plain } = linkOf(providerId, tariff, [a, b, gbps]);
  const nodes = inNodeOrder(...ends);
  const id = linkIdOf(providerId, nodes, name);
  const [fromPopId, toPopId] = nodes.map((node) => popIdOf(providerId, node)) as [string, string];
  return { ...plain, id, fromPopId, toPopId, latencyNs: latency, lengthM, srlgs: [`link:${id}`], ...(units && ofUnits(units)), ...(dedicated && { dedicated }) };
}

const ofUnits = (units: Units): Pick<Link, 'units' | 'capacityMbps'> => ({ units, capacityMbps: units.unitMbps * units.numbers.length });

function opticalHalf({ id: providerId, tariff }: SampleNetwork, { name, peerId: peerProviderId, units }: OpticalRoom): InterconnectHalf {
  const [popId, peerPopId] = [popIdOf(providerId, name), popIdOf(peerProviderId, name)];
  return { id: interconnectIdOf(popId, peerPopId), popId, peerPopId, peerProviderId, latencyNs: 0n, ...portTerms(tariff), ...ofUnits(units) };
}

function providerOf(network: SampleNetwork): ProviderAlone {
  const { id, name, tariff, sla } = network;
  const codes = cityCodesOf(network);
  const [country, ...others] = new Set(codes.map((code) => CITIES[code].country));
  return {
    id,
    name,
    ...(country !== undefined && others.length === 0 ? { country } : {}),
    pops: codes.map((code) => popOf(id, code)),
    links: network.links.map((link) => linkOf(id, tariff, link)),
    sla,
  };
}

function cityCodesOf({ links }: SampleNetwork): readonly CityCode[] {
  return [...new Set(links.flatMap(([from, to]) => [from, to]))].sort(compareText);
}

function placesOf(network: SampleNetwork): readonly Place[] {
  return cityCodesOf(network).map((code) => ({ providerId: network.id, popId: popIdOf(network.id, code), at: CITIES[code] }));
}

function popOf(providerId: string, code: CityCode): Pop {
  const { name, country, latitude, longitude } = CITIES[code];
  return {
    id: popIdOf(providerId, code),
    name: `${name} (${code})`,
    city: name,
    country,
    latitudeMicrodegrees: microdegrees(latitude),
    longitudeMicrodegrees: microdegrees(longitude),
  };
}

function linkOf(providerId: string, tariff: SampleTariff, [a, b, gbps, ...sharedRisks]: SampleLink): Link {
  const nodes = inNodeOrder(a, b);
  const [from, to] = nodes;
  const id = linkIdOf(providerId, nodes);
  const km = distanceKm(CITIES[a], CITIES[b]);
  const lengthM = metres(km);
  return {
    id,
    fromPopId: popIdOf(providerId, from),
    toPopId: popIdOf(providerId, to),
    capacityMbps: gbps * MBPS_PER_GBPS,
    latencyNs: latencyNs(km, SAMPLE_PATH_FACTOR),
    monthlyPricePerMbps: monthlyPrice(tariff, lengthM),
    pricePerGigabyte: euros(tariff.linkPerGigabyte),
    srlgs: [`link:${id}`, ...sharedRisks],
    lengthM,
  };
}

function monthlyPrice({ linkPerMbps, thousandKmPerMbps }: SampleTariff, lengthM: number): Money {
  const { currency, microMinor } = euros(linkPerMbps);
  const forLength = proportionHalfAwayFromZero(euros(thousandKmPerMbps).microMinor, BigInt(lengthM), 1_000_000n);
  return { currency, microMinor: microMinor + forLength };
}

function portTerms(tariff: SampleTariff | undefined): HalfTerms {
  invariant(tariff, 'every interconnect of the sample has an owner with a tariff');
  return {
    capacityMbps: tariff.portGbps * MBPS_PER_GBPS,
    monthlyPricePerMbps: euros(tariff.portPerMbps),
    pricePerGigabyte: euros(tariff.portPerGigabyte),
  };
}

function euros(text: string): Money {
  const amount = parseMoney('EUR', text);
  invariant(amount, `"${text}" is no amount in euros`);
  return amount;
}
