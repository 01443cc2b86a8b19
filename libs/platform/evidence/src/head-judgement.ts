import { bytesEqual } from '@carriermesh/kernel';
import type { Position } from '@carriermesh/platform-ledger';
import { isSealedBy, SIGNED_AS, type Envelope } from '@carriermesh/platform-signing';
import type { Deviation } from './deviation.js';
import type { HeadRow } from './evidence-reader.js';
import type { Hash } from './merkle-tree.js';
import { plural } from './suspect-examination.js';
import { headIn } from './tree-head.js';

/** A signature takes a tenth of a millisecond: of more stored heads than this, the newest are checked, and all that contradict. */
const MAX_SIGNATURES = 20_000;

/** A head that somebody kept: the only thing beside the operator's key that a verifier trusts. */
export interface SavedHead {
  /** Its file, for people. */
  readonly name: string;
  readonly envelope: Envelope;
}

export interface KnownHead {
  readonly size: bigint;
  readonly root: Hash;
  readonly position: Position;
  /** Absent for a stored one. */
  readonly savedAs?: string;
  readonly envelope: Envelope;
}

export interface KnownHeads {
  /** Ascending by size. */
  readonly heads: readonly KnownHead[];
  readonly invalid: readonly Deviation[];
  readonly signaturesChecked: number;
}

/** Reads heads and believes those that one of the operator's keys signed. */
export function readHeads(stored: readonly HeadRow[], saved: readonly SavedHead[], operatorKeys: readonly Uint8Array[]): KnownHeads {
  const invalid: Deviation[] = [];
  const heads: KnownHead[] = [];
  const firstChecked = stored.length - MAX_SIGNATURES;
  stored.forEach(({ size, envelope }, index) => {
    const head = headIn(envelope.body);
    const sound = head?.size === size && (index < firstChecked || isSigned(envelope, operatorKeys));
    if (head && sound) heads.push({ ...head, envelope });
    else invalid.push(invalidHead(head?.position ?? 0n, `the stored head of ${plural(Number(size), 'commit')} is not as the operator signed it`));
  });
  for (const { name, envelope } of saved) {
    const head = isSigned(envelope, operatorKeys) ? headIn(envelope.body) : undefined;
    if (head) heads.push({ ...head, envelope, savedAs: name });
    else invalid.push(invalidHead(0n, `the saved head ${name} is not signed with a key of the operator`));
  }
  heads.sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : 0));
  return { heads, invalid, signaturesChecked: Math.min(stored.length, MAX_SIGNATURES) };
}

export const isSigned = (envelope: Envelope, operatorKeys: readonly Uint8Array[]): boolean => operatorKeys.some((key) => isSealedBy(key, SIGNED_AS.treeHead, envelope));

/** What is known of the ledger's tree, to hold the heads against. */
export interface TreeFacts {
  readonly commits: number;
  readonly leaves: number;
  /** Over the events as they are. */
  readonly fromEvents: ReadonlyMap<bigint, Hash>;
  /** Over the stored leaves, those put right that were touched while their events were not. */
  readonly fromLeaves: ReadonlyMap<bigint, Hash>;
}

export interface HeadJudgement {
  /** Heads of a ledger longer than this one. */
  readonly beyond: readonly KnownHead[];
  /** The first head that neither the events nor the leaves lead to, the last before it that agrees, and how many contradict. */
  readonly rewritten?: { readonly after?: KnownHead; readonly by: KnownHead; readonly heads: number };
  readonly invalid: readonly Deviation[];
}

export function judgeHeads(heads: readonly KnownHead[], facts: TreeFacts, operatorKeys: readonly Uint8Array[]): HeadJudgement {
  const longest = BigInt(Math.max(facts.commits, facts.leaves));
  const beyond: KnownHead[] = [];
  const invalid: Deviation[] = [];
  const agreeing: KnownHead[] = [];
  let first: { after?: KnownHead; by: KnownHead } | undefined;
  let contradicting = 0;
  for (const head of heads) {
    const agrees = [facts.fromEvents, facts.fromLeaves].some((roots) => equals(roots.get(head.size), head.root));
    if (agrees) agreeing.push(head);
    // The signatures of old heads may not have been checked; a head that contradicts must be the operator's own.
    else if (!isSigned(head.envelope, operatorKeys)) invalid.push(invalidHead(head.position, `the stored head of ${head.size} commits is not as the operator signed it`));
    else if (head.size > longest) beyond.push(head);
    else {
      contradicting += 1;
      first ??= between(agreeing, head);
    }
  }
  return { beyond, invalid, ...(first ? { rewritten: { ...first, heads: contradicting } } : {}) };
}

/** Against a saved head, a stored one counts for nothing: whoever rewrote history may have signed those anew. */
function between(agreeing: readonly KnownHead[], by: KnownHead): { after?: KnownHead; by: KnownHead } {
  const after = agreeing.findLast(({ savedAs }) => by.savedAs === undefined || savedAs !== undefined);
  return { ...(after ? { after } : {}), by };
}

const equals = (a: Hash | undefined, b: Hash): boolean => a !== undefined && bytesEqual(a, b);

const invalidHead = (position: Position, detail: string): Deviation => ({ kind: 'invalid-head', position, stream: '', detail });
