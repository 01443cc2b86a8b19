import { contextFromHeaders, contextToHeaders, errorFromHeaders, errorToHeaders, type Bus, type BytesHandler, type CallContext, type RequestOptions, DEFAULT_REQUEST_TIMEOUT_MS } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { operationSubject, WireError, type Rpc } from '@carriermesh/wire';
import type { MachineProcess } from './machine-process.js';
import type { Random } from './random.js';
import type { World } from './world.js';

interface Listener {
  readonly process: MachineProcess;
  readonly subject: string;
  readonly handler: BytesHandler;
}

interface Hearer {
  readonly process: MachineProcess;
  readonly subject: string;
  readonly onMessage: (subject: string, body: Uint8Array) => void;
}

type Reply = { readonly body: Uint8Array } | { readonly error: unknown };

/** How the bus behaves just now; zero everywhere is a bus that works. */
export interface BusWeather {
  loss: number;
  twice: number;
  /** How many messages are held up, and for how long at most. */
  delayed: number;
  delayMs: number;
}

/** The bus: requests that one of many takes, and what is told to all. It carries bytes, and under faults loses, doubles and delays them. */
export class Network {
  readonly weather: BusWeather = { loss: 0, twice: 0, delayed: 0, delayMs: 0 };
  private readonly listeners = new Subjects<Listener>();
  private readonly hearers = new Subjects<Hearer>();
  private readonly cutOff = new Set<string>();
  private readonly chance: Random;
  private sent = 0;

  constructor(readonly world: World) {
    this.chance = world.random('network');
  }

  listen<Answer>(process: MachineProcess, subject: string, handler: BytesHandler<Answer>, encode: (answer: Answer) => Uint8Array): void {
    this.listeners.add({ process, subject, handler: async (body, delivery) => encode(await handler(body, delivery)) });
  }

  hear(process: MachineProcess, subject: string, onMessage: Hearer['onMessage']): () => void {
    const hearer = { process, subject, onMessage };
    this.hearers.add(hearer);
    return () => this.hearers.remove((each) => each === hearer);
  }

  /** A process that is gone listens no more. */
  forget(process: MachineProcess): void {
    this.listeners.remove((each) => each.process === process);
    this.hearers.remove((each) => each.process === process);
  }

  /** Cuts a machine off from the bus, or joins it again. */
  part(machine: string, isCut: boolean): void {
    if (isCut) this.cutOff.add(machine);
    else this.cutOff.delete(machine);
  }

  isReachable(process: MachineProcess): boolean {
    return !this.cutOff.has(process.machine);
  }

  tell(from: MachineProcess, subject: string, body: Uint8Array): void {
    if (!this.isReachable(from)) return;
    for (const { process, onMessage } of this.hearers.of(subject)) {
      this.carry(() => process.after(0, () => this.isReachable(process) && onMessage(subject, body)));
    }
  }

  async exchange(from: MachineProcess, { subject, body, context, timeoutMs }: { subject: string; body: Uint8Array; context: CallContext; timeoutMs: number }): Promise<Uint8Array> {
    const number = ++this.sent;
    const listeners = this.listeners.of(subject).filter(({ process }) => this.isReachable(process));
    this.world.tell(`${from.name} asks ${subject} #${number} ${body.length} B`);
    // As they stand on the wire: the client's type does not say that headers can be written.
    const headers = Buffer.from((contextToHeaders(context) as unknown as { encode(): Uint8Array }).encode());
    let giveUp = (): void => undefined;
    const reply = await new Promise<Reply>((resolve) => {
      giveUp = from.after(timeoutMs, () => resolve({ error: new OperationalError('timeout', `nobody answered on ${subject} within ${timeoutMs} ms`) }));
      if (!this.isReachable(from)) return;
      const taker = listeners.length === 0 ? undefined : this.chance.pick(listeners);
      if (!taker) {
        // Accounts hide who listens: only within the mesh's own is absence told.
        if (!subject.startsWith('cm.out.')) from.after(1, () => resolve({ error: new OperationalError('unavailable', `nobody listens on ${subject}`) }));
        return;
      }
      const answer = (given: Reply): void =>
        this.carry(() => {
          this.world.tell(`#${number} ${'body' in given ? `answered ${given.body.length} B` : `failed ${(given.error as Error).message.slice(0, 80)}`}`);
          from.after(0, () => this.isReachable(from) && resolve(given));
        });
      this.carry(() => taker.process.after(0, () => this.isReachable(taker.process) && void this.handle(taker, { subject, body, headers }).then((given) => taker.process.isAlive && answer(given))));
    });
    giveUp();
    if ('error' in reply) throw reply.error;
    return reply.body;
  }

  private async handle({ handler, process }: Listener, { subject, body, headers }: { subject: string; body: Uint8Array; headers: Buffer }): Promise<Reply> {
    try {
      const anonymous = () => ({ actor: 'unknown', correlationId: subject, causationId: subject });
      return { body: await handler(body, { subject, context: contextFromHeaders(headers, anonymous) }) };
    } catch (error) {
      const known = error instanceof WireError ? new OperationalError('malformed', error.message) : error;
      if (!(known instanceof OperationalError)) this.onBug(process, known);
      return { error: errorFromHeaders(errorToHeaders(known)) };
    }
  }

  /** Told of whatever a handler threw that is no failure of its surroundings. */
  onBug: (process: MachineProcess, error: unknown) => void = () => undefined;

  private carry(deliver: () => void): void {
    const { loss, twice, delayed, delayMs } = this.weather;
    const copies = this.chance.chance(loss) ? 0 : this.chance.chance(twice) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const heldMs = this.chance.chance(delayed) ? this.chance.below(delayMs) : 0;
      this.world.agenda.after(1 + this.chance.below(3) + heldMs, deliver);
    }
  }
}

/** The bus as one process of the mesh has it. */
export class NetworkBus implements Bus {
  constructor(
    private readonly network: Network,
    private readonly process: MachineProcess,
  ) {}

  request<Request, Response>(rpc: Rpc<Request, Response>, body: Request, options: RequestOptions): Promise<Response> {
    return this.exchange(rpc.subject, rpc, body, options);
  }

  ask<Request, Response>(providerId: string, rpc: Rpc<Request, Response>, body: Request, options: RequestOptions): Promise<Response> {
    return this.exchange(operationSubject(providerId, rpc as Rpc<never, unknown>), rpc, body, options);
  }

  tell(subject: string, body: Uint8Array): void {
    this.network.tell(this.process, subject, body);
  }

  hear(subject: string, onMessage: (subject: string, body: Uint8Array) => void): () => void {
    return this.network.hear(this.process, subject, onMessage);
  }

  private async exchange<Request, Response>(subject: string, rpc: Rpc<Request, Response>, body: Request, { context, timeoutMs = DEFAULT_REQUEST_TIMEOUT_MS }: RequestOptions): Promise<Response> {
    const answer = await this.network.exchange(this.process, { subject, body: rpc.request.encode(body), context, timeoutMs });
    try {
      return rpc.response.decode(answer);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new OperationalError('malformed', `the answer on ${subject} is no ${rpc.response.typeName}: ${error.message}`);
    }
  }
}

/** Who wants to hear of which subjects, in the order in which they said so. */
class Subjects<T extends { readonly subject: string }> {
  private readonly all: T[] = [];
  /** Of a subject that was asked for since anybody came or went. */
  private readonly known = new Map<string, readonly T[]>();

  add(one: T): void {
    this.all.push(one);
    this.known.clear();
  }

  remove(isGone: (each: T) => boolean): void {
    for (let index = this.all.length - 1; index >= 0; index--) if (isGone(this.all[index] as T)) this.all.splice(index, 1);
    this.known.clear();
  }

  of(subject: string): readonly T[] {
    const known = this.known.get(subject) ?? this.all.filter((each) => matches(each.subject, subject));
    this.known.set(subject, known);
    return known;
  }
}

/** NATS's matching, of which the mesh uses `*` for one token alone. */
function matches(pattern: string, subject: string): boolean {
  if (pattern === subject) return true;
  if (!pattern.includes('*')) return false;
  const [wanted, given] = [pattern.split('.'), subject.split('.')];
  return wanted.length === given.length && wanted.every((token, index) => token === '*' || token === given[index]);
}
