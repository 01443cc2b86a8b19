import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { createLogger } from '@carriermesh/platform-telemetry';
import pg from 'pg';
import { MASTER_KEY, personalDataContract, placeOf, SECRET } from './personal-data.contract.js';
import { PostgresKeyTable } from './postgres-key-table.js';
import { WrappedPersonalData } from './wrapped-personal-data.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop(), 60_000);

const tableIn = (connectionString: string): Promise<PostgresKeyTable> =>
  PostgresKeyTable.open({ connectionString, applicationName: 'secrets', log: createLogger({ service: 'secrets', level: 'silent' }) });

personalDataContract('PostgreSQL', () => tableIn(postgres.url));

describe('the table of keys', () => {
  let table: PostgresKeyTable;
  let data: WrappedPersonalData;
  let eye: pg.Client;
  const acme = placeOf('acme');
  beforeEach(async () => {
    const url = await postgres.createDatabase();
    table = await tableIn(url);
    data = new WrappedPersonalData(table, MASTER_KEY);
    eye = new pg.Client({ connectionString: url });
    await eye.connect();
  }, 60_000);
  afterEach(async () => {
    await eye.end();
    await table.close();
  });

  it('opens nothing with a wrapped key that was moved to another row', async () => {
    const kept = (await data.seal(acme, SECRET))!;
    await data.seal(placeOf('globex'), SECRET);
    const moved = `update secrets.party_key set (key_id, nonce, wrapped) = (select key_id, nonce, wrapped from secrets.party_key where party_id = 'acme') where party_id = 'globex'`;
    await eye.query(moved);
    await expect(data.open(placeOf('globex'), kept)).rejects.toMatchObject({ kind: 'misconfigured' });
  });

  it('I14 leaves an erased key in no file of the table', async () => {
    await data.seal(acme, SECRET);
    await eye.query('checkpoint');
    const { rows } = await eye.query<{ wrapped: Buffer }>('select wrapped from secrets.party_key');
    const wrapped = rows[0]!.wrapped;
    expect((await tableFile()).includes(wrapped)).toBe(true);
    await data.erase(['acme']);
    await eye.query('checkpoint');
    expect((await tableFile()).includes(wrapped)).toBe(false);
  });

  it('I14 gives up a key that an old copy of it brought back', async () => {
    const kept = (await data.seal(acme, SECRET))!;
    await eye.query('create table backup as select * from secrets.party_key');
    await data.erase(['acme']);
    await eye.query('delete from secrets.party_key; insert into secrets.party_key select * from backup');
    expect(await data.open(acme, kept)).toEqual(SECRET);
    expect(await data.erase(['acme'])).toBe(1);
    expect(await data.open(acme, kept)).toBeUndefined();
  });

  it('I14 erases durably also while it can’t be rewritten, because somebody copies it', async () => {
    const kept = (await data.seal(acme, SECRET))!;
    await eye.query('begin; select * from secrets.party_key');
    expect(await data.erase(['acme'])).toBe(1);
    expect(await data.open(acme, kept)).toBeUndefined();
    await eye.query('rollback');
  });

  async function tableFile(): Promise<Buffer> {
    const { rows } = await eye.query<{ path: string }>(`select current_setting('data_directory') || '/' || pg_relation_filepath('secrets.party_key') as path`);
    return readFileSync(rows[0]!.path);
  }
});
