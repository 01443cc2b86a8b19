import type { CallContext, NatsTransport } from '@carriermesh/platform-bus';
import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Ledger, RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, TakenUp } from '@carriermesh/platform-readmodel';
import type { Logger } from '@carriermesh/platform-telemetry';
import { eventCodec, isEventType, monitoring, ofService, type Codec, type Rpc } from '@carriermesh/wire';
import type { Parkable } from './consumers.js';
import type { ParkedWatch } from './parked-watch.js';

/** Parked streams and waiting events of which one answer tells. */
const MAX_LISTED = 200;
const MAX_SHOWN = 20;
const MAX_REASON_CHARACTERS = 500;

export interface ReadersOptions {
  readonly service: string;
  readonly store: Pick<ReadModelStore, 'allParked' | 'checkpoint' | 'takeUp'>;
  readonly ledger: Pick<Ledger, 'readStream'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly parkables: readonly Parkable[];
  readonly watch: Pick<ParkedWatch, 'look'>;
}

/** What an operator may ask a service about its readers of the ledger, and have done. */
export class Readers {
  constructor(private readonly options: ReadersOptions) {}

  bind(transport: Pick<NatsTransport, 'bind'>): void {
    const answer = <Request, Response>(rpc: Rpc<Request, Response>, give: (request: Request, context: CallContext) => Promise<Response>): void =>
      transport.bind(ofService(rpc, this.options.service).subject, async (bytes, { context }) => give(rpc.request.decode(bytes), context), rpc.response.encode);
    answer(monitoring.ListParkedStreams, () => this.list());
    answer(monitoring.GetParkedStream, (request) => this.parked(request));
    answer(monitoring.TakeUpStream, (request, { actor }) => this.takeUp(request, actor));
  }

  private async list(): Promise<monitoring.ListParkedStreamsResponse> {
    const parked = await this.options.store.allParked();
    return { parked: parked.slice(0, MAX_LISTED).map(({ view, ...rest }) => ({ reader: view, ...rest })), parkedCount: parked.length };
  }

  private async parked({ reader, stream }: monitoring.GetParkedStreamRequest): Promise<monitoring.GetParkedStreamResponse> {
    const { store, ledger } = this.options;
    const parkable = this.parkable(reader);
    const found = (await store.allParked()).find((each) => each.view === reader && each.stream === stream);
    if (!found) return { waiting: [], waitingCount: 0 };
    const { view, ...parked } = found;
    const checkpoint = await store.checkpoint(parkable.view);
    const events = await ledger.readStream(stream);
    const waiting = events.filter(({ position, type }) => position >= parked.position && position <= checkpoint && parkable.view.listens.includes(type));
    return { parked: { reader: view, ...parked }, waiting: waiting.slice(0, MAX_SHOWN).map(shown), waitingCount: waiting.length };
  }

  private async takeUp({ reader, stream, drop }: monitoring.TakeUpStreamRequest, actor: string): Promise<monitoring.TakeUpStreamResponse> {
    const { store, ledger, log, watch } = this.options;
    if (drop) assertExplained(drop);
    const { view, handle } = this.parkable(reader);
    const read = (name: string): Promise<readonly RecordedEvent[]> => ledger.readStream(name);
    const taken = await store.takeUp(view, stream, { read, ...(handle && { handle }), ...(drop && { given: drop }) });
    const facts = { reader, stream, actor, outcome: taken.kind, ...(drop && { droppedEvent: drop.eventId, by: drop.by, reason: drop.reason }) };
    if (drop) log.warn(facts, 'an operator gave up an event of a parked stream');
    else log.info(facts, 'an operator had a parked stream taken up');
    await watch.look();
    return told(taken);
  }

  private parkable(reader: string): Parkable {
    const found = this.options.parkables.find(({ view }) => view.name === reader);
    if (found) return found;
    const known = this.options.parkables.map(({ view }) => view.name).join(', ');
    throw new OperationalError('malformed', `${this.options.service} has no reader named ${JSON.stringify(reader.slice(0, 80))}; its readers are ${known}`);
  }
}

function assertExplained({ by, reason }: monitoring.DroppedEvent): void {
  for (const [what, text] of [['who gives the event up', by], ['why', reason]] as const) {
    if (text.trim() === '' || text.length > MAX_REASON_CHARACTERS) {
      throw new OperationalError('malformed', `what is given up is given up on record: say ${what} in 1 to ${MAX_REASON_CHARACTERS} characters, not ${text.length}`);
    }
  }
}

function told(taken: TakenUp): monitoring.TakeUpStreamResponse {
  const nothing = { applied: 0, eventId: '', error: '' };
  if (taken.kind === 'taken-up') return { ...nothing, outcome: taken.kind, applied: taken.applied };
  if (taken.kind === 'parked-again') return { ...nothing, outcome: taken.kind, eventId: taken.eventId, error: taken.error };
  if (taken.kind === 'other-event') return { ...nothing, outcome: taken.kind, eventId: taken.eventId };
  return { ...nothing, outcome: taken.kind };
}

const shown = (event: RecordedEvent): monitoring.WaitingEvent => {
  const { position, revision, eventId, type, recordedAt } = event;
  return { position, revision, eventId, type, recordedAt, dataJson: jsonOf(event) };
};

/** It may be the very bytes that nobody can read. */
function jsonOf({ type, payload }: RecordedEvent): string {
  try {
    invariant(isEventType(type), `no event of type ${type} is known`);
    const codec = eventCodec(type) as Codec<unknown>;
    return JSON.stringify(codec.toJson(codec.decode(payload)));
  } catch {
    return '';
  }
}
