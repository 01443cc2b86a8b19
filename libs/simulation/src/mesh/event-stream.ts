import { EVENT_STREAM } from '@carriermesh/platform-bus';
import type { MachineProcess } from '../world/machine-process.js';
import type { Network } from '../world/network.js';

interface Follower {
  readonly process: MachineProcess;
  readonly onRun: (body: Uint8Array) => void;
}

interface Stored {
  readonly subject: string;
  readonly headers: string;
  readonly sequence: number;
}

/** How what the relay says reaches the bus, and runs of events their readers, just now. */
export interface StreamWeather {
  loss: number;
  twice: number;
  delayed: number;
  delayMs: number;
}

const MESSAGE_NOT_FOUND = { code: 404, err_code: 10_037, description: 'no message found' };

/**
 * What the bus's server does for the relay and for those who follow it: it keeps the stream of events, of which nobody here asks for more than where
 * it ends, takes a message only where that is what the message expects, and tells runs of events to whoever hears, unless they are lost on the way.
 */
export class EventStream {
  readonly weather: StreamWeather = { loss: 0, twice: 0, delayed: 0, delayMs: 0 };
  private readonly followers = new Set<Follower>();
  private readonly chance;
  private sequence = 0;
  private last: Stored | undefined;

  constructor(private readonly network: Network) {
    this.chance = network.world.random('event stream');
  }

  /** The server comes back with an empty store. */
  wipe(): void {
    this.sequence = 0;
    this.last = undefined;
  }

  hear(process: MachineProcess, onRun: Follower['onRun']): () => void {
    const follower = { process, onRun };
    this.followers.add(follower);
    return () => void this.followers.delete(follower);
  }

  forget(process: MachineProcess): void {
    for (const follower of this.followers) if (follower.process === process) this.followers.delete(follower);
  }

  /** @returns what the server acknowledges a message with, or refuses it with */
  take(subject: string, headers: string): object {
    const expected = /^Nats-Expected-Last-Sequence: (\d+)\r$/m.exec(headers)?.[1];
    if (expected !== undefined && Number(expected) !== this.sequence) {
      this.network.world.tell(`the stream ends with ${this.sequence}, and does not take what follows ${expected}`);
      return { error: { code: 400, err_code: 10_071, description: `wrong last sequence: ${this.sequence}` } };
    }
    this.sequence += 1;
    this.last = { subject, headers, sequence: this.sequence };
    return { stream: EVENT_STREAM, seq: this.sequence };
  }

  /** What JetStream's own subjects answer, of the few that a relay asks. */
  answer(subject: string): object {
    const question = subject.replace('$JS.API.', '').replace(`.${EVENT_STREAM}`, '');
    if (question === 'INFO') return {};
    if (question === 'STREAM.CREATE' || question === 'STREAM.INFO') return { config: { name: EVENT_STREAM }, state: { last_seq: this.sequence } };
    if (question !== 'STREAM.MSG.GET') throw new Error(`nobody answers on ${subject}`);
    if (!this.last) return { error: MESSAGE_NOT_FOUND };
    this.network.world.tell(`the stream is looked at, and ends with ${this.last.sequence}`);
    return { message: { subject: this.last.subject, seq: this.last.sequence, hdrs: Buffer.from(this.last.headers).toString('base64'), data: '' } };
  }

  /** A run of events, to all who follow. */
  tell(body: Uint8Array): void {
    for (const follower of this.followers) this.carry(follower, body);
  }

  private carry({ process, onRun }: Follower, body: Uint8Array): void {
    const { loss, twice, delayed, delayMs } = this.weather;
    const { agenda } = this.network.world;
    const deliver = (): void => void process.after(0, () => this.network.isReachable(process) && onRun(body));
    if (this.chance.chance(loss)) return;
    agenda.after(2 + (this.chance.chance(delayed) ? this.chance.below(delayMs) : 0), deliver);
    if (this.chance.chance(twice)) agenda.after(2 + this.chance.below(delayMs), deliver);
  }
}
