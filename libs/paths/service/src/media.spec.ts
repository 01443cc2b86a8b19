import { describe, expect, it } from '@jest/globals';
import type { advertising, paths } from '@carriermesh/wire';
import { Call } from '@carriermesh/platform-chassis';
import { FindPathsHandler } from './find-paths.handler.js';
import { calmLedger, pastOf } from './testing/calm-ledger.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const market = new Market();

/** London to Vienna by wire, and on from Frankfurt to a mast in Vienna that Cc has. */
class Masts {
  private readonly handler: FindPathsHandler;

  constructor(more: readonly advertising.ResourceAdvertised[] = []) {
    const view = new TopologyView();
    const offers = [
      ...market.westToEast(),
      ...[market.pop('Cc/1', 'Frankfurt', 'DE'), market.pop('Cc/2', 'Vienna', 'AT'), market.link('Cc/1', 'Cc/2', { medium: 'cellular', latencyNs: 30_000_000n })],
      ...[market.half('Aa/2', 'Cc/1'), market.half('Cc/1', 'Aa/2'), market.half('Bb/2', 'Cc/2', { latencyNs: 1_000_000n }), market.half('Cc/2', 'Bb/2', { latencyNs: 1_000_000n })],
      ...more,
    ];
    for (const offer of offers) view.apply(stored('advertising.v1.ResourceAdvertised', offer));
    view.advancedTo(1n);
    this.handler = new FindPathsHandler(view, pastOf(calmLedger(), () => AT), { now: () => AT }, { tell: () => undefined });
  }

  async ask(question: Partial<paths.FindPathsRequest>): Promise<paths.FindPathsResponse['outcome']> {
    const place = (city: string) => ({ place: { kind: 'city' as const, city } });
    const asked = { buyerId: 'acme', from: place('London'), to: place('Vienna'), mbps: 100, objective: 'latency' as const, candidates: 1, at: AT, atLeastRevision: 0n };
    return (await this.handler.execute(new Call({ ...asked, ...question }, { actor: 'process:order-fulfilment', correlationId: 'c', causationId: 'c' }))).outcome;
  }

  async found(question: Partial<paths.FindPathsRequest>): Promise<paths.PathsFound> {
    const outcome = await this.ask(question);
    if (outcome.kind !== 'found') throw new Error(outcome.refused.message);
    return outcome.found;
  }

  async refusal(question: Partial<paths.FindPathsRequest>) {
    const outcome = await this.ask(question);
    return outcome.kind === 'refused' ? outcome.refused : undefined;
  }
}

const masts = (): Masts => new Masts();
const over = async (media: Partial<paths.MediaQuestion>, more: Partial<paths.FindPathsRequest> = {}) =>
  (await masts().found({ candidates: 4, media: { every: [], last: [], ...media }, ...more })).candidates.map(({ popIds }) => popIds.join(' '));

describe('the media of a path', () => {
  it('S4-12 S4-13 are those that the order takes, of all of its way: what nobody states is a wire, and so is every handover', async () => {
    expect(await over({})).toEqual(['Aa/1 Aa/2 Bb/1 Bb/2', 'Aa/1 Aa/2 Bb/1 Bb/2 Cc/2', 'Aa/1 Aa/2 Cc/1 Cc/2', 'Aa/1 Aa/2 Cc/1 Cc/2 Bb/2']);
    expect(await over({ every: ['wireline'] })).toEqual(['Aa/1 Aa/2 Bb/1 Bb/2', 'Aa/1 Aa/2 Bb/1 Bb/2 Cc/2']);
    expect(await over({ every: ['wireline'] }, { to: { place: { kind: 'pop-id', popId: 'Cc/2' } } })).toEqual(['Aa/1 Aa/2 Bb/1 Bb/2 Cc/2']);
    expect(await masts().refusal({ media: { every: ['cellular'], last: [] } })).toMatchObject({ code: 'medium-excluded', facts: { media: 'cellular', last_media: '' } });
  });

  it('S4-7 S4-13 are those that the device takes, of the last link alone: the best of all ends of a place, over whatever leads there', async () => {
    expect(await over({ last: ['cellular'] })).toEqual(['Aa/1 Aa/2 Cc/1 Cc/2']);
    expect(await over({ last: ['wireline'] })).toEqual(['Aa/1 Aa/2 Bb/1 Bb/2', 'Aa/1 Aa/2 Bb/1 Bb/2 Cc/2', 'Aa/1 Aa/2 Cc/1 Cc/2 Bb/2']);
    // Whoever takes all that there is gets what nobody asked of.
    expect(await over({ last: ['cellular', 'wireline'] })).toEqual(await over({}));
    expect(await over({ last: ['cellular'] }, { objective: 'cost' })).toEqual(['Aa/1 Aa/2 Cc/1 Cc/2']);
    expect(await masts().refusal({ media: { every: [], last: ['infrared', 'rf'] } })).toMatchObject({ code: 'medium-excluded', facts: { last_media: 'infrared rf' } });
    // The reason of what came closest: there is a mast, and it is narrow.
    expect(await masts().refusal({ mbps: 1_001, media: { every: [], last: ['cellular'] } })).toMatchObject({ code: 'no-capacity', facts: { most_mbps: '1000' } });
    expect(await masts().refusal({ maxLatencyNs: 39_999_999n, media: { every: [], last: ['cellular'] } })).toMatchObject({ code: 'latency-too-high', facts: { best_latency_ns: '40000000' } });
    const found = await masts().found({ media: { every: [], last: ['cellular'] }, carried: { carriages: [{ mbps: 1_001 }, { mbps: 50 }] } });
    expect([found.candidates.map(({ carriage }) => carriage), found.carried?.unserved.map(({ carriage }) => carriage)]).toEqual([[2], [1]]);
  });

  it('S4-1 S4-7 are those that the device takes of the last link of every line, where the order may be split', async () => {
    const from = { place: { kind: 'pop-id' as const, popId: 'Cc/1' } };
    const asked = { from, mbps: 1_500, split: { mostMembers: 2, maxDifferentialDelayNs: 10_000_000n }, media: { every: [], last: ['cellular' as const] } };
    const beside = (medium: 'cellular' | 'rf') => new Masts([market.pop('Cc/4', 'Linz', 'AT'), market.link('Cc/1', 'Cc/4', { latencyNs: 20_000_000n }), market.link('Cc/4', 'Cc/2', { medium })]);
    const { candidates } = await beside('cellular').found(asked);
    expect(candidates.map(({ split, segments }) => [split?.memberMbps, segments.map(({ resources }) => resources.map(({ resourceId }) => resourceId))])).toEqual([[750, [['Cc/1-2'], ['Cc/1-4', 'Cc/4-2']]]]);
    expect(await beside('rf').refusal(asked)).toMatchObject({ code: 'no-capacity', facts: { most_mbps: '1000', most_members: '2' } });
    expect((await beside('cellular').found({ ...asked, mbps: 1_000, candidates: 4 })).candidates.map(({ split }) => split?.members)).toEqual([undefined, undefined, 2]);
  });

  it('say which share nothing with the best, whatever end they have', async () => {
    const { candidates } = await masts().found({ candidates: 1, from: { place: { kind: 'city', city: 'Frankfurt' } }, media: { every: [], last: ['cellular', 'wireline'] } });
    expect(candidates.map(({ popIds, disjointFromBest }) => [popIds.join(' '), disjointFromBest])).toEqual([['Bb/1 Bb/2', false], ['Cc/1 Cc/2', true], ['Aa/2 Cc/1 Cc/2', true]]);
  });

  it.each<[string, Partial<paths.FindPathsRequest>]>([
    ['media', { media: { every: ['unspecified'], last: [] } }],
    ['media', { media: { every: [], last: ['unspecified'] } }],
  ])('are told that %s can’t be', async (field, question) => {
    expect(await masts().refusal(question)).toMatchObject({ code: 'question-invalid', facts: { field } });
  });
});
