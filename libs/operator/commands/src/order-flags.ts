import { LEAST_WAIT_TO_RESTORE_S, MOST_WAIT_TO_RESTORE_S } from '@carriermesh/kernel';
import type { Command } from 'commander';
import { OperationalError } from '@carriermesh/platform-errors';
import type { OrderBody, PlaceBody } from './buyer-api.js';

export interface OrderFlags {
  readonly from: string;
  readonly to: string;
  readonly withinKm: string;
  readonly mbps: string;
  readonly maxLatencyMs?: string;
  readonly termMonths: string;
  readonly objective: string;
  readonly currency: string;
  readonly maxMonthlyPrice?: string;
  readonly splitInto?: string;
  readonly splitApartMs: string;
  readonly revertAfterS?: string;
  readonly layerOne?: string;
  readonly virtualNetwork?: boolean;
  readonly codecs?: string;
  readonly resolutions?: string;
  readonly encapsulations?: string;
  readonly deviceMedia?: string;
  readonly media?: string;
  readonly explicit?: boolean;
  readonly requestId?: string;
}

const LONDON = '51.50853,-0.12574';
const NEW_YORK = '40.71427,-74.00597';

/** The flags that say what is ordered; the defaults are the demonstration's first order. */
export function withOrderFlags(command: Command): Command {
  return command
    .option('--from <place>', 'latitude,longitude, or a PoP id, or a city (write --from=-33.86,151.2 for a negative number)', LONDON)
    .option('--to <place>', 'the other end', NEW_YORK)
    .option('--within-km <km>', 'how far from the coordinates a PoP may be; 0 means exactly there', '0')
    .option('--mbps <n>', 'bandwidth in Mbit/s', '1000')
    .option('--max-latency-ms <ms>', 'the most that one way may take')
    .option('--term-months <n>', 'how long the contract runs', '12')
    .option('--objective <o>', 'latency, cost or profit', 'profit')
    .option('--currency <code>', 'ISO 4217', 'EUR')
    .option('--max-monthly-price <amount>', 'refuse rather than pay more a month, before tax: 1234.50')
    .option('--split-into <n>', 'several lines may carry it together, as many as this at most')
    .option('--split-apart-ms <ms>', 'how far apart they may come in', '10')
    .option('--revert-after-s <s>', `go back to the contracted path when it has been well for so long, ${LEAST_WAIT_TO_RESTORE_S} to ${MOST_WAIT_TO_RESTORE_S} s; without it a service stays where it was moved to`)
    .option('--layer-one <technology>', 'a whole unit of layer 1 of exactly this bandwidth: fibre, wavelength, odu or sdh')
    .option('--virtual-network', 'over resources that are dedicated to carrier virtual networks, and the buyer’s own, alone')
    .option('--codecs <ids>', 'what the device accepts, of what the seller states: "h265,raw"; with `any`, all of it. Without any of these three it is carried as it is')
    .option('--resolutions <ids>', 'likewise')
    .option('--encapsulations <ids>', 'likewise')
    .option('--device-media <media>', 'what the last link may go over: "cellular,ieee-802"; also wireline, rf, ism, infrared, other-spectrum')
    .option('--media <media>', 'what all of its way may go over')
    .option('--explicit', 'hold the capacity and wait for `carriermesh quote accept`')
    .option('--request-id <id>', 'your own name for this request: the same name again is the same order');
}

/** @throws OperationalError `misconfigured`, naming the flag and the value; what the business checks is left to it */
export function orderBody(flags: OrderFlags, requestId: string): OrderBody {
  if (flags.objective === 'value') throw new OperationalError('misconfigured', '--objective is latency, cost or profit; an order that weighs several figures ("value") says them over HTTP, at POST /v1/service-requests');
  return {
    requestId: flags.requestId ?? requestId,
    from: place('--from', flags.from, flags.withinKm),
    to: place('--to', flags.to, flags.withinKm),
    mbps: number('--mbps', flags.mbps),
    ...(flags.maxLatencyMs === undefined ? {} : { maxLatencyMs: decimal('--max-latency-ms', flags.maxLatencyMs) }),
    termMonths: number('--term-months', flags.termMonths),
    objective: flags.objective,
    currency: flags.currency,
    acceptance: flags.explicit ? 'explicit' : 'automatic',
    ...(flags.maxMonthlyPrice === undefined ? {} : { maxMonthlyPrice: decimal('--max-monthly-price', flags.maxMonthlyPrice) }),
    ...(flags.splitInto === undefined ? {} : { split: { mostMembers: number('--split-into', flags.splitInto), maxDifferentialDelayMs: decimal('--split-apart-ms', flags.splitApartMs) } }),
    ...(flags.layerOne === undefined ? {} : { layerOne: flags.layerOne }),
    ...(flags.virtualNetwork ? { virtualNetwork: true } : {}),
    ...(flags.revertAfterS === undefined ? {} : { revert: { waitSeconds: number('--revert-after-s', flags.revertAfterS) } }),
    ...deviceBody(flags),
    ...(flags.media === undefined ? {} : { media: listed(flags.media) }),
  };
}

/** What is named of none of the three is accepted whatever it is. */
function deviceBody({ codecs, resolutions, encapsulations, deviceMedia: media }: OrderFlags): Pick<OrderBody, 'device'> {
  const named = Object.entries({ codecs, resolutions, encapsulations, media }).flatMap(([kind, text]) => (text === undefined ? [] : [[kind, text] as const]));
  const accepted = named.filter(([, text]) => text !== ANY).map(([kind, text]) => [kind, listed(text)]);
  return named.length === 0 ? {} : { device: Object.fromEntries(accepted) };
}

const ANY = 'any';
const listed = (text: string): readonly string[] => text.split(',').map((id) => id.trim());

/** @throws OperationalError `misconfigured`, naming the flag */
export function place(flag: string, text: string, withinKm: string): PlaceBody {
  const coordinates = /^(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(text);
  if (coordinates) return { latitude: Number(coordinates[1]), longitude: Number(coordinates[2]), withinKm: number('--within-km', withinKm) };
  if (text.includes('/')) return { popId: text };
  if (text.trim() === '') throw new OperationalError('misconfigured', `${flag} names no place: write latitude,longitude, a PoP id or a city`);
  return { city: text };
}

export function number(flag: string, text: string): number {
  return Number(decimal(flag, text));
}

export function decimal(flag: string, text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new OperationalError('misconfigured', `${flag} is a number, not "${text}"`);
  return text;
}
