import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import {
  MAX_READ_EVENTS, MAX_WAITING, assertAppendable,
  type AppendResult, type Ledger, type Position, type RecordedEvent, type StreamAppend,
} from '@carriermesh/platform-ledger';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import pLimit from 'p-limit';
import { CommitSubscription } from './commit-subscription.js';
import { DEFAULT_SPACE, StreamNames } from './names.js';
import { eventOf } from './stored-events.js';
import { READS_AT_ONCE, StreamWriter } from './stream-writer.js';
import { StreamReader } from './stream-reader.js';

/** What the server stores of one event is at most 16 MiB; some of that is its name, its type and its metadata. */
export const MAX_EVENT_BYTES = 15 * 1024 * 1024;
/** Appends under way; the others wait. */
const APPENDS_AT_ONCE = 64;

export interface KurrentDbLedgerOptions {
  /** `kurrentdb://…` or `kurrentdb+discover://…`, as the client takes it. */
  readonly connectionString: string;
  /** Begins the names of all streams of this ledger: another space is another ledger. */
  readonly space?: string;
}

/**
 * The ledger on KurrentDB 25.1 or later. Every event id takes a stream of its own
 * in the commit of its event: so a retry is recognised for ever, and one id never stands for two events (decision 14).
 */
export class KurrentDbLedger implements Ledger {
  private readonly reader: StreamReader;
  private readonly writer: StreamWriter;
  private readonly commits: CommitSubscription;
  private readonly limit = pLimit(APPENDS_AT_ONCE);
  private readonly unanswered = new Set<Promise<unknown>>();
  private closed = false;

  private constructor(
    private readonly client: KurrentDBClient,
    private readonly names: StreamNames,
    connect: () => KurrentDBClient,
  ) {
    this.reader = new StreamReader(client, names);
    this.writer = new StreamWriter(connect, this.reader, names);
    this.commits = new CommitSubscription(client, names);
  }

  /** @throws OperationalError `misconfigured` for a connection string that can't be read, `unavailable` when no server answers */
  static async open({ connectionString, space = DEFAULT_SPACE }: KurrentDbLedgerOptions): Promise<KurrentDbLedger> {
    const connect = () => clientOf(connectionString);
    const ledger = new KurrentDbLedger(connect(), new StreamNames(space), connect);
    try {
      await ledger.head();
      return ledger;
    } catch (error) {
      await ledger.close();
      throw error;
    }
  }

  async append(appends: readonly StreamAppend[]): Promise<AppendResult> {
    if (this.closed) throw new OperationalError('unavailable', 'the ledger is closed');
    assertAppendable(appends);
    for (const { eventId, payload } of appends.flatMap(({ events }) => events)) {
      invariant(payload.length <= MAX_EVENT_BYTES, `event ${eventId} has ${payload.length} bytes; on KurrentDB an event has at most ${MAX_EVENT_BYTES}`);
    }
    if (this.unanswered.size >= MAX_WAITING) {
      throw new OperationalError('overloaded', `${this.unanswered.size} appends wait for the ledger's database; the limit is ${MAX_WAITING}`);
    }
    const answer = this.limit(() => this.writer.append(appends));
    this.unanswered.add(answer);
    try {
      return await answer;
    } finally {
      this.unanswered.delete(answer);
    }
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    return (await this.reader.stream(this.names.stored(stream), fromRevision)).map((event) => eventOf(this.names, event));
  }

  /** One read for each stream: KurrentDB has none for many. */
  async readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const limit = pLimit(READS_AT_ONCE);
    const read = async (stream: string) => [stream, await this.readStream(stream)] as const;
    const found = await Promise.all([...new Set(streams)].map((stream) => limit(read, stream)));
    return new Map(found.filter(([, events]) => events.length > 0));
  }

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    invariant(Number.isInteger(limit) && limit > 0 && limit <= MAX_READ_EVENTS, `limit must be 1 to ${MAX_READ_EVENTS}, not ${limit}`);
    return this.reader.after(after, limit);
  }

  head(): Promise<Position> {
    return this.reader.last();
  }

  /** Readers see everything here that was committed. */
  tip(): Promise<Position> {
    return this.head();
  }

  onCommit(wake: () => void): () => void {
    return this.commits.subscribe(wake);
  }

  /** Takes no more appends, waits for the answers to those that it took, and closes its connections. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.allSettled(this.unanswered);
    this.commits.close();
    await Promise.all([this.client.dispose(), this.writer.close()]);
  }
}

/** What is wrong with a connection string is not repeated: it may hold a password. */
function clientOf(connectionString: string): KurrentDBClient {
  try {
    return KurrentDBClient.connectionString(connectionString);
  } catch (error) {
    const { location, expected } = error as { location?: readonly number[]; expected?: string };
    const where = location === undefined ? '' : ` at character ${location[0]}: expected ${expected}`;
    throw new OperationalError('misconfigured', `the connection string of KurrentDB cannot be read${where}`);
  }
}
