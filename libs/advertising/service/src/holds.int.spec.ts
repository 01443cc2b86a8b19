import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY, NANOS_PER_HOUR, plus } from '@carriermesh/kernel';
import { advertising as language, type common } from '@carriermesh/wire';
import { realTimers } from '@carriermesh/platform-time';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { advertising } from './advertising.service.js';
import { Books } from './books.js';
import { HoldBook } from './hold-book.js';
import { TrialProvider } from './testing/trial-provider.js';

let mesh: TrialMesh;
let provider: TrialProvider;
let sequence = 0n;
beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [advertising] });
  // Two instances compete, as they do in a larger home.
  await mesh.add(advertising);
  provider = new TrialProvider(mesh, 'Ai3');
  await provider.enrol();
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);

const advertise = (...links: readonly (readonly [name: string, capacityMbps: number, terms?: Partial<language.ResourceOffer>])[]) =>
  provider.advertise((sequence += 1n), links.map(([name, capacityMbps, terms]) => provider.link(name, capacityMbps, terms)));

const context = () => ({ context: mesh.context('process:order-fulfilment'), timeoutMs: 20_000 });

async function hold(holdId: string, needs: Readonly<Record<string, number>>, wish: Partial<language.HoldCapacityRequest> = {}) {
  const body = { holdId, orderId: `order-${holdId}`, buyerId: 'acme', heldUntil: plus(mesh.now(), NANOS_PER_HOUR), bought: false, ...wish };
  const named = Object.entries(needs).map(([name, mbps]) => ({ resourceId: `Ai3/${name}`, mbps }));
  return (await mesh.bus.request(language.HoldCapacity, { ...body, needs: named }, context())).outcome;
}
const commit = async (holdId: string) => (await mesh.bus.request(language.CommitHold, { holdId }, context())).outcome;
const release = async (holdId: string) => (await mesh.bus.request(language.ReleaseHold, { holdId }, context())).outcome;

async function inventory(...names: readonly string[]): Promise<readonly (readonly number[])[]> {
  const { resources } = await mesh.bus.request(language.GetInventory, { resourceIds: names.map((name) => `Ai3/${name}`) }, context());
  return resources.map(({ capacityMbps, heldMbps, committedMbps }) => [capacityMbps, heldMbps, committedMbps]);
}

/** Holds on one resource that nobody will commit. */
const lapsing: string[] = [];

const refusalOf = (outcome: { readonly kind: string; readonly refused?: common.Refusal }) => outcome.refused;

describe('capacity of an order', () => {
  it('S0-1 is set aside on all of its resources or on none, and the refusal names the one that is short and what is left', async () => {
    await advertise(['wide', 1_000], ['narrow', 100]);
    expect(refusalOf(await hold('all-or-none', { wide: 200, narrow: 200 }))).toEqual({
      code: 'no-capacity',
      message: 'Ai3/narrow has 100 Mbit/s left; 200 Mbit/s were asked for.',
      facts: { resource_id: 'Ai3/narrow', requested_mbps: '200', available_mbps: '100' },
    });
    expect(await inventory('wide', 'narrow')).toEqual([[1_000, 0, 0], [100, 0, 0]]);
    expect((await hold('both', { wide: 100, narrow: 100 })).kind).toBe('held');
    expect(await inventory('wide', 'narrow')).toEqual([[1_000, 100, 0], [100, 100, 0]]);
  });

  it('S0-1 is committed and freed as a whole, each as often as it is asked for', async () => {
    await advertise(['c1', 1_000], ['c2', 1_000]);
    for (let round = 0; round < 4; round += 1) expect((await hold('whole', { c1: 300, c2: 300 })).kind).toBe('held');
    for (let round = 0; round < 4; round += 1) expect((await commit('whole')).kind).toBe('committed');
    expect(await inventory('c1', 'c2')).toEqual([[1_000, 0, 300], [1_000, 0, 300]]);
    for (let round = 0; round < 4; round += 1) expect((await release('whole')).kind).toBe('released');
    expect(await inventory('c1', 'c2')).toEqual([[1_000, 0, 0], [1_000, 0, 0]]);
    expect(refusalOf(await commit('whole'))?.code).toBe('hold-released');
    expect(refusalOf(await hold('whole', { c1: 300, c2: 300 }))?.code).toBe('hold-released');
  });

  it('S0-5 is under contract after one commit when it was bought before it was asked for, and nobody watches over its end', async () => {
    await advertise(['b1', 1_000], ['b2', 1_000]);
    for (let round = 0; round < 2; round += 1) expect((await hold('at-once', { b1: 300, b2: 300 }, { bought: true })).kind).toBe('held');
    expect(await inventory('b1', 'b2')).toEqual([[1_000, 0, 300], [1_000, 0, 300]]);
    expect((await mesh.ledger.load('hold-at-once')).events.map(({ type }) => type)).toEqual(['advertising.v1.HoldPlaced']);
    // A hold that lapses is watched: what comes behind the bought one shows that the watcher has passed it.
    expect((await hold('watched', { b1: 1 })).kind).toBe('held');
    await eventually('the watch of the hold behind it', async () => ((await mesh.ledger.load('holdexpiry-watched')).events.length > 0 ? true : undefined));
    expect((await mesh.ledger.load('holdexpiry-at-once')).events).toEqual([]);
    expect((await commit('at-once')).kind).toBe('committed');
    expect((await release('at-once')).kind).toBe('released');
    expect((await inventory('b1', 'b2')).map(([, , committed]) => committed)).toEqual([0, 0]);
  });

  it('I1 S0-10 is resized on all of its resources or on none, by the highest number whatever comes late', async () => {
    await advertise(['r1', 1_000], ['r2', 500]);
    expect((await hold('resized', { r1: 300, r2: 300 }, { bought: true })).kind).toBe('held');
    const resize = async (number: number, mbps: number) =>
      (await mesh.bus.request(language.ResizeHold, { holdId: 'resized', number, needs: ['r1', 'r2'].map((name) => ({ resourceId: `Ai3/${name}`, mbps })) }, { context: mesh.context('test') })).outcome;
    expect(await resize(1, 501)).toMatchObject({ refused: { code: 'no-capacity', facts: { resource_id: 'Ai3/r2', available_mbps: '200' } } });
    expect(await inventory('r1', 'r2')).toEqual([[1_000, 0, 300], [500, 0, 300]]);
    for (let round = 0; round < 2; round += 1) expect((await resize(1, 500)).kind).toBe('resized');
    expect((await resize(2, 100)).kind).toBe('resized');
    expect(await resize(1, 500)).toMatchObject({ refused: { code: 'hold-resized-since', facts: { last_number: '2' } } });
    expect(await inventory('r1', 'r2')).toEqual([[1_000, 0, 100], [500, 0, 100]]);
    expect((await release('resized')).kind).toBe('released');
    expect(await inventory('r1', 'r2')).toEqual([[1_000, 0, 0], [500, 0, 0]]);
  });

  it('I5 was refused for good when it was to be bought: who asks for it again, when there is room, is refused as well', async () => {
    await advertise(['full', 100]);
    expect((await hold('in-the-way', { full: 100 })).kind).toBe('held');
    expect(refusalOf(await hold('delayed', { full: 1 }, { bought: true }))?.code).toBe('no-capacity');
    expect((await release('in-the-way')).kind).toBe('released');
    expect(refusalOf(await hold('delayed', { full: 1 }, { bought: true }))?.code).toBe('hold-released');
    expect(await inventory('full')).toEqual([[100, 0, 0]]);
  });

  it('is freed whole by an instance that saw the resources last before they were held', async () => {
    await advertise(['seen-1', 1_000], ['seen-2', 1_000]);
    const books = new Books(mesh.ledger);
    await books.resources.recall(['resource-Ai3/seen-1', 'resource-Ai3/seen-2'], new Set());
    expect((await hold('unseen', { 'seen-1': 300, 'seen-2': 300 })).kind).toBe('held');
    const release = { kind: 'release', holdId: 'unseen', reason: 'order-ended', now: mesh.now() } as const;
    expect((await new HoldBook(books, realTimers).settle(release, mesh.context('test'))).kind).toBe('done');
    expect(await inventory('seen-1', 'seen-2')).toEqual([[1_000, 0, 0], [1_000, 0, 0]]);
  });

  it('is not set aside by a hold whose release overtook it', async () => {
    await advertise(['overtaken', 1_000]);
    expect((await release('late')).kind).toBe('released');
    expect(refusalOf(await hold('late', { overtaken: 1 }))?.code).toBe('hold-released');
    expect(await inventory('overtaken')).toEqual([[1_000, 0, 0]]);
  });

  it('S0-2 is hidden from a buyer whom the offer does not name, and gone with the end of the offer', async () => {
    const validFrom = plus(mesh.now(), -NANOS_PER_DAY);
    await advertise(['private', 1_000, { visibleTo: ['globex'] }], ['past', 1_000, { validFrom, validUntil: plus(validFrom, 1n) }]);
    expect(refusalOf(await hold('private-1', { private: 1 }))).toMatchObject({ code: 'resource-unknown', message: 'No resource "Ai3/private" is offered.' });
    expect((await hold('private-2', { private: 1 }, { buyerId: 'globex' })).kind).toBe('held');
    expect(refusalOf(await hold('past-1', { past: 1 }))?.code).toBe('offer-expired');
  });

  it('S0-1 is never oversold, and all of it is sold, when 16 clients want it at once of two instances (I1)', async () => {
    const capacityMbps = 100_000;
    const mbps = 250;
    const orders = 800;
    await advertise(['hot', capacityMbps], ['cold', 1_000_000]);
    let next = 0;
    const codes = new Set<string | undefined>();
    const client = async (): Promise<void> => {
      while (next < orders) {
        const holdId = `hot-${(next += 1)}`;
        const outcome = await hold(holdId, { hot: mbps, cold: mbps });
        if (outcome.kind === 'held') lapsing.push(holdId);
        else codes.add(refusalOf(outcome)?.code);
      }
    };
    await Promise.all(Array.from({ length: 16 }, client));
    expect([lapsing.length, [...codes]]).toEqual([capacityMbps / mbps, ['no-capacity']]);
    expect(await inventory('hot', 'cold')).toEqual([[capacityMbps, capacityMbps, 0], [1_000_000, capacityMbps, 0]]);
  }, 60_000);

  it('I1 S2-1 never gives a unit twice, and all of them once, when 16 clients take what is free at once of two instances', async () => {
    const numbers = Array.from({ length: 96 }, (_, index) => 544 + 4 * index);
    const link = provider.link('light', 9_600);
    if (link.resource.kind !== 'link') throw new Error('no link');
    const lit = { kind: 'link' as const, link: { ...link.resource.link, units: { technology: 'wavelength' as const, unitMbps: 100, numbers } } };
    await provider.advertise((sequence += 1n), [{ ...link, resource: lit }]);
    const owners = new Map<number, string>();
    const codes = new Set<string | undefined>();
    const client = async (name: number): Promise<void> => {
      for (const unit of numbers) {
        const holdId = `light-${name}-${unit}`;
        const needs = [{ resourceId: 'Ai3/light', mbps: 100, unit }];
        const { outcome } = await mesh.bus.request(language.HoldCapacity, { holdId, orderId: `order-${holdId}`, buyerId: 'acme', needs, heldUntil: plus(mesh.now(), NANOS_PER_HOUR), bought: true }, context());
        if (outcome.kind === 'refused') codes.add(outcome.refused.code);
        else expect(owners.set(unit, holdId).get(unit)).toBe(holdId);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, index) => client(index)));
    expect([owners.size, [...codes]]).toEqual([96, ['unit-taken']]);
    const of = async () => (await mesh.bus.request(language.GetInventory, { resourceIds: ['Ai3/light'] }, context())).resources[0];
    expect(await of()).toMatchObject({ capacityMbps: 9_600, committedMbps: 9_600, units: { technology: 'wavelength', unitMbps: 100, free: [], taken: numbers } });
    const [[unit = 0, holdId = ''] = []] = owners;
    await release(holdId);
    expect(await of()).toMatchObject({ committedMbps: 9_500, units: { free: [unit] } });
  }, 60_000);

  it('is free again a nanosecond after the last instant of a hold that nobody committed, and its end is on record', async () => {
    await advertise(['lapsing', 1_000]);
    await hold('bought', { lapsing: 400 });
    await commit('bought');
    await hold('forgotten', { lapsing: 600 });
    expect(refusalOf(await hold('next', { lapsing: 1 }))?.code).toBe('no-capacity');
    await mesh.advance(2n * NANOS_PER_HOUR);
    await eventually('the release of the lapsed hold', async () => {
      const { events } = await mesh.ledger.load('hold-forgotten');
      return events.find((event) => event.type === 'advertising.v1.HoldReleased' && event.data.reason === 'hold-expired');
    });
    expect(await inventory('lapsing')).toEqual([[1_000, 0, 400]]);
    expect(refusalOf(await commit('forgotten'))?.code).toBe('hold-expired');
    const end = async (holdId: string) =>
      eventually(`the end of the watch over ${holdId}`, async () => {
        const last = (await mesh.ledger.load(`holdexpiry-${holdId}`)).events.at(-1);
        return last?.type === 'advertising.v1.HoldWatchEnded' ? last.data.outcome : undefined;
      });
    expect([await end('bought'), await end('forgotten')]).toEqual(['committed', 'released']);
    // Every hold that this suite left uncommitted has lapsed with it, hundreds of them on one resource.
    for (const holdId of ['both', 'private-2', ...lapsing]) expect(await end(holdId)).toBe('released');
    expect(await inventory('hot', 'cold', 'wide')).toEqual([[100_000, 0, 0], [1_000_000, 0, 0], [1_000, 0, 0]]);
  }, 60_000);
});
