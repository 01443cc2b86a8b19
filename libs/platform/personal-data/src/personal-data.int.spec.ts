import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { createLogger } from '@carriermesh/platform-telemetry';
import type { common } from '@carriermesh/wire';
import pg from 'pg';
import { readMasterKey } from './master-key.js';
import type { SealedPlace } from './personal-data.port.js';
import { PostgresPersonalData } from './postgres-personal-data.js';

const MASTER_KEY = new Uint8Array(32).fill(1);
const SECRET = new TextEncoder().encode('Zoë Müller, 1 High Street');
const ACME: SealedPlace = { partyId: 'acme', stream: 'party-acme', eventType: 'contracting.v1.PartyRegistered' };

let postgres: TestPostgres;
let url: string;
let data: PostgresPersonalData;
let eye: pg.Client;

const open = (masterKey = MASTER_KEY): Promise<PostgresPersonalData> =>
  PostgresPersonalData.open({ connectionString: url, applicationName: 'secrets', masterKey, log: createLogger({ service: 'secrets', level: 'silent' }) });
const sealed = async (place: SealedPlace = ACME): Promise<common.EncryptedPersonalData> => (await data.seal(place, SECRET))!;
const keyRows = async () => (await eye.query('select party_id, key_id, wrapped is null as erased from secrets.party_key order by party_id')).rows;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop(), 60_000);
beforeEach(async () => {
  url = await postgres.createDatabase();
  data = await open();
  eye = new pg.Client({ connectionString: url });
  await eye.connect();
}, 60_000);
afterEach(async () => {
  await eye.end();
  await data.close();
});

describe('personal data', () => {
  it('are opened where they were sealed, with the party’s one key, by any process that has the master key', async () => {
    const [first, second] = [await sealed(), await sealed()];
    expect(first).toMatchObject({ keyId: second.keyId, algorithm: 'aes-256-gcm' });
    const another = await open();
    expect(Buffer.from((await another.open(ACME, first))!).toString()).toBe('Zoë Müller, 1 High Street');
    await another.close();
  });

  it.each([
    ['for another party', { partyId: 'globex' }],
    ['in another stream', { stream: 'party-globex' }],
    ['as another event', { eventType: 'contracting.v1.PartyContactChanged' }],
  ])('can’t be moved and opened %s', async (_, moved) => {
    const data1 = await sealed();
    await sealed({ ...ACME, partyId: 'globex' });
    await expect(data.open({ ...ACME, ...moved }, data1)).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('have one key also when many seal at once for the first time', async () => {
    const another = await open();
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? data : another).seal(ACME, SECRET)));
    expect(new Set(all.map((each) => each?.keyId)).size).toBe(1);
    for (const each of all) expect(await data.open(ACME, each!)).toEqual(Buffer.from(SECRET));
    await another.close();
  });

  it('can’t be opened with another master key, nor with a wrapped key that was moved to this row', async () => {
    const kept = await sealed();
    const stranger = await open(new Uint8Array(32).fill(2));
    await expect(stranger.open(ACME, kept)).rejects.toMatchObject({ kind: 'misconfigured' });
    await stranger.close();
    await sealed({ ...ACME, partyId: 'globex' });
    await eye.query(`update secrets.party_key set (key_id, nonce, wrapped) = (select key_id, nonce, wrapped from secrets.party_key where party_id = 'acme') where party_id = 'globex'`);
    await expect(data.open({ ...ACME, partyId: 'globex' }, kept)).rejects.toMatchObject({ kind: 'misconfigured' });
  });

  it('are not taken for erased when their key is missing', async () => {
    const kept = await sealed();
    await eye.query('delete from secrets.party_key');
    await expect(data.open(ACME, kept)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('acme') });
  });
});

describe('an erasure', () => {
  it('I14 lets nobody open anything of the party any more, and takes nothing from others', async () => {
    const globex = { ...ACME, partyId: 'globex' };
    const [mine, theirs] = [await sealed(), await sealed(globex)];
    const another = await open();
    expect(await data.erase(['acme'])).toBe(1);
    for (const each of [data, another]) expect(await each.open(ACME, mine)).toBeUndefined();
    expect(await another.open(globex, theirs)).toEqual(Buffer.from(SECRET));
    await another.close();
  });

  it('I14 is for ever: there is never another key, whether there was one or not, nor for one who seals at that moment', async () => {
    await sealed();
    expect(await data.erase(['acme', 'nobody'])).toBe(1);
    expect(await data.erase(['acme', 'nobody'])).toBe(0);
    expect(await data.seal(ACME, SECRET)).toBeUndefined();
    expect(await data.seal({ ...ACME, partyId: 'nobody' }, SECRET)).toBeUndefined();
    const ids = Array.from({ length: 20 }, (_, index) => `racer-${index}`);
    await Promise.all(ids.flatMap((partyId) => [data.seal({ ...ACME, partyId }, SECRET), data.erase([partyId])]));
    expect((await keyRows()).filter(({ erased }) => !erased)).toEqual([]);
  });

  it('I14 leaves the wrapped key in no file of the table', async () => {
    await sealed();
    await eye.query('checkpoint');
    const { rows } = await eye.query<{ wrapped: Buffer }>('select wrapped from secrets.party_key');
    const wrapped = rows[0]!.wrapped;
    expect((await tableFile()).includes(wrapped)).toBe(true);
    await data.erase(['acme']);
    await eye.query('checkpoint');
    expect((await tableFile()).includes(wrapped)).toBe(false);
  });

  it('I14 takes a key that an old copy of the table brought back', async () => {
    const kept = await sealed();
    await eye.query('create table backup as select * from secrets.party_key');
    await data.erase(['acme']);
    await eye.query('delete from secrets.party_key; insert into secrets.party_key select * from backup');
    expect(await data.open(ACME, kept)).toBeDefined();
    expect(await data.erase(['acme'])).toBe(1);
    expect(await data.open(ACME, kept)).toBeUndefined();
  });

  it('is durable also while the table can’t be rewritten, because somebody copies it', async () => {
    const kept = await sealed();
    await eye.query('begin; select * from secrets.party_key');
    expect(await data.erase(['acme'])).toBe(1);
    expect(await data.open(ACME, kept)).toBeUndefined();
    await eye.query('rollback');
  });

  async function tableFile(): Promise<Buffer> {
    const { rows } = await eye.query<{ path: string }>(`select current_setting('data_directory') || '/' || pg_relation_filepath('secrets.party_key') as path`);
    return readFileSync(rows[0]!.path);
  }
});

describe('a master key', () => {
  it('is 64 hexadecimal digits in a file, and no message shows what stands there instead', () => {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-master-'));
    const file = join(directory, 'master.key');
    writeFileSync(file, `${'0A'.repeat(32)}\n`);
    expect(readMasterKey(file)).toEqual(new Uint8Array(32).fill(10));
    for (const wrong of ['', 'ab'.repeat(31), 'zz'.repeat(32), 'ab'.repeat(33)]) {
      writeFileSync(file, wrong);
      expect(() => readMasterKey(file)).toThrow(`${file} holds no master key: that is 64 hexadecimal digits`);
    }
    expect(() => readMasterKey(join(directory, 'none'))).toThrow(`the master key ${join(directory, 'none')} can't be read`);
    rmSync(directory, { recursive: true });
  });
});
