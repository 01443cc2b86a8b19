import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WindowReport } from '@carriermesh/agent-stamp';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { End } from './circuit-commands.js';
import type { EndpointAnswer, EndpointRequest, Turned } from './endpoint-protocol.js';
import { CHECK_INTERVAL_MS, turningLines, type TwoWays } from './service-port-plan.js';

/** A process enters a namespace as a whole, so each PoP has one of its own. It is compiled: a child does not read TypeScript. */
const ENDPOINT = fileURLToPath(new URL('../../../dist/drivers/linux/endpoint-main.js', import.meta.url));

const PACKETS_PER_WINDOW = 20;
const PACKET_INTERVAL_MS = 5;
/** What comes later than this is lost, as far as a service is concerned. */
const PATIENCE_MS = 1_000;
/** A process that was just started has to load first. */
const ANSWER_LIMIT_MS = 15_000;
export const MAX_REQUESTS_WAITING = 10_000;

type Asked = EndpointRequest extends infer Request ? (Request extends EndpointRequest ? Omit<Request, 'id'> : never) : never;

/** Measuring processes of one provider, one in each PoP where a segment ends, started when they are first needed. */
export class Endpoints {
  private readonly running = new Map<string, Endpoint>();
  private isClosed = false;

  constructor(private readonly log: Logger, private readonly onTurned: (turned: Turned) => void) {}

  /** @throws OperationalError `unavailable` or `timeout` when an end can't be asked */
  async measure(from: End, to: End): Promise<WindowReport> {
    await this.reflect(to.station.namespace, to.address);
    return this.send(from.station.namespace, { from: from.address, to: to.address });
  }

  /** From now on packets to this address are answered there, also those that another provider's end sends. @throws OperationalError `unavailable` or `timeout` */
  async reflect(namespace: string, address: string): Promise<void> {
    await this.in(namespace).ask({ kind: 'reflect', address });
  }

  /** One window to an address at which somebody reflects. @throws OperationalError `unavailable` or `timeout` */
  async send(namespace: string, line: { readonly from: string; readonly to: string }): Promise<WindowReport> {
    const window = { packets: PACKETS_PER_WINDOW, intervalMs: PACKET_INTERVAL_MS, patienceMs: PATIENCE_MS };
    const report = await this.in(namespace).ask({ kind: 'measure', ...line, ...window });
    if (!report) throw new OperationalError('unavailable', `the end in ${namespace} measured nothing`);
    return report;
  }

  /** Watches both ways of a service from now on; where it does already, says once more to the exit which of them it takes. @throws OperationalError `unavailable` or `timeout` */
  async guard(twoWays: TwoWays): Promise<void> {
    const { name, namespace, ways: [working, protecting] } = twoWays;
    await this.in(namespace).ask({ kind: 'guard', name, intervalMs: CHECK_INTERVAL_MS, ways: { working, protecting }, lines: turningLines(twoWays) });
  }

  /** Of one of the ways nothing is left here; the other end is still told of the other one, until it has heard of that too. @throws OperationalError `unavailable` or `timeout` */
  async unguard({ namespace, name }: Pick<TwoWays, 'namespace' | 'name'>): Promise<void> {
    // A process that has ended guards nothing any more.
    await this.running.get(namespace)?.ask({ kind: 'unguard', name });
  }

  close(): void {
    this.isClosed = true;
    for (const endpoint of this.running.values()) endpoint.stop();
    this.running.clear();
  }

  private in(namespace: string): Endpoint {
    if (this.isClosed) throw new OperationalError('unavailable', 'the network is closed');
    const running = this.running.get(namespace);
    if (running) return running;
    const onEnd = (reason: string): void => {
      this.running.delete(namespace);
      if (!this.isClosed) this.log.warn({ namespace, reason }, 'a measuring process ended; the next measurement starts another');
    };
    const endpoint = new Endpoint(namespace, onEnd, this.onTurned);
    this.running.set(namespace, endpoint);
    return endpoint;
  }
}

interface Waiting {
  readonly resolve: (report: WindowReport | undefined) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One process in one namespace. */
class Endpoint {
  private readonly waiting = new Map<number, Waiting>();
  private readonly child: ChildProcess;
  private nextId = 1;

  constructor(
    private readonly namespace: string,
    onEnd: (reason: string) => void,
    onTurned: (turned: Turned) => void,
  ) {
    this.child = spawn('ip', ['netns', 'exec', namespace, process.execPath, ENDPOINT], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' });
    this.child.on('message', (message: EndpointAnswer | Turned) => (message.kind === 'turned' ? onTurned(message) : this.answered(message)));
    const end = (reason: string): void => {
      for (const { reject } of this.take()) reject(new OperationalError('unavailable', `the measuring process in ${namespace} ended: ${reason}`));
      onEnd(reason);
    };
    this.child.once('error', (error) => end(error.message));
    this.child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    this.child.unref();
    this.child.channel?.unref();
  }

  ask(request: Asked): Promise<WindowReport | undefined> {
    if (this.waiting.size >= MAX_REQUESTS_WAITING) return Promise.reject(new OperationalError('overloaded', `${MAX_REQUESTS_WAITING} measurements wait in ${this.namespace} already`));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const late = (): void => {
        this.waiting.delete(id);
        reject(new OperationalError('timeout', `the measuring process in ${this.namespace} did not answer within ${ANSWER_LIMIT_MS} ms`));
      };
      this.waiting.set(id, { resolve, reject, timer: setTimeout(late, ANSWER_LIMIT_MS) });
      // A process that has just ended takes no message; its end answers for it.
      this.child.send({ ...request, id }, () => undefined);
    });
  }

  stop(): void {
    for (const { reject } of this.take()) reject(new OperationalError('unavailable', 'the network is closed'));
    this.child.kill('SIGKILL');
  }

  private answered(answer: EndpointAnswer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if (answer.kind === 'done') waiting.resolve(answer.report);
    else waiting.reject(new OperationalError('unavailable', `in ${this.namespace}: ${answer.message}`));
  }

  private take(): readonly Waiting[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    all.forEach(({ timer }) => clearTimeout(timer));
    return all;
  }
}
