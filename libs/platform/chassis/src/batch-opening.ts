import { isToken } from '@carriermesh/kernel';
import { isSealedBy, sha256, type Envelope } from '@carriermesh/platform-signing';
import { WireError, type Codec, type common } from '@carriermesh/wire';

/** One kind of signed batch that providers send. */
export interface BatchKind<Batch> {
  /** How a person calls one: `usage batch`. */
  readonly name: string;
  /** The domain that it is signed under: one of SIGNED_AS. */
  readonly domain: string;
  readonly codec: Pick<Codec<Batch>, 'decode' | 'typeName'>;
  readonly limitBytes: number;
}

export type BatchFault =
  | { readonly code: 'batch-too-large'; readonly bytes: number; readonly limitBytes: number }
  | { readonly code: 'provider-unknown'; readonly providerId: string }
  | { readonly code: 'signature-invalid'; readonly providerId: string }
  | { readonly code: 'batch-malformed'; readonly reason: string }
  | { readonly code: 'provider-mismatch'; readonly account: string; readonly stated: string }
  | { readonly code: 'batch-id-invalid'; readonly batchId: string };

export type Opening<Batch> =
  | { readonly kind: 'opened'; readonly batch: Batch; readonly bodySha256: Uint8Array }
  | { readonly kind: 'refused'; readonly fault: BatchFault };

export interface SentBatch {
  /** From the bus account. */
  readonly providerId: string;
  readonly envelope: Envelope;
  /** The provider's present key; `undefined` when it was never enrolled. */
  readonly publicKey: Uint8Array | undefined;
}

/**
 * What a provider sent, once it is certain that this provider said it: the bus account, the owner of the signing key and the
 * provider named in the body are one (invariant I6). Nothing is parsed before its signature was found good.
 */
export function openSignedBatch<Batch extends { readonly providerId: string; readonly batchId: string }>(
  { domain, codec, limitBytes }: BatchKind<Batch>,
  { providerId, envelope, publicKey }: SentBatch,
): Opening<Batch> {
  const bytes = envelope.body.length;
  if (bytes > limitBytes) return refused({ code: 'batch-too-large', bytes, limitBytes });
  if (!publicKey) return refused({ code: 'provider-unknown', providerId });
  if (!isSealedBy(publicKey, domain, envelope)) return refused({ code: 'signature-invalid', providerId });
  const batch = decoded(codec, envelope.body);
  if (batch instanceof WireError) return refused({ code: 'batch-malformed', reason: shown(batch.message) });
  if (batch.providerId !== providerId) return refused({ code: 'provider-mismatch', account: providerId, stated: shown(batch.providerId) });
  if (!isToken(batch.batchId)) return refused({ code: 'batch-id-invalid', batchId: shown(batch.batchId) });
  return { kind: 'opened', batch, bodySha256: sha256(envelope.body) };
}

type Words = readonly [message: string, facts: Readonly<Record<string, string>>];

const words: { readonly [C in BatchFault['code']]: (fault: Extract<BatchFault, { code: C }>, kind: BatchKind<unknown>) => Words } = {
  'batch-too-large': ({ bytes, limitBytes }, { name }) => [
    `A ${name} has at most ${limitBytes} bytes; this one has ${bytes}.`,
    { bytes: `${bytes}`, limit_bytes: `${limitBytes}` },
  ],
  'provider-unknown': ({ providerId }) => [`No provider ${providerId} is enrolled.`, { provider_id: providerId }],
  'signature-invalid': ({ providerId }, { name }) => [`The enrolled key of ${providerId} did not sign this body as a ${name}.`, { provider_id: providerId }],
  'batch-malformed': ({ reason }, { codec }) => [`The body is no ${codec.typeName}: ${reason}.`, { reason }],
  'provider-mismatch': ({ account, stated }) => [`${account} sent a batch that speaks for "${stated}".`, { account, stated }],
  'batch-id-invalid': ({ batchId }) => [`"${batchId}" is no batch id: it takes 1 to 64 letters, digits, _ and -.`, { batch_id: batchId }],
};

/** One English sentence, and the figures in base units. */
export function batchRefusal(kind: BatchKind<unknown>, fault: BatchFault): common.Refusal {
  const [message, facts] = (words[fault.code] as (fault: BatchFault, kind: BatchKind<unknown>) => Words)(fault, kind);
  return { code: fault.code, message, facts };
}

/** How much of a text from outside a refusal repeats. */
const MAX_SHOWN_CHARACTERS = 100;
/** Refusals go into logs, consoles and the ledger: control characters would let a sender write lines of its own there. */
const shown = (text: string): string => text.slice(0, MAX_SHOWN_CHARACTERS).replace(/\p{Cc}/gu, '\uFFFD');

const refused = (fault: BatchFault): Opening<never> => ({ kind: 'refused', fault });

function decoded<Batch>(codec: Pick<Codec<Batch>, 'decode'>, body: Uint8Array): Batch | WireError {
  try {
    return codec.decode(body);
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}
