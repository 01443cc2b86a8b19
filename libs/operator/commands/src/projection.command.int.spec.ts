import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { encodeEvent } from '@carriermesh/wire';
import pg from 'pg';
import { listProjectionsCommand, rebuildProjectionCommand } from './projection.command.js';
import { printed } from './printed.fixture.js';

const AT = instant(1_772_323_200_000_000_000n);
const NAME = 'contracting/forgotten-parties';

let postgres: TestPostgres;
let ledger: PostgresLedger;
let admin: pg.Client;

beforeAll(async () => {
  postgres = await startPostgres();
  ledger = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'spec' });
  admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  for (let n = 1; n <= 3; n += 1) {
    const payload = encodeEvent({ type: 'contracting.v1.PartyForgotten', data: { partyId: `party-${n}`, forgottenAt: AT } });
    const metadata = { correlationId: 'c', causationId: 'c', actor: 'operator', occurredAt: AT };
    await ledger.append([{ stream: `party-${n}`, expected: 'any', events: [{ eventId: `0198c0de-0000-7000-8000-00000000000${n}`, type: 'contracting.v1.PartyForgotten', payload, metadata }] }]);
  }
}, 60_000);
afterAll(async () => {
  await admin.end();
  await ledger.close();
  await postgres.stop();
});

const database = () => ({ database: postgres.url });
const listed = async () => {
  const { out } = await printed(() => listProjectionsCommand({ ...database(), json: true }));
  return (JSON.parse(out) as { projections: readonly Record<string, unknown>[] }).projections.find(({ name }) => name === NAME);
};

describe('carriermesh projection', () => {
  it('lists every projection as wiped where no service ever ran, touching nothing, and one as live once it was rebuilt', async () => {
    const head = (await ledger.head()).toString();
    expect(await listed()).toMatchObject({ service: 'contracting', state: 'wiped', position: null, head, lag: 3, rows: null, build: null });
    expect((await admin.query(`select from pg_namespace where nspname like 'view%'`)).rowCount).toBe(0);
    const { code, out } = await printed(() => rebuildProjectionCommand(NAME, { ...database(), json: true }));
    expect([code, JSON.parse(out)]).toEqual([0, { name: NAME, events: 3, position: head, rowsBefore: null, rows: 3, durationMs: expect.any(Number) }]);
    expect(await listed()).toMatchObject({ state: 'live', version: 1, position: head, lag: 0, rows: 3, missing: [] });
    const again = await printed(() => rebuildProjectionCommand('forgotten-parties', database()));
    expect(again.out).toMatch(new RegExp(`^${NAME} was built of 3 events in .* and is in its place, at position ${head}: 3 rows, as many as before\\.\n$`));
  });

  it('tells a person of each one its position, head, lag and rows, and which tables a wiped one lacks', async () => {
    await admin.query('drop table view_contracting.forgotten_party');
    const { out } = await printed(() => listProjectionsCommand(database()));
    expect(out).toMatch(/^projection +position +head +lag +rows +state\n/);
    expect(out).toMatch(new RegExp(`^${NAME} +\\d+ +\\d+ +0 +-  wiped \\(no forgotten_party\\)$`, 'm'));
    await printed(() => rebuildProjectionCommand(NAME, database()));
    expect(await listed()).toMatchObject({ state: 'live', rows: 3 });
  });

  it('names the projections that there are to who asks for another', async () => {
    await expect(rebuildProjectionCommand('process-index', database())).rejects.toThrow(/there is no one projection "process-index"; the projections are .*billing\/bills/);
    await expect(listProjectionsCommand({ home: '/nowhere' })).rejects.toThrow('no mesh runs in /nowhere');
  });
});
