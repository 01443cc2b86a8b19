import { describeGraph } from '@carriermesh/paths-service';
import { offeredByGraph, type QuoteTopology } from '../quote-topology.js';

/** A graph as a `--graph` file holds it. */
export const topologyOf = (graph: object): QuoteTopology => {
  const description = describeGraph(graph, 1);
  return { description, offered: offeredByGraph(graph, description, 'the graph') };
};
