import { isSoldByMbps, type Exchange } from '@carriermesh/exchange';

/** Plain searches that a scenario checks the mesh's answers with; they share nothing with how it searches. */

interface Hop {
  readonly to: string;
  readonly latencyNs: bigint;
}

/** The least latency that is sold by the Mbit/s between any PoP of one city and any of another, one way. Bellman and Ford: slow and simple. */
export function leastLatencyNs(exchange: Exchange, fromCity: string, toCity: string): bigint | undefined {
  const hops = hopsOf(exchange);
  const reached = new Map<string, bigint>(popsIn(exchange, fromCity).map((popId) => [popId, 0n]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [popId, soFar] of [...reached]) {
      for (const { to, latencyNs } of hops.get(popId) ?? []) {
        const known = reached.get(to);
        if (known !== undefined && known <= soFar + latencyNs) continue;
        reached.set(to, soFar + latencyNs);
        changed = true;
      }
    }
  }
  const ends = popsIn(exchange, toCity).flatMap((popId) => reached.get(popId) ?? []);
  return ends.length === 0 ? undefined : ends.reduce((least, each) => (each < least ? each : least));
}

const popsIn = ({ providers }: Exchange, city: string): readonly string[] =>
  providers.flatMap(({ pops }) => pops.filter((pop) => pop.city === city).map(({ id }) => id));

function hopsOf({ providers }: Exchange): ReadonlyMap<string, readonly Hop[]> {
  const links = providers.flatMap(({ links }) => links.filter(isSoldByMbps).flatMap(({ fromPopId, toPopId, latencyNs }) => [
    { from: fromPopId, to: toPopId, latencyNs },
    { from: toPopId, to: fromPopId, latencyNs },
  ]));
  const handovers = providers.flatMap(({ interconnects }) => interconnects.filter(isSoldByMbps).map(({ popId, peerPopId, latencyNs }) => ({ from: popId, to: peerPopId, latencyNs })));
  return Map.groupBy([...links, ...handovers], ({ from }) => from);
}

/** What one way over these resources takes. Both halves of a handover are one way of getting across. */
export function latencyOver(exchange: Exchange, resourceIds: readonly string[]): bigint {
  const links = new Map(exchange.providers.flatMap(({ links }) => links.map(({ id, latencyNs }) => [id, latencyNs] as const)));
  const halves = new Map(exchange.providers.flatMap(({ interconnects }) => interconnects.map((half) => [half.id, half] as const)));
  const handovers = new Map<string, bigint>();
  let total = 0n;
  for (const id of resourceIds) {
    const half = halves.get(id);
    if (half) handovers.set([half.popId, half.peerPopId].sort().join('~'), half.latencyNs);
    else if (links.has(id)) total += links.get(id) ?? 0n;
    else throw new Error(`nobody in the exchange owns ${id}`);
  }
  return [...handovers.values()].reduce((sum, each) => sum + each, total);
}
