import type pg from 'pg';
import { BindMessage } from './bind-message.js';
import { CopiedEvent, kept } from './copied-event.js';
import type { RecordedEvent } from './ledger.port.js';
import { lengthOf, tapMessages } from './message-tap.js';
import { prepare, type PreparedQuery } from './submission.js';

const DATA_ROW = 0x44;
const ROW_AT = 5;

/** Filled for each query and copied at once: what stands in it goes for all of them. */
const message = new BindMessage();

/**
 * Reads events, of which the query selects `COPIED_COLUMNS`, in the binary format. As text a payload would be twice as long, in hexadecimal, and every column a text that somebody has to
 * read; and the driver would have the columns described anew with each answer.
 */
export function readEvents(pool: pg.Pool, query: PreparedQuery): Promise<readonly RecordedEvent[]> {
  const events = new EventQuery(query);
  return new Promise((resolve, reject) => {
    const answered = (error: unknown): void => (error ? reject(error) : resolve(events.rows));
    (pool.query as unknown as (query: pg.Submittable, answered: (error: unknown) => void) => void).call(pool, events, answered);
  });
}

class EventQuery implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  readonly rows: RecordedEvent[] = [];
  private failure: unknown;
  /** Set by the driver. */
  callback: ((error: unknown) => void) | undefined;

  constructor(private readonly query: PreparedQuery) {
    this.name = query.name;
    this.text = query.text;
  }

  submit(connection: pg.Connection): void {
    tapMessages(connection.stream, [DATA_ROW], this.take);
    prepare(connection, this.query, () => Buffer.from(message.of(this.name, this.query.parameters, 'all-in-binary')));
  }

  handleError(error: unknown): void {
    this.callback?.(error);
  }

  handleReadyForQuery(): void {
    this.callback?.(this.failure);
  }

  // A row that can't be understood must not break off what the driver does with the rest.
  private readonly take = (messages: Buffer): void => {
    try {
      for (let at = 0; at < messages.length; at += lengthOf(messages, at)) this.rows.push(kept(new CopiedEvent(messages, at + ROW_AT)));
    } catch (error) {
      this.failure ??= error;
    }
  };

  handleDataRow(): void {}
  handleCommandComplete(): void {}
}
