import { bytesEqual } from '@carriermesh/kernel';
import { CommitGrouper } from './commit-leaf.js';
import { CommitWalk } from './commit-walk.js';
import type { Deviation, VerificationReport } from './deviation.js';
import { EvidenceReader } from './evidence-reader.js';
import type { HashedEvent } from './event-row.js';
import { judgeHeads, readHeads, type HeadJudgement, type KnownHead, type KnownHeads, type SavedHead } from './head-judgement.js';
import type { LeafList } from './leaf-list.js';
import { isEdge, TreeEdge, type Hash } from './merkle-tree.js';
import { StreamSequence } from './stream-sequence.js';
import { plural, SuspectExamination } from './suspect-examination.js';

const PROGRESS_EVENTS = 100_000;

export interface VerifyOptions {
  /** PostgreSQL of the ledger, or of a copy of it. Nothing is written to it. */
  readonly connectionString: string;
  /** Raw Ed25519 public keys that heads may be signed with. */
  readonly operatorKeys: readonly Uint8Array[];
  readonly savedHeads?: readonly SavedHead[];
  /** Called every so many events. */
  readonly progress?: (events: number) => void;
}

/**
 * Recomputes the tree from the events and holds it against the stored leaves, the stored heads and the saved ones (I4), and the
 * revisions of every stream against 0, 1, 2 … (I9). What disagrees is located as closely as what is left allows.
 * @throws OperationalError when the ledger can't be read
 */
export async function verifyLedger({ connectionString, operatorKeys, savedHeads = [], progress }: VerifyOptions): Promise<VerificationReport> {
  const reader = await EvidenceReader.open(connectionString);
  try {
    return await new Verification(reader, operatorKeys, savedHeads, progress).run();
  } finally {
    await reader.close();
  }
}

class Verification {
  private readonly sequence = new StreamSequence();
  private events = 0;

  constructor(
    private readonly reader: EvidenceReader,
    private readonly operatorKeys: readonly Uint8Array[],
    private readonly saved: readonly SavedHead[],
    private readonly progress: ((events: number) => void) | undefined,
  ) {}

  async run(): Promise<VerificationReport> {
    const stored = await this.reader.heads();
    const leaves = await this.reader.leaves();
    const known = readHeads(stored, this.saved, this.operatorKeys);
    const sizes = [...new Set(known.heads.map(({ size }) => size))];
    const walk = new CommitWalk(leaves, sizes);
    await this.walk(walk);

    const examination = new SuspectExamination(this.reader, leaves);
    await examination.examine(walk.suspects);
    if (walk.tail < leaves.length) await examination.cutTail(walk.tail);
    const judgement = this.judge(known, sizes, leaves, walk, examination);
    const found = [...examination.deviations, ...known.invalid, ...judgement.invalid];
    found.push(...this.strayLeaves(leaves), ...(await this.edge(known)));
    found.push(...this.leavesAndHeads(leaves, known, walk), ...(await this.contradictions(judgement, leaves, walk, found.length === 0)));
    const deviations = [...found, ...this.brokenSequences(found)].sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
    return {
      intact: deviations.length === 0 && walk.untold === 0,
      events: this.events,
      commits: walk.commits,
      uncovered: Math.min(walk.uncovered, Math.max(0, walk.commits - Number(known.heads.at(-1)?.size ?? 0n))),
      storedHeads: stored.length,
      savedHeads: this.saved.length,
      signaturesChecked: known.signaturesChecked,
      deviations,
      untold: walk.untold,
    };
  }

  private judge({ heads }: KnownHeads, sizes: readonly bigint[], leaves: LeafList, walk: CommitWalk, examination: SuspectExamination): HeadJudgement {
    const facts = { commits: walk.commits, leaves: leaves.length, fromEvents: walk.roots };
    const against = (fromLeaves: ReadonlyMap<bigint, Hash>): HeadJudgement => judgeHeads(heads, { ...facts, fromLeaves }, this.operatorKeys);
    // Where every leaf is that of its commit, the leaves lead to the same roots, and need not be hashed.
    if (walk.suspects.length === 0 && walk.tail === leaves.length) return against(walk.roots);
    const judgement = against(leaves.roots(sizes, examination.corrected));
    if (!judgement.rewritten || examination.corrected.size === 0) return judgement;
    const asStored = against(leaves.roots(sizes, new Map()));
    if (!asStored.rewritten) examination.blameEvents();
    return asStored.rewritten ? judgement : asStored;
  }

  private async walk(walk: CommitWalk): Promise<void> {
    const grouper = new CommitGrouper<HashedEvent>();
    await this.reader.events((event) => {
      this.sequence.add(event.stream, event.revision, event.position);
      const whole = grouper.push(event);
      if (whole) walk.take(whole);
      this.events += 1;
      if (this.events % PROGRESS_EVENTS === 0) this.progress?.(this.events);
    });
    const last = grouper.flush();
    if (last) walk.take(last);
  }

  private strayLeaves(leaves: LeafList): Deviation[] {
    return leaves.strays.map((index) => ({ kind: 'altered-tree', position: 0n, stream: '', detail: `the stored tree holds a leaf ${index} that no keeper wrote` }));
  }

  /** The edge proves nothing, but the keeper would go on from it. */
  private async edge({ heads }: KnownHeads): Promise<Deviation[]> {
    const newest = heads.findLast(({ savedAs }) => savedAs === undefined);
    if (!newest || leadsTo(await this.reader.newestEdge(), newest)) return [];
    return [{ kind: 'altered-tree', position: newest.position, stream: '', detail: `the edge stored with the head of ${newest.size} commits does not lead to its root` }];
  }

  /** Leaves and their head are written together, so that there are as many leaves as the newest head says. */
  private leavesAndHeads(leaves: LeafList, { heads }: KnownHeads, walk: CommitWalk): Deviation[] {
    const largest = heads.at(-1)?.size ?? 0n;
    const stored = BigInt(leaves.length);
    if (stored > largest) return [this.atEnd(walk, 'altered-tree', `the stored tree has ${stored} leaves, and the longest head covers ${largest} of them: heads are gone`)];
    if (stored < largest && largest <= BigInt(walk.commits)) return [this.atEnd(walk, 'altered-tree', `the stored tree has ${stored} of the ${largest} leaves that were signed; its events are there`)];
    return [];
  }

  private async contradictions({ beyond, rewritten }: HeadJudgement, leaves: LeafList, walk: CommitWalk, elseIntact: boolean): Promise<Deviation[]> {
    const found: Deviation[] = [];
    const longest = beyond.at(-1);
    if (longest) {
      const restored = elseIntact && !rewritten && beyond.every(({ savedAs }) => savedAs !== undefined);
      const heads = `${nameOf(longest)} is of ${plural(Number(longest.size), 'commit')} up to position ${longest.position}, and the ledger ends after ${walk.commits} at ${walk.lastPosition}`;
      found.push(this.atEnd(walk, restored ? 'restored-backup' : 'cut-tail', restored ? `everything agrees, but ${heads}: an older state was restored` : heads));
    }
    if (rewritten) found.push(await this.rewriting(rewritten, leaves));
    return found;
  }

  private async rewriting({ after, by, heads }: NonNullable<HeadJudgement['rewritten']>, leaves: LeafList): Promise<Deviation> {
    const firstIndex = Number(after?.size ?? 0n);
    const position = firstIndex < leaves.length ? leaves.position(firstIndex) : by.position;
    const [first] = await this.reader.commit(position >> 20n);
    const since = after ? `after the head of ${after.size} commits (position ${after.position}), which agrees` : 'somewhere from its beginning on';
    const detail = `history was rewritten, or an older state restored and continued, ${since}, and before ${nameOf(by)} of ${by.size} commits (position ${by.position}); ${plural(heads, 'head')} contradict it`;
    return { kind: 'rewritten', position: first?.position ?? position, stream: first?.stream ?? '', detail };
  }

  /** A gap that a located deviation explains is not told twice. */
  private brokenSequences(found: readonly Deviation[]): Deviation[] {
    const explained = new Set(found.map(({ stream }) => stream));
    return this.sequence.breaks.filter(({ stream }) => !explained.has(stream));
  }

  private atEnd({ lastPosition, lastStream }: CommitWalk, kind: Deviation['kind'], detail: string): Deviation {
    return { kind, position: lastPosition, stream: lastStream, detail };
  }
}

const nameOf = ({ savedAs }: KnownHead): string => (savedAs === undefined ? 'a stored head' : `the saved head ${savedAs}`);

const leadsTo = (edge: readonly Hash[], { size, root }: KnownHead): boolean => isEdge(size, edge) && bytesEqual(TreeEdge.of(size, edge).root(), root);
