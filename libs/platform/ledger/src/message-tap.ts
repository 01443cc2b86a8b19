const HEADER_BYTES = 5;
const READY_FOR_QUERY = 0x5a;

type Listener = (bytes: Buffer) => void;

/**
 * Takes messages of some kinds out of what the server answers to one query, as bytes; the driver would make texts and objects of them. All
 * others go the driver's way. It has its socket back before it hears that the server is ready, since it may send the next query then.
 * @param codes of the messages that are taken
 * @param take gets whole messages, one behind the other
 */
export function tapMessages(stream: NodeJS.ReadWriteStream, codes: readonly number[], take: (messages: Buffer) => void): void {
  new MessageTap(stream, codes, take).begin();
}

class MessageTap {
  private readonly driver: readonly Listener[];
  /** The beginning of a message of which nobody knows yet how long it is. */
  private rest: Buffer | undefined;
  /** A message that comes in pieces, and how much of it is there. */
  private partial: Buffer | undefined;
  private filled = 0;
  private isOver = false;

  constructor(
    private readonly stream: NodeJS.ReadWriteStream,
    private readonly codes: readonly number[],
    private readonly take: (messages: Buffer) => void,
  ) {
    this.driver = stream.listeners('data') as Listener[];
  }

  begin(): void {
    this.stream.removeAllListeners('data');
    this.stream.on('data', this.onBytes);
  }

  private readonly onBytes = (chunk: Buffer): void => {
    const bytes = this.partial ? this.completed(this.partial, chunk) : this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = undefined;
    if (this.isOver) {
      this.handOn(bytes, false);
      return;
    }
    const end = this.wholeMessages(bytes);
    if (end === bytes.length) return;
    const rest = bytes.subarray(end);
    if (rest.length < HEADER_BYTES) {
      this.rest = rest;
    } else {
      // One buffer for all of its pieces: a long message would be copied once more with every piece that is added.
      this.partial = Buffer.allocUnsafe(lengthOf(rest, 0));
      this.filled = rest.copy(this.partial);
    }
  };

  /** Answers what follows the message that was waited for. */
  private completed(partial: Buffer, chunk: Buffer): Buffer {
    const taken = chunk.copy(partial, this.filled);
    this.filled += taken;
    if (this.filled === partial.length) {
      this.partial = undefined;
      this.wholeMessages(partial);
    }
    return chunk.subarray(taken);
  }

  /** Hands on whole messages, as many of one kind at a time as there are. @returns how far they reach */
  private wholeMessages(bytes: Buffer): number {
    let from = 0;
    let at = 0;
    let isOurs = false;
    while (at + HEADER_BYTES <= bytes.length) {
      const end = at + lengthOf(bytes, at);
      const code = bytes[at] as number;
      if (end > bytes.length) break;
      if (this.codes.includes(code) !== isOurs) {
        this.handOn(bytes.subarray(from, at), isOurs);
        from = at;
        isOurs = !isOurs;
      }
      if (code === READY_FOR_QUERY) {
        this.giveBack();
        this.handOn(bytes.subarray(from), false);
        return bytes.length;
      }
      at = end;
    }
    this.handOn(bytes.subarray(from, at), isOurs);
    return at;
  }

  private handOn(messages: Buffer, isOurs: boolean): void {
    if (messages.length === 0) return;
    if (isOurs) this.take(messages);
    else for (const listener of this.driver) listener(messages);
  }

  private giveBack(): void {
    this.isOver = true;
    this.stream.removeListener('data', this.onBytes);
    for (const listener of this.driver) this.stream.on('data', listener);
  }
}

/** Of the message that begins here. Its own count leaves its code out. */
export const lengthOf = (bytes: Buffer, at: number): number => 1 + bytes.readInt32BE(at + 1);
