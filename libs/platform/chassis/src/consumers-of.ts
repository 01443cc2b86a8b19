import type { Ledger } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent, ProcessEngine, ProcessRunner } from '@carriermesh/platform-processes';
import type { BuildProgress, View, ViewEvents, ViewStore } from '@carriermesh/platform-readmodel';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Timers } from '@carriermesh/platform-time';
import type { Made } from './bind-handlers.js';
import type { EarlyWords } from './early-words.js';
import { MemoryViewConsumer, TableViewsConsumer, type Consumer } from './consumers.js';
import { processIndexView } from './process-index.js';
import { ReactingConsumer } from './reacting-consumer.js';
import type { MemoryView, Reaction, ServiceDefinition } from './service.js';

const TELL_EVERY_EVENTS = 100_000;

export interface Reading {
  readonly store: ViewStore;
  readonly engine: Pick<ProcessEngine, 'listens' | 'route' | 'targets'>;
  readonly early: Pick<EarlyWords, 'wasTaken'>;
  readonly ledger: Pick<Ledger, 'readStream'>;
  readonly log: Logger;
  /** Default: the machine's. */
  readonly timers?: Timers;
  /** What views are built of that are missing, or of an older version; without it they begin with nothing. */
  readonly events?: ViewEvents;
  /** Lists the processes that were begun; default: as rows. */
  readonly index?: (context: string, categories: ReadonlyMap<string, string>, types: readonly string[]) => View<any>;
}

/** Whoever reads the ledger in this service, in the order in which they take a run: a reaction to an event finds in the views what happened before it. */
export async function consumersOf(definition: ServiceDefinition, app: Made, reading: Reading): Promise<readonly Consumer[]> {
  const { store, engine, early, log, events, index = processIndexView } = reading;
  const { name, views = [], reactions = [], processes = [], publishes } = definition;
  const categories = new Map(
    processes.map((runner) => app.get<ProcessRunner<any, any, any, any>>(runner)).map(({ category, process }) => [category, process.name]),
  );
  const made = views.map((view) => app.get<View<any> | MemoryView>(view));
  const tables = [...made.filter((view): view is View<any> => !isMemoryView(view)), index(name, categories, publishes)];
  for (const view of tables) await store.prepare(view, events, tellBuild(view, log));
  const surroundings = { ...reading, service: name };
  const routed = async (event: AnyStoredEvent): Promise<void> => {
    if (!(await early.wasTaken(event))) await engine.route(event);
  };
  return [
    new TableViewsConsumer(store, tables, events),
    ...made.filter(isMemoryView).map((view) => new MemoryViewConsumer(view, log)),
    ...reactions
      .map((reaction) => app.get<Reaction>(reaction))
      .map((reaction) => new ReactingConsumer(reaction.name, reaction.listens, (event) => reaction.handle(event), surroundings)),
    new ReactingConsumer('processes', [...engine.listens], routed, surroundings, (event) => engine.targets(event)),
  ];
}

/** Says now and then how far a view is that is built before its service starts. */
function tellBuild({ name }: View<any>, log: Pick<Logger, 'info'>): (progress: BuildProgress) => void {
  let told = 0;
  return ({ events, position, head }) => {
    if (events < told) return;
    told = events + TELL_EVERY_EVENTS;
    log.info({ view: name, events, position: position.toString(), head: head.toString() }, 'a view is being built');
  };
}

export function isMemoryView(view: View<any> | MemoryView): view is MemoryView {
  return (view as MemoryView).kind === 'memory';
}
