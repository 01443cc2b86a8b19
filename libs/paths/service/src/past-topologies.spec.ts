import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { Call } from '@carriermesh/platform-chassis';
import { createLogger } from '@carriermesh/platform-telemetry';
import { type EventData, type EventType, eventCodec, type paths } from '@carriermesh/wire';
import { FindPathsHandler } from './find-paths.handler.js';
import { MAX_PAST_WAITING } from './past-topologies.js';
import { searchAsOf } from './search-as-of.js';
import { calmLedger, pastOf } from './testing/calm-ledger.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const CONTEXT = { actor: 'process:order-fulfilment', correlationId: 'c', causationId: 'c' };
const SILENT = createLogger({ service: 'paths', level: 'silent' });
const ASKED: paths.FindPathsRequest = {
  buyerId: 'acme',
  from: { place: { kind: 'city', city: 'London' } },
  to: { place: { kind: 'city', city: 'Vienna' } },
  mbps: 100,
  objective: 'latency',
  candidates: 1,
  at: AT,
  atLeastRevision: 0n,
};
const HELD = { resourceId: 'Bb/1-2', holdId: 'h', mbps: 350, heldUntil: AT, bought: false, availableMbps: 50 };
const RELEASED = { resourceId: 'Bb/1-2', holdId: 'h', mbps: 350, availableMbps: 400, reason: 'order-ended' } as const;

/** A ledger, the service that follows it, and what it answered when each commit was the newest. */
class History {
  readonly answers = new Map<bigint, paths.FindPathsResponse>();
  readonly ledger = calmLedger();
  private readonly view = new TopologyView();
  private readonly handler: FindPathsHandler;
  private seconds = 0n;

  constructor() {
    this.handler = new FindPathsHandler(this.view, pastOf(this.ledger, () => this.now), { now: () => this.now }, { tell: () => undefined });
  }

  get now() {
    return instant(AT + this.seconds * 1_000_000_000n);
  }

  /** One commit, a second after the one before. */
  async happened<T extends EventType>(type: T, ...all: EventData[T][]): Promise<bigint> {
    this.seconds += 1n;
    const metadata = { ...CONTEXT, occurredAt: this.now };
    const events = all.map((data, index) => ({ eventId: `00000000-0000-4000-8000-${`${this.seconds}${index}`.padStart(12, '0')}`, type, payload: eventCodec(type).encode(data as never), metadata }));
    const appended = await this.ledger.append([{ stream: `s-${this.seconds}`, expected: 'none', events }]);
    if (appended.kind !== 'appended') throw new Error('somebody else wrote');
    for (const data of all) this.view.apply(stored(type, data));
    this.view.advancedTo(appended.position);
    this.answers.set(appended.position, await this.ask());
    return appended.position;
  }

  later(seconds: bigint): void {
    this.seconds += seconds;
  }

  ask(asOf?: paths.AsOf['asOf'], { at }: { readonly at: typeof AT | undefined } = { at: AT }): Promise<paths.FindPathsResponse> {
    const { at: _, ...asked } = ASKED;
    return this.handler.execute(new Call({ ...asked, ...(at === undefined ? {} : { at }), ...(asOf ? { asOf: { asOf } } : {}) }, CONTEXT));
  }
}

const market = new Market();

async function aMarket(): Promise<History> {
  const history = new History();
  await history.happened('advertising.v1.ResourceAdvertised', ...market.westToEast());
  await history.happened('advertising.v1.CapacityHeld', HELD);
  await history.happened('advertising.v1.CapacityReleased', RELEASED);
  await history.happened('advertising.v1.ResourceAdvertised', market.link('Aa/1', 'Aa/2', { latencyNs: 4_000_000n }));
  await history.happened('advertising.v1.ResourceWithdrawn', { resourceId: 'Bb/1-2', providerId: 'Bb', batchId: 'batch-2' });
  return history;
}

describe('S0-9 a question as of an earlier revision', () => {
  it('has the answer that it had when that was the newest, in whatever order revisions are asked for', async () => {
    const history = await aMarket();
    expect([...history.answers.values()].map(({ outcome }) => (outcome.kind === 'found' ? outcome.found.candidates[0]!.latencyNs : outcome.refused.code))).toEqual([
      18_000_000n,
      'no-capacity',
      18_000_000n,
      12_000_000n,
      'no-route',
    ]);
    const revisions = [...history.answers.keys()];
    for (const revision of [...revisions, ...revisions.toReversed(), ...revisions]) expect(await history.ask({ kind: 'revision', revision })).toEqual(history.answers.get(revision));
    const all = await Promise.all(revisions.toReversed().map((revision) => history.ask({ kind: 'revision', revision })));
    expect(all).toEqual(revisions.toReversed().map((revision) => history.answers.get(revision)));
  });

  it('M2 is found again from the ledger alone, where no service runs', async () => {
    const history = await aMarket();
    const { at = AT, ...asked } = ASKED;
    for (const [revision, answer] of history.answers) expect(await searchAsOf(history.ledger, { question: { ...asked, at }, revision, log: SILENT })).toEqual(answer);
    const [first = 0n] = history.answers.keys();
    expect((await searchAsOf(history.ledger, { question: { ...asked, at, mbps: 0 }, revision: first, log: SILENT })).outcome).toMatchObject({ refused: { code: 'question-invalid' } });
    await expect(searchAsOf(history.ledger, { question: asked, revision: first, log: SILENT })).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('follows the ledger, and leaves the newest topology as it is', async () => {
    const history = await aMarket();
    const before = [...history.answers.keys()].at(-1)!;
    const after = await history.happened('advertising.v1.ResourceAdvertised', market.link('Bb/1', 'Bb/2'));
    for (const revision of [before, after, before]) expect(await history.ask({ kind: 'revision', revision })).toEqual(history.answers.get(revision));
    expect(await history.ask()).toEqual(history.answers.get(after));
  });

  it('is answered for an instant with all that happened up to and including it', async () => {
    const history = await aMarket();
    const answers = [...history.answers.values()];
    const asOf = (seconds: bigint, nanos = 0n) => history.ask({ kind: 'instant', instant: instant(AT + seconds * 1_000_000_000n + nanos) });
    expect(await asOf(2n)).toEqual(answers[1]);
    expect(await asOf(2n, -1n)).toEqual(answers[0]);
    expect(await asOf(5n)).toEqual(answers[4]);
    expect((await asOf(0n)).outcome).toMatchObject({ refused: { code: 'unknown-place' } });
  });

  it('goes by the offers in force then, where no other instant is stated', async () => {
    const history = await aMarket();
    const [revision] = history.answers.keys();
    history.later(86_400n);
    const unstated = (asOf?: paths.AsOf['asOf']) => history.ask(asOf, { at: undefined });
    expect((await unstated()).outcome).toMatchObject({ refused: { code: 'no-route' } });
    expect(await unstated({ kind: 'revision', revision: revision! })).toEqual(history.answers.get(revision!));
    expect((await unstated({ kind: 'instant', instant: instant(AT + 1_000_000_000n) })).outcome.kind).toBe('found');
  });

  it('is refused by name for what is still to come, and before there was anything nobody is anywhere', async () => {
    const history = await aMarket();
    const newest = [...history.answers.keys()].at(-1)!;
    expect((await history.ask({ kind: 'revision', revision: newest + 1n })).outcome).toMatchObject({
      refused: { code: 'revision-in-future', facts: { asked: `revision ${newest + 1n}`, newest: `revision ${newest}` } },
    });
    expect((await history.ask({ kind: 'instant', instant: instant(history.now + 1n) })).outcome).toMatchObject({ refused: { code: 'revision-in-future' } });
    expect((await history.ask({ kind: 'revision', revision: 0n })).outcome).toMatchObject({ refused: { code: 'unknown-place' } });
    expect((await history.ask({ kind: 'revision', revision: -1n })).outcome).toMatchObject({ refused: { code: 'question-invalid', facts: { field: 'as_of.revision' } } });
  });

  it('waits for its turn among at most so many', async () => {
    const history = await aMarket();
    const [first] = history.answers.keys();
    const asked = Array.from({ length: MAX_PAST_WAITING + 1 }, () => history.ask({ kind: 'revision', revision: first! }));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_PAST_WAITING);
    expect(settled.at(-1)).toMatchObject({ status: 'rejected', reason: { kind: 'overloaded' } });
  });
});
