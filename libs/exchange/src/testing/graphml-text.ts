/** Small GraphML documents for tests, shaped as the Topology Zoo's: every file numbers its keys in its own way. */
export interface DrawnNetwork {
  readonly graph?: Readonly<Record<string, string>>;
  readonly nodes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly edges?: readonly (readonly [source: string, target: string, attributes?: Readonly<Record<string, string>>])[];
  /** The number that the first key gets. */
  readonly firstKey?: number;
}

export const london = { label: 'London', Country: 'United Kingdom', Latitude: '51.50853', Longitude: '-0.12574' };
export const paris = { label: 'Paris', Country: 'France', Latitude: '48.85341', Longitude: '2.3488' };
export const newYork = { label: 'New York', Country: 'United States', Latitude: '40.71427', Longitude: '-74.00597' };

export function graphmlText({ graph = {}, nodes, edges = [], firstKey = 0 }: DrawnNetwork): string {
  const keys = new Map<string, string>();
  const data = (scope: string, attributes: Readonly<Record<string, string>>): string =>
    Object.entries(attributes)
      .map(([name, value]) => {
        const scoped = `${scope} ${name}`;
        const key = keys.get(scoped) ?? `d${firstKey + keys.size}`;
        keys.set(scoped, key);
        return `<data key="${key}">${value}</data>`;
      })
      .join('');
  const body = [
    data('graph', graph),
    ...Object.entries(nodes).map(([id, attributes]) => `<node id="${id}">${data('node', attributes)}</node>`),
    ...edges.map(([source, target, attributes = {}]) => `<edge source="${source}" target="${target}">${data('edge', attributes)}</edge>`),
  ].join('\n');
  const declared = [...keys].map(([scoped, id]) => {
    const [scope, name] = scoped.split(' ');
    return `<key attr.name="${name}" attr.type="string" for="${scope}" id="${id}" />`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
${declared.join('\n')}
<graph edgedefault="undirected">
${body}
</graph>
</graphml>
`;
}
