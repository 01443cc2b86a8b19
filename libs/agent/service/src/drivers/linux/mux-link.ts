import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OperationalError } from '@carriermesh/platform-errors';
import { lineOf, lineReader, type MuxConfiguration, type MuxMessage, type MuxReport, type MuxRequest } from './mux-protocol.js';

/** It is compiled: a child does not read TypeScript. */
const MUX = fileURLToPath(new URL('../../../dist/drivers/linux/mux-main.js', import.meta.url));
/** Beside where iproute2 keeps the namespaces: one for each, on the whole machine. */
const SOCKET_DIRECTORY = '/run/carriermesh';
/** A process that was just started has to load first. */
const START_LIMIT_MS = 15_000;
const POLL_MS = 20;
const ANSWER_LIMIT_MS = 15_000;
export const MAX_MUX_REQUESTS_WAITING = 1_000;

type Asked = MuxRequest extends infer Request ? (Request extends MuxRequest ? Omit<Request, 'id'> : never) : never;

interface Waiting {
  readonly resolve: (report: MuxReport | undefined) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** What an agent holds of one multiplexer: that goes on when the agent ends, and is found again by the next one. */
export class MuxLink {
  private readonly waiting = new Map<number, Waiting>();
  private socket: Socket | undefined;
  private nextId = 1;

  constructor(
    private readonly namespace: string,
    private readonly onChanged: (changed: Extract<MuxMessage, { kind: 'changed' }>) => void,
  ) {}

  get isConnected(): boolean {
    return this.socket !== undefined;
  }

  /** Starts the process where there is none. @throws OperationalError `unavailable` or `timeout` */
  async configure(configuration: MuxConfiguration): Promise<void> {
    if (!this.socket) this.socket = (await this.connected()) ?? (await this.started());
    await this.ask({ kind: 'configure', configuration });
  }

  async report(): Promise<MuxReport | undefined> {
    return this.ask({ kind: 'report' });
  }

  /** Ends the process, if there is one; it would end by itself when its uplink is gone. */
  async end(): Promise<void> {
    this.socket ??= await this.connected();
    if (this.socket) await this.ask({ kind: 'end' }).catch(() => undefined);
    this.close();
  }

  close(): void {
    this.socket?.destroy();
  }

  private get path(): string {
    return join(SOCKET_DIRECTORY, `${this.namespace}.sock`);
  }

  private async started(): Promise<Socket> {
    mkdirSync(SOCKET_DIRECTORY, { recursive: true, mode: 0o700 });
    const child = spawn('ip', ['netns', 'exec', this.namespace, process.execPath, MUX, this.path], { stdio: 'ignore', detached: true });
    let ended: string | undefined;
    child.once('error', (error) => (ended = error.message));
    child.once('exit', (code, signal) => (ended = signal ?? `exit code ${code}`));
    child.unref();
    for (const giveUpAtMs = Date.now() + START_LIMIT_MS; ended === undefined && Date.now() < giveUpAtMs; await sleep(POLL_MS)) {
      const socket = await this.connected();
      if (socket) return socket;
    }
    if (ended === undefined) child.kill('SIGKILL');
    throw new OperationalError('unavailable', `the multiplexer in ${this.namespace} did not start: ${ended ?? `not within ${START_LIMIT_MS} ms`}`);
  }

  private async connected(): Promise<Socket | undefined> {
    const socket = createConnection(this.path);
    try {
      await once(socket, 'connect');
    } catch {
      return undefined;
    }
    socket.unref();
    const read = lineReader<MuxMessage>((message) => (message.kind === 'changed' ? this.onChanged(message) : this.answered(message)));
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (this.socket === socket) this.socket = undefined;
      this.failAll(`the multiplexer in ${this.namespace} is gone`);
    });
    return socket;
  }

  private ask(request: Asked): Promise<MuxReport | undefined> {
    const { socket } = this;
    if (!socket) return Promise.reject(new OperationalError('unavailable', `there is no multiplexer in ${this.namespace}`));
    if (this.waiting.size >= MAX_MUX_REQUESTS_WAITING) return Promise.reject(new OperationalError('overloaded', `${MAX_MUX_REQUESTS_WAITING} requests wait in ${this.namespace} already`));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const late = (): void => {
        this.waiting.delete(id);
        reject(new OperationalError('timeout', `the multiplexer in ${this.namespace} did not answer within ${ANSWER_LIMIT_MS} ms`));
      };
      this.waiting.set(id, { resolve, reject, timer: setTimeout(late, ANSWER_LIMIT_MS) });
      socket.write(lineOf({ ...request, id }));
    });
  }

  private answered(answer: Exclude<MuxMessage, { kind: 'changed' }>): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if (answer.kind === 'done') waiting.resolve(answer.report);
    else waiting.reject(new OperationalError('unavailable', `in ${this.namespace}: ${answer.message}`));
  }

  private failAll(reason: string): void {
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new OperationalError('unavailable', reason));
    }
    this.waiting.clear();
  }
}
