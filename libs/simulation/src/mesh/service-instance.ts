import {
  bindHandlers, BUS, CLOCK, consumersOf, EarlyWords, EventFeed, IDS, LEDGER, LOGGER, NewestHead, PROCESSES, SIGNER, tellCommitted, tellEarly, TIMERS, TypedLedger,
  type Clock, type Reaction, type ServiceDefinition,
} from '@carriermesh/platform-chassis';
import { EventFollower } from '@carriermesh/platform-bus';
import { SimulatedLedger } from '@carriermesh/platform-ledger';
import { ProcessEngine, type ProcessRunner } from '@carriermesh/platform-processes';
import type { SigningKey } from '@carriermesh/platform-signing';
import type { Logger } from '@carriermesh/platform-telemetry';
import { NetworkBus } from '../world/network.js';
import { connectionOf } from './bus-connection.js';
import type { MachineProcess } from '../world/machine-process.js';
import { Injector, withoutThese, type Class } from './injector.js';
import { idsFrom } from './ids.js';
import { ABSENT } from './mesh-services.js';
import type { MeshParts } from './simulated-mesh.js';
import { DatabaseWeather } from './round-trip.js';
import type { ViewTables } from './view-tables.js';

export interface InstanceOptions {
  readonly definition: ServiceDefinition;
  readonly process: MachineProcess;
  readonly clock: Clock;
  readonly tables: ViewTables;
  readonly operator: SigningKey;
  readonly log: Logger;
  readonly replaced: ReadonlyMap<Class, Class>;
}

/**
 * One instance of a service, made of the same table of contents and by the same steps as the chassis's host makes it, in the same
 * order. Resolves, when it takes requests, to what keeps its promises.
 * @throws OperationalError when the database can't be reached: the supervisor starts it again
 */
export async function startInstance(parts: MeshParts, options: InstanceOptions): Promise<ProcessEngine> {
  const { process, clock, tables, operator, log, replaced } = options;
  const { network, database } = parts;
  const definition = withoutThese(options.definition, ABSENT, replaced);
  const { name } = definition;
  const weather = new DatabaseWeather(parts.databaseFaults, process.world.random(`database ${process.name}`));
  const bus = new NetworkBus(network, process);
  const connection = connectionOf(process, parts);
  const raw = new SimulatedLedger(database, { timers: process, weather, announce: tellCommitted(bus, process) });
  const ids = idsFrom(process.world.random(`ids ${process.name}`));
  const ledger = new TypedLedger(raw, clock, ids, process, tellEarly(bus));
  const engine = new ProcessEngine({ service: name, ledger, clock, log, index: tables.indexFor(process, weather), timers: process });
  const early = new EarlyWords({ bus, engine, position: () => feed.position, log });
  const newest = new NewestHead(operator.publicKey);
  newest.follow(bus);
  const app = new Injector(
    [[LEDGER, ledger], [CLOCK, clock], [BUS, bus], [IDS, ids], [SIGNER, operator], [PROCESSES, engine], [LOGGER, log], [TIMERS, process]],
    replaced,
  );
  engine.register((definition.processes ?? []).map((runner) => app.get<ProcessRunner<never, never, never, never>>(runner as unknown as Class<ProcessRunner<never, never, never, never>>)));

  const store = tables.storeFor(process, weather);
  const consumers = await consumersOf(definition, app, { store, engine, early, ledger: raw, log, timers: process, index: tables.indexView });
  const starts = await Promise.all(consumers.map((consumer) => consumer.start()));
  const from = starts.reduce((lowest, position) => (position < lowest ? position : lowest), starts[0] ?? 0n);
  const feed: EventFeed = new EventFeed({
    ledger: raw,
    follow: (onEvent) => new EventFollower(connection, log, onEvent),
    log,
    from,
    gatherMs: definition.gathersMs ?? 0,
    timers: process,
    atRest: async () => {
      for (const consumer of consumers) await consumer.rest?.();
    },
    takeRun: async (events) => {
      const upTo = events.at(-1)?.position ?? from;
      for (const consumer of consumers) await consumer.take(events, upTo);
    },
  });
  await feed.start();
  for (const reaction of definition.reactions ?? []) await app.get(reaction as unknown as Class<Reaction>).caughtUp?.();
  await engine.start();
  early.listen();
  // Where the host has Nest, which calls it as it makes them.
  for (const type of definition.providers ?? []) if ('onModuleInit' in (type.prototype as object)) app.get(type as unknown as Class<{ onModuleInit(): void }>).onModuleInit();
  bindHandlers(definition, app, { transport: { bind: (subject, handler, encode) => network.listen(process, subject, handler, encode) }, head: newest });
  return engine;
}
