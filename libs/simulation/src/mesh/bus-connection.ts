import { COPIED_SUBJECT, type Relay } from '@carriermesh/platform-bus';
import type { MachineProcess } from '../world/machine-process.js';
import type { Network } from '../world/network.js';
import type { MeshParts } from './simulated-mesh.js';

type Connection = ConstructorParameters<typeof Relay>[1];
type Callback = (error: null, message: { readonly subject: string; readonly data: Uint8Array }) => void;
type Headers = { readonly headers?: { encode(): Uint8Array } };

/** The server's own limit. */
const MAX_PAYLOAD_BYTES = 1_048_576;

/**
 * A process's connection to the bus, as far as the relay and its followers use one: of what is sent on it each message arrives after the one before, or
 * is lost where the connection is. Everything but the stream of events goes over the network as everybody's messages do.
 */
class BusConnection {
  readonly options = {};
  readonly info = { max_payload: MAX_PAYLOAD_BYTES };
  private readonly chance;
  private lastArrivesMs = 0;

  constructor(
    private readonly process: MachineProcess,
    private readonly parts: Pick<MeshParts, 'network' | 'stream'>,
  ) {
    this.chance = process.world.random(`connection ${process.name}`);
  }

  subscribe(subject: string, { callback }: { readonly callback: Callback }): { unsubscribe(): void } {
    const { process, parts } = this;
    if (subject === COPIED_SUBJECT) return { unsubscribe: parts.stream.hear(process, (data) => callback(null, { subject, data })) };
    const unsubscribe = hearAloud(parts.network, process, subject, (told, data) => callback(null, { subject: told, data }));
    return { unsubscribe };
  }

  publish(subject: string, payload: Uint8Array, { headers }: Headers = {}): void {
    const { stream } = this.parts;
    if (subject === COPIED_SUBJECT) this.send(() => stream.tell(payload));
    else this.send(() => void stream.take(subject, textOf(headers)));
  }

  request(subject: string, _: Uint8Array, { headers, timeout }: Headers & { readonly timeout: number }): Promise<object> {
    const { process, parts } = this;
    const { network, stream } = parts;
    return new Promise((resolve, reject) => {
      const giveUp = process.after(timeout, () => reject(new Error(`nobody answered on ${subject} within ${timeout} ms`)));
      this.send(() => {
        const answer = JSON.stringify(subject.startsWith('$JS.') ? stream.answer(subject) : stream.take(subject, textOf(headers)));
        if (this.chance.chance(stream.weather.loss)) return;
        const heard = (): void => {
          if (!network.isReachable(process)) return;
          giveUp();
          resolve({ data: Buffer.from(answer), json: () => JSON.parse(answer) as unknown });
        };
        process.world.agenda.after(1 + this.chance.below(2), () => process.after(0, heard));
      });
    });
  }

  private send(arrive: () => void): void {
    const { world } = this.process;
    const { network, stream } = this.parts;
    if (!network.isReachable(this.process) || this.chance.chance(stream.weather.loss)) return;
    this.lastArrivesMs = Math.max(this.lastArrivesMs, world.nowMs + 1 + this.chance.below(2));
    world.agenda.after(this.lastArrivesMs - world.nowMs, arrive);
  }
}

const textOf = (headers: Headers['headers']): string => (headers ? Buffer.from(headers.encode()).toString() : '');

export const connectionOf = (process: MachineProcess, parts: Pick<MeshParts, 'network' | 'stream'>): Connection => new BusConnection(process, parts) as unknown as Connection;

/** Hears, and lets the run's history say that it did. */
export const hearAloud: (...wanted: [Network, ...Parameters<Network['hear']>]) => () => void = (network, process, subject, onMessage) =>
  network.hear(process, subject, (told, body) => {
    process.world.tell(`${process.name} hears ${told}`);
    onMessage(told, body);
  });
