import { describe, expect, it } from '@jest/globals';
import { Call } from '@carriermesh/platform-chassis';
import type { advertising, paths } from '@carriermesh/wire';
import { ListSoldKindsHandler } from './list-sold-kinds.handler.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const market = new Market();

function sold(offers: readonly advertising.ResourceAdvertised[], buyerId = 'acme', silent?: string): Promise<paths.ListSoldKindsResponse> {
  const view = new TopologyView();
  for (const offer of offers) view.apply(stored('advertising.v1.ResourceAdvertised', offer));
  if (silent !== undefined) view.apply(stored('advertising.v1.SessionLost', { providerId: silent } as advertising.SessionLost));
  view.advancedTo(17n);
  return new ListSoldKindsHandler(view, { now: () => AT }).execute(new Call({ buyerId }, { actor: `buyer:${buyerId}`, correlationId: 'c', causationId: 'c' }));
}

const kindsOf = async (...asked: Parameters<typeof sold>) => (await sold(...asked)).kinds.map(({ layerOne = 'mbps', virtualNetwork, cities }) => [layerOne, virtualNetwork, cities.join(' ')]);

describe('S3-6 what a buyer may be sold', () => {
  const vienna = [market.pop('Cc/1', 'Frankfurt', 'DE'), market.pop('Cc/2', 'Vienna', 'AT'), market.pop('Cc/3', 'Linz', '')];

  it('is a kind for each way in which links are sold to it, with its media, its units and where they end', async () => {
    const units = (unitMbps: number): advertising.UnitSet => ({ technology: 'wavelength', unitMbps, numbers: [8, 16] });
    const answer = await sold([...vienna, market.link('Cc/1', 'Cc/2'), market.link('Cc/1', 'Cc/3', { units: units(400), capacityMbps: 800 }), market.link('Cc/2', 'Cc/3', { units: units(100), capacityMbps: 200, medium: 'rf' })]);
    expect(answer).toMatchObject({ revision: 17n, currency: 'EUR' });
    expect(answer.kinds).toEqual([
      { virtualNetwork: false, unitMbps: [], media: ['wireline'], cities: ['Frankfurt, DE', 'Vienna, AT'] },
      { layerOne: 'wavelength', virtualNetwork: false, unitMbps: [100, 400], media: ['rf', 'wireline'], cities: ['Frankfurt, DE', 'Linz', 'Vienna, AT'] },
    ]);
  });

  it('has nothing of links that are another buyer’s, of an agent that is silent, or of a point of presence that nobody offers', async () => {
    const mine = market.link('Cc/1', 'Cc/2', {}, { visibleTo: ['acme'] });
    expect(await kindsOf([...vienna, mine])).toEqual([['mbps', false, 'Frankfurt, DE Vienna, AT']]);
    expect(await kindsOf([...vienna, mine], 'globex')).toEqual([]);
    expect(await kindsOf([...vienna, mine], 'acme', 'Cc')).toEqual([]);
    expect(await kindsOf([vienna[0]!, mine])).toEqual([]);
  });

  it('keeps what is dedicated for carrier virtual networks, which also go over what the buyer itself offers', async () => {
    const offers = [...vienna, market.link('Cc/1', 'Cc/2', {}, { dedicated: true }), market.link('Cc/2', 'Cc/3')];
    expect(await kindsOf(offers)).toEqual([['mbps', false, 'Linz Vienna, AT'], ['mbps', true, 'Frankfurt, DE Vienna, AT']]);
    expect(await kindsOf(offers, 'Cc')).toEqual([['mbps', false, 'Linz Vienna, AT'], ['mbps', true, 'Frankfurt, DE Linz Vienna, AT']]);
  });
});
