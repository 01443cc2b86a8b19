import * as fc from 'fast-check';
import type { Demand } from '../demand.js';
import type { Edge } from '../edges.js';
import type { Pop } from '../elements.js';
import { Graph } from '../graph.js';

/** A link of a small network: `from` and `to` are positions of nodes. */
export interface NetLink {
  readonly from: number;
  readonly to: number;
  readonly directed: boolean;
  readonly latencyNs: number;
  readonly cost: number;
  readonly mbps: number;
  readonly jitterNs: number;
  readonly lossPpm: number;
  readonly srlgs: readonly string[];
}

export interface Network {
  /** The provider of each node. */
  readonly providers: readonly string[];
  readonly links: readonly NetLink[];
}

/** Nodes n0, n1 …; links l00, l01 …: positions are in the order of ids. */
export function graphOf({ providers, links }: Network): Graph {
  const pops = providers.map(
    (providerId, index): Pop => ({ popId: `n${index}`, providerId, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0, city: '', country: '' }),
  );
  const edges = links.map(({ from, to, directed, latencyNs, cost, mbps, jitterNs, lossPpm, srlgs }, index): Edge => {
    const edgeId = `l${String(index).padStart(2, '0')}`;
    return {
      edgeId,
      popA: `n${from}`,
      popB: `n${to}`,
      resources: [edgeId],
      handover: providers[from] !== providers[to],
      directed,
      latencyNs,
      pricePerMbps: cost,
      availableMbps: mbps,
      narrowest: edgeId,
      srlgs,
      jitterNs,
      lossPpm,
      validFromMs: -Infinity,
      validUntilMs: Infinity,
      visibleTo: [],
      up: true,
    };
  });
  return new Graph(pops, edges);
}

const figure = fc.integer({ min: 0, max: 5 });

const linkAmong = (nodes: number): fc.Arbitrary<NetLink> =>
  fc.record({
    from: fc.nat(nodes - 1),
    to: fc.nat(nodes - 1),
    directed: fc.boolean(),
    latencyNs: figure,
    cost: figure,
    mbps: fc.constantFrom(5, 10, 10, 20, 30),
    jitterNs: figure,
    lossPpm: fc.constantFrom(0, 0, 1, 1000, 100_000, 999_999, 1_000_000),
    srlgs: fc.subarray(['r', 's', 't'], { maxLength: 2 }),
  });

/** Up to six nodes of three providers, links of few lengths so that ties abound, parallel links and loops. */
export const networks: fc.Arbitrary<Network> = fc.integer({ min: 2, max: 6 }).chain((nodes) =>
  fc.record({
    providers: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: nodes, maxLength: nodes }),
    links: fc.array(linkAmong(nodes), { minLength: nodes, maxLength: 11 }),
  }),
);

const positions = (nodes: number) => fc.uniqueArray(fc.nat(nodes - 1), { minLength: 1, maxLength: 2 }).map((list) => list.sort((a, b) => a - b));

const someLimits = fc.record(
  {
    latency: fc.integer({ min: 0, max: 12 }),
    cost: fc.integer({ min: 0, max: 12 }),
    handovers: fc.nat(3),
    hops: fc.nat(4),
    jitter: fc.nat(10),
    loss: fc.constantFrom(0, 1, 1999, 2000, 100_900, 190_000, 999_999, 1_000_000),
  },
  { requiredKeys: [] },
);

/** Of three questions one has limits, and one required providers or exclusions. */
export const demandsOn = ({ providers, links }: Network): fc.Arbitrary<Demand> =>
  fc.record({
    from: positions(providers.length),
    to: positions(providers.length),
    objective: fc.constantFrom('latency' as const, 'cost' as const),
    limits: fc.oneof(fc.constant({}), fc.constant({}), someLimits),
    mbps: fc.constantFrom(0, 0, 10),
    requireProviders: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(['a', 'b', 'c'], { maxLength: 2 }) }),
    excludeProviders: fc.constantFrom<readonly string[]>([], [], [], ['c']),
    excludeLinks: fc.constantFrom<readonly string[]>([], [], [], ['l00', 'not-there'], links.length > 1 ? ['l01'] : []),
    excludeNodes: fc.constantFrom<readonly string[]>([], [], [], ['n1']),
  });

export const networksWithDemands = networks.chain((network) => fc.record({ network: fc.constant(network), demand: demandsOn(network) }));
