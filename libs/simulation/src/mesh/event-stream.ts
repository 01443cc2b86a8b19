import type { EventMessage } from '@carriermesh/platform-bus';
import type { EventSource } from '@carriermesh/platform-chassis';
import { LEDGER_START, SimulatedLedger, type Position } from '@carriermesh/platform-ledger';
import type { MachineProcess } from '../world/machine-process.js';
import type { Network } from '../world/network.js';
import type { Random } from '../world/random.js';

interface Follower {
  readonly process: MachineProcess;
  readonly onEvent: (message: EventMessage) => void;
}

/** How the copy of the ledger reaches its readers just now. */
export interface StreamWeather {
  loss: number;
  twice: number;
  delayed: number;
  delayMs: number;
}

/** The copy of the ledger on the bus: whoever follows it hears each message, unless it is lost, doubled or overtaken on the way. */
export class EventStream {
  readonly weather: StreamWeather = { loss: 0, twice: 0, delayed: 0, delayMs: 0 };
  private readonly followers = new Set<Follower>();
  private readonly chance: Random;
  /** Where the copy ends: what a relay that starts looks at. */
  copiedTo: Position = LEDGER_START;

  constructor(private readonly network: Network) {
    this.chance = network.world.random('event stream');
  }

  follow(process: MachineProcess, onEvent: Follower['onEvent']): EventSource {
    const follower = { process, onEvent };
    return {
      start: () => void this.followers.add(follower),
      stop: async () => void this.followers.delete(follower),
    };
  }

  forget(process: MachineProcess): void {
    for (const follower of this.followers) if (follower.process === process) this.followers.delete(follower);
  }

  publish(messages: readonly EventMessage[]): void {
    this.copiedTo = messages.at(-1)?.event.position ?? this.copiedTo;
    for (const follower of this.followers) this.send(follower, messages);
  }

  /** Messages that nothing happens to come together and in order. */
  private send({ process, onEvent }: Follower, messages: readonly EventMessage[]): void {
    const { loss, twice, delayed, delayMs } = this.weather;
    const { agenda } = this.network.world;
    const deliver = (those: readonly EventMessage[]): void =>
      void process.after(0, () => this.network.isReachable(process) && those.forEach(onEvent));
    const prompt: EventMessage[] = [];
    for (const message of messages) {
      if (this.chance.chance(loss)) continue;
      if (this.chance.chance(delayed)) agenda.after(2 + this.chance.below(delayMs), () => deliver([message]));
      else prompt.push(message);
      if (this.chance.chance(twice)) agenda.after(2 + this.chance.below(delayMs), () => deliver([message]));
    }
    if (prompt.length > 0) agenda.after(2, () => deliver(prompt));
  }
}

const RUN_LENGTH = 512;
const POLL_MS = 500;
const RETRY_MS = 500;
/** How far back a relay may begin that found the stream's end behind where it was. */
const MAX_REPEATED_EVENTS = 40;

/** Copies the ledger to the stream, as the relay does: it keeps nothing, and what it repeats after a start is as old as it looks. */
export async function runRelay(process: MachineProcess, ledger: SimulatedLedger, stream: EventStream, chance: Random): Promise<void> {
  let wake: () => void = () => undefined;
  ledger.onCommit(() => wake());
  let at = await firstCopied(ledger, stream, chance);
  for (;;) {
    const events = await ledger.readAll(at, RUN_LENGTH).catch(() => undefined);
    if (events === undefined) await new Promise<void>((resolve) => process.after(RETRY_MS, resolve));
    else if (events.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        process.after(POLL_MS, resolve);
      });
    } else {
      const from = at;
      stream.publish(events.map((event, index) => ({ event, previous: events[index - 1]?.position ?? from })));
      at = events.at(-1)?.position ?? at;
    }
  }
}

/** Where the stream ends, or a little before: a relay that was killed may not have seen its last acknowledgements. */
async function firstCopied(ledger: SimulatedLedger, stream: EventStream, chance: Random): Promise<Position> {
  const before = await ledger.readAll(LEDGER_START, 100_000).catch(() => []);
  const copied = before.filter(({ position }) => position <= stream.copiedTo);
  return copied[copied.length - 1 - chance.below(MAX_REPEATED_EVENTS)]?.position ?? LEDGER_START;
}
