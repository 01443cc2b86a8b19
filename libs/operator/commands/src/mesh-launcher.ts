import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrafficClass } from '@carriermesh/agent-service';
import { RATE_PLAN_VARIABLE, type RatePlan } from '@carriermesh/contracting-service';
import { connectBus, NatsBus } from '@carriermesh/platform-bus';
import { ClockHands } from '@carriermesh/platform-chassis';
import type { Exchange } from '@carriermesh/exchange';
import { FAILPOINT_VARIABLE, failpointFileOf, parseFailpoint } from '@carriermesh/platform-failpoints';
import {
  assertPortFree, childEnvironment, ensureSigningKey, findNatsServer, freePort, Home, PROJECT_ROOT, RunFile, startNats, startPostgres, Supervisor,
  type NatsServer, type PostgresServer, type ProcessEvent,
} from '@carriermesh/operator-home';
import { buyersFile, ensureDemonstrationBuyer, ensureKeys, ensureSuppliers, suppliersFile, type ProviderIdentity } from './mesh-keys.js';
import { enrolProviders, untilAdvertised } from './advertising-progress.js';
import { readExchange, type ExchangeSource } from './exchange-source.js';
import { keptSetting, type Said } from './kept-settings.js';
import { count, seconds, type Say } from './say.js';

const OFFER_VALIDITY_DAYS = 365;
/** In the order in which they are of use to one another; none needs another to start. */
const SERVICES = ['relay', 'advertising', 'paths', 'contracting', 'provisioning', 'monitoring', 'billing'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface LaunchOptions {
  readonly homeDirectory: string;
  readonly source: ExchangeSource;
  readonly apiPort?: number;
  readonly natsPort?: number;
  readonly postgresPort?: number;
  /** What the simulated networks do wrong, by provider; for trials of refusals. */
  readonly behaviours?: Readonly<Record<string, unknown>>;
  /** What the simulated networks tell apart of all traffic, as the agent's configuration says it; likewise. */
  readonly classes?: Said<readonly TrafficClass[]>;
  /** What the agent works on instead of simulated networks, as its configuration says it; for trials on a real data plane. */
  readonly driver?: Readonly<Record<string, unknown>>;
  /** A failpoint to be switched on; default: the environment's. */
  readonly failpoint?: string;
  /** How many instances of a service run, by its name; one where it is not named. */
  readonly instances?: Readonly<Record<string, number>>;
  /** What new contracts charge usage by, from this start of the home on; by the gigabyte where there never was any. */
  readonly ratePlan?: Said<RatePlan>;
  /** What else the environment of a service's instance holds, by the name that it runs under. */
  readonly environments?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where services and agents reach the two servers, if not directly; for trials with a proxy between them. */
  readonly between?: (servers: ServerUrls) => Promise<ServerUrls>;
  readonly say: Say;
}

export interface ServerUrls {
  readonly postgresUrl: string;
  readonly natsUrl: string;
}

export interface LaunchedMesh {
  readonly home: Home;
  readonly exchange: Exchange;
  readonly apiUrl: string;
  readonly postgresUrl: string;
  /** As the mesh's own user. */
  readonly bus: NatsBus;
  readonly hands: ClockHands;
  readonly timings: { readonly readyMs: number; readonly advertiseMs: number };
  /** Starts a second instance of a service beside the first; each request and each event of a process goes to one of them. */
  startAnother(service: ServiceName): Promise<void>;
  stop(): Promise<void>;
}

/** By the kind of process. */
type Environments = Readonly<Record<'service' | 'contracting' | 'gateway', Readonly<Record<string, string>>>>;

/** Nobody is told the key to people's keys who keeps nothing of people. */
const environmentOf = (service: ServiceName, environments: Environments) => (service === 'contracting' ? environments.contracting : environments.service);

/** Starts everything that a mesh is, each service as a process of its own, and its providers' agent beside it. */
export async function launchMesh(options: LaunchOptions): Promise<LaunchedMesh> {
  const launch = new Launch(options);
  try {
    return await launch.start();
  } catch (error) {
    await launch.stop();
    throw error;
  }
}

class Launch {
  private readonly undo: (() => unknown)[] = [];
  private readonly say: Say;
  private readonly startedAtMs = Date.now();
  private readonly failpoint: string | undefined;

  constructor(private readonly options: LaunchOptions) {
    this.say = options.say;
    this.failpoint = options.failpoint ?? process.env[FAILPOINT_VARIABLE];
  }

  async start(): Promise<LaunchedMesh> {
    const { homeDirectory, source } = this.options;
    this.tellFailpoint();
    const exchange = await readExchange(source);
    this.tellRefused(exchange);
    const home = Home.open(homeDirectory, { demonstration: true });
    const run = await RunFile.claim(home, this.say);
    this.undo.push(() => run.release());
    await this.checkPorts();
    const { accounts, identities } = ensureKeys(home, exchange.providers);
    ensureDemonstrationBuyer(home);
    ensureSuppliers(home, exchange.providers);

    const [postgres, nats] = await this.startServers(home, accounts);
    const ledgerUrl = process.env['CARRIERMESH_LEDGER_URL'];
    run.update({ postgresUrl: postgres.url, natsUrl: nats.url, ...(ledgerUrl ? { ledgerUrl } : {}) });
    const connection = await connectBus({ url: nats.url, name: 'operator', nkeySeedFile: home.meshNkeyFile });
    this.undo.push(() => connection.close());
    const bus = new NatsBus(connection, 'operator');
    const hands = new ClockHands(postgres.url, bus);
    await hands.allowMoving();

    const supervisor = new Supervisor({ home, run, onEvent: (event) => this.tell(event) });
    this.undo.push(() => supervisor.stop());
    const servers = { postgresUrl: postgres.url, natsUrl: nats.url };
    const reached = (await this.options.between?.(servers)) ?? servers;
    const environments = await this.environments(home, reached);
    const apiUrl = await this.startServices(supervisor, environments);
    run.update({ apiUrl });
    const readyMs = Date.now() - this.startedAtMs;
    this.say(`The mesh is up after ${seconds(readyMs)}: ${SERVICES.length + 1} services, each a process of its own.`);
    const advertiseMs = await this.advertise({ supervisor, home, exchange, identities, bus, natsUrl: reached.natsUrl });
    const startAnother = async (service: ServiceName): Promise<void> => {
      await supervisor.start({ name: `${service}-2`, entry: entryOf(service), env: environmentOf(service, environments) });
    };
    return { home, exchange, apiUrl, postgresUrl: postgres.url, bus, hands, timings: { readyMs, advertiseMs }, startAnother, stop: () => this.stop() };
  }

  /** Stops what was started, the last first, whatever went wrong on the way. */
  async stop(): Promise<void> {
    for (const undo of this.undo.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        this.say(`  while stopping: ${(error as Error).message}`);
      }
    }
  }

  /** Before anything is started, so that a wrong name is refused at once. */
  private tellFailpoint(): void {
    if (!this.failpoint) return;
    const file = failpointFileOf(this.failpoint);
    if (file !== undefined) return this.say(`FAILPOINT: what the file ${file} names will fail.`);
    const { name, action, passing, process: where = 'each process that passes it' } = parseFailpoint(this.failpoint);
    this.say(`FAILPOINT: ${where} will ${action} at its passing ${passing} of ${name}.`);
  }

  /** One line for each reason: a folder may hold many files that are no networks of their own. */
  private tellRefused({ refused }: Exchange): void {
    for (const [reason, files] of Map.groupBy(refused, ({ reason }) => reason)) {
      const names = files.slice(0, 3).map(({ file }) => file);
      this.say(`  left out ${count(files.length)} of the files (${names.join(', ')}${files.length > names.length ? ', …' : ''}): ${reason}`);
    }
  }

  private async checkPorts(): Promise<void> {
    const { apiPort, natsPort, postgresPort } = this.options;
    if (apiPort) await assertPortFree(apiPort, 'the API');
    if (natsPort) await assertPortFree(natsPort, 'the bus (NATS)');
    if (postgresPort) await assertPortFree(postgresPort, 'the database (PostgreSQL)');
  }

  private async startServers(home: Home, accounts: Parameters<typeof startNats>[1]): Promise<[PostgresServer, NatsServer]> {
    const program = await findNatsServer({ say: this.say });
    const onEvent = (event: ProcessEvent): void => this.tell(event);
    const outcomes = await Promise.allSettled([
      startPostgres(home, { port: this.options.postgresPort, say: this.say, onEvent }),
      startNats(home, accounts, { port: this.options.natsPort, program, say: this.say, onEvent }),
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') this.undo.push(() => outcome.value.stop());
    }
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as [PostgresServer, NatsServer];
  }

  private async environments(home: Home, { postgresUrl, natsUrl }: ServerUrls): Promise<Environments> {
    const shared = {
      CARRIERMESH_BUS_URL: natsUrl,
      CARRIERMESH_BUS_NKEY_FILE: home.meshNkeyFile,
      CARRIERMESH_SIGNING_KEY_FILE: home.operatorKeyFile,
      CARRIERMESH_TRACES_DIR: tracesDirectory(home),
      ...this.failpointVariable(),
    };
    const service = childEnvironment('service', { ...shared, DATABASE_URL: postgresUrl });
    const gateway = childEnvironment('service', {
      ...shared,
      CARRIERMESH_BUYERS_FILE: buyersFile(home),
      CARRIERMESH_SUPPLIERS_FILE: suppliersFile(home),
      // Chosen once: a gateway that is started again has to be where its callers know it to be.
      CARRIERMESH_API_PORT: String(this.options.apiPort ?? (await freePort())),
    });
    // The edge speaks with strangers: it has no way to a database.
    delete gateway['DATABASE_URL'];
    delete gateway['CARRIERMESH_LEDGER_URL'];
    return { service, contracting: { ...service, CARRIERMESH_MASTER_KEY_FILE: home.masterKeyFile, ...this.ratePlanVariable(home) }, gateway };
  }

  /** @returns where the gateway answers */
  private async startServices(supervisor: Supervisor, environments: Environments): Promise<string> {
    const specs = SERVICES.flatMap((name) => this.namesOf(name).map((instance) => ({ name: instance, entry: entryOf(name), env: { ...environmentOf(name, environments), ...this.options.environments?.[instance] } })));
    const records = await supervisor.startAll([...specs, { name: 'gateway', entry: entryOf('gateway'), env: environments.gateway }]);
    return records.at(-1)?.healthUrl ?? '';
  }

  private namesOf(service: string): readonly string[] {
    const further = Math.max(0, (this.options.instances?.[service] ?? 1) - 1);
    return [service, ...Array.from({ length: further }, (_, index) => `${service}-${index + 2}`)];
  }

  private async advertise(parts: {
    supervisor: Supervisor; home: Home; exchange: Exchange; identities: readonly ProviderIdentity[]; bus: NatsBus; natsUrl: string;
  }): Promise<number> {
    const { supervisor, home, exchange, identities, bus, natsUrl } = parts;
    const { providers, pops, links, interconnects } = exchange.counts;
    this.say(`${count(providers)} providers advertise ${count(pops)} PoPs, ${count(links)} links and ${count(interconnects)} interconnects.`);
    const beginMs = Date.now();
    await enrolProviders(bus, identities);
    const env = childEnvironment('agent', {
      CARRIERMESH_AGENT_CONFIG: this.writeAgentConfig(home, identities, natsUrl),
      CARRIERMESH_TRACES_DIR: tracesDirectory(home),
      ...this.failpointVariable(),
    });
    await supervisor.start({ name: 'provider-agent', entry: entryOf('provider-agent'), env });
    await untilAdvertised(bus, exchange.counts, this.say);
    return Date.now() - beginMs;
  }

  private ratePlanVariable(home: Home): Readonly<Record<string, string>> {
    const file = join(home.directory, 'rate-plan.json');
    const plan = keptSetting(file, this.options.ratePlan);
    if (!plan) return {};
    this.say(`New contracts charge usage by the tariff ${plan.value.tariff.id}${plan.isKept ? ', as an earlier start said; --no-usage-tariff ends that' : ''}.`);
    return { [RATE_PLAN_VARIABLE]: file };
  }

  private failpointVariable(): Readonly<Record<string, string>> {
    return this.failpoint ? { [FAILPOINT_VARIABLE]: this.failpoint } : {};
  }

  /** One process speaks for every provider of a demonstration, each over its own connection, account and key. */
  private writeAgentConfig(home: Home, identities: readonly ProviderIdentity[], busUrl: string): string {
    const stateDirectory = join(home.providersDirectory, 'agent');
    mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
    const { publicKeyHex: operatorPublicKeyHex } = ensureSigningKey(home.operatorKeyFile);
    const config = {
      busUrl,
      stateDirectory,
      exchange: this.options.source,
      offerValidityDays: OFFER_VALIDITY_DAYS,
      clock: 'mesh',
      driver: this.options.driver ?? { kind: 'simulated', seed: 1, behaviours: this.options.behaviours ?? {}, classes: this.classesOf(home) },
      providers: identities.map(({ id }) => ({
        id,
        busNkeyFile: home.providerNkeyFile(id),
        signingKeyFile: home.providerKeyFile(id),
        operatorPublicKeyHex,
      })),
    };
    const file = join(stateDirectory, 'agent.json');
    writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
    return file;
  }

  private classesOf(home: Home): readonly TrafficClass[] {
    const classes = keptSetting(join(home.directory, 'usage-classes.json'), this.options.classes);
    if (!classes) return [];
    this.say(`The simulated networks tell ${count(classes.value.length)} classes of traffic apart${classes.isKept ? ', as an earlier start said; --no-usage-classes ends that' : ''}.`);
    return classes.value;
  }

  private tell(event: ProcessEvent): void {
    if (event.type === 'exit') this.say(`  ${event.name} (process ${event.pid}) ended unasked: ${event.signal ?? `exit code ${event.code}`}`);
    if (event.type === 'restart') this.say(`  ${event.name} is started again in ${event.inMs} ms`);
    if (event.type === 'failed' || event.type === 'gave-up') this.say(`  ${event.name}: ${event.message}`);
  }
}

const entryOf = (app: string): string => join(PROJECT_ROOT, 'apps', app, 'dist', 'main.js');

export const tracesDirectory = (home: Home): string => join(home.logsDirectory, 'traces');
