import { connectBus, NatsBus, Relay, type LeanConnection } from '@carriermesh/platform-bus';
import { TreeKeeper, TreeStore } from '@carriermesh/platform-evidence';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { Ledger } from '@carriermesh/platform-ledger';
import { signingKey } from '@carriermesh/platform-signing';
import { createLogger, type Logger } from '@carriermesh/platform-telemetry';
import { realTimers } from '@carriermesh/platform-time';
import { common } from '@carriermesh/wire';
import type { MeshEnvironment } from './configuration.js';
import { startHealthServer } from './health-server.js';
import { startHeartbeat } from './heartbeat.js';
import { leaderReaders } from './leader-readers.js';
import { lead } from './leadership.js';
import { LedgerAlarms } from './ledger-alarms.js';
import { STALLED_LIMIT_MS } from './service-host.js';
import { TREE_HEAD_SUBJECT } from './newest-head.js';
import { openLedger } from './open-ledger.js';
import { RightOfWay } from './right-of-way.js';
import type { Running } from './run.js';
import { Undo } from './undo.js';

/** All relays of one ledger compete for this advisory lock: two that copied at once would copy everything twice. */
const RELAY_LOCK = 7_201_003;
const NAME = 'relay';

/** Copies the ledger to the bus and keeps the tree over it while it leads, and waits for its turn while another does. */
export async function startRelay(environment: MeshEnvironment): Promise<Running> {
  const log = createLogger({ service: NAME, level: environment.logLevel });
  const undo = new Undo(log);
  try {
    return await start(environment, log, undo);
  } catch (error) {
    await undo.all();
    throw error;
  }
}

async function start(environment: MeshEnvironment, log: Logger, undo: Undo): Promise<Running> {
  const connection = await connectBus({ ...environment.bus, name: NAME });
  undo.later(() => connection.close());
  const ledgerAlarms = new LedgerAlarms(log, realTimers);
  const ledger = await openLedger({ url: environment.ledgerUrl ?? environment.databaseUrl, applicationName: `carriermesh-${NAME}`, onAlarm: ledgerAlarms.take });
  undo.later(() => ledger.close());
  const host = new RelayHost(environment, connection, ledger, log);
  const leading = host.run();
  undo.later(() => {
    host.stop();
    return leading;
  });
  undo.later(startHeartbeat(new NatsBus(connection, NAME), NAME, { position: () => host.position, alarms: () => [...ledgerAlarms.alarms, ...host.alarms] }));
  const problems = async (): Promise<readonly string[]> => (connection.isClosed() ? ['the connection to the bus is closed'] : []);
  const stalled = (): readonly string[] =>
    host.stalledMs > STALLED_LIMIT_MS ? [`no event was put on the bus for ${host.stalledMs} ms while one was waiting`] : [];
  const health = await startHealthServer({
    service: NAME,
    port: environment.healthPort,
    live: async () => [...(await problems()), ...stalled()],
    ready: problems,
    metrics: () =>
      `carriermesh_relay_position ${host.position}\ncarriermesh_relay_leads ${host.leads ? 1 : 0}\ncarriermesh_relay_stalled_ms ${host.stalledMs}\n` +
      `carriermesh_tree_size ${host.treeSize}\ncarriermesh_ledger_held_back_ms ${ledgerAlarms.heldBackMs}\n`,
  });
  undo.later(() => health.close());
  return { healthUrl: health.url, stop: () => undo.all() };
}

class RelayHost {
  private relay: Relay | undefined;
  private keeper: TreeKeeper | undefined;
  private readonly rightOfWay: RightOfWay;
  private readonly stopping = new AbortController();

  constructor(
    private readonly environment: MeshEnvironment,
    private readonly connection: LeanConnection,
    private readonly ledger: Ledger,
    private readonly log: Logger,
  ) {
    this.rightOfWay = new RightOfWay(new NatsBus(connection, NAME), realTimers);
  }

  get leads(): boolean {
    return this.relay !== undefined;
  }

  get position(): bigint {
    return this.relay?.position ?? 0n;
  }

  /** Milliseconds since the last event was copied while another was waiting; 0 while another relay leads. */
  get stalledMs(): number {
    return this.relay?.stalledMs ?? 0;
  }

  get alarms(): readonly string[] {
    return this.keeper?.alarm === undefined ? [] : [this.keeper.alarm];
  }

  get treeSize(): bigint {
    return this.keeper?.size ?? 0n;
  }

  stop(): void {
    this.stopping.abort();
  }

  async run(): Promise<void> {
    const { signal } = this.stopping;
    this.rightOfWay.listen();
    while (!signal.aborted) {
      const leadership = await lead(this.environment.databaseUrl, RELAY_LOCK, this.log, signal);
      if (!leadership) return;
      failpoint('relay-after-leadership');
      const { ahead, behind } = leaderReaders({ ledger: this.ledger, bus: new NatsBus(this.connection, NAME), rightOfWay: this.rightOfWay });
      this.relay = new Relay(ahead, this.connection, this.log);
      this.relay.start();
      const stopKeeper = this.startKeeper(behind);
      this.log.info('this relay copies the ledger to the bus');
      await aborted(AbortSignal.any([signal, leadership.lost]));
      await Promise.all([this.relay.stop(), stopKeeper()]);
      this.relay = undefined;
      await leadership.release().catch(() => undefined);
    }
  }

  private startKeeper(ledger: Pick<Ledger, 'readAll' | 'onCommit'>): () => Promise<void> {
    const store = new TreeStore(this.environment.databaseUrl);
    const bus = new NatsBus(this.connection, NAME);
    const keeper = new TreeKeeper({
      ledger,
      store,
      key: signingKey(this.environment.signingKeyPem),
      log: this.log,
      tell: (head) => bus.tell(TREE_HEAD_SUBJECT, common.SignedEnvelope.encode(head)),
    });
    keeper.start();
    this.keeper = keeper;
    return async () => {
      await keeper.stop();
      this.keeper = undefined;
      await store.close();
    };
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
