import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';
import { advertising, type paths } from '@carriermesh/wire';
import { readOffers } from './path-answer.js';
import { TrialMarket } from './testing/trial-market.js';

const market = TrialMarket.londonToNewYork(parseInstant('2026-03-01T12:00:00Z')!);
const answer = market.found(market.candidates('latency', () => true));
const [first, ...others] = answer.offers as [paths.FoundOffer, ...paths.FoundOffer[]];

/** The answer with its first offer, and what its candidates say of it, made to say something else. */
function saying(changed: Partial<advertising.ResourceOffer>): paths.PathsFound {
  const offer = advertising.ResourceOffer.encode({ ...advertising.ResourceOffer.decode(first.offer), ...changed });
  const candidates = answer.candidates.map((candidate) => ({
    ...candidate,
    segments: candidate.segments.map((segment) => ({
      ...segment,
      resources: segment.resources.map((resource) => (resource.resourceId === first.resourceId ? { ...resource, offerSha256: sha256(offer) } : resource)),
    })),
  }));
  return { ...answer, candidates, offers: [{ ...first, offer }, ...others] };
}

const because = (found: paths.PathsFound): string | undefined => {
  const read = readOffers(found);
  return read.kind === 'unusable' ? read.because : undefined;
};

describe('the offers of a path answer', () => {
  it('are the ones that the candidates name, once each and as they were signed', () => {
    const read = readOffers(answer);
    if (read.kind === 'unusable') throw new Error(read.because);
    expect([...read.offers.keys()]).toEqual(['Atlantic/lon-nyc', 'Atlantic/port', 'Coast/nyc', 'Polar/around']);
    expect(read.signed).toEqual(answer.offers.map(({ offer, signature }) => ({ offer, signature })));
    expect(read.offers.get('Polar/around')).toMatchObject({ providerId: 'Polar', price: { monthlyPerMbps: { currency: 'EUR', microMinor: 40_000_000n } } });
  });

  it('are of no use with one missing, or with one byte changed', () => {
    const reason = 'the offer of "Atlantic/lon-nyc" is missing, or is not the one that the path rests on';
    expect(because({ ...answer, offers: others })).toBe(reason);
    const tampered = Uint8Array.from(first.offer, (byte, index) => (index === first.offer.length - 1 ? byte ^ 1 : byte));
    expect(because({ ...answer, offers: [{ ...first, offer: tampered }, ...others] })).toBe(reason);
  });

  it.each<[string, Partial<advertising.ResourceOffer>]>([
    ['another resource', { resourceId: 'Atlantic/other' }],
    ['another provider', { providerId: 'Polar' }],
    ['a point of presence, which nobody sells', { resource: { kind: 'pop', pop: { name: '', city: '', country: '', coordinates: { latitudeMicrodegrees: 0, longitudeMicrodegrees: 0 } } } }],
    ['an availability of more than all of the time', { serviceLevel: { availabilityPpm: 1_000_001, lossPpm: 0, jitterNs: 0n, mttrMinutes: 1, creditBasisPoints: 0 } }],
  ])('are of no use when one is of %s, although its hash is right', (_, changed) => {
    expect(because(saying({}))).toBeUndefined();
    expect(because(saying(changed))).toContain('Atlantic/lon-nyc');
  });

  it('S2-1 are of no use where a unit of layer 1 is named that is not offered, and where none is named of what is sold in units', () => {
    const { resource } = advertising.ResourceOffer.decode(first.offer);
    if (resource.kind !== 'link') throw new Error('the first offer is no link');
    const lit = saying({ resource: { kind: 'link', link: { ...resource.link, units: { technology: 'odu', unitMbps: resource.link.capacityMbps, numbers: [5] } } } });
    const naming = (unit: number): paths.PathsFound => ({
      ...lit,
      candidates: lit.candidates.map((candidate) => ({
        ...candidate,
        segments: candidate.segments.map((segment) => ({ ...segment, resources: segment.resources.map((each) => (each.resourceId === first.resourceId ? { ...each, unit } : each)) })),
      })),
    });
    expect(because(naming(5))).toBeUndefined();
    expect(because(naming(6))).toContain('Atlantic/lon-nyc');
    expect(because(lit)).toContain('Atlantic/lon-nyc');
  });

  it('are of no use where their bytes are no offer at all', () => {
    const bytes = Uint8Array.of(0xff, 0xff, 0xff);
    const { candidates } = answer;
    const named = candidates.slice(1).map((candidate) => ({
      ...candidate,
      segments: candidate.segments.map((segment) => ({ ...segment, resources: [{ resourceId: 'Polar/around', offerSha256: sha256(bytes) }] })),
    }));
    expect(because({ ...answer, candidates: named, offers: [{ resourceId: 'Polar/around', offer: bytes, signature: bytes, usedMbps: 0 }] })).toContain('Polar/around');
  });

  it('come with 1 to 96 candidates', () => {
    expect(because({ ...answer, candidates: [] })).toBe('it has 0 candidates, not 1 to 96');
    expect(because({ ...answer, candidates: Array.from({ length: 96 }, () => answer.candidates[0]!) })).toBeUndefined();
    expect(because({ ...answer, candidates: Array.from({ length: 97 }, () => answer.candidates[0]!) })).toBe('it has 97 candidates, not 1 to 96');
  });
});
