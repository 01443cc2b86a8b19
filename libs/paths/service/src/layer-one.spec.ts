import { describe, expect, it } from '@jest/globals';
import type { advertising, paths } from '@carriermesh/wire';
import { Call } from '@carriermesh/platform-chassis';
import { FindPathsHandler } from './find-paths.handler.js';
import { calmLedger, pastOf } from './testing/calm-ledger.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const MS = 1_000_000n;
const market = new Market();
const wavelengths = (...numbers: number[]): advertising.UnitSet => ({ technology: 'wavelength', unitMbps: 100, numbers });
const waves = (...numbers: number[]) => ({ units: wavelengths(...numbers), capacityMbps: 100 * numbers.length });
type Advertised = ReturnType<Market['link']>;

/** London – Frankfurt of Aa, Frankfurt – Vienna of Bb, all in wavelengths; a slower way of Aa by Paris, and a fast one by the Mbit/s. */
const offers = (changes: Partial<Record<'west' | 'east' | 'handover' | 'back', readonly number[]>> = {}): readonly Advertised[] => [
  market.pop('Aa/1', 'London'), market.pop('Aa/2', 'Frankfurt'), market.pop('Aa/3', 'Paris'), market.pop('Bb/1', 'Frankfurt'), market.pop('Bb/2', 'Vienna'),
  market.link('Aa/1', 'Aa/2', waves(...(changes.west ?? [1, 2, 40]))),
  market.half('Aa/2', 'Bb/1', waves(...(changes.handover ?? [2, 3, 40]))),
  market.half('Bb/1', 'Aa/2', waves(...(changes.back ?? [1, 2, 3, 40]))),
  market.link('Bb/1', 'Bb/2', { ...waves(...(changes.east ?? [2, 40, 41])), latencyNs: 8n * MS }),
];

class Room {
  readonly view = new TopologyView();
  private readonly handler = new FindPathsHandler(this.view, pastOf(calmLedger(), () => AT), { now: () => AT }, { tell: () => undefined });

  constructor(advertised: readonly Advertised[] = offers()) {
    for (const offer of advertised) this.view.apply(stored('advertising.v1.ResourceAdvertised', offer));
    this.view.advancedTo(1n);
  }

  async ask(question: Partial<paths.FindPathsRequest> = {}): Promise<paths.FindPathsResponse['outcome']> {
    const place = (city: string) => ({ place: { kind: 'city' as const, city } });
    const asked = { buyerId: 'acme', from: place('London'), to: place('Vienna'), mbps: 100, objective: 'latency' as const, candidates: 4, at: AT, atLeastRevision: 0n };
    return (await this.handler.execute(new Call({ ...asked, layerOne: 'wavelength', ...question }, { actor: 'process:order-fulfilment', correlationId: 'c', causationId: 'c' }))).outcome;
  }

  /** Of the best way, the unit of each resource. */
  async units(question: Partial<paths.FindPathsRequest> = {}): Promise<readonly (readonly [string, number | undefined])[] | string> {
    const outcome = await this.ask(question);
    if (outcome.kind === 'refused') return outcome.refused.code;
    return outcome.found.candidates[0]!.segments.flatMap(({ resources }) => resources.map(({ resourceId, unit }) => [resourceId, unit] as const));
  }

  takes(resourceId: string, unit: number): void {
    this.view.apply(stored('advertising.v1.CapacityHeld', { resourceId, holdId: `h${unit}`, mbps: 100, heldUntil: AT, availableMbps: 0, bought: false, unit }));
  }

  frees(resourceId: string, unit: number): void {
    this.view.apply(stored('advertising.v1.CapacityReleased', { resourceId, holdId: `h${unit}`, mbps: 100, availableMbps: 100, reason: 'order-ended', unit }));
  }
}

const all = (unit: number) => ['Aa/1-2', 'Aa/2~Bb/1', 'Bb/1~Aa/2', 'Bb/1-2'].map((resourceId) => [resourceId, unit] as const);

describe('S2-1 a way of layer 1', () => {
  it('S2-1 has one unit of each link and of both halves of a handover, the least that is free all along', async () => {
    const room = new Room();
    expect(await room.units()).toEqual(all(2));
    room.takes('Bb/1-2', 2);
    expect(await room.units()).toEqual(all(40));
    room.frees('Bb/1-2', 2);
    expect(await room.units()).toEqual(all(2));
  });

  it('S2-1 is refused with what each link has left, where none is free all along', async () => {
    const room = new Room();
    room.takes('Bb/1-2', 2);
    room.takes('Aa/1-2', 40);
    expect(await room.ask()).toMatchObject({
      refused: {
        code: 'no-unit',
        message: 'No wavelength of 100 Mbit/s is free all the way between London and Vienna: left are Aa/1-2 1 2; Aa/2~Bb/1 2 3 40; Bb/1-2 40 41.',
        facts: { technology: 'wavelength', mbps: '100' },
      },
    });
    for (const unit of [40, 41]) room.takes('Bb/1-2', unit);
    expect(await room.ask()).toMatchObject({ refused: { code: 'no-unit', facts: { left: 'Aa/1-2 1 2; Aa/2~Bb/1 2 3 40; Bb/1-2 none' } } });
  });

  it('S2-1 goes on on another unit where a point of presence converts that technology, and nowhere else', async () => {
    const converting = (...technologies: ('wavelength' | 'fibre')[]) => [...offers({ east: [500] }), market.pop('Bb/1', 'Frankfurt', '', undefined, { conversion: { technologies } })];
    expect(await new Room(offers({ east: [500] })).units()).toBe('no-unit');
    expect(await new Room(converting('fibre')).units()).toBe('no-unit');
    expect(await new Room(converting('wavelength')).units()).toEqual([['Aa/1-2', 2], ['Aa/2~Bb/1', 2], ['Bb/1~Aa/2', 2], ['Bb/1-2', 500]]);
  });

  it('S2-1 is of the technology and of exactly the bandwidth that was asked for, and an order by the Mbit/s goes over no such link', async () => {
    const room = new Room();
    expect(await room.units({ layerOne: 'odu' })).toBe('no-route');
    expect(await room.ask({ mbps: 50 })).toMatchObject({ refused: { code: 'no-route', message: 'No offers in force join London and Vienna in wavelengths of 50 Mbit/s.' } });
    const { view } = room;
    const plain = new FindPathsHandler(view, pastOf(calmLedger(), () => AT), { now: () => AT }, { tell: () => undefined });
    const place = (city: string) => ({ place: { kind: 'city' as const, city } });
    const asked = { buyerId: 'acme', from: place('London'), to: place('Vienna'), mbps: 100, objective: 'latency' as const, candidates: 1, at: AT, atLeastRevision: 0n };
    expect((await plain.execute(new Call(asked, { actor: 'a', correlationId: 'c', causationId: 'c' }))).outcome).toMatchObject({ refused: { code: 'no-route' } });
    expect(await room.ask({ layerOne: 'unspecified' })).toMatchObject({ refused: { code: 'question-invalid', facts: { field: 'layer_one' } } });
    expect(await room.ask({ split: { mostMembers: 2, maxDifferentialDelayNs: 1n } })).toMatchObject({ refused: { code: 'question-invalid', facts: { field: 'split' } } });
  });

  it('S2-1 takes a slower way on which a unit is free, and says how slow the best is where that is too slow', async () => {
    const byParis = [...offers(), market.link('Aa/1', 'Aa/3', waves(41)), market.link('Aa/3', 'Aa/2', waves(41)), market.half('Aa/2', 'Bb/1', waves(2, 41)), market.half('Bb/1', 'Aa/2', waves(2, 41))];
    const room = new Room(byParis);
    room.takes('Aa/1-2', 2);
    expect(await room.units()).toEqual([['Aa/1-3', 41], ['Aa/3-2', 41], ['Aa/2~Bb/1', 41], ['Bb/1~Aa/2', 41], ['Bb/1-2', 41]]);
    expect(await room.ask({ maxLatencyNs: 28n * MS })).toMatchObject({ kind: 'found' });
    expect(await room.ask({ maxLatencyNs: 20n * MS })).toMatchObject({ refused: { code: 'latency-too-high', facts: { best_latency_ns: String(28n * MS) } } });
  });

  it('S2-5 has no handover where one side sells wavelengths and the other something else', async () => {
    const other = market.half('Bb/1', 'Aa/2', { units: { technology: 'fibre', unitMbps: 100, numbers: [2] }, capacityMbps: 100 });
    expect(await new Room([...offers(), other]).units()).toBe('no-route');
    expect(await new Room([...offers(), market.half('Bb/1', 'Aa/2')]).units()).toBe('no-route');
  });

  it('S2-10 is found anew when a provider offers units with higher numbers than there were', async () => {
    const room = new Room(offers({ west: [1] }));
    expect(await room.units()).toBe('no-unit');
    for (const offer of offers({ west: [1_023], handover: [1_023], back: [1_023], east: [1_023] })) room.view.apply(stored('advertising.v1.ResourceAdvertised', offer));
    expect(await room.units()).toEqual(all(1_023));
  });
});

describe('S2-4 a carrier virtual network', () => {
  const dedicated = { dedicated: true };
  const pops = () => [market.pop('Aa/1', 'London'), market.pop('Aa/2', 'Vienna'), market.pop('Cc/1', 'London'), market.pop('Cc/2', 'Vienna')];
  const ask = (room: Room, question: Partial<paths.FindPathsRequest>) => {
    const handler = new FindPathsHandler(room.view, pastOf(calmLedger(), () => AT), { now: () => AT }, { tell: () => undefined });
    const place = (city: string) => ({ place: { kind: 'city' as const, city } });
    const asked = { buyerId: 'acme', from: place('London'), to: place('Vienna'), mbps: 100, objective: 'latency' as const, candidates: 1, at: AT, atLeastRevision: 0n };
    return handler.execute(new Call({ ...asked, ...question }, { actor: 'a', correlationId: 'c', causationId: 'c' }));
  };
  const links = async (room: Room, question: Partial<paths.FindPathsRequest>) => {
    const { outcome } = await ask(room, question);
    return outcome.kind === 'found' ? outcome.found.candidates.flatMap(({ segments }) => segments.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId))) : outcome.refused.code;
  };

  it('S2-4 goes over dedicated resources and the buyer’s own alone, and an order of no such network over none that is dedicated', async () => {
    const room = new Room([...pops(), market.link('Aa/1', 'Aa/2', { latencyNs: 20n * MS }, dedicated), market.link('Cc/1', 'Cc/2')]);
    expect(await links(room, {})).toEqual(['Cc/1-2']);
    expect(await links(room, { virtualNetwork: true })).toEqual(['Aa/1-2']);
    expect(await links(room, { virtualNetwork: true, buyerId: 'Cc' })).toEqual(['Cc/1-2', 'Aa/1-2']);
    expect(await links(new Room([...pops(), market.link('Cc/1', 'Cc/2')]), { virtualNetwork: true })).toBe('no-route');
  });

  it('S2-4 is seen by the partners alone that its provider names', async () => {
    const room = new Room([...pops(), market.link('Aa/1', 'Aa/2', {}, { dedicated: true, visibleTo: ['globex'] })]);
    expect(await links(room, { virtualNetwork: true })).toBe('no-route');
    expect(await links(room, { virtualNetwork: true, buyerId: 'globex' })).toEqual(['Aa/1-2']);
  });

  it('S2-5 hands over where each half is dedicated or the buyer’s own', async () => {
    const halves = (own: boolean, peer: boolean) => [
      ...[market.pop('Aa/1', 'London'), market.pop('Aa/2', 'Frankfurt'), market.pop('Cc/1', 'Frankfurt'), market.pop('Cc/2', 'Vienna')],
      ...[market.link('Aa/1', 'Aa/2', {}, dedicated), market.link('Cc/1', 'Cc/2', {}, dedicated)],
      ...[market.half('Aa/2', 'Cc/1', {}, { dedicated: own }), market.half('Cc/1', 'Aa/2', {}, { dedicated: peer })],
    ];
    const whole = ['Aa/1-2', 'Aa/2~Cc/1', 'Cc/1~Aa/2', 'Cc/1-2'];
    expect(await links(new Room(halves(true, true)), { virtualNetwork: true })).toEqual(whole);
    expect(await links(new Room(halves(true, false)), { virtualNetwork: true })).toBe('no-route');
    expect(await links(new Room(halves(true, false)), { virtualNetwork: true, buyerId: 'Cc' })).toEqual(whole);
  });
});
