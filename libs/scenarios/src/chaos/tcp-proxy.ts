import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the way between a client and its server does to them. */
export type Passage =
  | { readonly kind: 'open' }
  /** Every connection is reset, and new ones too. */
  | { readonly kind: 'cut' }
  /** Nothing is reset and nothing passes: neither end hears that the other is gone. */
  | { readonly kind: 'half-open' }
  | { readonly kind: 'slow'; readonly delayMs: number };

/** A socket reads no more than this ahead of a way that does not let it pass. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

/** A TCP proxy on the loopback whose way can be cut, blocked and slowed while it is in use. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private passage: Passage = { kind: 'open' };

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  /** Listens on a free port, in front of a port of the same machine. */
  static async inFrontOf(targetPort: number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new TcpProxy(server, targetPort);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.pairs.size;
  }

  /** Holds for connections that are open and for those to come. What a blocked way held back passes when it is opened. */
  become(passage: Passage): void {
    this.passage = passage;
    for (const pair of [...this.pairs]) {
      if (passage.kind === 'cut') pair.reset();
      else pair.become(passage);
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const pair of [...this.pairs]) pair.reset();
    await closed;
  }

  private accept(client: Socket): void {
    if (this.passage.kind === 'cut') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: this.targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair = new Pair(client, upstream, () => this.pairs.delete(pair));
    this.pairs.add(pair);
    pair.become(this.passage);
  }
}

/** One client's connection and the one to the server that stands for it. */
class Pair {
  private readonly ways: readonly [Way, Way];

  constructor(
    private readonly client: Socket,
    private readonly upstream: Socket,
    private readonly onGone: () => void,
  ) {
    this.ways = [new Way(client, upstream), new Way(upstream, client)];
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.reset());
      socket.on('close', () => {
        if (client.destroyed && upstream.destroyed) this.onGone();
      });
    }
  }

  become(passage: Passage): void {
    for (const way of this.ways) way.become(passage);
  }

  reset(): void {
    for (const socket of [this.client, this.upstream]) if (!socket.destroyed) socket.resetAndDestroy();
    this.onGone();
  }
}

/** One direction. What it carries stays in order, whatever the way becomes meanwhile. */
class Way {
  private readonly held: { readonly bytes: Buffer | undefined; readonly cameAtMs: number }[] = [];
  private heldBytes = 0;
  private delayMs = 0;
  private blocked = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
  ) {
    from.on('data', (bytes) => this.take(bytes));
    from.on('end', () => this.take(undefined));
    to.on('drain', () => this.letPass());
    from.on('close', () => clearTimeout(this.timer));
  }

  become(passage: Passage): void {
    this.blocked = passage.kind === 'half-open';
    this.delayMs = passage.kind === 'slow' ? passage.delayMs : 0;
    this.letPass();
  }

  private take(bytes: Buffer | undefined): void {
    this.held.push({ bytes, cameAtMs: performance.now() });
    this.heldBytes += bytes?.length ?? 0;
    if (this.heldBytes > MAX_HELD_BYTES) this.from.pause();
    this.letPass();
  }

  private letPass(): void {
    clearTimeout(this.timer);
    for (let first = this.held[0]; first && !this.blocked && !this.to.writableNeedDrain; first = this.held[0]) {
      const waitMs = first.cameAtMs + this.delayMs - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.letPass(), Math.ceil(waitMs));
        return;
      }
      this.held.shift();
      this.heldBytes -= first.bytes?.length ?? 0;
      if (first.bytes === undefined) this.to.end();
      else this.to.write(first.bytes);
    }
    if (this.heldBytes <= MAX_HELD_BYTES && this.from.isPaused()) this.from.resume();
  }
}
