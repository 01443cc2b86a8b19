import type { Units } from '../exchange.js';
import type { SampleNetwork } from './sample-network.js';

/** Channels of a 100 GHz grid (ITU-T G.694.1): 688 is 193.1 THz, and the next one 8 numbers on. */
const wavelengths = (...numbers: readonly number[]): Units => ({ technology: 'wavelength', unitMbps: 100_000, numbers });

/** The broad middle: dense, large, ordinary prices, a good promise. */
export const continentalLattice: SampleNetwork = {
  id: 'continental-lattice',
  name: 'Continental Lattice',
  tariff: {
    linkPerMbps: '0.022', thousandKmPerMbps: '0.070', linkPerGigabyte: '0.0003',
    portGbps: 400, portPerMbps: '0.006', portPerGigabyte: '0.00005',
  },
  sla: { availabilityPpm: 999_950, lossPpm: 50, jitterNs: 500_000n, mttrMinutes: 240, creditBasisPoints: 1000 },
  links: [
    ['LON', 'PAR', 400, 'strait:dover'],
    ['LON', 'AMS', 400],
    ['LON', 'BRU', 200, 'strait:dover'],
    ['PAR', 'BRU', 200],
    ['BRU', 'AMS', 200],
    ['AMS', 'FRA', 400],
    ['AMS', 'HAM', 200],
    ['PAR', 'FRA', 400],
    ['PAR', 'LYS', 200, 'duct:rhone-valley'],
    ['LYS', 'MRS', 200, 'duct:rhone-valley'],
    ['LYS', 'ZRH', 100],
    ['MRS', 'BCN', 100],
    ['BCN', 'MAD', 100],
    ['PAR', 'MAD', 100],
    ['MRS', 'MIL', 100],
    ['FRA', 'ZRH', 200, 'duct:upper-rhine'],
    ['FRA', 'MUC', 200],
    ['FRA', 'BER', 200],
    ['FRA', 'PRG', 100],
    ['ZRH', 'MIL', 200, 'duct:gotthard'],
    ['MUC', 'VIE', 200],
    ['MUC', 'MIL', 100, 'duct:brenner'],
    ['MIL', 'ROM', 100],
    ['HAM', 'BER', 200],
    ['HAM', 'CPH', 200],
    ['BER', 'WAW', 100],
    ['WAW', 'PRG', 100],
    ['PRG', 'VIE', 100],
    ['VIE', 'BUD', 100, 'duct:danube'],
    ['BUD', 'BUH', 100],
    ['BUH', 'SOF', 100],
    ['SOF', 'ATH', 40, 'duct:struma-valley'],
  ],
  special: {
    rooms: [{ name: 'VIE_OPT', city: 'VIE', peerId: 'bosphorus-thread', units: wavelengths(704, 712, 720) }],
    links: [
      { name: 'dwdm', ends: ['LON', 'FRA'], units: wavelengths(688, 696, 704, 712) },
      { name: 'dwdm2', ends: ['LON', 'FRA'], units: wavelengths(688, 696) },
      { name: 'dwdm', ends: ['FRA', 'VIE_OPT'], units: wavelengths(696, 704, 712) },
      { name: 'cvn', ends: ['LON', 'PAR'], gbps: 100, dedicated: true },
    ],
  },
};

/** Cold, careful and redundant: dear by the kilometre, with the strictest promise of all. */
export const borealisRing: SampleNetwork = {
  id: 'borealis-ring',
  name: 'Borealis Ring',
  tariff: {
    linkPerMbps: '0.030', thousandKmPerMbps: '0.110', linkPerGigabyte: '0.0004',
    portGbps: 200, portPerMbps: '0.008', portPerGigabyte: '0.00006',
  },
  sla: { availabilityPpm: 999_990, lossPpm: 20, jitterNs: 300_000n, mttrMinutes: 180, creditBasisPoints: 2000 },
  links: [
    ['STO', 'GOT', 200],
    ['STO', 'CPH', 200, 'strait:oresund'],
    ['STO', 'HEL', 200, 'cable:aland'],
    ['STO', 'OSL', 100],
    ['STO', 'TLL', 100, 'cable:gotland'],
    ['STO', 'RIX', 40, 'cable:gotland'],
    ['GOT', 'OSL', 200],
    ['GOT', 'CPH', 200, 'strait:oresund'],
    ['OSL', 'BGO', 100],
    ['OSL', 'TRD', 100],
    ['BGO', 'TRD', 40],
    ['BGO', 'LON', 40, 'cable:north-sea-heron'],
    ['REK', 'BGO', 40, 'cable:faroe-ledge'],
    ['REK', 'DUB', 40, 'cable:irminger'],
    ['CPH', 'HAM', 200],
    ['CPH', 'AMS', 100, 'cable:skagen'],
    ['HEL', 'TLL', 200, 'strait:gulf-of-finland'],
    ['TLL', 'RIX', 100, 'duct:via-baltica'],
    ['RIX', 'VNO', 100, 'duct:via-baltica'],
    ['VNO', 'WAW', 100, 'duct:suwalki'],
    ['HEL', 'HAM', 100, 'cable:baltic-crane'],
  ],
};

/** The crossroads of the south-east: few other ways, so not cheap, and a modest promise. */
export const bosphorusThread: SampleNetwork = {
  id: 'bosphorus-thread',
  name: 'Bosphorus Thread',
  tariff: {
    linkPerMbps: '0.040', thousandKmPerMbps: '0.120', linkPerGigabyte: '0.0006',
    portGbps: 100, portPerMbps: '0.010', portPerGigabyte: '0.0001',
  },
  sla: { availabilityPpm: 999_800, lossPpm: 200, jitterNs: 1_500_000n, mttrMinutes: 420, creditBasisPoints: 500 },
  links: [
    ['VIE', 'ZAG', 100],
    ['VIE', 'BUD', 100, 'duct:danube'],
    ['BUD', 'BEG', 100],
    ['ZAG', 'BEG', 40],
    ['ZAG', 'MIL', 40],
    ['BEG', 'SOF', 100],
    ['BEG', 'SKG', 40, 'duct:vardar-valley'],
    ['SOF', 'SKG', 40, 'duct:struma-valley'],
    ['SOF', 'IST', 100],
    ['BUH', 'IST', 100],
    ['SKG', 'ATH', 100],
    ['SKG', 'IST', 40],
    ['IST', 'ANK', 100],
    ['IST', 'ATH', 40, 'cable:aegean-kite'],
    ['ATH', 'LMS', 40, 'cable:levantine-pearl'],
    ['LMS', 'ALY', 40, 'cable:levantine-pearl', 'landing:alexandria'],
    ['ATH', 'PMO', 40, 'cable:ionian-wren'],
    ['PMO', 'ROM', 40],
    ['PMO', 'TUN', 20],
  ],
  special: {
    rooms: [{ name: 'VIE_OPT', city: 'VIE', peerId: 'continental-lattice', units: wavelengths(704, 712, 720), converts: ['wavelength'] }],
    links: [{ name: 'dwdm', ends: ['VIE_OPT', 'BUD'], units: wavelengths(560, 568, 576) }],
  },
};
