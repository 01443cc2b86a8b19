import type { Position } from '@carriermesh/platform-ledger';
import { commitLeaf, commitOf, type Commit } from './commit-leaf.js';
import type { HashedEvent } from './event-row.js';
import type { LeafList } from './leaf-list.js';
import { TreeEdge, type Hash } from './merkle-tree.js';

/** More than this tell a person nothing more; they are counted. */
export const MAX_SUSPECTS = 10_000;
/** How many leaves without a usable position in a row are put in their places one by one. */
const LOOK_AHEAD = 64;

/** A place where the stored leaves and the events say different things. */
export type Suspect =
  /** Leaf and commit are at the same place and differ. */
  | { readonly kind: 'differs'; readonly index: number; readonly commit: bigint; readonly leaf: Hash }
  /** There is a leaf, and no such commit. */
  | { readonly kind: 'gone'; readonly index: number }
  /** There is a commit among older ones, and no leaf for it. */
  | { readonly kind: 'extra'; readonly commit: bigint; readonly leaf: Hash };

/** Walks over the commits and the stored leaves side by side, and grows the tree that the events themselves make. */
export class CommitWalk {
  private next = 0;
  private readonly edge = TreeEdge.empty();
  readonly suspects: Suspect[] = [];
  readonly roots = new Map<bigint, Hash>();
  commits = 0;
  uncovered = 0;
  untold = 0;
  lastPosition: Position = 0n;
  lastStream = '';
  private nextSize = 0;

  /** @param sizes ascending: trees whose roots are wanted */
  constructor(
    private readonly leaves: LeafList,
    private readonly sizes: readonly bigint[],
  ) {}

  take({ events, position }: Commit<HashedEvent>): void {
    const leaf = commitLeaf(events.map(({ hash }) => hash));
    this.commits += 1;
    this.lastPosition = position;
    this.lastStream = events.at(-1)?.stream ?? '';
    this.edge.append(leaf);
    this.noteRoot();
    this.compare(commitOf(position), position, leaf);
  }

  /** When no more commits come: the index of the first leaf that is left without its commit. */
  get tail(): number {
    return this.next;
  }

  private noteRoot(): void {
    if (this.sizes[this.nextSize] !== this.edge.size) return;
    this.roots.set(this.edge.size, this.edge.root());
    this.nextSize += 1;
  }

  private compare(commit: bigint, position: Position, leaf: Hash): void {
    while (this.next < this.leaves.length) {
      if (Buffer.compare(this.leaves.hash(this.next), leaf) === 0) {
        // The same leaf under another position: the row was touched, the events were not.
        if (this.leaves.position(this.next) === position) this.next += 1;
        else this.differs(commit, leaf);
        return;
      }
      const stored = this.leaves.commit(this.next) ?? this.standIn(commit);
      if (stored === commit) return this.differs(commit, leaf);
      if (stored > commit) return this.suspect({ kind: 'extra', commit, leaf });
      this.gone();
    }
    this.uncovered += 1;
  }

  /** For a leaf without a usable position: the commit at hand takes its place, unless that belongs to one of the next leaves. */
  private standIn(commit: bigint): bigint {
    const end = Math.min(this.leaves.length, this.next + LOOK_AHEAD);
    for (let index = this.next + 1; index < end; index += 1) {
      const known = this.leaves.commit(index);
      if (known !== undefined) return commit < known ? commit : commit - 1n;
    }
    return commit;
  }

  private differs(commit: bigint, leaf: Hash): void {
    this.suspect({ kind: 'differs', index: this.next, commit, leaf });
    this.next += 1;
  }

  private gone(): void {
    this.suspect({ kind: 'gone', index: this.next });
    this.next += 1;
  }

  private suspect(suspect: Suspect): void {
    if (this.suspects.length < MAX_SUSPECTS) this.suspects.push(suspect);
    else this.untold += 1;
  }
}
