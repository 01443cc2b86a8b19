import { MAX_MBPS } from '@carriermesh/kernel';
import type { Path } from './constrained.js';
import type { Edge } from './edges.js';
import type { Graph } from './graph.js';
import { inIdOrder } from './order.js';
import type { Candidate, Segment } from './query.js';
import type { Spectrum } from './spectrum.js';

/** A path in the terms of the market. Sums are taken anew as bigint, so that they hold for whatever the search did not add up. */
export function candidateOf(graph: Graph, path: Path, best: Path, { currency, spectrum }: { readonly currency: string; readonly spectrum?: Spectrum | undefined }): Candidate {
  const edges = path.edges.map((edge) => graph.edgeAt(edge));
  return {
    latencyNs: edges.reduce((sum, { latencyNs }) => sum + BigInt(latencyNs), 0n),
    costPerMbps: edges.reduce((sum, { pricePerMbps }) => sum + BigInt(pricePerMbps), 0n),
    currency,
    handovers: edges.filter(({ handover }) => handover).length,
    pops: path.pops.map((pop) => graph.pops[pop]!.popId),
    segments: segmentsOf(graph, path, edges, spectrum?.unitsOver(path.pops, path.edges)),
    bottleneckMbps: edges.reduce((least, { availableMbps }) => Math.min(least, availableMbps), MAX_MBPS),
    srlgs: [...new Set(edges.flatMap(({ srlgs }) => srlgs))].sort(inIdOrder),
    disjointFromBest: path !== best && !path.edges.some((edge) => best.edges.includes(edge)),
  };
}

function segmentsOf(graph: Graph, { pops }: Path, edges: readonly Edge[], unitOf: readonly number[] | undefined): Segment[] {
  const segments: Segment[] = [];
  let entry = graph.pops[pops[0]!]!;
  let resources: string[] = [];
  let units: number[] = [];
  let latencyNs = 0n;
  const close = (toPopId: string) => segments.push({ providerId: entry.providerId, fromPopId: entry.popId, toPopId, resources, latencyNs, ...(unitOf && { units }) });
  edges.forEach((edge, index) => {
    const [here, next] = [graph.pops[pops[index]!]!, graph.pops[pops[index + 1]!]!];
    const inOrder = edge.popA === here.popId ? edge.resources : edge.resources.toReversed();
    resources.push(inOrder[0]!);
    if (unitOf) units.push(unitOf[index]!);
    latencyNs += BigInt(edge.latencyNs);
    if (!edge.handover) return;
    close(here.popId);
    [entry, resources, latencyNs] = [next, [inOrder[1]!], 0n];
    // Both halves of a handover are the same light.
    units = unitOf ? [unitOf[index]!] : [];
  });
  close(graph.pops[pops.at(-1)!]!.popId);
  return segments;
}
