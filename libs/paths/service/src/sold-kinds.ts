import type { common, paths } from '@carriermesh/wire';
import type { OfferedLink } from './topology.view.js';

type Place = { readonly city: string; readonly country: string };

/** By the Mbit/s first; then in the order of the schema. */
const LAYERS: readonly (common.UnitTechnology | undefined)[] = [undefined, 'fibre', 'wavelength', 'odu', 'sdh'];

/**
 * The kinds of service that these links make, by the rules by which an order is searched: links in units are sold in units alone, what is dedicated to carrier virtual
 * networks only in one, and one goes also over what the buyer itself offers.
 */
export function soldKinds(links: readonly OfferedLink[], buyerId: string, placeOf: (popId: string) => Place | undefined): readonly paths.SoldKind[] {
  return LAYERS.flatMap((layerOne) => {
    const ofLayer = links.filter(({ link }) => link.units?.technology === layerOne);
    const kind = (virtualNetwork: boolean, own: readonly OfferedLink[]): readonly paths.SoldKind[] =>
      own.length === 0 ? [] : [{ ...(layerOne && { layerOne }), virtualNetwork, unitMbps: ascending(own.flatMap(({ link }) => link.units?.unitMbps ?? [])), media: mediaOf(own), cities: citiesOf(own, placeOf) }];
    const open = ofLayer.filter(({ dedicated = false }) => !dedicated);
    const virtual = ofLayer.filter(({ dedicated = false, providerId }) => dedicated || providerId === buyerId);
    return [...kind(false, open), ...kind(true, virtual)];
  });
}

const ascending = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);
const mediaOf = (links: readonly OfferedLink[]): readonly common.Medium[] => [...new Set(links.map(({ link }) => link.medium ?? 'wireline'))].sort();

/** As orders may name them. */
function citiesOf(links: readonly OfferedLink[], placeOf: (popId: string) => Place | undefined): readonly string[] {
  const popIds = new Set(links.flatMap(({ link }) => [link.fromPopId, link.toPopId]));
  const places = [...popIds].flatMap((popId) => placeOf(popId) ?? []).filter(({ city }) => city.trim() !== '');
  return [...new Set(places.map(({ city, country }) => (country === '' ? city : `${city}, ${country}`)))].sort();
}
