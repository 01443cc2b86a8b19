import { randomUUID } from 'node:crypto';
import { LEDGER_START } from '@carriermesh/platform-ledger';
import { ledgerContract } from '@carriermesh/platform-ledger/contract';
import { freePort } from '@carriermesh/platform-testing';
import { describe, expect, it } from '@jest/globals';
import { KurrentDbLedger } from './kurrentdb-ledger.js';

const connectionString = process.env['KURRENTDB_URL'];
const onServer = connectionString === undefined ? it.skip : it;

if (connectionString !== undefined) {
  // A space of its own for each ledger: in KurrentDB nobody else's events are an empty database.
  ledgerContract('KurrentDB', () => KurrentDbLedger.open({ connectionString, space: randomUUID().replaceAll('-', '') }));
}

describe('KurrentDB', () => {
  onServer('keeps the ledger’s contract (skipped where KURRENTDB_URL names no KurrentDB 25.1 or later)', async () => {
    const ledger = await KurrentDbLedger.open({ connectionString: connectionString ?? '', space: randomUUID().replaceAll('-', '') });
    expect(await ledger.head()).toBe(LEDGER_START);
    await ledger.close();
  }, 60_000);

  it('is said to be unavailable when nobody answers where it should be', async () => {
    const url = `kurrentdb://127.0.0.1:${await freePort()}?tls=false`;
    await expect(KurrentDbLedger.open({ connectionString: url })).rejects.toMatchObject({ name: 'OperationalError', kind: 'unavailable' });
  }, 60_000);

  it('is not opened with a connection string that can’t be read, whose password stays untold', async () => {
    const failure = await KurrentDbLedger.open({ connectionString: 'kurrentdb://operator:hunter2@?tls=perhaps' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'OperationalError', kind: 'misconfigured', message: expect.stringContaining('at character') });
    expect(String(failure)).not.toContain('hunter2');
  });
});
