import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import pg from 'pg';
import { contracting } from './contracting.service.js';
import { Neighbourhood, neighbours } from './testing/neighbours.js';
import { ATLANTIS, TrialBuyer } from './testing/trial-buyer.js';
import { TrialMarket } from './testing/trial-market.js';

let mesh: TrialMesh;
let hood: Neighbourhood;
beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
  const market = TrialMarket.londonToNewYork(mesh.now());
  await mesh.add(neighbours((hood = new Neighbourhood(market))));
  await mesh.add(contracting);
  await market.advertisePops(mesh);
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);

describe('an order', () => {
  it('I9 is not refused for want of what was given back before it, also while a transaction keeps that from readers', async () => {
    const acme = new TrialBuyer(mesh, 'acme');
    const client = new pg.Client({ connectionString: mesh.postgres.url });
    await client.connect();
    await client.query('begin');
    await client.query('select pg_current_xact_id()');
    await new TrialBuyer(mesh, 'earlier').order({ to: ATLANTIS });
    hood.freedAt = await mesh.ledger.raw.tip();
    expect(await mesh.ledger.raw.head()).toBeLessThan(hood.freedAt);
    const { orderId } = await acme.order();
    await eventually('the second question', async () => (hood.questions.some(({ atLeastRevision }) => atLeastRevision >= hood.freedAt) ? true : undefined));
    await client.end();
    expect(hood.questions.some(({ atLeastRevision }) => atLeastRevision < hood.freedAt)).toBe(true);
    expect((await acme.reaches(orderId, 'active')).refusal).toBeUndefined();
  });
});
