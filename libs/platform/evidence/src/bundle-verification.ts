import { bytesEqual } from '@carriermesh/kernel';
import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import { isFullOrderKey, isSealedBy, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { decodeEvent, ledger, type AnyEvent } from '@carriermesh/wire';
import type { Bundle, BundledCommit } from './bundle.js';
import { commitLeaf, commitOf } from './commit-leaf.js';
import type { SavedHead } from './head-judgement.js';
import { verifyConsistency, verifyInclusion } from './merkle-proofs.js';
import { SpokenKeys } from './provider-keys.js';
import { headIn } from './tree-head.js';
import { envelopeFor, statementsIn, type Statement } from './vouched-statements.js';

/** What all streams of an order have in their names. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

export type BundleFindingKind =
  | 'other-operator'
  | 'invalid-head'
  /** A saved head is of another history. */
  | 'forked-head'
  /** Nothing in the bundle leads from a saved head to the bundle's: whoever forked history would leave the proof out. */
  | 'unlinked-head'
  /** The bundle holds nothing of what it says that it is about. */
  | 'other-subject'
  /** The bytes of an event are not those that its commit names. */
  | 'altered-event'
  /** The commit is not in the tree that the head signs. */
  | 'unproven-commit'
  | 'disordered'
  /** What stands in an event is not what its hash names. */
  | 'altered-statement'
  /** Nobody who may have signed it did. */
  | 'unsigned-statement'
  | 'unproven-key';

export interface BundleFinding {
  readonly kind: BundleFindingKind;
  /** 0 where it is about the bundle as a whole. */
  readonly position: Position;
  readonly stream: string;
  readonly detail: string;
}

export interface BundleReport {
  readonly sound: boolean;
  readonly subject: Bundle['subject'];
  readonly head?: ledger.TreeHead;
  readonly commits: number;
  readonly events: number;
  /** Signatures inside events that were verified. */
  readonly signatures: number;
  readonly findings: readonly BundleFinding[];
  /** What only the reader can settle. */
  readonly notChecked: readonly string[];
}

export interface BundleTrust {
  /** The operator's raw public key, known from elsewhere. */
  readonly operatorKey?: Uint8Array;
  readonly savedHeads?: readonly SavedHead[];
}

export interface VerifiedBundle {
  readonly report: BundleReport;
  /** The events in ledger order, whatever was found. */
  readonly events: readonly RecordedEvent[];
}

/** Checks a bundle by itself: it needs no ledger, no mesh and no network. */
export function verifyBundle(bundle: Bundle, trust: BundleTrust = {}): VerifiedBundle {
  return new BundleCheck(bundle, trust).run();
}

class BundleCheck {
  private readonly findings: BundleFinding[] = [];
  private readonly notChecked: string[] = [];
  private readonly keys = new SpokenKeys();
  private readonly events: RecordedEvent[] = [];
  private signatures = 0;
  private lastIndex = -1n;
  private lastPosition: Position = 0n;

  constructor(
    private readonly bundle: Bundle,
    private readonly trust: BundleTrust,
  ) {}

  run(): VerifiedBundle {
    const { subject, commits } = this.bundle;
    const head = this.head();
    if (head) this.savedHeads(head);
    else this.find('invalid-head', 'the head is not signed with the operator key');
    for (const commit of commits) this.commit(commit, head);
    this.providerKeys();
    this.subject(subject);
    const { findings, notChecked, events, signatures } = this;
    const report = { sound: findings.length === 0, subject, ...(head ? { head } : {}), commits: commits.length, events: events.length, signatures, findings, notChecked };
    return { report, events };
  }

  private head(): ledger.TreeHead | undefined {
    const { operatorKey, head } = this.bundle;
    const known = this.trust.operatorKey;
    if (!known) this.notChecked.push(`whether ${hex(operatorKey)} is the operator's public key: compare it with the one that you know, or give it with --operator-key`);
    else if (!bytesEqual(known, operatorKey)) this.find('other-operator', `the bundle is of the operator key ${hex(operatorKey)}, not of ${hex(known)}`);
    return isFullOrderKey(operatorKey) && isSealedBy(operatorKey, SIGNED_AS.treeHead, head) ? headIn(head.body) : undefined;
  }

  private savedHeads(head: ledger.TreeHead): void {
    for (const { name, envelope } of this.trust.savedHeads ?? []) {
      const saved = isSealedBy(this.bundle.operatorKey, SIGNED_AS.treeHead, envelope) ? headIn(envelope.body) : undefined;
      if (!saved) {
        this.find('invalid-head', `the saved head ${name} is not signed with the operator key`);
        continue;
      }
      const proof = saved.size === head.size ? [] : this.bundle.consistency.find(({ from }) => from === saved.size)?.proof;
      if (proof === undefined) this.find('unlinked-head', unlinked(name, saved, head));
      else if (!verifyConsistency({ from: saved.size, size: head.size, fromRoot: saved.root, root: head.root, proof }))
        this.find('forked-head', `the saved head ${name} of ${saved.size} commits is not of the history that the bundle's head of ${head.size} commits signs`);
    }
  }

  private commit({ index, hashes, proof, events }: BundledCommit, head: ledger.TreeHead | undefined): void {
    const decoded = events.map(({ at, bytes }) => ({ at, event: this.event(bytes, hashes[at]) }));
    const first = decoded[0]?.event;
    const [position, stream] = [first?.position ?? 0n, first?.stream ?? ''];
    if (head && !verifyInclusion({ index, size: head.size, leaf: commitLeaf(hashes), proof, root: head.root }))
      this.findings.push({ kind: 'unproven-commit', position, stream, detail: `commit ${index} is not in the tree that the head signs` });
    if (index <= this.lastIndex) this.findings.push({ kind: 'disordered', position, stream, detail: `commit ${index} stands after commit ${this.lastIndex}` });
    this.lastIndex = index;
    let lastAt = -1;
    for (const { at, event } of decoded) {
      if (!event) continue;
      const misplaced = at <= lastAt || event.position <= this.lastPosition || commitOf(event.position) !== commitOf(position);
      if (misplaced) this.findings.push({ kind: 'disordered', position: event.position, stream: event.stream, detail: 'the event does not stand in the order of the ledger' });
      [lastAt, this.lastPosition] = [at, event.position];
      this.events.push(event);
      this.statements(event);
    }
  }

  private event(bytes: Uint8Array, named: Uint8Array | undefined): RecordedEvent | undefined {
    const event = recordedIn(bytes);
    const at = { position: event?.position ?? 0n, stream: event?.stream ?? '' };
    if (!named || !bytesEqual(sha256(bytes), named)) this.findings.push({ kind: 'altered-event', ...at, detail: 'the event has not the hash that its commit names' });
    if (!event) this.findings.push({ kind: 'altered-event', ...at, detail: 'the bytes are no ledger event' });
    return event;
  }

  private statements({ type, payload, position, stream }: RecordedEvent): void {
    let event: AnyEvent;
    try {
      event = decodeEvent(type, payload);
    } catch {
      this.notChecked.push(`what stands in the event of type ${type} at position ${position}, which this version does not know`);
      return;
    }
    this.keys.take(event);
    for (const statement of statementsIn(event)) {
      const { what, body, statedSha256 } = statement;
      if (statedSha256 && !bytesEqual(sha256(body), statedSha256)) this.findings.push({ kind: 'altered-statement', position, stream, detail: `the ${what} is not the one whose hash stands beside it` });
      if (statement.signed) this.signature(statement, statement.signed, { position, stream });
    }
  }

  private signature({ what, body }: Statement, signed: NonNullable<Statement['signed']>, at: { position: Position; stream: string }): void {
    const { by, domain } = signed;
    const keys = by === 'operator' ? [this.bundle.operatorKey] : this.keys.of(by.providerId);
    this.signatures += 1;
    if (keys.some((key) => isFullOrderKey(key) && isSealedBy(key, domain, envelopeFor(key, body, signed)))) return;
    const who = by === 'operator' ? 'the operator' : `provider ${by.providerId}`;
    const detail = keys.length === 0 ? `the bundle holds no enrolment of ${who}, who should have signed the ${what}` : `no key of ${who} signed the ${what}`;
    this.findings.push({ kind: 'unsigned-statement', ...at, detail });
  }

  /** The list is for convenience; what counts is the enrolment in the ledger. */
  private providerKeys(): void {
    for (const { providerId, publicKey } of this.bundle.providerKeys) {
      if (!this.keys.has(providerId, publicKey)) this.find('unproven-key', `no event of the bundle enrols the key ${hex(publicKey)} of provider ${providerId}`);
    }
  }

  /** Nobody signs the subject: what counts is that there are events of it. */
  private subject({ kind, id }: Bundle['subject']): void {
    const uuid = UUID.exec(id)?.[0];
    const isOwned = (name: string): boolean => (kind === 'stream' ? name === id : uuid !== undefined && name.includes(uuid));
    const isAbout = ({ stream, metadata }: RecordedEvent): boolean => isOwned(stream) || (kind !== 'stream' && isOwned(metadata.correlationId));
    if (!this.events.some(isAbout)) this.find('other-subject', `the bundle holds no event of ${kind} ${id}`);
    this.sequences(isOwned);
  }

  /** Of a stream that the subject owns there are all revisions from 0; whether it went on, and what else there is, nobody can tell. */
  private sequences(isWhole: (stream: string) => boolean): void {
    const next = new Map<string, number>();
    for (const { stream, revision, position } of this.events) {
      if (!isWhole(stream)) continue;
      const expected = next.get(stream) ?? 0;
      if (revision !== expected) this.findings.push({ kind: 'disordered', position, stream, detail: `revision ${revision} stands where ${expected} belongs` });
      next.set(stream, expected + 1);
    }
  }

  private find(kind: BundleFindingKind, detail: string): void {
    this.findings.push({ kind, position: 0n, stream: '', detail });
  }
}

function unlinked(name: string, saved: ledger.TreeHead, head: ledger.TreeHead): string {
  const sizes = `from the saved head ${name} of ${saved.size} commits to the bundle's head of ${head.size} commits`;
  return saved.size > head.size ? `the bundle is older, and nothing leads ${sizes}` : `no proof leads ${sizes}: "ledger export --head" puts it in`;
}

function recordedIn(bytes: Uint8Array): RecordedEvent | undefined {
  try {
    const { position, stream, revision, eventId, type, payload, recordedAt, correlationId, causationId, actor, occurredAt, traceparent } = ledger.LedgerEvent.decode(bytes);
    const metadata = { correlationId, causationId, actor, occurredAt, ...(traceparent ? { traceparent } : {}) };
    return { position, stream, revision, eventId, type, payload, recordedAt, metadata };
  } catch {
    return undefined;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
