import { OperationalError } from '@carriermesh/platform-errors';
import { LEDGER_START, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { BACKWARDS, END, FORWARDS, START, streamNameFilter, type KurrentDBClient, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { operationalErrorOf, saysNoStream } from './kurrentdb-errors.js';
import type { StreamNames } from './names.js';
import { logPositionOf, positionOf } from './positions.js';
import { eventOf } from './stored-events.js';

/** The client's reads have no limit of their own. */
export const READ_TIMEOUT_MS = 30_000;
const DOING = 'the ledger could not be read';
/** Only the leader is sure to show what it has acknowledged. */
const FROM_LEADER = { requiresLeader: true };

/** What the ledger asks of KurrentDB when it reads. */
export class StreamReader {
  constructor(
    private readonly client: KurrentDBClient,
    private readonly names: StreamNames,
  ) {}

  /** @param stored the stream's name as KurrentDB knows it */
  async stream(stored: string, fromRevision = 0, maxCount = Number.MAX_SAFE_INTEGER): Promise<ResolvedEvent[]> {
    try {
      return await collected(this.client.readStream(stored, { fromRevision: BigInt(fromRevision), maxCount, direction: FORWARDS, ...FROM_LEADER }));
    } catch (error) {
      if (saysNoStream(error)) return [];
      throw operationalErrorOf(error, DOING);
    }
  }

  /** The events after a position. A read in KurrentDB begins with the event at the position itself. */
  async after(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const from = logPositionOf(after);
    const fromPosition = after === LEDGER_START ? START : { commit: from, prepare: from };
    const found = await this.all({ fromPosition, maxCount: limit + 1, direction: FORWARDS });
    return found.map((event) => eventOf(this.names, event)).filter(({ position }) => position > after).slice(0, limit);
  }

  async last(): Promise<Position> {
    const [newest] = await this.all({ fromPosition: END, maxCount: 1, direction: BACKWARDS });
    const commit = newest?.event?.position?.commit;
    return commit === undefined ? LEDGER_START : positionOf(commit);
  }

  private async all(options: Parameters<KurrentDBClient['readAll']>[0]): Promise<ResolvedEvent[]> {
    try {
      return (await collected(this.client.readAll({ ...options, filter: streamNameFilter({ prefixes: [this.names.prefix] }), ...FROM_LEADER }))) as ResolvedEvent[];
    } catch (error) {
      throw operationalErrorOf(error, DOING);
    }
  }
}

async function collected<E>(events: AsyncIterable<E>): Promise<E[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OperationalError('timeout', `${DOING}: KurrentDB did not answer within ${READ_TIMEOUT_MS} ms`)), READ_TIMEOUT_MS);
  });
  const all = async (): Promise<E[]> => {
    const found: E[] = [];
    for await (const event of events) found.push(event);
    return found;
  };
  try {
    return await Promise.race([all(), late]);
  } finally {
    clearTimeout(timer);
  }
}
