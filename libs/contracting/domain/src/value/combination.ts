import { MAX_MBPS } from '@carriermesh/kernel';
import { carriedMbps } from '@carriermesh/tariff-v1';
import type { Apart, Format, Loss, Rejoin, Segmentation, ValueRequest } from './request.js';
import type { LegDemand } from './ways.js';

/** One choice of everything but the ways: each is solved by itself, so that each that lost has its own best figures. */
export interface Combination {
  /** Counts from 1, in the order in which the request names its choices. */
  readonly number: number;
  readonly format: Format;
  readonly segmentation: Segmentation;
  readonly rejoin?: Rejoin;
  /** The delivery of a service that goes one way; parts of a divided one each choose theirs. */
  readonly delivery?: string;
  /** What travels in all. */
  readonly wireMbps: number;
  readonly legs: readonly Leg[];
  /** Why it is not tried at all. */
  readonly lost?: Loss;
}

export interface Leg {
  readonly name: string;
  readonly role: 'whole' | 'member' | 'class' | 'tail';
  readonly mbps: number;
  /** One for each last link that it may use. */
  readonly demands: readonly LegDemand[];
  readonly apart?: Apart;
}

/** Every format with every segmentation with every place of rejoining, as far as they go together. */
export function combinationsOf(request: ValueRequest): readonly Combination[] {
  const all: Combination[] = [];
  for (const format of request.formats)
    for (const segmentation of request.segmentations)
      for (const rejoin of segmentation.kind === 'members' ? request.rejoins : [undefined])
        for (const delivery of segmentation.kind === 'whole' && request.deliveries.length > 0 ? request.deliveries : [undefined])
          all.push(combination(request, { number: all.length + 1, format, segmentation, ...(rejoin ? { rejoin } : {}), ...(delivery === undefined ? {} : { delivery }) }));
  return all;
}

type Choice = Pick<Combination, 'number' | 'format' | 'segmentation' | 'rejoin' | 'delivery'>;

function combination(request: ValueRequest, choice: Choice): Combination {
  const { format, segmentation, rejoin } = choice;
  const wire = (mbps: number): number => carriedMbps(mbps, format.bandwidth);
  const wireMbps = wire(request.mbps);
  const left = request.maxLatencyNs === undefined ? undefined : request.maxLatencyNs - format.addsNs - (rejoin?.addsNs ?? 0);
  const lost = whyNotTried(request, choice, { wireMbps, left });
  if (lost) return { ...choice, wireMbps, legs: [], lost };
  const limit = (own?: number) => least(own === undefined ? undefined : own - format.addsNs, left);
  return { ...choice, wireMbps, legs: legsOf(request, choice, { wireMbps, wire, limit, ...(segmentation.kind === 'whole' ? {} : { apart: segmentation.apart }) }) };
}

function whyNotTried(request: ValueRequest, { segmentation, rejoin }: Choice, { wireMbps, left }: { wireMbps: number; left: number | undefined }): Loss | undefined {
  if (wireMbps < 1 || wireMbps > MAX_MBPS) return { code: 'bandwidth-out-of-range', message: `It would carry ${wireMbps} Mbit/s, outside 1 to ${MAX_MBPS}.` };
  if (left !== undefined && left < 0)
    return { code: 'latency-above-limit', message: `Formatting and rejoining alone take ${-left} ns more than the limit of ${request.maxLatencyNs} ns.` };
  if (segmentation.kind === 'members' && rejoin && segmentation.members > rejoin.maxMembers)
    return { code: 'too-many-members', message: `${rejoin.id} rejoins ${rejoin.maxMembers} members at most, and these are ${segmentation.members}.` };
  return undefined;
}

interface Making {
  readonly wireMbps: number;
  readonly wire: (mbps: number) => number;
  readonly limit: (own?: number) => number | undefined;
  readonly apart?: Apart | undefined;
}

function legsOf(request: ValueRequest, { segmentation, rejoin, delivery }: Choice, { wireMbps, wire, limit, apart }: Making): readonly Leg[] {
  const toEnd = delivery === undefined ? request.deliveries : [delivery];
  const leg = (name: string, role: Leg['role'], mbps: number, demand: Partial<LegDemand>): Leg => {
    const maxLatencyNs = demand.maxLatencyNs ?? limit();
    const one: LegDemand = { ...demand, mbps, ...(maxLatencyNs === undefined ? {} : { maxLatencyNs }) };
    const demands = one.to === undefined && toEnd.length > 0 ? toEnd.map((last) => ({ ...one, delivery: last })) : [one];
    return { name, role, mbps, demands, ...(apart && role !== 'tail' ? { apart } : {}) };
  };
  switch (segmentation.kind) {
    case 'whole':
      return [leg('whole', 'whole', wireMbps, {})];
    case 'classes':
      return segmentation.classes.map(({ name, mbps, maxLatencyNs }) => {
        const deadline = limit(maxLatencyNs);
        return leg(name, 'class', wire(mbps), deadline === undefined ? {} : { maxLatencyNs: Math.max(0, deadline) });
      });
    case 'members': {
      const member = Math.ceil(wireMbps / segmentation.members);
      const node = rejoin?.node;
      const members = Array.from({ length: segmentation.members }, (_, index) => leg(`member ${index + 1}`, 'member', member, node === undefined ? {} : { to: node }));
      return node === undefined ? members : [...members, leg('together', 'tail', wireMbps, { from: node })];
    }
  }
}

const least = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined ? b : b === undefined ? a : Math.min(a, b));
