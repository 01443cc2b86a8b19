import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeSource } from '@carriermesh/operator-commands';

interface City {
  readonly label: string;
  readonly latitude: number;
  readonly longitude: number;
}

const CITIES = {
  london: { label: 'London', latitude: 51.50853, longitude: -0.12574 },
  paris: { label: 'Paris', latitude: 48.85341, longitude: 2.3488 },
  amsterdam: { label: 'Amsterdam', latitude: 52.37403, longitude: 4.88969 },
  frankfurt: { label: 'Frankfurt', latitude: 50.11552, longitude: 8.68417 },
  vienna: { label: 'Vienna', latitude: 48.20849, longitude: 16.37208 },
  reykjavik: { label: 'Reykjavik', latitude: 64.13548, longitude: -21.89541 },
  torshavn: { label: 'Torshavn', latitude: 62.00973, longitude: -6.77164 },
  klaksvik: { label: 'Klaksvik', latitude: 62.22664, longitude: -6.58902 },
} satisfies Record<string, City>;

type CityName = keyof typeof CITIES;
export type DrawnLink = readonly [from: CityName, to: CityName, mbps: number, medium?: string];

/**
 * Harbour and Meadow meet in Frankfurt. Harbour gets there over Paris, which is wide and slow, or over Amsterdam, which is
 * quick and narrow; Meadow goes on to Vienna. Skerry meets nobody.
 */
const NETWORKS: Readonly<Record<string, readonly DrawnLink[]>> = {
  Harbour: [['london', 'paris', 1_000], ['paris', 'frankfurt', 2_500], ['london', 'amsterdam', 400], ['amsterdam', 'frankfurt', 2_500]],
  Meadow: [['frankfurt', 'vienna', 2_500]],
  Skerry: [['reykjavik', 'torshavn', 2_500]],
};

/** With Tower beside Skerry, who goes on to Klaksvik without a wire, and Skerry with one. */
export const DELIVERED: typeof NETWORKS = {
  ...NETWORKS,
  Skerry: [['reykjavik', 'torshavn', 2_500], ['torshavn', 'klaksvik', 2_500]],
  Tower: [['torshavn', 'klaksvik', 300, 'cellular']],
};

/** Three networks of a few links, whose every capacity is known, as files of the Topology Zoo's kind. */
export function smallExchange(networks: Readonly<Record<string, readonly DrawnLink[]>> = NETWORKS): { readonly source: ExchangeSource; readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-networks-'));
  for (const [name, links] of Object.entries(networks)) writeFileSync(join(directory, `${name}.graphml`), graphml(name, links));
  return { source: { kind: 'topology-zoo', directory, model: 'm1', pathFactor: 1.5 }, directory };
}

function graphml(network: string, links: readonly DrawnLink[]): string {
  const cities = [...new Set(links.flatMap(([from, to]) => [from, to]))];
  const nodes = cities.map((name) => {
    const { label, latitude, longitude } = CITIES[name];
    return `<node id="${name}"><data key="label">${label}</data><data key="lat">${latitude}</data><data key="lon">${longitude}</data></node>`;
  });
  const edges = links.map(([from, to, mbps, medium]) => {
    const over = medium === undefined ? '' : `<data key="medium">${medium}</data>`;
    return `<edge source="${from}" target="${to}"><data key="speed">${mbps * 1_000_000}</data>${over}</edge>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key attr.name="Network" attr.type="string" for="graph" id="network" />
<key attr.name="label" attr.type="string" for="node" id="label" />
<key attr.name="Latitude" attr.type="double" for="node" id="lat" />
<key attr.name="Longitude" attr.type="double" for="node" id="lon" />
<key attr.name="LinkSpeedRaw" attr.type="double" for="edge" id="speed" />
<key attr.name="Medium" attr.type="string" for="edge" id="medium" />
<graph edgedefault="undirected">
<data key="network">${network}</data>
${[...nodes, ...edges].join('\n')}
</graph>
</graphml>
`;
}
