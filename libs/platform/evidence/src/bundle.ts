import { fromHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Envelope } from '@carriermesh/platform-signing';
import type { Hash } from './merkle-tree.js';
import { headToJson, savedHeadIn } from './tree-head.js';

export const BUNDLE_FORMAT = 'carriermesh-bundle/1';
/** No order and no invoice rests on more; a file beyond this is not read. */
export const MAX_BUNDLE_CHARACTERS = 400_000_000;

export type BundleKind = 'stream' | 'order' | 'invoice';

/** A commit of which at least one event is in the bundle. Of the others there are the hashes alone. */
export interface BundledCommit {
  /** Of its leaf in the tree, from 0. */
  readonly index: bigint;
  /** The hashes of all its events, in order. */
  readonly hashes: readonly Hash[];
  /** From its leaf to the head's root. */
  readonly proof: readonly Hash[];
  readonly events: readonly BundledEvent[];
}

export interface BundledEvent {
  /** Which of the commit's hashes is this event's, from 0. */
  readonly at: number;
  /** A `ledger.LedgerEvent`, exactly as it is hashed. */
  readonly bytes: Uint8Array;
}

/** That the tree of an older head is the beginning of this bundle's tree. */
export interface BundledConsistency {
  readonly from: bigint;
  readonly proof: readonly Hash[];
}

/** What a party needs in order to check a part of the ledger without the ledger. The format is in docs/evidence.md. */
export interface Bundle {
  readonly subject: { readonly kind: BundleKind; readonly id: string };
  /** Raw Ed25519 public key. The reader has to know it from elsewhere to believe it. */
  readonly operatorKey: Uint8Array;
  readonly head: Envelope;
  readonly consistency: readonly BundledConsistency[];
  readonly providerKeys: readonly { readonly providerId: string; readonly publicKey: Uint8Array }[];
  /** By ascending index. */
  readonly commits: readonly BundledCommit[];
}

export function bundleToJson(bundle: Bundle): string {
  const commits = bundle.commits.map(({ index, hashes, proof, events }) => ({
    index: index.toString(),
    hashes: hashes.map(hex),
    proof: proof.map(hex),
    events: events.map(({ at, bytes }) => ({ at, bytes: Buffer.from(bytes).toString('base64') })),
  }));
  const text = {
    format: BUNDLE_FORMAT,
    subject: bundle.subject,
    operatorKey: hex(bundle.operatorKey),
    head: headToJson(bundle.head),
    consistency: bundle.consistency.map(({ from, proof }) => ({ from: from.toString(), proof: proof.map(hex) })),
    providerKeys: bundle.providerKeys.map(({ providerId, publicKey }) => ({ providerId, publicKey: hex(publicKey) })),
    commits,
  };
  return `${JSON.stringify(text, null, 1)}\n`;
}

/**
 * Reads a bundle; nothing of it is believed yet.
 * @throws OperationalError `malformed` when the text is no bundle, naming the first field that is not as it has to be
 */
export function bundleFromJson(text: string): Bundle {
  if (text.length > MAX_BUNDLE_CHARACTERS) throw new OperationalError('malformed', `a bundle has at most ${MAX_BUNDLE_CHARACTERS} characters, not ${text.length}`);
  const all = record(parsed(text), 'the bundle');
  if (all['format'] !== BUNDLE_FORMAT) throw broken('format', BUNDLE_FORMAT);
  const subject = record(all['subject'], 'subject');
  return {
    subject: { kind: kindIn(subject['kind']), id: string(subject['id'], 'subject.id') },
    operatorKey: hexIn(all['operatorKey'], 'operatorKey'),
    head: savedHeadIn(JSON.stringify(all['head'] ?? null)),
    consistency: list(all['consistency'], 'consistency').map((each, n) => consistencyIn(record(each, `consistency[${n}]`), `consistency[${n}]`)),
    providerKeys: list(all['providerKeys'], 'providerKeys').map((each, n) => {
      const { providerId, publicKey } = record(each, `providerKeys[${n}]`);
      return { providerId: string(providerId, `providerKeys[${n}].providerId`), publicKey: hexIn(publicKey, `providerKeys[${n}].publicKey`) };
    }),
    commits: list(all['commits'], 'commits').map((each, n) => commitIn(record(each, `commits[${n}]`), `commits[${n}]`)),
  };
}

function commitIn({ index, hashes, proof, events }: Record<string, unknown>, name: string): BundledCommit {
  return {
    index: wholeIn(index, `${name}.index`),
    hashes: hashesIn(hashes, `${name}.hashes`),
    proof: hashesIn(proof, `${name}.proof`),
    events: list(events, `${name}.events`).map((each, n) => {
      const { at, bytes } = record(each, `${name}.events[${n}]`);
      if (typeof at !== 'number' || !Number.isInteger(at) || at < 0) throw broken(`${name}.events[${n}].at`, 'a whole number from 0');
      return { at, bytes: Buffer.from(string(bytes, `${name}.events[${n}].bytes`), 'base64') };
    }),
  };
}

const consistencyIn = ({ from, proof }: Record<string, unknown>, name: string): BundledConsistency => ({
  from: wholeIn(from, `${name}.from`),
  proof: hashesIn(proof, `${name}.proof`),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OperationalError('malformed', 'the bundle is not JSON', { cause });
  }
}

const broken = (field: string, expected: string): OperationalError => new OperationalError('malformed', `in the bundle, ${field} has to be ${expected}`);

function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw broken(field, 'an object');
  return value as Record<string, unknown>;
}

function list(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw broken(field, 'a list');
  return value;
}

function string(value: unknown, field: string): string {
  if (typeof value !== 'string') throw broken(field, 'a text');
  return value;
}

function kindIn(value: unknown): BundleKind {
  if (value !== 'stream' && value !== 'order' && value !== 'invoice') throw broken('subject.kind', 'stream, order or invoice');
  return value;
}

function wholeIn(value: unknown, field: string): bigint {
  if (typeof value !== 'string' || !/^\d{1,18}$/.test(value)) throw broken(field, 'a whole number as a text');
  return BigInt(value);
}

function hexIn(value: unknown, field: string): Uint8Array {
  const bytes = fromHex(string(value, field));
  if (bytes?.length !== 32) throw broken(field, '32 bytes as hexadecimal digits');
  return bytes;
}

const hashesIn = (value: unknown, field: string): readonly Hash[] => list(value, field).map((each, n) => hexIn(each, `${field}[${n}]`));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
