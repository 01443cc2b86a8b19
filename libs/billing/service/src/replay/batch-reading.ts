import { contractOfSegment, type PresentedRecord } from '@carriermesh/billing-domain';
import { bytesEqual, isToken } from '@carriermesh/kernel';
import { sha256, SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { agent, type billing } from '@carriermesh/wire';
import { presentRecord } from '../batch-opening.js';
import type { ProviderKey } from './shared-evidence.js';
import { messageOf } from './ledger-pass.js';

/** A usage batch as it was signed, for as much of it as concerns the contracts that are replayed. */
export interface ReadBatch {
  /** By contract, what was not presented before. */
  readonly records: ReadonlyMap<string, HeldRecords>;
  readonly faults: readonly { readonly code: string; readonly detail: string }[];
}

/** What one batch has for one contract, as bytes until that contract's turn comes: as objects they would fill several times the memory. */
export class HeldRecords {
  private readonly bytes: Uint8Array;

  constructor(records: readonly agent.UsageRecord[]) {
    // What an encoder returns is part of a larger buffer, which would be held with it.
    this.bytes = new Uint8Array(agent.UsageBatch.encode({ providerId: '', batchId: '', records, watermarks: [] }));
  }

  get sizeBytes(): number {
    return this.bytes.length;
  }

  presented(): readonly PresentedRecord[] {
    return agent.UsageBatch.decode(this.bytes).records.map(presentRecord);
  }
}

/** Opens each batch once for all contracts that are replayed together, and knows which record ids were presented before. */
export class BatchReading {
  /** By provider, every record id presented so far, whatever contract it was about. */
  private readonly presented = new Map<string, Set<string>>();

  /** The next batch of the ledger: the first presentation of an id decides for ever; later ones are duplicates or a suspicion, and charge nothing. */
  next(batch: billing.UsageBatchAccepted, keys: readonly ProviderKey[], isWanted: (contractId: string) => boolean): ReadBatch | { readonly problem: string } {
    const decoded = decodedBatch(batch);
    if ('problem' in decoded) return decoded;
    const presented = this.presentedBy(batch.providerId);
    const records = new Map<string, agent.UsageRecord[]>();
    for (const record of decoded.records) {
      const contractId = isNew(presented, record.recordId) ? contractOfSegment(record.segmentId) : undefined;
      if (contractId === undefined || !isWanted(contractId)) continue;
      const own = records.get(contractId);
      if (own) own.push(record);
      else records.set(contractId, [record]);
    }
    const held = new Map([...records].map(([contractId, own]) => [contractId, new HeldRecords(own)]));
    return { records: held, faults: held.size === 0 ? [] : faultsOf(batch, keys) };
  }

  private presentedBy(providerId: string): Set<string> {
    const presented = this.presented.get(providerId) ?? new Set();
    this.presented.set(providerId, presented);
    return presented;
  }
}

function isNew(presented: Set<string>, recordId: string): boolean {
  if (!isToken(recordId) || presented.has(recordId)) return false;
  presented.add(recordId);
  return true;
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
