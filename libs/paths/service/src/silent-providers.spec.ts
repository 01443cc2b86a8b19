import { describe, expect, it } from '@jest/globals';
import type { paths } from '@carriermesh/wire';
import { answerOn } from './find-paths.handler.js';
import { questionOf } from './path-question.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const QUESTION: paths.FindPathsRequest = {
  buyerId: 'acme',
  from: { place: { kind: 'city', city: 'London' } },
  to: { place: { kind: 'city', city: 'Vienna' } },
  ...{ mbps: 100, objective: 'latency', candidates: 1, at: AT, atLeastRevision: 0n },
};

const market = new Market();

/** A view that has seen the market, and what is answered on it. */
class Room {
  readonly view = new TopologyView();

  constructor(offers = market.westToEast()) {
    for (const offer of offers) this.view.apply(stored('advertising.v1.ResourceAdvertised', offer));
    this.view.advancedTo(1n);
  }

  async ask(changes: Partial<paths.FindPathsRequest> = {}): Promise<paths.FindPathsResponse> {
    const question = questionOf({ ...QUESTION, ...changes });
    if ('code' in question) throw new Error(question.code);
    return answerOn(this.view, { now: AT, ...question });
  }

  async found(changes: Partial<paths.FindPathsRequest> = {}): Promise<paths.PathsFound> {
    const { outcome } = await this.ask(changes);
    if (outcome.kind !== 'found') throw new Error(outcome.refused.message);
    return outcome.found;
  }

  async refusal(changes: Partial<paths.FindPathsRequest> = {}) {
    const { outcome } = await this.ask(changes);
    return outcome.kind === 'refused' ? outcome.refused : undefined;
  }
}

describe('S2-2 a provider whose session is down', () => {
  const session = (providerId: string) => ({ providerId, sessionId: 's', intervalMs: 10_000 });
  const lost = (room: Room, providerId: string) => room.view.apply(stored('advertising.v1.SessionLost', { ...session(providerId), lostAt: AT }));
  const heard = (room: Room, providerId: string) => room.view.apply(stored('advertising.v1.SessionEstablished', { ...session(providerId), beganAt: AT, agentVersion: '1', establishedAt: AT }));

  it('is on no path, what it offers meanwhile neither, and the refusal names it; heard again, it is sold again', async () => {
    const room = new Room();
    heard(room, 'Bb');
    expect((await room.ask()).outcome.kind).toBe('found');
    lost(room, 'Bb');
    expect(await room.refusal()).toMatchObject({ code: 'no-route', message: expect.stringContaining('Not searched is what Bb offers, whose session is down.'), facts: { sessions_down: 'Bb' } });
    room.view.apply(stored('advertising.v1.ResourceAdvertised', market.link('Bb/1', 'Bb/2', { latencyNs: 1n })));
    room.view.apply(stored('advertising.v1.CapacityHeld', { resourceId: 'Bb/1-2', holdId: 'h', mbps: 1, heldUntil: AT, availableMbps: 399, bought: false }));
    expect((await room.refusal())?.code).toBe('no-route');
    lost(room, 'Bb');
    heard(room, 'Bb');
    expect((await room.found()).candidates[0]?.latencyNs).toBe(10_000_001n);
    expect((await room.refusal({ mbps: 5_000 }))?.facts).not.toHaveProperty('sessions_down');
  });

  it('leaves the ways of others, and is named only to those who might buy of it', async () => {
    const detour = [market.pop('Cc/1', 'London'), market.pop('Cc/2', 'Vienna'), market.link('Cc/1', 'Cc/2', { latencyNs: 50_000_000n }), market.pop('Dd/1', 'Oslo'), market.pop('Dd/2', 'Rome'), market.link('Dd/1', 'Dd/2', {}, { visibleTo: ['globex'] })];
    const room = new Room([...market.westToEast(), ...detour]);
    for (const providerId of ['Dd', 'Aa', 'Ee']) lost(room, providerId);
    expect((await room.found()).candidates.map(({ popIds }) => popIds)).toEqual([['Cc/1', 'Cc/2']]);
    expect((await room.refusal({ maxLatencyNs: 1n }))?.facts).toMatchObject({ sessions_down: 'Aa' });
    expect((await room.refusal({ maxLatencyNs: 1n, buyerId: 'globex' }))?.message).toContain('Not searched is what Aa, Dd offer, whose sessions are down.');
  });
});
