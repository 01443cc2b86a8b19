import { freePort, startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { LEDGER_START, PostgresLedger } from '@carriermesh/platform-ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger } from './open-ledger.js';

const applicationName = 'open-ledger';

describe('the ledger that a connection string names', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.stop(), 60_000);

  it('is PostgreSQL’s for postgres:// and postgresql://', async () => {
    for (const url of [postgres.url, postgres.url.replace('postgres:', 'postgresql:')]) {
      const ledger = await openLedger({ url, applicationName });
      expect(ledger).toBeInstanceOf(PostgresLedger);
      expect(await ledger.head()).toBe(LEDGER_START);
      await ledger.close();
    }
  }, 60_000);

  it('is KurrentDB’s for kurrentdb://, and unavailable where no server answers', async () => {
    const url = `kurrentdb://127.0.0.1:${await freePort()}?tls=false`;
    await expect(openLedger({ url, applicationName })).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('the ledger could not be read') });
  }, 60_000);

  it.each([
    ['mysql://operator:hunter2@db', 'not with mysql://'],
    ['hunter2', 'and this one with no scheme at all'],
    ['', 'and this one with no scheme at all'],
  ])('is refused for %s without telling more than the scheme', async (url, said) => {
    const failure = await openLedger({ url, applicationName }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'misconfigured', message: `a ledger's address begins with postgres:// or kurrentdb://, ${said}` });
  });
});
