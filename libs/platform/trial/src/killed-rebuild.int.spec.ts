import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { viewEventsOf } from '@carriermesh/platform-chassis';
import { ReadModelStore, type View } from '@carriermesh/platform-readmodel';
import { sql } from 'kysely';
import { LedgerTrial } from './ledger-trial.js';
import { OtherInstance } from './other-instance.fixture.js';
import { eventually } from './trial-mesh.js';

const LIMIT_MS = 60_000;

/** Without what it does: a process of its own is told that as text. */
const IDENTITY = { name: 'counting', context: 'rebuilt', version: 1, listens: ['provisioning.v1.ServiceActivated'], migrate: 'create table counted (stream text primary key, events integer not null)' };
const COUNT = 'insert into counted values ($stream, 1) on conflict (stream) do update set events = counted.events + 1';
const [BEFORE, AFTER] = COUNT.split('$stream') as [string, string];
const counting: View<any> = { ...IDENTITY, apply: async ({ stream }, tx) => void (await sql`${sql.raw(BEFORE)}${stream}${sql.raw(AFTER)}`.execute(tx)) };

describe('a rebuild that is killed', () => {
  let trial: LedgerTrial;
  let store: ReadModelStore<any>;
  let other: OtherInstance | undefined;
  beforeAll(async () => {
    trial = await LedgerTrial.start();
    store = await ReadModelStore.open<any>({ connectionString: trial.postgres.url, context: 'rebuilt', applicationName: 'trial' });
    await store.prepare(counting);
  }, LIMIT_MS);
  afterEach(() => other?.end());
  afterAll(async () => {
    await store.close();
    await trial.stop();
  });

  const follow = async (): Promise<void> => {
    const after = await store.checkpoint(counting);
    const events = await trial.raw.readAll(after, 1_000);
    await store.applyBatch(counting, { after, events, upTo: events.at(-1)?.position ?? after });
  };
  const live = async () => ({ position: await store.checkpoint(counting), rows: await store.db.selectFrom('counted').selectAll().orderBy('stream').execute() });
  const builds = async () => (await sql`select from pg_namespace where nspname = 'view_rebuilt.counting'`.execute(store.db)).rows.length;
  const sessionsOfOther = async () => (await sql`select from pg_stat_activity where application_name = 'other'`.execute(store.db)).rows.length;
  const program = (): string => `
    import { viewEventsOf } from '@carriermesh/platform-chassis';
    import { switchOnFailpoint } from '@carriermesh/platform-failpoints';
    import { PostgresLedger } from '@carriermesh/platform-ledger';
    import { ReadModelStore } from '@carriermesh/platform-readmodel';
    import { sql } from 'kysely';
    switchOnFailpoint('billing');
    const connection = { connectionString: ${JSON.stringify(trial.postgres.url)}, applicationName: 'other' };
    const ledger = await PostgresLedger.open(connection);
    const store = await ReadModelStore.open({ ...connection, context: 'rebuilt' });
    const view = { ...${JSON.stringify(IDENTITY)}, apply: ({ stream }, tx) => sql\`\${sql.raw(${JSON.stringify(BEFORE)})}\${stream}\${sql.raw(${JSON.stringify(AFTER)})}\`.execute(tx) };
    await store.rebuild(view, viewEventsOf(ledger, { ledgerUrl: connection.connectionString, applicationName: 'other' }));
    console.log('rebuilt');
    process.exit();`;

  it.each(['view-before-commit', 'view-before-swap'])('I8 leaves the live view as it is over %s, fed and asked, and the next one is done from its beginning', async (failpoint) => {
    for (const stream of ['a', 'b', 'a']) await trial.say(`${failpoint}-${stream}`);
    await follow();
    const before = await live();
    other = OtherInstance.start(program(), `${failpoint}=kill`);
    await other.ends('SIGKILL');
    await eventually('a database that has noticed', async () => ((await sessionsOfOther()) === 0 ? true : undefined));
    expect([await live(), await builds()]).toEqual([before, 1]);
    await trial.say(`${failpoint}-a`);
    await follow();
    const after = await live();
    expect(after.rows.find(({ stream }) => stream === `${failpoint}-a`)).toEqual({ stream: `${failpoint}-a`, events: 3 });
    other = OtherInstance.start(program());
    await other.says('rebuilt');
    expect([await live(), await builds()]).toEqual([after, 0]);
    await store.rebuild(counting, viewEventsOf(trial.raw, { ledgerUrl: trial.postgres.url, applicationName: 'trial' }));
    expect(await live()).toEqual(after);
  }, LIMIT_MS);
});
