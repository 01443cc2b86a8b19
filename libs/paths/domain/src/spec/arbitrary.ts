import { instantFromMs } from '@carriermesh/kernel';
import * as fc from 'fast-check';
import type { InterconnectHalf, LinkOffer, OfferTerms } from '../elements.js';
import type { PathQuery } from '../query.js';
import { type Mesh, NOON, TERMS, half, idOf, link, ownerOf, pop, query } from './mesh.js';

const BUYERS = ['buyer', 'rival'];
const CITIES = ['Aarhus', 'Bergen', 'Cork'];
const LATER = instantFromMs(Date.UTC(2026, 2, 1, 12, 0, 0, 1));

/** Figures are drawn from very few values, so that ties of every kind are common. */
const figures = { latencyNs: fc.bigInt(0n, 4n), pricePerMbps: fc.bigInt(0n, 4n), availableMbps: fc.constantFrom(10, 10, 20, 40) };

const anyTerms = fc.record({
  ...figures,
  availableMbps: fc.constantFrom(0, 5, 10),
  visibleTo: fc.constantFrom<readonly string[]>([], ['buyer'], ['rival'], ['rival', 'buyer']),
  validFrom: fc.constantFrom(TERMS.validFrom, NOON, LATER),
  validUntil: fc.constantFrom(TERMS.validUntil, LATER, NOON),
  up: fc.boolean(),
});

/** Most offers can be used, so that there are paths to compare. */
export const someTerms: fc.Arbitrary<Partial<OfferTerms>> = fc.oneof(
  { weight: 5, arbitrary: fc.record(figures) },
  { weight: 1, arbitrary: anyTerms },
);

const POP_IDS = ['a:1', 'a:2', 'a:3', 'b:1', 'b:2', 'b:3', 'c:1'];

/** One, two or three providers with up to seven PoPs, parallel links, and interconnects of which some miss a half. */
export const meshes: fc.Arbitrary<Mesh> = fc
  .subarray(POP_IDS, { minLength: 2 })
  .chain((popIds) =>
    fc.record({
      pops: fc.tuple(...popIds.map((popId) => fc.constantFrom(...CITIES).map((city) => pop(popId, { city })))),
      joins: fc.array(
        fc.record({
          a: fc.constantFrom(...popIds),
          b: fc.constantFrom(...popIds),
          one: someTerms,
          other: someTerms,
          halves: fc.constantFrom(1, 2, 2, 2),
        }),
        {
          minLength: 2 * popIds.length - 2,
          maxLength: 16,
        },
      ),
    }),
  )
  .map(({ pops, joins }) => {
    const links: LinkOffer[] = [];
    const halves = new Map<string, InterconnectHalf>();
    joins.forEach(({ a, b, one, other, halves: count }, index) => {
      if (a === b) return;
      if (ownerOf(a) === ownerOf(b)) links.push(link(a, b, { ...one, resourceId: `l${String(index).padStart(2, '0')}` }));
      else {
        halves.set(`${a} ${b}`, half(a, b, one));
        if (count === 2) halves.set(`${b} ${a}`, half(b, a, other));
      }
    });
    return { pops, links, halves: [...halves.values()] };
  });

/** `undefined` stands for "not asked", and is then not there at all. */
const orNot = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 2 });

export const queriesOf = ({ pops, links, halves }: Mesh): fc.Arbitrary<PathQuery> => {
  const place = fc.oneof(
    fc.constantFrom(...pops).map(({ popId }) => ({ kind: 'pop', popId }) as const),
    fc.constantFrom(...pops).map(({ city }) => ({ kind: 'city', name: city.toUpperCase() }) as const),
  );
  return fc
    .record({
      from: place,
      to: place,
      mbps: fc.constantFrom(1, 10, 10, 30),
      objective: fc.constantFrom('latency' as const, 'cost' as const),
      candidates: fc.constantFrom(1, 3, 16),
      diverse: fc.constantFrom(0, 2),
      buyerId: fc.constantFrom(...BUYERS),
      maxLatencyNs: orNot(fc.bigInt(0n, 7n)),
      maxHandovers: orNot(fc.integer({ min: 0, max: 3 })),
      excludeProviders: orNot(fc.constantFrom<readonly string[]>([], ['c'], ['b', 'c'], ['a'])),
      excludeLinks: orNot(fc.array(fc.constantFrom('not-advertised', ...links.map(idOf), ...halves.map(idOf)), { maxLength: 2 })),
    })
    .map((asked) => query('', '', Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))));
};

export const meshesWithQueries = meshes.chain((mesh) => queriesOf(mesh).map((asked) => ({ mesh, asked })));
