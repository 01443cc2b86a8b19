import pg from 'pg';
import { operationalErrorOf } from './postgres-errors.js';
import { CONNECT_TIMEOUT_MS } from './session.js';

/** Bytes that wait for their turn; the server stops sending beyond it. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

const COPY_DATA = 0x64;
const COPY_OUT_RESPONSE = 0x48;
const TYPE_AND_LENGTH_BYTES = 5;
/** `PGCOPY\n\xff\r\n\0`, flags and the length of an extension that nobody uses. */
const SIGNATURE_BYTES = 19;
/** In the place of a row's count of fields: there are no more rows. */
const END_OF_ROWS = -1;

/** The driver's connection to the server, as far as a query of one's own has to do with it. */
interface Wire {
  readonly stream: NodeJS.ReadWriteStream;
  query(text: string): void;
}

/** Where rows begin in a piece of what the server sent. */
export interface Rows {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
}

/**
 * One connection that copies rows out. The driver makes an object of every message; here the messages of a copy are taken from the
 * socket as they come, and only where a row begins is noted.
 */
export class CopyLane {
  private readonly client: pg.Client;
  private ended = false;

  constructor(config: pg.ClientConfig) {
    this.client = new pg.Client({ ...config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
    // A connection that breaks tells the query that is under way; without a listener the process would end.
    this.client.on('error', () => undefined);
  }

  async open(): Promise<void> {
    try {
      await this.client.connect();
    } catch (error) {
      throw operationalErrorOf(error, "the ledger's database could not be reached") ?? error;
    }
  }

  /** Starts copying at once; what has come is taken from the answer at leisure. */
  copy(query: string): CopyOut {
    const out = new CopyOut(`copy (${query}) to stdout (format binary)`);
    this.client.query(out as unknown as pg.Submittable);
    return out;
  }

  /** Without waiting for a copy that nobody wants any more. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    (this.client as unknown as { connection: Wire & { stream: { destroy(): void } } }).connection.stream.destroy();
    this.client.end().catch(() => undefined);
  }
}

/** One `COPY … TO STDOUT`, in the shape in which the driver runs queries. */
export class CopyOut {
  private wire: Wire | undefined;
  private driverListeners: ((bytes: Buffer) => void)[] = [];
  private readonly waiting: Buffer[] = [];
  private waitingBytes = 0;
  private rest: Buffer | undefined;
  private failure: unknown;
  private done = false;
  private sawSignature = false;
  private wake: (() => void) | undefined;

  constructor(private readonly text: string) {}

  /** The rows in the order in which they come, some at a time. */
  async *rows(): AsyncGenerator<Rows> {
    for (;;) {
      const bytes = this.waiting.shift();
      if (bytes) {
        this.waitingBytes -= bytes.length;
        if (this.waitingBytes < MAX_WAITING_BYTES) this.wire?.stream.resume();
        const rows = this.rowsOf(bytes);
        if (rows.starts.length > 0) yield rows;
      } else if (this.failure !== undefined) {
        throw operationalErrorOf(this.failure, 'the ledger could not be read') ?? this.failure;
      } else if (this.done) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    }
  }

  submit(wire: Wire): void {
    this.wire = wire;
    this.driverListeners = wire.stream.listeners('data') as ((bytes: Buffer) => void)[];
    wire.stream.removeAllListeners('data');
    wire.stream.on('data', this.onBytes);
    wire.query(this.text);
  }

  handleError(error: unknown): void {
    this.giveBack();
    this.failure = error;
    this.ring();
  }

  handleReadyForQuery(): void {
    this.done = true;
    this.ring();
  }

  // What else the driver may tell of a query says nothing about a copy.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleCopyData(): void {}

  /** Keeps whole messages of the copy, and hands everything else to the driver, which gets its socket back. */
  private readonly onBytes = (chunk: Buffer): void => {
    const bytes = this.rest ? this.completed(this.rest, chunk) : chunk;
    if (bytes === undefined) return;
    const end = endOfCopyData(bytes);
    if (end > 0) this.keep(bytes.subarray(0, end));
    if (end === bytes.length) return;
    if (isCopying(bytes, end)) {
      this.rest = bytes.subarray(end);
      return;
    }
    this.giveBack();
    for (const listener of this.driverListeners) listener(bytes.subarray(end));
  };

  /** Puts the message together of which a part came before, without copying what follows it. Answers what follows. */
  private completed(rest: Buffer, chunk: Buffer): Buffer | undefined {
    this.rest = undefined;
    const missing = rest.length < TYPE_AND_LENGTH_BYTES ? Infinity : 1 + rest.readInt32BE(1) - rest.length;
    if (missing > chunk.length) {
      const joined = Buffer.concat([rest, chunk]);
      if (rest.length >= TYPE_AND_LENGTH_BYTES) this.rest = joined;
      return this.rest ? undefined : joined;
    }
    this.keep(Buffer.concat([rest, chunk.subarray(0, missing)]));
    return chunk.subarray(missing);
  }

  private keep(bytes: Buffer): void {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes >= MAX_WAITING_BYTES) this.wire?.stream.pause();
    this.ring();
  }

  private giveBack(): void {
    const stream = this.wire?.stream;
    stream?.removeListener('data', this.onBytes);
    if (stream?.listenerCount('data') === 0) for (const listener of this.driverListeners) stream.on('data', listener);
  }

  private rowsOf(bytes: Buffer): Rows {
    const starts: number[] = [];
    for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
      let row = at + TYPE_AND_LENGTH_BYTES;
      if (bytes[at] !== COPY_DATA) continue;
      if (!this.sawSignature) {
        this.sawSignature = true;
        row += SIGNATURE_BYTES;
      }
      // The signature may come with the first row or without one.
      const isRow = row < at + 1 + bytes.readInt32BE(at + 1) && bytes.readInt16BE(row) !== END_OF_ROWS;
      if (isRow) starts.push(row);
    }
    return { bytes, starts };
  }

  private ring(): void {
    this.wake?.();
    this.wake = undefined;
  }
}

/** How far whole messages of a copy reach. */
function endOfCopyData(bytes: Buffer): number {
  let at = 0;
  while (at + TYPE_AND_LENGTH_BYTES <= bytes.length && (bytes[at] === COPY_DATA || bytes[at] === COPY_OUT_RESPONSE)) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.length) break;
    at = end;
  }
  return at;
}

/** Whether what begins here is a part of the copy, of which the rest is still to come. */
const isCopying = (bytes: Buffer, at: number): boolean => bytes[at] === COPY_DATA || bytes[at] === COPY_OUT_RESPONSE;
