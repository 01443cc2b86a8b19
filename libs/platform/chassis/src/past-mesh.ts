import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { Provider, Type } from '@nestjs/common';
import type { Instant } from '@carriermesh/kernel';
import type { Bus, RequestOptions } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Ledger, LedgerReading, StillToCome } from '@carriermesh/platform-ledger';
import type { PersonalData } from '@carriermesh/platform-personal-data';
import { PassingViews, type View, type ViewDatabase, type ViewEvents } from '@carriermesh/platform-readmodel';
import type { Logger } from '@carriermesh/platform-telemetry';
import { realTimers } from '@carriermesh/platform-time';
import type { common, Rpc } from '@carriermesh/wire';
import { isMemoryView } from './consumers-of.js';
import { MemoryViewConsumer } from './consumers.js';
import { Call, rpcOf, type Handler } from './handles.js';
import type { MemoryView, ServiceDefinition } from './service.js';
import { TimedIds } from './timed-ids.js';
import { BUS, CLOCK, IDS, LEDGER, LOGGER, PERSONAL_DATA, READ_MODEL, TIMERS } from './tokens.js';
import { TypedLedger } from './typed-ledger.js';

/** Said alike wherever somebody asks about what is still to come. */
export const futureRefusal = ({ code, asked, newest }: StillToCome): common.Refusal => ({
  code,
  message: `What will be as of ${asked} is not known yet: the newest is ${newest}.`,
  facts: { asked, newest },
});

/** What is known of an earlier time. */
export interface Past {
  /** It ends where that time does. */
  readonly ledger: LedgerReading;
  /** What its views are built of: the same events. */
  readonly events: ViewEvents;
  /** What the mesh's clock showed. */
  readonly at: Instant;
  /** Where the rows of views are kept for as long as one question takes. */
  readonly database: ViewDatabase;
  /** As it can be read now: who was forgotten since is forgotten also then. Absent: nobody's. */
  readonly personalData?: Pick<PersonalData, 'open'>;
  readonly log: Logger;
}

/**
 * Answers queries as the services would have answered them at an earlier time: the handler and the views that a running service answers with are
 * made for one question, and fed of the ledger up to there. Nothing is written, and nothing is kept.
 */
export class PastMesh implements Pick<Bus, 'request'> {
  constructor(
    private readonly services: readonly ServiceDefinition[],
    private readonly past: Past,
  ) {}

  /** @throws OperationalError `misconfigured` for what is no query of these services */
  async request<Request, Response>(rpc: Rpc<Request, Response>, body: Request, { context }: Pick<RequestOptions, 'context'>): Promise<Response> {
    const { handler, made } = this.answererOf(rpc);
    const views = await PassingViews.open<any>(this.past.database);
    try {
      return await this.answer({ handler, made, views }, new Call(body, context));
    } finally {
      await views.close();
    }
  }

  private async answer<Request, Response>({ handler, made, views }: Answerer & { readonly views: PassingViews }, call: Call<Request>): Promise<Response> {
    class PastModule {}
    const app = await NestFactory.createApplicationContext({ module: PastModule, providers: [...made, ...this.surroundings(views)] }, { logger: false, abortOnError: false });
    try {
      for (const each of made) await this.feed(app.get<object>(each), views);
      return await app.get<Handler<Request, Response>>(handler).execute(call);
    } finally {
      await app.close();
    }
  }

  private answererOf(rpc: Rpc<any, any>): Answerer {
    for (const service of this.services) {
      const handler = rpc.kind === 'query' ? service.handlers.find((each) => rpcOf(each) === rpc) : undefined;
      if (handler) return { handler, made: neededBy(handler, service) };
    }
    throw new OperationalError('misconfigured', `${rpc.name} is no question that can be asked as of an earlier time`);
  }

  private surroundings(views: PassingViews): readonly Provider[] {
    const { at, log, personalData = NOBODYS } = this.past;
    const clock = { now: () => at };
    const ids = new TimedIds();
    const ledger = new TypedLedger(readOnly(this.past.ledger), clock, ids);
    const values = [[LEDGER, ledger], [CLOCK, clock], [BUS, UNHEARD], [IDS, ids], [READ_MODEL, views], [LOGGER, log], [TIMERS, realTimers], [PERSONAL_DATA, personalData]] as const;
    return values.map(([provide, useValue]) => ({ provide, useValue }));
  }

  private async feed(made: object, views: PassingViews): Promise<void> {
    if (!isView(made)) return;
    const { events, log } = this.past;
    if (!isMemoryView(made)) return views.build(made, events);
    const consumer = new MemoryViewConsumer(made, log);
    const head = await events.head();
    for await (const run of events.read({ after: 0n, upTo: head, types: made.listens })) await consumer.take(run, run.at(-1)?.position ?? 0n);
    await consumer.take([], head);
  }
}

interface Answerer {
  readonly handler: Type;
  /** The handler, and of its service's other classes those that it injects, and these in turn. */
  readonly made: readonly Type[];
}

function neededBy(handler: Type, { handlers, views = [], providers = [] }: ServiceDefinition): readonly Type[] {
  const ofTheService = new Set<unknown>([...handlers, ...views, ...providers]);
  const found = new Set<Type>([handler]);
  for (const each of found) {
    for (const injected of injectedInto(each)) {
      if (ofTheService.has(injected)) found.add(injected as Type);
      // Whoever reads rows without the view that keeps them may mean any.
      if (injected === READ_MODEL && !views.some((view) => view === each)) for (const view of views) found.add(view);
    }
  }
  return [...found];
}

/** As Nest reads them: what the constructor's types say, and what `@Inject` says instead. */
function injectedInto(made: Type): readonly unknown[] {
  const types = (Reflect.getMetadata('design:paramtypes', made) ?? []) as readonly unknown[];
  const named = (Reflect.getMetadata('self:paramtypes', made) ?? []) as readonly { readonly param: unknown }[];
  return [...types, ...named.map(({ param }) => param)];
}

const isView = (made: object): made is View<any> | MemoryView => 'listens' in made && 'apply' in made;

/** Nobody hears what is told of the past, and nothing comes in. */
const UNHEARD: Pick<Bus, 'tell' | 'hear'> = { tell: () => undefined, hear: () => () => undefined };

const NOBODYS: Pick<PersonalData, 'open'> = { open: () => Promise.resolve(undefined) };

function readOnly(ledger: LedgerReading): Ledger {
  const refuse = (): never => {
    throw new OperationalError('misconfigured', 'an earlier time can be asked, and not written to');
  };
  return {
    ...ledger,
    readStreams: async (streams) => {
      const read = await Promise.all(streams.map(async (stream) => [stream, await ledger.readStream(stream)] as const));
      return new Map(read.filter(([, events]) => events.length > 0));
    },
    tip: () => ledger.head(),
    append: refuse,
    onCommit: refuse,
    close: refuse,
  };
}
