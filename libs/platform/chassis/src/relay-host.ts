import { connectBus, NatsBus, Relay } from '@carriermesh/platform-bus';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { createLogger, type Logger } from '@carriermesh/platform-telemetry';
import type { NatsConnection } from '@nats-io/transport-node';
import type { MeshEnvironment } from './configuration.js';
import { startHealthServer } from './health-server.js';
import { startHeartbeat } from './heartbeat.js';
import { lead } from './leadership.js';
import type { Running } from './run.js';

/** All relays of one ledger compete for this advisory lock: two that copied at once would copy everything twice. */
const RELAY_LOCK = 7_201_003;
const NAME = 'relay';

/** Copies the ledger to the bus while it leads, and waits for its turn while another does. */
export async function startRelay(environment: MeshEnvironment): Promise<Running> {
  const log = createLogger({ service: NAME, level: environment.logLevel });
  const connection = await connectBus({ ...environment.bus, name: NAME });
  const ledger = await PostgresLedger.open({ connectionString: environment.databaseUrl, applicationName: `carriermesh-${NAME}` });
  const host = new RelayHost(environment, connection, ledger, log);
  const leading = host.run();
  const bus = new NatsBus(connection, NAME);
  const stopHeartbeat = startHeartbeat(bus, NAME, () => host.position);
  const health = await startHealthServer({
    service: NAME,
    port: environment.healthPort,
    live: async () => (connection.isClosed() ? ['the connection to the bus is closed'] : []),
    ready: async () => (connection.isClosed() ? ['the connection to the bus is closed'] : []),
    metrics: () => `carriermesh_relay_position ${host.position}\ncarriermesh_relay_leads ${host.leads ? 1 : 0}\n`,
  });
  return {
    healthUrl: health.url,
    stop: async () => {
      stopHeartbeat();
      host.stop();
      await leading;
      await health.close();
      await ledger.close();
      await connection.close();
    },
  };
}

class RelayHost {
  private relay: Relay | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly environment: MeshEnvironment,
    private readonly connection: NatsConnection,
    private readonly ledger: PostgresLedger,
    private readonly log: Logger,
  ) {}

  get leads(): boolean {
    return this.relay !== undefined;
  }

  get position(): bigint {
    return this.relay?.position ?? 0n;
  }

  stop(): void {
    this.stopping.abort();
  }

  async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const leadership = await lead(this.environment.databaseUrl, RELAY_LOCK, this.log, signal);
      if (!leadership) return;
      this.relay = new Relay(this.ledger, this.connection, this.log);
      this.relay.start();
      this.log.info('this relay copies the ledger to the bus');
      await aborted(AbortSignal.any([signal, leadership.lost]));
      await this.relay.stop();
      this.relay = undefined;
      await leadership.release().catch(() => undefined);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
