import { contractOfSegment, latestEndAt, type PresentedRecord } from '@carriermesh/billing-domain';
import { bytesEqual, invariant, isToken, type Instant } from '@carriermesh/kernel';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { sha256, SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { agent, billing } from '@carriermesh/wire';
import { BatchGuidance, type GuidedRecord } from '../batch-guidance.js';
import { present, PresentedLocally, presentRecord } from '../batch-opening.js';
import type { At } from './evidence.js';
import { messageOf } from './ledger-pass.js';
import { PresentedIds } from './presented-ids.js';
import type { EventReference } from './replay-report.js';
import type { ProviderKey } from './shared-evidence.js';

/** A usage batch as it was signed, for as much of it as concerns the contracts that are replayed. */
export interface ReadBatch {
  /** By contract, what was not presented before. */
  readonly records: ReadonlyMap<string, HeldRecords>;
  /** What ended after it was yet to come when the batch was taken. */
  readonly latestEnd: Instant;
  readonly faults: readonly { readonly code: string; readonly detail: string }[];
}

/** Of a customer's, no more than its contract is known. */
type HeldRecord = agent.UsageRecord & Pick<GuidedRecord, 'contractId'>;

/** What one batch has for one contract, as bytes until that contract's turn comes: as objects they would fill several times the memory. */
export class HeldRecords {
  private readonly bytes: Uint8Array;

  constructor(all: readonly HeldRecord[]) {
    const records = all.filter(({ contractId }) => contractId === undefined);
    const ofCustomers = all.flatMap(({ contractId, ...record }) => (contractId === undefined ? [] : [{ ...record, localId: contractId }]));
    const localIds = ofCustomers.length > 0 && { localIds: { statements: [], records: ofCustomers } };
    // What an encoder returns is part of a larger buffer, which would be held with it.
    this.bytes = new Uint8Array(agent.UsageBatch.encode({ providerId: '', batchId: '', records, watermarks: [], ...localIds }));
  }

  get sizeBytes(): number {
    return this.bytes.length;
  }

  presented(): readonly PresentedRecord[] {
    const { records, localIds } = agent.UsageBatch.decode(this.bytes);
    return [...records.map(presentRecord), ...(localIds?.records ?? []).map((record) => new PresentedLocally(record, { contractId: record.localId }))];
  }
}

/** Opens each batch once for all contracts that are replayed together, and knows which record ids were presented before. */
export class BatchReading {
  /** By provider, whatever contract they were about. */
  private readonly presented = new Map<string, PresentedIds>();
  private readonly guidance = new BatchGuidance();

  constructor(private readonly ledger: Pick<LedgerReading, 'readStream'>) {}

  /** The next batch of the ledger: the first presentation of an id decides for ever; later ones are duplicates or a suspicion, and charge nothing. */
  async next({ at, data }: At<billing.UsageBatchAccepted>, keys: readonly ProviderKey[], isWanted: (contractId: string) => boolean): Promise<ReadBatch | { readonly problem: string }> {
    const decoded = decodedBatch(data);
    if ('problem' in decoded) return decoded;
    const first = firstById(this.guidance.next(decoded) ?? decoded.records);
    const wanted = Map.groupBy(first.values(), contractOfRecord());
    for (const contractId of [...wanted.keys()]) if (contractId === undefined || !isWanted(contractId)) wanted.delete(contractId);
    const presented = this.presentedBy(data.providerId);
    const known = await presented.among([...wanted.values()].flatMap((own) => own.map(({ recordId }) => recordId)));
    presented.add(at, first.keys());
    const held = new Map<string, HeldRecords>();
    for (const [contractId, own] of wanted) {
      const records = own.filter(({ recordId }) => !known.has(recordId));
      if (contractId !== undefined && records.length > 0) held.set(contractId, new HeldRecords(records));
    }
    return { records: held, latestEnd: latestEndAt(data.acceptedAt), faults: held.size === 0 ? [] : faultsOf(data, keys) };
  }

  private presentedBy(providerId: string): PresentedIds {
    const presented = this.presented.get(providerId) ?? new PresentedIds((batch) => this.idsIn(batch));
    this.presented.set(providerId, presented);
    return presented;
  }

  private async idsIn(batch: EventReference): Promise<ReadonlySet<string>> {
    const event = (await this.ledger.readStream(batch.stream)).find(({ position }) => position === batch.position);
    invariant(event, `the batch at ${batch.position} was read a moment ago, and is not on ${batch.stream}`);
    return new Set(present(agent.UsageBatch.decode(billing.UsageBatchAccepted.decode(event.payload).batch.body)).records.map(({ record }) => record.recordId));
  }
}

/** Under each id that is one, the record that stands first. */
function firstById(records: readonly HeldRecord[]): ReadonlyMap<string, HeldRecord> {
  const first = new Map<string, HeldRecord>();
  for (const record of records) if (isToken(record.recordId) && !first.has(record.recordId)) first.set(record.recordId, record);
  return first;
}

/** A batch names the same few segments again and again. */
function contractOfRecord(): (record: HeldRecord) => string | undefined {
  const contracts = new Map<string, string | undefined>();
  return ({ segmentId, contractId }) => {
    if (contractId !== undefined) return contractId;
    if (!contracts.has(segmentId)) contracts.set(segmentId, contractOfSegment(segmentId));
    return contracts.get(segmentId);
  };
}

/** One record of a batch as it was signed, whosever it is. */
export function signedRecord(batch: billing.UsageBatchAccepted, keys: readonly ProviderKey[], recordId: string): { readonly record: PresentedRecord | undefined; readonly faults: ReadBatch['faults'] } | { readonly problem: string } {
  const decoded = decodedBatch(batch);
  if ('problem' in decoded) return decoded;
  const record = present(decoded).records.find((each) => each.record.recordId === recordId);
  return { record, faults: faultsOf(batch, keys) };
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
