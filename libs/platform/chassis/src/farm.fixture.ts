import { instantFromMs } from '@carriermesh/kernel';
import { PostgresLedger, type RecordedEvent } from '@carriermesh/platform-ledger';
import { ReadModelStore } from '@carriermesh/platform-readmodel';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { v7 } from 'uuid';
import { TypedLedger } from './typed-ledger.js';

export const TYPE = 'provisioning.v1.ActivationCompensated';
export const log = createLogger({ service: 'consumers', level: 'silent' });
export const endOf = (events: readonly RecordedEvent[]): bigint => events.at(-1)?.position ?? 0n;

/** For specs: a ledger, and a store of the context `farm`, in a database of their own. */
export class Farm {
  private constructor(
    readonly postgres: TestPostgres,
    readonly raw: PostgresLedger,
    readonly store: ReadModelStore<any>,
    private readonly ledger: TypedLedger,
  ) {}

  static async open(): Promise<Farm> {
    const postgres = await startPostgres();
    const raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'consumers' });
    const store = await ReadModelStore.open<any>({ connectionString: postgres.url, context: 'farm', applicationName: 'consumers-views' });
    return new Farm(postgres, raw, store, new TypedLedger(raw, { now: () => instantFromMs(1_800_000_000_000) }, { next: () => v7() }));
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.raw.close();
    await this.postgres.stop();
  }

  /** Writes events one by one, and gives them as a reader gets them. */
  async write(count: number, stream: string): Promise<readonly RecordedEvent[]> {
    const from = await this.raw.head();
    for (let written = 0; written < count; written += 1) {
      const event = { type: TYPE, data: { contractId: 'c', compensatedAt: instantFromMs(0) } } as const;
      await this.ledger.commit([{ stream, expected: 'any', events: [event] }], { actor: 'operator', correlationId: 's', causationId: 's' });
    }
    return this.raw.readAll(from, 1_000);
  }
}
