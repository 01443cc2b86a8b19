import * as fc from 'fast-check';
import type { Aim } from '../aim.js';
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
  readonly outagePpm?: number;
  readonly units?: readonly number[] | undefined;
  readonly layer?: number | undefined;
  readonly classes?: readonly string[];
  readonly srlgs: readonly string[];
}

export interface Network {
  /** The provider of each node. */
  readonly providers: readonly string[];
  readonly links: readonly NetLink[];
  /** Positions of the nodes at which a connection may change its unit. */
  readonly converters?: readonly number[];
}

/** Nodes n0, n1 …; links l00, l01 …: positions are in the order of ids. */
export function graphOf({ providers, links, converters = [] }: Network): Graph {
  const pops = providers.map(
    (providerId, index): Pop => ({ popId: `n${index}`, providerId, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0, city: '', country: '', convertsUnits: converters.includes(index) }),
  );
  const edges = links.map(({ from, to, directed, latencyNs, cost, mbps, jitterNs, lossPpm, outagePpm = 0, units, layer, classes = [], srlgs }, index): Edge => {
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
      outagePpm,
      ...(units ? { units } : {}),
      ...(layer === undefined ? {} : { layer }),
      classes,
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
    outagePpm: fc.constantFrom(0, 0, 1, 10, 1000, 1_000_000),
    units: fc.option(fc.subarray([0, 3, 40]), { nil: undefined, freq: 4 }),
    layer: fc.constantFrom(undefined, 1, 2),
    classes: fc.subarray(['fibre', 'cellular']),
    srlgs: fc.subarray(['r', 's', 't'], { maxLength: 2 }),
  });

/** Up to six nodes of three providers, links of few lengths so that ties abound, parallel links and loops. */
export const networks: fc.Arbitrary<Network> = fc.integer({ min: 2, max: 6 }).chain((nodes) =>
  fc.record({
    providers: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: nodes, maxLength: nodes }),
    links: fc.array(linkAmong(nodes), { minLength: nodes, maxLength: 11 }),
    converters: fc.subarray(Array.from({ length: nodes }, (_, node) => node), { maxLength: 2 }),
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
    outage: fc.constantFrom(0, 1, 2, 11, 1009, 999_999, 1_000_000),
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

/** What else may be aimed at or demanded, and kinds of links left out or alone allowed. */
export const finerDemandsOn = (network: Network): fc.Arbitrary<Demand> => {
  const term = fc.record({ latency: fc.nat(3), cost: fc.nat(3), handovers: fc.nat(9), hops: fc.nat(2), jitter: fc.nat(2) }, { requiredKeys: [] });
  const rarely = (values: readonly string[]) => fc.oneof({ weight: 5, arbitrary: fc.constant<readonly string[]>([]) }, { weight: 1, arbitrary: fc.subarray([...values], { maxLength: 1 }) });
  const finer = fc.record({
    objective: fc.oneof(fc.constantFrom<Aim>('latency', 'cost', 'handovers', 'hops', 'jitter'), fc.tuple(term), fc.tuple(term, term)),
    continuity: fc.boolean(),
    excludeSrlgs: rarely(['r', 's']),
    excludeClasses: rarely(['fibre', 'cellular']),
    onlyClasses: rarely(['fibre', 'cellular']),
    onlyLayers: fc.oneof({ weight: 5, arbitrary: fc.constant<readonly number[]>([]) }, { weight: 1, arbitrary: fc.constantFrom<readonly number[]>([1], [1, 2]) }),
  });
  return fc.tuple(demandsOn(network), finer).map(([demand, more]) => ({ ...demand, ...more }));
};

export const networksWithDemands = networks.chain((network) => fc.record({ network: fc.constant(network), demand: demandsOn(network) }));
