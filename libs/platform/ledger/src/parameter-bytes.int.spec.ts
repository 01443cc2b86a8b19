import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { listParameter } from './parameter-bytes.js';

let postgres: TestPostgres;
let client: pg.Client;

beforeAll(async () => {
  postgres = await startPostgres();
  client = new pg.Client({ connectionString: await postgres.createDatabase() });
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client.end();
  await postgres.stop();
}, 60_000);

describe('a list as one parameter', () => {
  it.each([
    ['text', listParameter('text', ['', 'a "b"', '{c,d}', '\\e', 'NULL', 'Zürich ✓']), ['', 'a "b"', '{c,d}', '\\e', 'NULL', 'Zürich ✓']],
    ['text', listParameter('text', ['long'.repeat(1_000)]), ['long'.repeat(1_000)]],
    ['int4', listParameter('int4', [0, -1, 2_147_483_647, -2_147_483_648]), [0, -1, 2_147_483_647, -2_147_483_648]],
    ['int8', listParameter('int8', [0n, -1n, 9_223_372_036_854_775_807n]), ['0', '-1', '9223372036854775807']],
    ['bytea', listParameter('bytea', [new Uint8Array(0), Uint8Array.of(0, 92, 255), new Uint8Array(5_000).fill(7)]), [Buffer.alloc(0), Buffer.of(0, 92, 255), Buffer.alloc(5_000, 7)]],
    ['text', listParameter('text', []), []],
  ])('is to the server the %s that it is here', async (type, list, values) => {
    const { rows } = await client.query<{ list: unknown }>(`select $1::${type}[] as list`, [list]);
    expect(rows[0]?.list).toEqual(values);
  });
});
