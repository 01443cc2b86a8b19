import { contractOfSegment, type PresentedRecord } from '@carriermesh/billing-domain';
import { bytesEqual, isToken } from '@carriermesh/kernel';
import { sha256, SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { agent, type billing } from '@carriermesh/wire';
import { presentRecord } from '../batch-opening.js';
import type { ProviderKey } from './evidence.js';
import { messageOf } from './ledger-pass.js';

/** A usage batch as it was signed, for as much of it as concerns the contracts that are replayed. */
export interface ReadBatch {
  /** By contract, what was not presented before. */
  readonly records: ReadonlyMap<string, readonly PresentedRecord[]>;
  readonly faults: readonly { readonly code: string; readonly detail: string }[];
}

/** Opens each batch once for all contracts that are replayed together, and knows which record ids were presented before. */
export class BatchReading {
  /** `<provider>~<record>` of everything presented so far, whatever contract it was about. */
  private readonly presented = new Set<string>();
  private last: { readonly position: bigint; readonly read: ReadBatch | { readonly problem: string } } | undefined;

  constructor(private readonly contractIds: ReadonlySet<string>) {}

  /** The next batch of the ledger: the first presentation of an id decides for ever; later ones are duplicates or a suspicion, and charge nothing. */
  next(position: bigint, batch: billing.UsageBatchAccepted, keys: readonly ProviderKey[]): ReadBatch | { readonly problem: string } {
    if (this.last?.position === position) return this.last.read;
    const read = this.open(batch, keys);
    this.last = { position, read };
    return read;
  }

  private open(batch: billing.UsageBatchAccepted, keys: readonly ProviderKey[]): ReadBatch | { readonly problem: string } {
    const decoded = decodedBatch(batch);
    if ('problem' in decoded) return decoded;
    const records = new Map<string, PresentedRecord[]>();
    for (const record of decoded.records) {
      const contractId = this.isNew(batch.providerId, record.recordId) ? contractOfSegment(record.segmentId) : undefined;
      if (contractId === undefined || !this.contractIds.has(contractId)) continue;
      const own = records.get(contractId);
      if (own) own.push(presentRecord(record));
      else records.set(contractId, [presentRecord(record)]);
    }
    return { records, faults: records.size === 0 ? [] : faultsOf(batch, keys) };
  }

  private isNew(providerId: string, recordId: string): boolean {
    const key = `${providerId}~${recordId}`;
    if (!isToken(recordId) || this.presented.has(key)) return false;
    this.presented.add(key);
    return true;
  }
}

/** One record of a batch as it was signed, whosever it is. */
export function signedRecord(batch: billing.UsageBatchAccepted, keys: readonly ProviderKey[], recordId: string): { readonly record: PresentedRecord | undefined; readonly faults: ReadBatch['faults'] } | { readonly problem: string } {
  const decoded = decodedBatch(batch);
  if ('problem' in decoded) return decoded;
  const record = decoded.records.find((each) => each.recordId === recordId);
  return { record: record && presentRecord(record), faults: faultsOf(batch, keys) };
}

function decodedBatch({ batch }: billing.UsageBatchAccepted): agent.UsageBatch | { readonly problem: string } {
  try {
    return agent.UsageBatch.decode(batch.body);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function faultsOf({ providerId, batch, bodySha256 }: billing.UsageBatchAccepted, keys: readonly ProviderKey[]): ReadBatch['faults'] {
  const faults = [];
  if (!bytesEqual(sha256(batch.body), bodySha256))
    faults.push({ code: 'batch-hash-differs', detail: 'the batch is not the one whose hash stands beside it' });
  if (!keys.some(({ publicKey }) => verifySignature({ publicKey, domain: SIGNED_AS.usageBatch, ...batch })))
    faults.push({ code: 'batch-signature-broken', detail: `no key of provider ${providerId} signed the batch as it stands` });
  return faults;
}
