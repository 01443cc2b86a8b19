import { it } from '@jest/globals';
import { v7 } from 'uuid';
import { TypedLedger } from '@carriermesh/platform-chassis';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { startPostgres } from '@carriermesh/platform-testing';
import { signingKey } from '@carriermesh/platform-signing';
import { newKeyPem } from '@carriermesh/platform-trial';
import { instantFromMs } from '@carriermesh/kernel';
import { TrialProvider } from './testing/trial-provider.js';
import { AdvertHandler } from './advert.handler.js';
import { AdvertEvidence } from './advert-evidence.js';
import { Books } from './books.js';
import { HoldBook } from './hold-book.js';
import { provider as decider } from '@carriermesh/advertising-domain';
import { providerStream } from './streams.js';

it('measures', async () => {
  const pg = await startPostgres();
  const raw = await PostgresLedger.open({ connectionString: pg.url, applicationName: 'trial' });
  const clock = { now: () => instantFromMs(Date.now()) };
  const ledger = new TypedLedger(raw, clock, { next: () => v7() });
  const books = new Books(ledger);
  const handler = new AdvertHandler(books, new AdvertEvidence(ledger, clock), clock, signingKey(newKeyPem()));
  const mesh: any = { now: () => clock.now(), context: (a: string) => ({ actor: a, correlationId: v7(), causationId: 'x' }) };
  const P = 186, per = 280;
  const batches: any[] = [];
  for (let p = 0; p < P; p++) {
    const tp = new TrialProvider(mesh, `P${p}`);
    await ledger.decide(decider, providerStream(tp.id), { kind: 'enrol', providerId: tp.id, name: tp.id, publicKey: tp.key.publicKey, isFullOrderKey: true, now: clock.now() }, mesh.context('operator'));
    const offers = Array.from({ length: per }, (_, i) => tp.signed(tp.link(`l${i}`, 1000 )));
    batches.push({ tp, env: tp.seal(tp.batch(1n, { offers })), env2: tp.seal(tp.batch(2n, { offers })) });
  }
  for (const which of ['env', 'env2', 'env'] as const) {
    const t = Date.now();
    await Promise.all(batches.map(({ tp, ...b }) => handler.receive({ providerId: tp.id, envelope: b[which], context: mesh.context('p') }).then((r) => { if (r.outcome.kind !== 'receipt') throw new Error(JSON.stringify(r.outcome)); })));
    console.log(which, P * per, 'offers', Date.now() - t, 'ms', Math.round(process.memoryUsage().rss / 1e6), 'MB');
  }
  const holds = new HoldBook(books);
  for (const round of [1, 2]) {
    const n = 500; const t = process.hrtime.bigint();
    for (let i = 0; i < n; i++) {
      const needs = Array.from({ length: 8 }, (_, k) => ({ resourceId: `P${k}/l${i % 280}`, mbps: 1 }));
      const r = await holds.settle({ kind: 'place', holdId: `h${round}-${i}`, orderId: 'o', buyerId: 'b', needs, heldUntil: instantFromMs(Date.now() + 1e6), now: clock.now() }, mesh.context('x'));
      if (r.kind !== 'done') throw new Error(JSON.stringify(r, (_, v) => typeof v === 'bigint' ? String(v) : v));
    }
    console.log('hold of 8 resources', Number(process.hrtime.bigint() - t) / 1e3 / n, 'us');
    const t2 = process.hrtime.bigint();
    for (let i = 0; i < n; i++) await holds.settle({ kind: 'commit', holdId: `h${round}-${i}`, now: clock.now() }, mesh.context('x'));
    console.log('commit', Number(process.hrtime.bigint() - t2) / 1e3 / n, 'us');
  }
  await raw.close(); await pg.stop();
}, 200_000);
