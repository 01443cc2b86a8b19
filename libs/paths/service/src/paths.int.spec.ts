import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paths as language } from '@carriermesh/wire';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { MAX_WAIT_MS } from './find-paths.handler.js';
import { paths } from './paths.service.js';
import { AT, Market } from './testing/market.js';

let mesh: TrialMesh;
const market = new Market();
beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [paths] });
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);

const context = () => mesh.context('process:order-fulfilment');

/** Writes to the ledger as advertising does. */
async function record(type: string, stream: string, data: unknown): Promise<bigint> {
  const result = await mesh.ledger.commit([{ stream, expected: 'any', events: [{ type, data }] }], context());
  if (result.kind !== 'appended') throw new Error(`${stream} was written by somebody else`);
  return result.position;
}

const ask = (atLeastRevision: bigint, asOf?: language.AsOf['asOf']) =>
  mesh.bus.request(
    language.FindPaths,
    {
      buyerId: 'acme',
      from: { place: { kind: 'city', city: 'london' } },
      to: { place: { kind: 'city', city: 'VIENNA, at' } },
      mbps: 100,
      objective: 'latency',
      candidates: 1,
      at: AT,
      atLeastRevision,
      ...(asOf ? { asOf: { asOf } } : {}),
    },
    { context: context() },
  );

describe('the path service on a real ledger and bus', () => {
  it('S0-2 knows what its asker was told: an advertisement, a hold, a withdrawal', async () => {
    let position = 0n;
    for (const offer of market.westToEast()) position = await record('advertising.v1.ResourceAdvertised', `resource-${offer.resourceId}`, offer);
    const found = await ask(position);
    expect(found.revision >= position).toBe(true);
    expect(found.outcome).toMatchObject({ kind: 'found', found: { candidates: [{ latencyNs: 18_000_000n }] } });

    const held = { resourceId: 'Bb/1-2', holdId: 'h1', mbps: 350, heldUntil: AT, availableMbps: 50, bought: false };
    expect((await ask(await record('advertising.v1.CapacityHeld', 'resource-Bb/1-2', held))).outcome).toMatchObject({ refused: { code: 'no-capacity', facts: { most_mbps: '50' } } });

    const gone = { resourceId: 'Bb/1-2', providerId: 'Bb', batchId: 'batch-2' };
    expect((await ask(await record('advertising.v1.ResourceWithdrawn', 'resource-Bb/1-2', gone))).outcome).toMatchObject({ refused: { code: 'no-route' } });
  }, 30_000);

  it('S0-9 answers as of a position of the ledger as it did when that was the newest, and not as of one that is still to come', async () => {
    const head = await eventually('the head of the ledger', async () => (await mesh.ledger.raw.head()) || undefined);
    const events = await mesh.ledger.raw.readAll(0n, 100);
    const held = events.find(({ type }) => type === 'advertising.v1.CapacityHeld')!.position;
    const before = events.filter(({ position }) => position < held).at(-1)!.position;
    expect((await ask(head, { kind: 'revision', revision: held })).outcome).toMatchObject({ refused: { code: 'no-capacity', facts: { most_mbps: '50' } } });
    const found = await ask(head, { kind: 'revision', revision: before });
    expect(found).toMatchObject({ revision: before, outcome: { kind: 'found', found: { candidates: [{ latencyNs: 18_000_000n }] } } });
    expect((await ask(0n, { kind: 'revision', revision: 2n ** 62n })).outcome).toMatchObject({ refused: { code: 'revision-in-future' } });
  }, 30_000);

  it('answers the same after a restart, since the ledger is all that it knows', async () => {
    const head = await eventually('the head of the ledger', async () => (await mesh.ledger.raw.head()) || undefined);
    const before = await ask(head);
    const second = await mesh.add(paths);
    for (let round = 0; round < 6; round += 1) expect((await ask(head)).outcome).toEqual(before.outcome);
    await second.stop();
  }, 30_000);

  it('says that it is behind, and can be asked again, when a revision does not come in time', async () => {
    await expect(ask(2n ** 62n)).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining(`${MAX_WAIT_MS} ms`) });
  }, 30_000);

  it('counts what is offered', async () => {
    const summary = await mesh.bus.request(language.GetTopologySummary, {}, { context: context() });
    expect(summary).toMatchObject({ providers: 2, pops: 4, links: 1, interconnects: 1 });
  });
});
