import { readFile } from 'node:fs/promises';
import { isSoldByMbps, type Exchange } from '@carriermesh/exchange';
import { FieldFault, type GraphDescription, type LinkDescription, describeGraph } from '@carriermesh/paths-service';
import { parseJson } from '@carriermesh/operator-rating';
import { OperationalError } from '@carriermesh/platform-errors';
import { type ExchangeSource, exchangeSource, readExchange } from './exchange-source.js';

export interface PathTopologyFlags {
  readonly topology?: string;
  readonly graph?: string;
  readonly model: string;
  readonly pathFactor: string;
}

/** @throws OperationalError `misconfigured`, naming the file, and the field in it where there is one */
export async function readPathTopology(flags: PathTopologyFlags): Promise<GraphDescription> {
  const { graph, pathFactor } = flags;
  const source = topologySource(flags);
  return graph === undefined ? described(await readExchange(source)) : (await readGraphFile(graph, Number(pathFactor))).description;
}

/** @throws OperationalError `misconfigured`, naming the file, and the field in it where there is one */
export async function readGraphFile(file: string, pathFactor: number): Promise<{ readonly json: unknown; readonly description: GraphDescription }> {
  try {
    const json = parseJson(file, await readFile(file, 'utf8'));
    return { json, description: describeGraph(json, pathFactor) };
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    const where = error instanceof FieldFault ? `${error.field} ` : '';
    throw new OperationalError('misconfigured', `${file} cannot be read: ${where}${(error as Error).message}`, { cause: error });
  }
}

/** What `--topology` names, where it is that and not `--graph`. */
export function topologySource({ topology, graph, model, pathFactor }: PathTopologyFlags): ExchangeSource {
  if ((topology === undefined) === (graph === undefined))
    throw new OperationalError('misconfigured', 'a topology is read from --topology <dir> or from --graph <file>: one of the two');
  return exchangeSource({ model, pathFactor, ...(topology === undefined ? {} : { topology }) });
}

const MICRO = 1_000_000;

/** An exchange as a graph, of what is sold by the Mbit/s. Prices are for one Mbit/s and month, in millionths of the minor unit; both halves of an interconnect cost. */
export function described({ providers }: Exchange): GraphDescription {
  const halves = new Map(providers.flatMap(({ interconnects }) => interconnects.filter(isSoldByMbps).map((half) => [half.id, half])));
  const links = providers.flatMap(({ links: own }) =>
    own.filter(isSoldByMbps).map(({ id, fromPopId, toPopId, latencyNs, capacityMbps, monthlyPricePerMbps, srlgs }): LinkDescription => {
      const [latency, cost] = [Number(latencyNs), Number(monthlyPricePerMbps.microMinor)];
      return { id, from: fromPopId, to: toPopId, latencyNs: latency, cost, mbps: capacityMbps, srlg: srlgs };
    }),
  );
  for (const half of halves.values()) {
    const other = halves.get(`${half.peerPopId}~${half.popId}`);
    if (!other || half.popId > half.peerPopId) continue;
    links.push({
      id: half.id,
      alias: other.id,
      from: half.popId,
      to: half.peerPopId,
      latencyNs: Number(half.latencyNs),
      cost: Number(half.monthlyPricePerMbps.microMinor + other.monthlyPricePerMbps.microMinor),
      mbps: Math.min(half.capacityMbps, other.capacityMbps),
    });
  }
  const nodes = providers.flatMap(({ id: provider, pops }) =>
    pops.map(({ id, latitudeMicrodegrees, longitudeMicrodegrees }) => ({ id, provider, lat: latitudeMicrodegrees / MICRO, lon: longitudeMicrodegrees / MICRO })),
  );
  return { nodes, links };
}
