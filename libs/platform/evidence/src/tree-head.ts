import { OperationalError } from '@carriermesh/platform-errors';
import { sealEnvelope, SIGNED_AS, type Envelope, type SigningKey } from '@carriermesh/platform-signing';
import { ledger } from '@carriermesh/wire';
import { fromHex, toHex } from '@carriermesh/kernel';
import { HASH_BYTES } from './merkle-tree.js';

/** The form of a saved head. Text, so that a person can keep it in a letter. */
const FORMAT = 'carriermesh-head/1';

export const sealHead = (key: Pick<SigningKey, 'keyId' | 'sign'>, head: ledger.TreeHead): Envelope =>
  sealEnvelope(key, SIGNED_AS.treeHead, ledger.TreeHead.encode(head));

/** The head in a body, if it is one; who signed it is another question. */
export function headIn(body: Uint8Array): ledger.TreeHead | undefined {
  try {
    const head = ledger.TreeHead.decode(body);
    return head.size > 0n && head.root.length === HASH_BYTES ? head : undefined;
  } catch {
    return undefined;
  }
}

/** A head for people and files: its figures to read, its bytes to verify. */
export function headToJson(envelope: Envelope): Record<string, unknown> {
  const head = ledger.TreeHead.decode(envelope.body);
  return { format: FORMAT, ...ledger.TreeHead.toJson(head), body: toHex(envelope.body), signature: toHex(envelope.signature), keyId: envelope.keyId };
}

/** The envelope in a saved head, which nobody has verified yet. @throws OperationalError `malformed` when the text is no head */
export function savedHeadIn(text: string): Envelope {
  try {
    const { format, body, signature, keyId } = JSON.parse(text) as Record<string, unknown>;
    const [bytes, mark] = [fromHex(String(body)), fromHex(String(signature))];
    if (format === FORMAT && bytes && mark && typeof keyId === 'string') return { body: bytes, signature: mark, keyId };
  } catch {
    // Falls through to the one sentence that says what the file should be.
  }
  throw new OperationalError('malformed', `a saved head is one JSON object of the format ${FORMAT}, as "carriermesh ledger head" prints it`);
}
