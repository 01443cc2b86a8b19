import { isBandwidth, isToken, MAX_LATENCY_LIMIT_NS, MAX_MBPS, MAX_PLACE_NAME_CHARACTERS, MAX_SPLIT_MEMBERS, unreachable } from '@carriermesh/kernel';
import { MAX_CANDIDATES, type PathQuery, type Place } from '@carriermesh/paths-domain';
import type { common, paths } from '@carriermesh/wire';

/** A figure of a question that no search can mean. */
export interface QuestionFault {
  readonly code: 'question-invalid';
  readonly field: string;
  readonly value: string;
  readonly limit: string;
}

/** Whoever does not state an instant means that of the topology. */
export type Question = Omit<PathQuery, 'now'> &
  Partial<Pick<PathQuery, 'now'>> & {
    /** What the order may travel as, where it does not travel as it is. */
    readonly carriages?: readonly Carriage[];
    /** What the last link may go over; absent: anything. */
    readonly lastMedia?: readonly string[];
  };

export type Carriage = Pick<PathQuery, 'mbps' | 'maxLatencyNs'>;

export const MAX_CARRIAGES = 16;
const MEDIA = 'wireline, cellular, ieee-802, rf, ism, infrared or other-spectrum';

/** Half way round the earth is everywhere. */
const EVERYWHERE_M = 20_037_508;
const DEGREE = 1_000_000;

/** What a request means to the search, but for an instant that it does not state; or what is wrong with it. */
export function questionOf(request: paths.FindPathsRequest): Question | QuestionFault {
  const { buyerId, mbps, maxLatencyNs, objective, candidates, at, asOf, split, layerOne, virtualNetwork, carried, media } = request;
  const fault =
    check(isToken(buyerId), 'buyer_id', buyerId, '1 to 64 letters, digits, _ and -') ??
    check(isBandwidth(mbps), 'mbps', mbps, `1 to ${MAX_MBPS}`) ??
    check(candidates >= 1 && candidates <= MAX_CANDIDATES, 'candidates', candidates, `1 to ${MAX_CANDIDATES}`) ??
    check(objective !== 'unspecified', 'objective', objective, 'latency or cost') ??
    check(maxLatencyNs === undefined || isWithin(maxLatencyNs), 'max_latency_ns', String(maxLatencyNs), `0 to ${MAX_LATENCY_LIMIT_NS}`) ??
    check(asOf?.asOf.kind !== 'revision' || asOf.asOf.revision >= 0n, 'as_of.revision', asOf?.asOf.kind === 'revision' ? String(asOf.asOf.revision) : '', '0 or more') ??
    check(!split || (split.mostMembers >= 2 && split.mostMembers <= MAX_SPLIT_MEMBERS), 'split.most_members', String(split?.mostMembers), `2 to ${MAX_SPLIT_MEMBERS}`) ??
    check(!split || isWithin(split.maxDifferentialDelayNs), 'split.max_differential_delay_ns', String(split?.maxDifferentialDelayNs), `0 to ${MAX_LATENCY_LIMIT_NS}`) ??
    check(layerOne !== 'unspecified', 'layer_one', String(layerOne), 'fibre, wavelength, odu or sdh, or absent') ??
    check(!layerOne || !split, 'split', 'present', 'absent where a unit of layer 1 is asked for: it is not divided') ??
    carriagesFault(request) ??
    check(![...(media?.every ?? []), ...(media?.last ?? [])].includes('unspecified'), 'media', 'unspecified', MEDIA) ??
    placeFault('from', request.from) ??
    placeFault('to', request.to);
  if (fault) return fault;
  return {
    from: placeOf(request.from),
    to: placeOf(request.to),
    mbps,
    ...(maxLatencyNs === undefined ? {} : { maxLatencyNs }),
    objective: objective === 'cost' ? 'cost' : 'latency',
    candidates,
    buyerId,
    ...(at === undefined ? {} : { now: at }),
    ...(split && { split }),
    ...(layerOne && { layerOne: { technology: layerOne, mbps } }),
    ...(virtualNetwork && { virtualNetwork }),
    ...(carried && { carriages: carried.carriages }),
    ...(media && media.every.length > 0 && { media: media.every }),
    ...(media && media.last.length > 0 && { lastMedia: media.last }),
  };
}

function carriagesFault({ carried }: paths.FindPathsRequest): QuestionFault | undefined {
  if (!carried) return undefined;
  const { carriages } = carried;
  const count = carriages.length;
  const many = check(count >= 1 && count <= MAX_CARRIAGES, 'carried.carriages', `${count} of them`, `1 to ${MAX_CARRIAGES}`);
  if (many) return many;
  for (const [index, { mbps, maxLatencyNs }] of carriages.entries()) {
    const at = `carried.carriages[${index}]`;
    const fault = check(isBandwidth(mbps), `${at}.mbps`, mbps, `1 to ${MAX_MBPS}`) ?? check(maxLatencyNs === undefined || isWithin(maxLatencyNs), `${at}.max_latency_ns`, String(maxLatencyNs), `0 to ${MAX_LATENCY_LIMIT_NS}`);
    if (fault) return fault;
  }
  return undefined;
}

const isWithin = (latencyNs: bigint): boolean => latencyNs >= 0n && latencyNs <= MAX_LATENCY_LIMIT_NS;

function check(holds: boolean, field: string, value: string | number, limit: string): QuestionFault | undefined {
  return holds ? undefined : { code: 'question-invalid', field, value: String(value).slice(0, MAX_PLACE_NAME_CHARACTERS), limit };
}

function placeFault(end: 'from' | 'to', { place }: common.Place): QuestionFault | undefined {
  switch (place.kind) {
    case 'pop-id':
      return check(isName(place.popId), `${end}.pop_id`, place.popId, `1 to ${MAX_PLACE_NAME_CHARACTERS} characters`);
    case 'city':
      return check(isName(place.city), `${end}.city`, place.city, `1 to ${MAX_PLACE_NAME_CHARACTERS} characters`);
    case 'near': {
      const { coordinates, withinM } = place.near;
      const { latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude } = coordinates;
      return (
        check(Math.abs(latitude) <= 90 * DEGREE, `${end}.near.coordinates.latitude_microdegrees`, latitude, 'within ±90000000') ??
        check(Math.abs(longitude) <= 180 * DEGREE, `${end}.near.coordinates.longitude_microdegrees`, longitude, 'within ±180000000') ??
        check(withinM <= EVERYWHERE_M, `${end}.near.within_m`, withinM, `0 to ${EVERYWHERE_M}`)
      );
    }
    default:
      return unreachable(place);
  }
}

const isName = (text: string): boolean => text.length > 0 && text.length <= MAX_PLACE_NAME_CHARACTERS;

function placeOf({ place }: common.Place): Place {
  switch (place.kind) {
    case 'pop-id':
      return { kind: 'pop', popId: place.popId };
    case 'city':
      return { kind: 'city', name: place.city };
    case 'near':
      return { kind: 'coordinates', ...place.near.coordinates, withinM: place.near.withinM };
    default:
      return unreachable(place);
  }
}
