import { describe, expect, it } from '@jest/globals';
import { inventoryFrom } from './inventory-file.js';
import { ownNetwork, ownResources } from './own-resources.js';

const pop = (node: string, more = {}) => ({ node, name: node, city: node, country: 'AT', latitude: 48, longitude: 16, ...more });
const prices = { monthlyPricePerMbps: '0.35', pricePerGigabyte: '0.001' };
const dwdm = { from: 'vie', to: 'grz', name: 'dwdm', latencyMs: 1, ...prices, units: { technology: 'wavelength', unitMbps: 100_000, numbers: '544-560/8, 600' } };
const read = (link: object, node = {}) =>
  inventoryFrom(
    {
      provider: 'alpen', name: 'Alpen', currency: 'EUR', pops: [pop('vie', node), pop('grz')], interconnects: [],
      links: [{ from: 'vie', to: 'grz', capacityMbps: 1_000, latencyMs: 1, ...prices }, link],
      serviceLevel: { availabilityPpm: 999_900, lossPpm: 100, jitterMs: 1, mttrMinutes: 240, creditBasisPoints: 500 },
    },
    'n.yaml',
  );

describe('an inventory', () => {
  it('S2-1 names links in whole units beside others, with their numbers as ranges, and says where units are converted', () => {
    const inventory = read(dwdm, { converts: ['wavelength'] });
    expect(inventory.links[1]).toMatchObject({ id: 'alpen/grz-vie-dwdm', capacityMbps: 400_000, units: { technology: 'wavelength', unitMbps: 100_000, numbers: [544, 552, 560, 600] } });
    const resources = new Map(ownResources(inventory).map(({ resourceId, resource }) => [resourceId, resource]));
    expect(resources.get('alpen/vie')).toMatchObject({ pop: { conversion: { technologies: ['wavelength'] } } });
    expect(resources.get('alpen/grz-vie-dwdm')).toMatchObject({ link: { units: { technology: 'wavelength', unitMbps: 100_000, numbers: [544, 552, 560, 600] } } });
    expect(ownNetwork(inventory).units?.get('alpen/grz-vie-dwdm')?.numbers).toEqual([544, 552, 560, 600]);
  });

  it('S2-4 says what is dedicated to carrier virtual networks', () => {
    const { units: _, ...plain } = dwdm;
    expect(ownResources(read({ ...plain, capacityMbps: 10, dedicated: true })).map(({ dedicated = false }) => dedicated)).toEqual([false, false, false, true]);
  });

  it('S4-7 says what a link asks each month and once, exactly, and nothing of one that asks nothing', () => {
    const fees = ownResources(read({ ...dwdm, monthlyFee: '45', setupFee: '0.01' })).flatMap(({ resource }) => (resource.kind === 'link' ? [resource.link.price] : []));
    expect(fees[0]).not.toHaveProperty('monthlyFee');
    expect(fees[0]).not.toHaveProperty('setupFee');
    expect(fees[1]).toMatchObject({ monthlyFee: { currency: 'EUR', microMinor: 4_500_000_000n }, setupFee: { currency: 'EUR', microMinor: 1_000_000n } });
  });

  it('S4-12 says what a link goes over, and nothing of one that says nothing', () => {
    const { units: _, ...plain } = dwdm;
    const media = ownResources(read({ ...plain, capacityMbps: 10, medium: 'ieee-802' })).flatMap(({ resource }) => (resource.kind === 'link' ? [resource.link.medium] : []));
    expect(media).toEqual([undefined, 'ieee-802']);
  });

  it.each([
    [{ ...dwdm, monthlyFee: '-1' }, 'n.yaml.links[1].monthlyFee has to be an amount in EUR in quotes, like "0.35", that is not negative'],
    [{ ...dwdm, setupFee: 250 }, 'setupFee has to be an amount in EUR in quotes, like "0.35", that is not negative'],
    [{ ...dwdm, oneTimeFee: '250' }, 'oneTimeFee'],
    [{ ...dwdm, medium: 'copper' }, 'n.yaml.links[1].medium has to be one of wireline, cellular, ieee-802, rf, ism, infrared, other-spectrum'],
    [{ ...dwdm, capacityMbps: 1 }, 'n.yaml.links[1].capacityMbps has to be left out'],
    [{ ...dwdm, units: { ...dwdm.units, technology: 'light' } }, 'n.yaml.links[1].units.technology has to be one of fibre, wavelength, odu, sdh'],
    [{ ...dwdm, units: { ...dwdm.units, numbers: '544-1024' } }, 'n.yaml.links[1].units.numbers has to be units from 0 to 1023'],
    [{ ...dwdm, units: { ...dwdm.units, numbers: '5-3' } }, 'n.yaml.links[1].units.numbers has to be units from 0 to 1023'],
    [{ ...dwdm, units: { ...dwdm.units, numbers: '1, 1-2' } }, 'n.yaml.links[1].units.numbers has to be units that stand in it once each'],
  ])('names field, value and limit: %j', (link, message) => {
    expect(() => read(link)).toThrow(message);
  });
});
