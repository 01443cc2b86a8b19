import { Inject, Injectable } from '@nestjs/common';
import {
  hold,
  provider,
  resourceDecider,
  type HoldEvent,
  type HoldState,
  type Provider,
  type ProviderEvent,
  type Resource,
  type ResourceEvent,
} from '@carriermesh/advertising-domain';
import { advertising } from '@carriermesh/wire';
import { LEDGER, TypedLedger, Turns } from '@carriermesh/platform-chassis';
import type { CallContext } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { MAX_BATCH_EVENTS, type RevisionConflict } from '@carriermesh/platform-ledger';
import { type Change, StreamStates } from './stream-states.js';
import { holdStream, resourceStream } from './streams.js';

const MAX_REMEMBERED_PROVIDERS = 4_096;
/** About a kilobyte each. */
const MAX_REMEMBERED_RESOURCES = 65_536;
const MAX_REMEMBERED_HOLDS = 16_384;
const MAX_WAITING_TURNS = 10_000;

export const resource = resourceDecider((bytes) => advertising.ResourceOffer.decode(bytes));

export interface Writing {
  readonly context: CallContext;
  /** Streams that were read during this call; a conflict makes all of them doubtful again but the one that it was about. */
  readonly fresh: Set<string>;
}

/** What this instance has seen of advertising's streams, and whose turn it is to write. */
@Injectable()
export class Books {
  readonly providers: StreamStates<Provider, ProviderEvent>;
  readonly resources: StreamStates<Resource, ResourceEvent>;
  readonly holds: StreamStates<HoldState, HoldEvent>;
  readonly turns = new Turns(MAX_WAITING_TURNS, 'requests');

  constructor(@Inject(LEDGER) readonly ledger: TypedLedger) {
    this.providers = new StreamStates(ledger, provider, MAX_REMEMBERED_PROVIDERS);
    this.resources = new StreamStates(ledger, resource, MAX_REMEMBERED_RESOURCES);
    this.holds = new StreamStates(ledger, hold, MAX_REMEMBERED_HOLDS);
  }

  async refresh(streams: readonly string[], fresh: Set<string>): Promise<void> {
    const byStates = Map.groupBy(streams, (stream) => this.statesOf(stream));
    await Promise.all([...byStates].map(([states, own]) => states.refreshAll(own)));
    for (const stream of streams) fresh.add(stream);
  }

  /**
   * All changes in one commit, or none.
   * @returns the conflict when another instance wrote first; the stream in question has then been read again
   */
  async write(changes: readonly Change[], { context, fresh }: Writing): Promise<RevisionConflict | undefined> {
    const appends = changes.map(({ append }) => append);
    const count = appends.reduce((sum, { events }) => sum + events.length, 0);
    if (count > MAX_BATCH_EVENTS)
      throw new OperationalError('overloaded', `${count} events are more than one commit takes, ${MAX_BATCH_EVENTS}: lapsed holds have to be freed first`);
    const result = await this.ledger.commit(appends, context);
    if (result.kind === 'appended') {
      for (const { written } of changes) written();
      return undefined;
    }
    fresh.clear();
    this.statesOf(result.stream).disproved(result.stream, result.actual);
    await this.refresh([result.stream], fresh);
    return result;
  }

  private statesOf(stream: string): Pick<StreamStates<unknown, never>, 'refreshAll' | 'disproved'> {
    if (stream.startsWith(resourceStream(''))) return this.resources;
    return stream.startsWith(holdStream('')) ? this.holds : this.providers;
  }
}
