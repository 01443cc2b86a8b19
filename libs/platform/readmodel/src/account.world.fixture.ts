import { BulkReader, PostgresLedger } from '@carriermesh/platform-ledger';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { accounts, batchAfter, type Accounts } from './account.fixture.js';
import { ReadModelStore } from './read-model-store.js';
import type { View, ViewEvents } from './view.js';

/** For specs: a new database for each test, with a ledger and the view `accounts` made ready in it. */
export class AccountWorld {
  connectionString = '';
  ledger!: PostgresLedger;
  store!: ReadModelStore<Accounts>;
  private postgres!: TestPostgres;

  static inEachTest(): AccountWorld {
    const world = new AccountWorld();
    beforeAll(async () => void (world.postgres = await startPostgres()), 60_000);
    afterAll(() => world.postgres.stop(), 60_000);
    beforeEach(() => world.open(), 60_000);
    afterEach(() => world.close(), 60_000);
    return world;
  }

  readonly openStore = (): Promise<ReadModelStore<Accounts>> =>
    ReadModelStore.open<Accounts>({ connectionString: this.connectionString, context: 'billing', applicationName: 'readmodel-store' });

  /** What a view is built of; `between` is called before each part of them is handed over. */
  readonly events = (between: () => Promise<void> = async () => undefined): ViewEvents => {
    const bulk = new BulkReader({ connectionString: this.connectionString, applicationName: 'readmodel-events' });
    return {
      head: () => this.ledger.head(),
      read: async function* (span) {
        for await (const run of bulk.read(span)) {
          await between();
          yield run;
        }
      },
    };
  };

  readonly rows = (from: ReadModelStore<Accounts> = this.store) => from.db.selectFrom('account').selectAll().orderBy('stream').execute();

  /** Follows the ledger to its end as a projection does: from the checkpoint, batch by batch, and back where it is told to. */
  readonly catchUp = async (view: View<Accounts>, to: ReadModelStore<Accounts> = this.store, limit = 1_000): Promise<void> => {
    let checkpoint = await to.checkpoint(view);
    for (;;) {
      const batch = await batchAfter(this.ledger, checkpoint, limit);
      if (batch.events.length === 0) return;
      checkpoint = await to.applyBatch(view, batch);
    }
  };

  private async open(): Promise<void> {
    this.connectionString = await this.postgres.createDatabase();
    this.ledger = await PostgresLedger.open({ connectionString: this.connectionString, applicationName: 'readmodel-ledger' });
    this.store = await this.openStore();
    await this.store.prepare(accounts);
  }

  private async close(): Promise<void> {
    await this.store.close();
    await this.ledger.close();
  }
}
