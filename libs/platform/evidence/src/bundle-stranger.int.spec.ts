import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { bundleToJson } from './bundle.js';
import { exportBundle } from './bundle-export.js';
import { newKey, TrialLedger } from './evidence.fixture.js';
import { EvidenceReader } from './evidence-reader.js';

/*
 * A verifier as somebody would write it who has docs/evidence.md, the RFC and nothing of this project. Of the two protobuf messages
 * that it must read, it needs single fields.
 */
interface StrangersBundle {
  readonly operatorKey: string;
  readonly head: { readonly body: string; readonly signature: string };
  readonly commits: readonly { readonly index: string; readonly hashes: readonly string[]; readonly proof: readonly string[]; readonly events: readonly { readonly at: number; readonly bytes: string }[] }[];
}

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

function isProven(text: string): boolean {
  const { operatorKey, head, commits } = JSON.parse(text) as StrangersBundle;
  const key = createPublicKey({ key: Buffer.concat([bytes('302a300506032b6570032100'), bytes(operatorKey)]), format: 'der', type: 'spki' });
  const body = bytes(head.body);
  if (!verify(null, Buffer.concat([Buffer.from('carriermesh.ledger.v1.TreeHead\0'), body]), key, bytes(head.signature))) return false;
  const { size, root } = fieldsOfHead(body);
  return commits.every(({ index, hashes, proof, events }) => {
    if (!events.every((event) => sha256(Buffer.from(event.bytes, 'base64')).equals(bytes(hashes[event.at] ?? '')))) return false;
    const leaf = sha256(Buffer.of(0), ...hashes.map(bytes));
    return rootFrom(Number(index), size, leaf, proof.map(bytes))?.equals(root) ?? false;
  });
}

/** Field 1 is a varint below 128 here, field 2 the root of 32 bytes. */
function fieldsOfHead(body: Buffer): { size: number; root: Buffer } {
  if (body[0] !== 0x08 || body[2] !== 0x12 || body[3] !== 32) throw new Error('this is no head of a small tree');
  return { size: body[1] as number, root: body.subarray(4, 36) };
}

/** By recursion over the definition of a tree head, and not by the RFC's algorithm. */
function rootFrom(index: number, size: number, leaf: Buffer, proof: readonly Buffer[]): Buffer | undefined {
  if (size === 1) return proof.length === 0 ? leaf : undefined;
  const sibling = proof.at(-1);
  if (sibling === undefined) return undefined;
  let left = 1;
  while (left * 2 < size) left *= 2;
  const below = index < left ? rootFrom(index, left, leaf, proof.slice(0, -1)) : rootFrom(index - left, size - left, leaf, proof.slice(0, -1));
  if (below === undefined) return undefined;
  return index < left ? sha256(Buffer.of(1), below, sibling) : sha256(Buffer.of(1), sibling, below);
}

describe('M7 I11 a bundle and the page that describes it', () => {
  let postgres: TestPostgres;
  let text: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    const trial = await TrialLedger.open(await postgres.createDatabase(), newKey());
    await trial.fill(0, 53, 7);
    await trial.close();
    const reader = await EvidenceReader.open(trial.url);
    const events = await reader.eventsWhere(`stream in ('order-2', 'order-11')`);
    text = bundleToJson(await exportBundle(reader, { subject: { kind: 'order', id: 'ord_1' }, events, operatorKey: trial.key.publicKey }));
    await reader.close();
  }, 120_000);
  afterAll(() => postgres.stop());

  it('are enough for a stranger’s verifier', () => {
    expect(JSON.parse(text)).toHaveProperty('commits.length', expect.any(Number));
    expect(isProven(text)).toBe(true);
  });

  it('show it every kind of touch', () => {
    const bundle = JSON.parse(text) as { head: { signature: string }; commits: { index: string; proof: string[]; hashes: string[]; events: { bytes: string }[] }[] };
    const touched = (touch: (copy: typeof bundle) => void): string => {
      const copy = structuredClone(bundle);
      touch(copy);
      return JSON.stringify(copy);
    };
    const first = (copy: typeof bundle) => copy.commits[0] as (typeof bundle.commits)[number];
    const other = (hex: string): string => (hex.startsWith('0') ? `1${hex.slice(1)}` : `0${hex.slice(1)}`);
    expect(isProven(touched((copy) => (copy.head.signature = other(copy.head.signature))))).toBe(false);
    expect(isProven(touched((copy) => (first(copy).index = '50')))).toBe(false);
    expect(isProven(touched((copy) => (first(copy).proof = first(copy).proof.map(other))))).toBe(false);
    expect(isProven(touched((copy) => (first(copy).hashes = first(copy).hashes.map(other))))).toBe(false);
    expect(isProven(touched((copy) => first(copy).events.forEach((event) => (event.bytes = `A${event.bytes.slice(1)}`))))).toBe(false);
  });
});
