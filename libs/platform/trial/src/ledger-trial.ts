import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus } from '@carriermesh/platform-bus';
import { TypedLedger } from '@carriermesh/platform-chassis';
import { instantFromMs } from '@carriermesh/kernel';
import { PostgresLedger, type Position } from '@carriermesh/platform-ledger';
import { startNats, startPostgres, type TestNats, type TestPostgres } from '@carriermesh/platform-testing';
import { v7 } from 'uuid';

/** A ledger and a bus without any service or relay: what lies between the two is the suite's to start, or to play. */
export class LedgerTrial {
  private constructor(
    readonly postgres: TestPostgres,
    readonly nats: TestNats,
    readonly connection: NatsConnection,
    readonly raw: PostgresLedger,
    readonly ledger: TypedLedger,
  ) {}

  static async start(natsConfig?: string): Promise<LedgerTrial> {
    const postgres = await startPostgres();
    const nats = await startNats(natsConfig === undefined ? {} : { config: natsConfig });
    const connection = await connectBus({ url: nats.url, name: 'trial' });
    const raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'trial' });
    const ledger = new TypedLedger(raw, { now: () => instantFromMs(Date.now()) }, { next: () => v7() });
    return new LedgerTrial(postgres, nats, connection, raw, ledger);
  }

  /** Appends `count` events to a stream, one commit each; their positions. `text` makes them as large as wanted. */
  async say(stream: string, count = 1, { text = 'o', correlationId = stream } = {}): Promise<readonly Position[]> {
    const positions: Position[] = [];
    const at = instantFromMs(Date.now());
    for (let said = 0; said < count; said += 1) {
      const event = { type: 'provisioning.v1.ServiceActivated', data: { contractId: stream, orderId: text, serviceStartAt: at, activatedAt: at } };
      const result = await this.ledger.commit([{ stream, expected: 'any', events: [event] }], { actor: 'operator', correlationId, causationId: stream });
      if (result.kind !== 'appended') throw new Error(`the stream ${stream} was written by somebody else`);
      positions.push(result.position);
    }
    return positions;
  }

  async stop(): Promise<void> {
    await this.raw.close();
    await this.connection.close();
    await this.nats.stop();
    await this.postgres.stop();
  }
}
