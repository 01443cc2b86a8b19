import { createConnection, type Socket } from 'node:net';
import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import { NatsConnectionImpl, setTransportFactory } from '@nats-io/transport-node/lib/nats-base-client.js';
import { NodeTransport, nodeResolveHost } from '@nats-io/transport-node/lib/node_transport.js';

/** What a socket reads at a time, as Node does. */
const READ_BYTES = 65_536;
const ENDED = { value: undefined, done: true } as const;

/**
 * The client's own way over a socket, with less of it for each piece that is read or written. The client makes a promise with its
 * functions for both, a callback for the write, and reads through a generator: some 7 µs of processor for a call's end from rest.
 * How connections are made, secured and closed is the client's.
 */
class LeanTransport extends NodeTransport {
  private wake: ((piece: IteratorResult<Uint8Array>) => void) | undefined;

  /**
   * Reads into one buffer and gives away a copy as long as what was read, where the socket by itself would take a new buffer of 64 kB
   * for each piece, and a stream around it.
   */
  override dial({ hostname, port }: { hostname: string; port: number }): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
      const callback = (bytes: number): boolean => {
        socket.emit('data', Buffer.from(buffer.subarray(0, bytes)));
        return true;
      };
      const socket = createConnection({ host: hostname, port, noDelay: true, onread: { buffer, callback } });
      socket.once('error', reject).once('connect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
    });
  }

  /** What can't be written is told by the socket's error, and by the heartbeat, as it is with the client's own. */
  override send(frame: Uint8Array): void {
    if (!this.isClosed) this.socket?.write(frame);
  }

  override setupHandlers(): void {
    super.setupHandlers();
    this.socket.removeAllListeners('data').on('data', (piece: Uint8Array) => this.heard(piece));
  }

  override [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    const pieces: AsyncIterableIterator<Uint8Array> = { next: () => this.nextPiece(), [Symbol.asyncIterator]: () => pieces };
    return pieces;
  }

  private heard(piece: Uint8Array): void {
    const { wake } = this;
    if (wake === undefined) {
      this.yields.push(piece);
    } else {
      this.wake = undefined;
      wake({ value: piece, done: false });
    }
  }

  private nextPiece(): Promise<IteratorResult<Uint8Array>> {
    // What came before the end, such as why the server ends it, is read before the end.
    const value = this.yields.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    return this.isClosed ? Promise.resolve(ENDED) : new Promise((resolve) => (this.wake = resolve));
  }
}

/** As the client's `connect`. Its factory of transports is one for the process: who calls the client's own sets that one again, which does as well. */
export function connectLean(options: NodeConnectionOptions): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new LeanTransport(), dnsResolveFn: nodeResolveHost });
  return NatsConnectionImpl.connect(options);
}
