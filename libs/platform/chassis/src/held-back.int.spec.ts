import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectBus, NatsBus, type LeanConnection } from '@carriermesh/platform-bus';
import { LONG_TRANSACTION_MS } from '@carriermesh/platform-ledger';
import { startNats, startPostgres, type TestNats, type TestPostgres } from '@carriermesh/platform-testing';
import { monitoring } from '@carriermesh/wire';
import pg from 'pg';
import { HEARTBEAT_SUBJECT } from './heartbeat.js';
import { startRelay } from './relay-host.js';
import type { Running } from './run.js';

const LIMIT_MS = 60_000;

describe('M7 a transaction that stays open', () => {
  let postgres: TestPostgres;
  let nats: TestNats;
  let connection: LeanConnection;
  let relay: Running;
  let alarms: readonly string[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    nats = await startNats();
    const signingKeyPem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    connection = await connectBus({ url: nats.url, name: 'spec' });
    new NatsBus(connection, 'spec').hear(HEARTBEAT_SUBJECT, (_, body) => void (alarms = monitoring.Heartbeat.decode(body).alarms));
    relay = await startRelay({ databaseUrl: postgres.url, bus: { url: nats.url }, signingKeyPem, healthPort: 0, logLevel: 'silent' });
  }, LIMIT_MS);
  afterAll(async () => {
    await relay.stop();
    await connection.close();
    await nats.stop();
    await postgres.stop();
  }, LIMIT_MS);

  it('stands in the relay’s heartbeat and in its metrics, with whose it is, and no longer than it is open', async () => {
    const heldBackMs = async (): Promise<number> => Number(/^carriermesh_ledger_held_back_ms (\d+)$/m.exec(await (await fetch(`${relay.healthUrl}/metrics`)).text())?.[1]);
    expect([await heldBackMs(), alarms]).toEqual([0, []]);
    const client = new pg.Client({ connectionString: postgres.url, application_name: 'forgetful' });
    await client.connect();
    await client.query('begin');
    await client.query('select pg_current_xact_id()');
    while (alarms.length === 0) await sleep(100);
    expect(alarms).toEqual([expect.stringMatching(/^a transaction of forgetful \(pid \d+\), open for \d+ s, holds back everybody who reads the ledger/)]);
    expect(await heldBackMs()).toBeGreaterThan(LONG_TRANSACTION_MS);
    await client.end();
    while (alarms.length > 0) await sleep(100);
    expect(await heldBackMs()).toBe(0);
  }, LIMIT_MS);
});
