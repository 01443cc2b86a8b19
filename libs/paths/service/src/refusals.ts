import { describePlace, type PathQuery, type PathRefusal, type SplitQuery } from '@carriermesh/paths-domain';
import { divideHalfAwayFromZero, unreachable } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';
import type { QuestionFault } from './path-question.js';

export function invalidQuestion({ code, field, value, limit }: QuestionFault): common.Refusal {
  return { code, message: `${field} is ${value === '' ? 'empty' : value}; it must be ${limit}.`, facts: { field, value, limit } };
}

/**
 * Says in one sentence why there is no path, and what there would be; and in another one what was not searched.
 * @param silent providers whose session is down
 */
export function asRefusal(refusal: PathRefusal, query: PathQuery, silent: readonly string[] = []): common.Refusal {
  const said = reasonOf(refusal, query);
  if (silent.length === 0 || refusal.code === 'unknown-place') return said;
  const shown = silent.slice(0, MAX_SHOWN_PROVIDERS);
  const others = silent.length > shown.length ? ` and ${silent.length - shown.length} more` : '';
  const facts = { ...said.facts, sessions_down: shown.join(' ') };
  return { ...said, message: `${said.message} Not searched is what ${shown.join(', ')}${others} offer${silent.length === 1 ? 's, whose session is' : ', whose sessions are'} down.`, facts };
}

function reasonOf(refusal: PathRefusal, query: PathQuery): common.Refusal {
  const { code } = refusal;
  switch (code) {
    case 'unknown-place':
      return unknownPlace(refusal);
    case 'no-route':
      return { code, message: `No offers in force join ${ends(query)}${inKind(query)}.`, facts: { from: describePlace(query.from), to: describePlace(query.to) } };
    case 'excluded': {
      const facts = { providers: refusal.providers.join(' '), resources: refusal.links.join(' ') };
      return { code, message: `Every route between ${ends(query)} uses a provider or a link that the order excludes.`, facts };
    }
    case 'medium-excluded': {
      const { media, lastMedia } = refusal;
      const taken = [...(media.length > 0 ? [`all of its way goes over ${media.join(', ')}`] : []), ...(lastMedia.length > 0 ? [`its last link goes over ${lastMedia.join(', ')}`] : [])];
      return { code, message: `No offers in force join ${ends(query)} where ${taken.join(', and ')}: there is a way over other media.`, facts: { media: media.join(' '), last_media: lastMedia.join(' ') } };
    }
    case 'no-capacity': {
      const { requestedMbps, mostMbps, bottleneck, split } = refusal;
      const facts = { requested_mbps: `${requestedMbps}`, most_mbps: `${mostMbps}`, bottleneck, ...splitFacts(split) };
      return { code, message: `No route carries ${requestedMbps} Mbit/s: the widest there is has ${mostMbps} Mbit/s left, at ${bottleneck}${norSeveral(split)}.`, facts };
    }
    case 'latency-too-high': {
      const { limitNs, bestNs, split } = refusal;
      const facts = { limit_ns: `${limitNs}`, best_latency_ns: `${bestNs}`, ...splitFacts(split) };
      const [limit, best] = milliseconds(limitNs, bestNs);
      return { code, message: `No route within ${limit} ms: the best there is takes ${best} ms${norSeveral(split)}.`, facts };
    }
    case 'too-many-handovers': {
      const { limit, fewest } = refusal;
      return { code, message: `No route with at most ${limit} handovers: the fewest there are is ${fewest}.`, facts: { limit: `${limit}`, fewest: `${fewest}` } };
    }
    case 'no-unit': {
      const { asked, left } = refusal;
      const shown = left.map(({ resourceId, free }) => `${resourceId} ${free.length === 0 ? 'none' : free.slice(0, MAX_SHOWN_UNITS).join(' ')}${free.length > MAX_SHOWN_UNITS ? ' …' : ''}`);
      const facts = { technology: asked.technology, mbps: `${asked.mbps}`, left: shown.join('; ') };
      return { code, message: `No ${asked.technology} of ${asked.mbps} Mbit/s is free all the way between ${ends(query)}: left are ${shown.join('; ')}.`, facts };
    }
    case 'undecided':
      return { code, message: `Whether a route joins ${ends(query)} could not be established: ${REASONS[refusal.reason]}.`, facts: { reason: refusal.reason } };
    default:
      return unreachable(code);
  }
}

/** Of those whose sessions are down. */
const MAX_SHOWN_PROVIDERS = 8;

/** Of the units that are left of one link. */
const MAX_SHOWN_UNITS = 8;

const UNIT_NAMES: Readonly<Record<string, string>> = { fibre: 'fibres', wavelength: 'wavelengths', odu: 'ODUs', sdh: 'virtual containers' };

/** Of what was asked for beside the places. */
const inKind = ({ layerOne, virtualNetwork }: PathQuery): string =>
  `${layerOne ? ` in ${UNIT_NAMES[layerOne.technology] ?? layerOne.technology} of ${layerOne.mbps} Mbit/s` : ''}${virtualNetwork ? ' over dedicated resources or the buyer’s own' : ''}`;

const REASONS = { 'search-limit': 'the search met its own limit', 'price-range': 'prices add up to more than can be counted exactly' } as const;

function unknownPlace({ code, end, place, nearestPopId, nearestKm }: Extract<PathRefusal, { code: 'unknown-place' }>): common.Refusal {
  const facts = { end, place };
  if (nearestPopId === undefined || nearestKm === undefined) return { code, message: `Nobody offers a point of presence at ${place}.`, facts };
  return {
    code,
    message: `Nobody offers a point of presence at ${place}: the nearest is ${nearestPopId}, ${nearestKm} km away.`,
    facts: { ...facts, nearest_pop_id: nearestPopId, nearest_m: `${Math.round(nearestKm * 1000)}` },
  };
}

/** Of an order that may be split, why that did not serve it either. */
const norSeveral = (split: SplitQuery | undefined): string =>
  split ? `; nor do 2 to ${split.mostMembers} lines carry it together that come in within ${milliseconds(split.maxDifferentialDelayNs)[0]} ms of one another` : '';

const splitFacts = (split: SplitQuery | undefined): Readonly<Record<string, string>> =>
  split ? { most_members: `${split.mostMembers}`, max_differential_delay_ns: `${split.maxDifferentialDelayNs}` } : {};

const ends = ({ from, to }: PathQuery): string => `${describePlace(from)} and ${describePlace(to)}`;

/** To the nearest microsecond, since more would not be read; to the nanosecond where two figures would look the same. */
function milliseconds(...figures: readonly bigint[]): readonly string[] {
  const short = figures.map((nanos) => decimal(divideHalfAwayFromZero(nanos, 1_000n), 3));
  return new Set(short).size === figures.length ? short : figures.map((nanos) => decimal(nanos, 6));
}

function decimal(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  return `${value / unit}.${(value % unit).toString().padStart(digits, '0')}`.replace(/\.?0+$/, '');
}
