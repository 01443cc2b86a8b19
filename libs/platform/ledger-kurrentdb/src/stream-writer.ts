import { setTimeout as sleep } from 'node:timers/promises';
import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { answerToRetry, type AppendResult, type RecordedEvent, type StreamAppend } from '@carriermesh/platform-ledger';
import { WrongExpectedVersionError, type AppendResponse, type AppendStreamRequest, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import pLimit from 'p-limit';
import { operationalErrorOf, saysNotLeading } from './kurrentdb-errors.js';
import type { StreamNames } from './names.js';
import { dataOf, eventOf, takenFor, takingOf } from './stored-events.js';
import type { StreamReader } from './stream-reader.js';

/** Streams read at once for one retry, or for one call of `readStreams`. */
export const READS_AT_ONCE = 16;
/** How long what has won against an append may take to become readable. */
const SHOWN_LIMIT_MS = 5_000;
const SHOWN_POLL_MS = 20;
const DOING = 'the outcome of an append is unknown';

/** What the server is asked in one call: first it takes the ids of all events, so that one used before is what it names. */
export function requestsOf(names: StreamNames, appends: readonly StreamAppend[]): AppendStreamRequest[] {
  return [
    ...appends.flatMap(({ stream, events }) => events.map(({ eventId }) => takingOf(names, eventId, stream))),
    ...appends.map(({ stream, expected, events }) => ({
      streamName: names.stored(stream),
      expectedState: expected === 'none' ? ('no_stream' as const) : expected === 'any' ? ('any' as const) : BigInt(expected),
      events: events.map(dataOf),
    })),
  ];
}

/** Each stream's last revision, in the order of the append. */
export function revisionsOf(names: StreamNames, appends: readonly StreamAppend[], responses: readonly AppendResponse[]): ReadonlyMap<string, number> {
  const byName = new Map(responses.map(({ streamName, revision }) => [streamName, Number(revision)]));
  return new Map(
    appends.map(({ stream }) => {
      const revision = byName.get(names.stored(stream));
      invariant(revision !== undefined, `KurrentDB committed an append to ${stream} and did not say at which revision`);
      return [stream, revision];
    }),
  );
}

/** Writes commits, and finds out what became of those that the server did not take. */
export class StreamWriter {
  private client: KurrentDBClient;

  constructor(
    private readonly connect: () => KurrentDBClient,
    private readonly reader: StreamReader,
    private readonly names: StreamNames,
  ) {
    this.client = connect();
  }

  /** @throws OperationalError `unavailable` when the outcome is unknown: the same append may be tried again */
  async append(appends: readonly StreamAppend[]): Promise<AppendResult> {
    const { client } = this;
    let responses: AppendResponse[];
    try {
      ({ responses } = await client.multiStreamAppend(requestsOf(this.names, appends)));
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return this.settle(appends, error);
      // Another attempt has to find the node that leads now.
      if (saysNotLeading(error) && this.client === client) this.client = this.connect();
      throw operationalErrorOf(error, DOING);
    }
    return this.answer(appends, revisionsOf(this.names, appends, responses));
  }

  close(): Promise<void> {
    return this.client.dispose();
  }

  /** The server says neither the time of a commit nor, for every version, the place of its last event. */
  private async answer(appends: readonly StreamAppend[], revisions: ReadonlyMap<string, number>): Promise<AppendResult> {
    const stream = appends.at(-1)?.stream ?? '';
    const [last] = await this.reader.stream(this.names.stored(stream), revisions.get(stream), 1);
    if (last === undefined) throw new OperationalError('unavailable', `${DOING}: KurrentDB does not show the end of ${stream}, which it acknowledged`);
    const { position, recordedAt } = eventOf(this.names, last);
    return { kind: 'appended', position, revisions, recordedAt };
  }

  /** Something stood where the append wanted to be: the same append made earlier, or somebody else's. */
  private async settle(appends: readonly StreamAppend[], { streamName, actualState }: WrongExpectedVersionError): Promise<AppendResult> {
    const actual = typeof actualState === 'bigint' ? Number(actualState) : 'none';
    // The server refuses because of commits that no reader sees yet. Whoever loads again after a conflict has to see them.
    if (actual !== 'none') await this.shown(streamName, actual);
    const firstId = appends[0]?.events[0]?.eventId ?? '';
    const earlier = await this.findRecorded(appends, this.names.isOfId(streamName) ? streamName : this.names.ofId(firstId));
    if (earlier) return earlier;
    const append = appends.find(({ stream }) => this.names.stored(stream) === streamName);
    if (append === undefined) throw new OperationalError('unavailable', `${DOING}: KurrentDB names stream ${streamName} in a conflict, and does not show it`);
    return { kind: 'revision-conflict', stream: append.stream, expected: append.expected, actual };
  }

  private async shown(stored: string, revision: number): Promise<void> {
    const giveUpAtMs = performance.now() + SHOWN_LIMIT_MS;
    while ((await this.reader.stream(stored, revision, 1)).length === 0) {
      if (performance.now() > giveUpAtMs) {
        throw new OperationalError('unavailable', `KurrentDB refused an append because of revision ${revision} of ${stored}, and did not show it within ${SHOWN_LIMIT_MS} ms`);
      }
      await sleep(SHOWN_POLL_MS);
    }
  }

  private async findRecorded(appends: readonly StreamAppend[], ids: string): Promise<AppendResult | undefined> {
    const [taken] = await this.reader.stream(ids, 0, 1);
    if (taken === undefined) return undefined;
    // The stream that has the event is read too: it need not be one of this append, and then an id was used twice.
    const streams = new Set([takenFor(this.names, taken), ...appends.map(({ stream }) => stream)]);
    const wanted = new Set(appends.flatMap(({ events }) => events.map(({ eventId }) => eventId)));
    const recorded = new Map<string, RecordedEvent>();
    const limit = pLimit(READS_AT_ONCE);
    const found = await Promise.all([...streams].map((stream) => limit(() => this.reader.stream(this.names.stored(stream)))));
    for (const event of found.flat().map((one) => eventOf(this.names, one))) if (wanted.has(event.eventId)) recorded.set(event.eventId, event);
    return answerToRetry(appends, recorded);
  }
}
