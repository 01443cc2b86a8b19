import type { Ledger } from '@carriermesh/platform-ledger';
import type { ProcessEngine, ProcessRunner } from '@carriermesh/platform-processes';
import type { View, ViewStore } from '@carriermesh/platform-readmodel';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Timers } from '@carriermesh/platform-time';
import type { Made } from './bind-handlers.js';
import { MemoryViewConsumer, TableViewsConsumer, type Consumer } from './consumers.js';
import { processIndexView } from './process-index.js';
import { ReactingConsumer } from './reacting-consumer.js';
import type { MemoryView, Reaction, ServiceDefinition } from './service.js';

export interface Reading {
  readonly store: ViewStore;
  readonly engine: Pick<ProcessEngine, 'listens' | 'route'>;
  readonly ledger: Pick<Ledger, 'readStream'>;
  readonly log: Logger;
  /** Default: the machine's. */
  readonly timers?: Timers;
  /** The ledger's, as the service starts. */
  readonly head: bigint;
  /** Lists the processes that were begun; default: as rows. */
  readonly index?: (context: string, categories: ReadonlyMap<string, string>, types: readonly string[]) => View<any>;
}

/** Whoever reads the ledger in this service, in the order in which they take a run: a reaction to an event finds in the views what happened before it. */
export async function consumersOf(definition: ServiceDefinition, app: Made, reading: Reading): Promise<readonly Consumer[]> {
  const { store, engine, log, head, index = processIndexView } = reading;
  const { name, views = [], reactions = [], processes = [], publishes } = definition;
  const categories = new Map(
    processes.map((runner) => app.get<ProcessRunner<any, any, any, any>>(runner)).map(({ category, process }) => [category, process.name]),
  );
  const made = views.map((view) => app.get<View<any> | MemoryView>(view));
  const tables = [...made.filter((view): view is View<any> => !isMemoryView(view)), index(name, categories, publishes)];
  for (const view of tables) await store.prepare(view, head);
  const surroundings = { ...reading, service: name };
  return [
    new TableViewsConsumer(store, tables),
    ...made.filter(isMemoryView).map((view) => new MemoryViewConsumer(view, log)),
    ...reactions
      .map((reaction) => app.get<Reaction>(reaction))
      .map((reaction) => new ReactingConsumer(reaction.name, reaction.listens, (event) => reaction.handle(event), surroundings)),
    new ReactingConsumer('processes', [...engine.listens], (event) => engine.route(event), surroundings),
  ];
}

export function isMemoryView(view: View<any> | MemoryView): view is MemoryView {
  return (view as MemoryView).kind === 'memory';
}
