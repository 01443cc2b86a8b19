import { afterAll, beforeAll } from '@jest/globals';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { ledgerContract } from './ledger.contract.js';
import { PostgresLedger } from './postgres-ledger.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);

ledgerContract('PostgreSQL', async () =>
  PostgresLedger.open({ connectionString: await postgres.createDatabase(), applicationName: 'ledger-contract' }),
);
