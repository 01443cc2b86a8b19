import type { Instant } from '@carriermesh/kernel';
import { sealEnvelope, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { common, type agent } from '@carriermesh/wire';
import type { Signer } from './ports.js';

export interface ReceiptFacts {
  readonly providerId: string;
  readonly batchId: string;
  /** The batch, exactly as it was signed. */
  readonly body: Uint8Array;
  readonly position: bigint;
  readonly recordedAt: Instant;
  readonly refusedItems?: readonly common.RefusedItem[];
}

/** The mesh's word for a batch. The same facts give the same bytes, so a batch sent again gets the same receipt. */
export function receipted(signer: Signer, { body, refusedItems = [], ...facts }: ReceiptFacts): agent.BatchReply {
  const receipt = common.Receipt.encode({ ...facts, bodySha256: sha256(body), refusedItems });
  return { outcome: { kind: 'receipt', receipt: sealEnvelope(signer, SIGNED_AS.receipt, receipt) } };
}
