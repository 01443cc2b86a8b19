import { describe, expect, it } from '@jest/globals';
import { instant, type Instant } from '@carriermesh/kernel';
import { Call } from '@carriermesh/platform-chassis';
import { advertising } from '@carriermesh/wire';
import { ListResourcesHandler, MAX_LISTED_RESOURCES } from './list-resources.handler.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const market = new Market();
const OPERATOR = { actor: 'operator', correlationId: 'c', causationId: 'c' };

function aMesh(...more: readonly advertising.ResourceAdvertised[]) {
  const view = new TopologyView();
  for (const offer of [...market.westToEast(), ...more]) view.apply(stored('advertising.v1.ResourceAdvertised', offer));
  const ask = (question: { readonly providerId?: string; readonly resourceIds?: readonly string[] } = {}, now: Instant = AT, context = OPERATOR) =>
    new ListResourcesHandler(view, { now: () => now }).execute(new Call({ providerId: '', resourceIds: [], ...question }, context));
  const ids = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).offers.map(({ resourceId }) => resourceId);
  return { view, ask, ids };
}

describe('S0-9 what is on offer', () => {
  it('is listed in the order of ids: all of it, of one provider, or what is named', async () => {
    const { ids } = aMesh();
    expect(await ids()).toEqual(['Aa/1', 'Aa/1-2', 'Aa/2', 'Aa/2~Bb/1', 'Bb/1', 'Bb/1-2', 'Bb/1~Aa/2', 'Bb/2']);
    expect(await ids({ providerId: 'Bb' })).toEqual(['Bb/1', 'Bb/1-2', 'Bb/1~Aa/2', 'Bb/2']);
    expect(await ids({ resourceIds: ['Bb/2', 'Aa/1', 'Aa/1', 'no/thing'] })).toEqual(['Aa/1', 'Bb/2']);
    expect(await ids({ providerId: 'Aa', resourceIds: ['Bb/2', 'Aa/1'] })).toEqual(['Aa/1']);
  });

  it('is in force from its first instant to before its last, and not once it is withdrawn', async () => {
    const { view, ids } = aMesh(market.link('Cc/1', 'Cc/2', {}, { validFrom: instant(AT + 10n), validUntil: instant(AT + 20n) }));
    for (const [after, isThere] of [[9n, false], [10n, true], [19n, true], [20n, false]] as const) expect((await ids({ providerId: 'Cc' }, instant(AT + after))).length === 1).toBe(isThere);
    view.apply(stored('advertising.v1.ResourceWithdrawn', { resourceId: 'Bb/1-2', providerId: 'Bb', batchId: 'b' }));
    expect(await ids({ providerId: 'Bb' })).toEqual(['Bb/1', 'Bb/1~Aa/2', 'Bb/2']);
  });

  it('is told as its provider signed it, with what is used of it', async () => {
    const { view, ask } = aMesh();
    view.apply(stored('advertising.v1.CapacityHeld', { resourceId: 'Bb/1-2', holdId: 'h', mbps: 350, heldUntil: AT, bought: false, availableMbps: 50 }));
    const { offers, leftOut } = await ask({ resourceIds: ['Bb/1-2'] });
    expect([offers.map(({ offer, usedMbps }) => [advertising.ResourceOffer.decode(offer).resourceId, usedMbps]), leftOut]).toEqual([[['Bb/1-2', 350]], 0]);
  });

  it(`is told up to ${MAX_LISTED_RESOURCES} at a time, with how many more there are, and to the operator alone`, async () => {
    const many = Array.from({ length: MAX_LISTED_RESOURCES }, (_, n) => market.pop(`Dd/${n}`, 'Here'));
    const { ask } = aMesh(...many);
    const { offers, leftOut } = await ask();
    expect([offers.length, leftOut]).toEqual([MAX_LISTED_RESOURCES, 8]);
    await expect(ask({ resourceIds: [...many.map(({ resourceId }) => resourceId), 'one/more'] })).rejects.toThrow(`at most ${MAX_LISTED_RESOURCES} resources, not ${MAX_LISTED_RESOURCES + 1}`);
    await expect(ask({}, AT, { ...OPERATOR, actor: 'buyer:acme' })).rejects.toMatchObject({ kind: 'denied' });
  });
});
