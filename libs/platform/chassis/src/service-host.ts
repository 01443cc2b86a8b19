import 'reflect-metadata';
import type { INestMicroservice, Provider, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestMicroservice } from '@nestjs/microservices';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus, EventFollower, NatsBus, NatsTransport } from '@carriermesh/platform-bus';
import type { Ledger } from '@carriermesh/platform-ledger';
import { OperationalError } from '@carriermesh/platform-errors';
import { PostgresKeyTable, WrappedPersonalData } from '@carriermesh/platform-personal-data';
import { ProcessEngine, type ProcessRunner } from '@carriermesh/platform-processes';
import { ReadModelStore, type View } from '@carriermesh/platform-readmodel';
import { signingKey } from '@carriermesh/platform-signing';
import { createLogger, type Logger } from '@carriermesh/platform-telemetry';
import { realTimers } from '@carriermesh/platform-time';
import { bindHandlers } from './bind-handlers.js';
import { catchUpOf, viewEventsOf } from './catch-up.js';
import type { MeshEnvironment } from './configuration.js';
import type { Parkable } from './consumers.js';
import { consumersOf, isMemoryView } from './consumers-of.js';
import { EarlyWords, tellCommitted, tellEarly } from './early-words.js';
import { EventFeed } from './event-feed.js';
import { startHealthServer } from './health-server.js';
import { startHeartbeat } from './heartbeat.js';
import { LedgerAlarms } from './ledger-alarms.js';
import { lookForLostRows } from './lost-rows.js';
import { MeshClock } from './mesh-clock.js';
import { NewestHead } from './newest-head.js';
import { nestLog } from './nest-log.js';
import { openLedger } from './open-ledger.js';
import { ParkedWatch } from './parked-watch.js';
import { StoredProcessIndex } from './process-index.js';
import { Readers } from './readers.js';
import type { Running } from './run.js';
import type { MemoryView, Reaction, ServiceDefinition } from './service.js';
import { StrangerEvents } from './stranger-events.js';
import { TimedIds } from './timed-ids.js';
import { BUS, CLOCK, IDS, LEDGER, LOGGER, PERSONAL_DATA, PROCESSES, READ_MODEL, SIGNER, TIMERS } from './tokens.js';
import { TypedLedger } from './typed-ledger.js';
import { Undo } from './undo.js';

/** A feed that has work and does not move for this long is stuck: restart the process. */
export const STALLED_LIMIT_MS = 30_000;

/** Makes a service of its table of contents: connections, Nest, views, processes, handlers, health, in that order. */
export async function startService(definition: ServiceDefinition, environment: MeshEnvironment): Promise<Running> {
  const log = createLogger({ service: definition.name, level: environment.logLevel });
  const host = new ServiceHost(definition, environment, log);
  try {
    await host.start();
    return host;
  } catch (error) {
    await host.stop();
    throw error;
  }
}

class ServiceHost implements Running {
  healthUrl = '';
  private readonly undo: Undo;
  private feed: EventFeed | undefined;
  private caughtUp = false;
  private readonly strangers: StrangerEvents;
  private readonly batchesRefused = new Map<string, number>();

  constructor(
    private readonly definition: ServiceDefinition,
    private readonly environment: MeshEnvironment,
    private readonly log: Logger,
  ) {
    this.undo = new Undo(log);
    this.strangers = new StrangerEvents(log);
  }

  async start(): Promise<void> {
    const { name } = this.definition;
    const connection = await connectBus({ ...this.environment.bus, name });
    this.undo.later(() => connection.close());
    const bus = new NatsBus(connection, name);
    const { raw, store, clock } = await this.openDatabase(bus);
    const ids = new TimedIds();
    const ledger = new TypedLedger(raw, clock, ids, realTimers, tellEarly(bus));
    const index = new StoredProcessIndex(store);
    const engine = new ProcessEngine({ service: name, ledger, clock, log: this.log, index });
    const transport = new NatsTransport(connection, name, this.log);
    const signer = signingKey(this.environment.signingKeyPem);
    const head = new NewestHead(signer.publicKey);
    this.undo.later(head.follow(bus));
    const values = [
      [LEDGER, ledger], [CLOCK, clock], [BUS, bus], [IDS, ids], [SIGNER, signer],
      [READ_MODEL, store], [PROCESSES, engine], [LOGGER, this.log], [TIMERS, realTimers], ...(await this.openPersonalData()),
    ] as const;
    const app = await this.makeApp(values.map(([provide, useValue]) => ({ provide, useValue })), transport);
    engine.register((this.definition.processes ?? []).map((runner) => app.get<ProcessRunner<any, any, any, any>>(runner)));

    // Stopped last but for the connections, and so after the feed and the handlers, which give it work.
    this.undo.later(async () => {
      engine.stop();
      await index.flush();
    });
    const early = new EarlyWords({ bus, engine, position: () => this.feed?.position ?? 0n, log: this.log });
    const parkables = await this.startFeed(app, { raw, store, engine, early, connection });
    const watch = new ParkedWatch(name, store, this.log);
    this.undo.later(await watch.start());
    for (const reaction of this.definition.reactions ?? []) await app.get<Reaction>(reaction).caughtUp?.();
    await engine.start();
    this.undo.later(early.listen());
    const batchRefused = (code: string) => void this.batchesRefused.set(code, (this.batchesRefused.get(code) ?? 0) + 1);
    bindHandlers(this.definition, app, { transport, head, batchRefused });
    new Readers({ service: name, store, ledger: raw, log: this.log, parkables, watch }).bind(transport);
    // First of all no more requests are taken: those under way find everything that they need still there.
    this.undo.later(() => transport.close());
    await app.listen();
    const memoryViews = (this.definition.views ?? []).map((view) => app.get<View<any> | MemoryView>(view)).filter(isMemoryView);
    const alarms = (): readonly string[] => [...engine.alarms, ...watch.alarms, ...memoryViews.flatMap((view) => view.alarms?.() ?? [])];
    this.undo.later(startHeartbeat(bus, name, { position: () => this.feed?.position ?? 0n, alarms }));
    const parked = (): ReadonlyMap<string, number> => watch.counts(parkables.map(({ view }) => view.name));
    await this.startHealth(connection, engine, { bus, transport, memoryViews, parked });
  }

  stop(): Promise<void> {
    return this.undo.all();
  }

  private async openDatabase(bus: NatsBus) {
    const { name } = this.definition;
    const { databaseUrl, ledgerUrl = databaseUrl } = this.environment;
    const clock = await MeshClock.open(databaseUrl, bus);
    this.undo.later(() => clock.close());
    const raw = await openLedger({
      url: ledgerUrl,
      applicationName: `carriermesh-${name}`,
      // The relay tells the operator: not every service in turn.
      onAlarm: new LedgerAlarms(this.log, realTimers).take,
      announce: tellCommitted(bus, realTimers),
    });
    this.undo.later(() => raw.close());
    const store = await ReadModelStore.open<any>({ connectionString: databaseUrl, context: name, applicationName: `carriermesh-${name}-views` });
    this.undo.later(() => store.close());
    return { clock, raw, store };
  }

  private async openPersonalData(): Promise<readonly (readonly [symbol, WrappedPersonalData])[]> {
    const { name, keepsPersonalData } = this.definition;
    const { databaseUrl, masterKey } = this.environment;
    if (!keepsPersonalData) return [];
    if (!masterKey) throw new OperationalError('misconfigured', `${name} keeps personal data and has no master key: CARRIERMESH_MASTER_KEY_FILE is not set`);
    const keys = await PostgresKeyTable.open({ connectionString: databaseUrl, applicationName: `carriermesh-${name}-secrets`, log: this.log });
    this.undo.later(() => keys.close());
    return [[PERSONAL_DATA, new WrappedPersonalData(keys, masterKey)]];
  }

  private async makeApp(providers: readonly Provider[], strategy: NatsTransport): Promise<INestMicroservice> {
    const { handlers, processes = [], views = [], reactions = [], providers: further = [] } = this.definition;
    class ServiceModule {}
    const module = {
      module: ServiceModule,
      imports: [CqrsModule.forRoot()],
      providers: [...providers, ...handlers, ...processes, ...views, ...reactions, ...further] as Provider[],
    };
    const app = await NestFactory.createMicroservice(module as unknown as Type, { strategy, logger: nestLog(this.log), abortOnError: false });
    this.undo.later(() => app.close());
    // A microservice's `init` calls every `onModuleInit`, and then again as if it had not, unless it is told that this was done.
    (app as INestMicroservice & Pick<NestMicroservice, 'setIsInitHookCalled'>).setIsInitHookCalled(true);
    await app.init();
    return app;
  }

  /** @returns where streams may be parked */
  private async startFeed(app: INestMicroservice, parts: FeedParts): Promise<readonly Parkable[]> {
    const head = await parts.raw.head();
    const { store, engine, early, raw: ledger } = parts;
    const { databaseUrl, ledgerUrl = databaseUrl } = this.environment;
    const bulk = { ledgerUrl, applicationName: `carriermesh-${this.definition.name}-catch-up` };
    const consumers = await consumersOf(this.definition, app, { store, engine, early, ledger, events: viewEventsOf(ledger, bulk), log: this.log });
    const readers = await Promise.all(consumers.map(async (consumer) => ({ consumer, from: await consumer.start() })));
    const from = readers.reduce((lowest, reader) => (reader.from < lowest ? reader.from : lowest), head);
    const catchUp = catchUpOf({ ...bulk, readers });
    const settle = async (): Promise<void> => {
      for (const consumer of consumers) await consumer.settle();
    };
    this.feed = new EventFeed({
      ledger: parts.raw,
      follow: (onEvent) => new EventFollower(parts.connection, this.log, onEvent),
      log: this.log,
      ...{ from, gatherMs: this.definition.gathersMs ?? 0 },
      look: () => lookForLostRows(store, consumers),
      // Never beside a run: both would write the same bookmarks.
      caughtUp: settle,
      atRest: async () => {
        for (const consumer of consumers) await consumer.rest?.();
      },
      ...(catchUp && { catchUp }),
      takeRun: async (events, after, upTo) => {
        this.strangers.look(events);
        // Views first: a reaction to an event finds in them what happened before it.
        for (const consumer of consumers) await consumer.take(events, upTo, after);
      },
    });
    const feed = this.feed;
    await feed.start();
    this.undo.later(async () => {
      await feed.stop();
      await settle();
    });
    this.caughtUp = true;
    return consumers.flatMap(({ parkables = [] }) => parkables);
  }

  private async startHealth(connection: NatsConnection, engine: ProcessEngine, { bus, transport, memoryViews, parked }: Measured): Promise<void> {
    const feed = this.feed as EventFeed;
    const busProblems = (): string[] => (connection.isClosed() ? ['the connection to the bus is closed'] : []);
    const server = await startHealthServer({
      service: this.definition.name,
      port: this.environment.healthPort,
      live: async () => [
        ...busProblems(),
        ...(feed.stalledMs > STALLED_LIMIT_MS ? [`no event was taken for ${feed.stalledMs} ms while one was waiting`] : []),
      ],
      ready: async () => [...busProblems(), ...(this.caughtUp ? [] : ['still reading the ledger'])],
      metrics: () =>
        `carriermesh_feed_position{service="${this.definition.name}"} ${feed.position}\n` +
        `carriermesh_feed_stalled_ms{service="${this.definition.name}"} ${feed.stalledMs}\n` +
        `carriermesh_events_unknown{service="${this.definition.name}"} ${this.strangers.count}\n` +
        `carriermesh_processes_alive{service="${this.definition.name}"} ${engine.alive}\n` +
        `carriermesh_effects_failed{service="${this.definition.name}"} ${engine.failedEffects}\n` +
        `carriermesh_late_replies{service="${this.definition.name}"} ${bus.lateReplies}\n` +
        memoryViews.flatMap((view) => Object.entries(view.metrics?.() ?? {}).map(([metric, value]) => `${metric}{service="${this.definition.name}"} ${value}\n`)).join('') +
        counted('carriermesh_parked', { service: this.definition.name, by: 'reader' }, parked()) +
        counted('carriermesh_requests_failed', { service: this.definition.name, by: 'kind' }, transport.failures) +
        counted('carriermesh_batches_refused', { service: this.definition.name, by: 'code' }, this.batchesRefused),
    });
    this.healthUrl = server.url;
    this.undo.later(() => server.close());
  }
}

/** Lines of one metric, one for each key. */
const counted = (metric: string, { service, by }: { readonly service: string; readonly by: string }, counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([key, count]) => `${metric}{service="${service}",${by}="${key}"} ${count}\n`).join('');

interface FeedParts {
  readonly raw: Ledger;
  readonly store: ReadModelStore<any>;
  readonly engine: ProcessEngine;
  readonly early: EarlyWords;
  readonly connection: NatsConnection;
}

/** What is measured beside the feed and the processes. */
interface Measured {
  readonly bus: NatsBus;
  readonly transport: NatsTransport;
  readonly memoryViews: readonly MemoryView[];
  readonly parked: () => ReadonlyMap<string, number>;
}
