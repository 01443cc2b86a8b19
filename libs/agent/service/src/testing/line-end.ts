import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/testing/line-end-main.js', import.meta.url));

export type LineEndRequest = { readonly id: number } & (
  | { readonly kind: 'bind'; readonly address: string; readonly port: number }
  | { readonly kind: 'send'; readonly to: string; readonly port: number; readonly packets: number; /** 0: as fast as can be. */ readonly intervalMs: number; readonly octets: number; /** After a pause that nobody asked for; 1 keeps a bucket from overflowing. */ readonly mostAtOnce?: number }
  | { readonly kind: 'count'; readonly numbers?: boolean }
  | { readonly kind: 'forget' }
  /** Asks for a device's hardware address. */
  | { readonly kind: 'mac'; readonly device: string }
  /** Answers when so many have come, or when nobody should wait any longer. */
  | { readonly kind: 'await'; readonly packets: number; readonly patienceMs: number }
);

export interface LineEndAnswer {
  readonly id: number;
  /** Different packets. */
  readonly received: number;
  readonly octets: number;
  /** Packets that came after one that was sent later. */
  readonly disordered: number;
  readonly numbers?: readonly number[];
  readonly mac?: string;
}

type Asked = LineEndRequest extends infer Request ? (Request extends LineEndRequest ? Omit<Request, 'id'> : never) : never;

/** A customer's host in a namespace: a real process that sends and receives real UDP packets. */
export class LineEnd {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (answer: LineEndAnswer) => void>();
  private nextId = 1;

  constructor(namespace: string) {
    this.child = spawn('ip', ['netns', 'exec', namespace, process.execPath, MAIN], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.child.on('message', (answer: LineEndAnswer) => {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
  }

  ask(request: Asked): Promise<LineEndAnswer> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ ...request, id });
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
