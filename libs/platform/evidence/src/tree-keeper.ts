import { bytesEqual, instantFromMs, type Instant } from '@carriermesh/kernel';
import { Bell } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { LEDGER_START, sharedEventBytes, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { isSealedBy, SIGNED_AS, type Envelope, type SigningKey } from '@carriermesh/platform-signing';
import type { Logger } from '@carriermesh/platform-telemetry';
import { realTimers, sleep, type Timers } from '@carriermesh/platform-time';
import { ledger as wire } from '@carriermesh/wire';
import { CommitGrouper, commitLeaf, eventBytesHash, type Commit } from './commit-leaf.js';
import { isEdge, TreeEdge } from './merkle-tree.js';
import { sealHead } from './tree-head.js';
import type { StoredLeaf, TreeStore } from './tree-store.js';

/** Events of one run. More stay for the next one, which then follows at once. */
const RUN_EVENTS = 4_000;
/** Under load one head stands for everything of this time. */
const HEAD_GAP_MS = 200;
/** The net under the ledger's own word that something was committed. */
const POLL_MS = 500;
const RETRY_MS = 1_000;
/** Whoever began to listen late hears the newest head within this time. */
const TELL_AGAIN_MS = 2_000;

export interface KeeperOptions {
  readonly ledger: Pick<Ledger, 'readAll' | 'onCommit'>;
  readonly store: Pick<TreeStore, 'newestHead' | 'leavesFrom' | 'grow'>;
  /** The operator's. */
  readonly key: SigningKey;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Told every new head, and the newest one again and again. */
  readonly tell?: (head: Envelope) => void;
  /** Default: the machine's, as the clock is. */
  readonly timers?: Timers;
  readonly now?: () => Instant;
}

interface TreeState {
  readonly edge: TreeEdge;
  readonly position: Position;
}

/**
 * Grows the tree over the ledger's commits and signs its heads. It remembers nothing that the tables do not hold: after any crash
 * it goes on from the edge of the newest head. It belongs where the relay leads; should two run at once while leadership changes
 * hands, the indices of their leaves collide, one of them writes nothing, and both would have written the same.
 */
export class TreeKeeper {
  private state: TreeState | undefined;
  private newest: Envelope | undefined;
  private readonly timers: Timers;
  private readonly bell: Bell;
  private readonly stopping = new AbortController();
  private unsubscribe: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private tampering: string | undefined;
  private toldAtMs = -Infinity;

  constructor(private readonly options: KeeperOptions) {
    this.timers = options.timers ?? realTimers;
    this.bell = new Bell(this.timers);
  }

  /** Commits in the tree, as far as this keeper knows. */
  get size(): bigint {
    return this.state?.edge.size ?? 0n;
  }

  /** Why nothing is added to the tree, when that is for an operator to look at. */
  get alarm(): string | undefined {
    return this.tampering;
  }

  start(): void {
    this.unsubscribe = this.options.ledger.onCommit(() => this.bell.ring());
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.unsubscribe?.();
    this.bell.ring();
    await this.running;
  }

  /** Takes up to RUN_EVENTS events into the tree. @returns whether more may be waiting */
  async extend(): Promise<boolean> {
    const state = (this.state ??= await this.load());
    const { commits, more } = await this.wholeCommits(state.position);
    const last = commits.at(-1);
    if (!last) return false;
    const edge = TreeEdge.of(state.edge.size, state.edge.peaks);
    const leaves = commits.map(storedLeaf);
    for (const { hash } of leaves) edge.append(hash);
    const signedAt = this.options.now?.() ?? instantFromMs(Date.now());
    const envelope = sealHead(this.options.key, { size: edge.size, root: edge.root(), position: last.position, signedAt });
    // Until the answer is here, nobody knows whether this was written: a failure makes the next run look.
    this.state = undefined;
    await this.options.store.grow({ from: state.edge.size, leaves, head: { size: edge.size, envelope, edge: edge.peaks } });
    failpoint('tree-before-head');
    this.state = { edge, position: last.position };
    this.newest = envelope;
    this.tell();
    return more;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const beganAtMs = this.timers.elapsedMs();
      try {
        const more = await this.extend();
        this.tampering = undefined;
        if (more) continue;
        if (this.timers.elapsedMs() - this.toldAtMs > TELL_AGAIN_MS) this.tell();
        await sleep(this.timers, Math.max(0, HEAD_GAP_MS - (this.timers.elapsedMs() - beganAtMs)), signal);
        if (!signal.aborted) await this.bell.heardWithin(POLL_MS);
      } catch (error) {
        if (signal.aborted) return;
        this.complain(error);
        await sleep(this.timers, RETRY_MS, signal);
      }
    }
  }

  private complain(error: unknown): void {
    const tampered = error instanceof OperationalError && error.kind === 'misconfigured';
    this.tampering = tampered ? `the tree over the ledger is not what was signed, and nothing is added to it: ${error.message}` : undefined;
    if (tampered) this.options.log.error({ error }, 'the tree over the ledger is not what was signed, and nothing is added to it');
    else this.options.log.warn({ error }, 'the tree over the ledger could not be grown; it is tried again from its newest head');
  }

  private tell(): void {
    if (this.newest) this.options.tell?.(this.newest);
    this.toldAtMs = this.timers.elapsedMs();
  }

  /** @throws OperationalError `misconfigured` when the stored tree contradicts its head: signing on would cover it up */
  private async load(): Promise<TreeState> {
    const head = await this.options.store.newestHead();
    const size = head?.size ?? 0n;
    const beyond = await this.options.store.leavesFrom(size);
    if (beyond > 0) throw new OperationalError('misconfigured', `the tree has ${beyond} leaves beyond its newest head of ${size} commits`);
    if (!head) return { edge: TreeEdge.empty(), position: LEDGER_START };
    const { keyId, publicKey } = this.options.key;
    const { envelope } = head;
    if (envelope.keyId !== keyId) this.options.log.warn({ keyId: envelope.keyId }, 'the newest head was signed with another key; the tree goes on under this one');
    else if (!isSealedBy(publicKey, SIGNED_AS.treeHead, envelope)) throw new OperationalError('misconfigured', `the signature of the head of ${size} commits is broken`);
    const { root, position, size: signedSize } = wire.TreeHead.decode(envelope.body);
    const edge = isEdge(size, head.edge) ? TreeEdge.of(size, head.edge) : undefined;
    if (signedSize !== size || !edge || !bytesEqual(edge.root(), root)) throw new OperationalError('misconfigured', `the edge stored with the head of ${size} commits does not lead to its root`);
    this.newest = envelope;
    return { edge, position };
  }

  private async wholeCommits(after: Position): Promise<{ commits: readonly Commit<RecordedEvent>[]; more: boolean }> {
    const grouper = new CommitGrouper<RecordedEvent>();
    const commits: Commit<RecordedEvent>[] = [];
    let from = after;
    for (;;) {
      const events = await this.options.ledger.readAll(from, RUN_EVENTS);
      for (const event of events) {
        const whole = grouper.push(event);
        if (whole) commits.push(whole);
      }
      const more = events.length === RUN_EVENTS;
      const last = more ? undefined : grouper.flush();
      if (last) commits.push(last);
      // A commit larger than a run has to be read to its end.
      if (!more || commits.length > 0) return { commits, more };
      from = events.at(-1)?.position ?? from;
    }
  }
}

function storedLeaf({ events, position }: Commit<RecordedEvent>): StoredLeaf {
  const entries = events.map((event) => ({ position: event.position, stream: event.stream, eventSha256: eventBytesHash(sharedEventBytes(event)) }));
  return { position, hash: commitLeaf(entries.map(({ eventSha256 }) => eventSha256)), contents: wire.CommitContents.encode({ entries }) };
}
