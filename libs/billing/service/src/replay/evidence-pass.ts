import { usageBatchStream } from '@carriermesh/billing-domain';
import type { Ledger, LedgerReading } from '@carriermesh/platform-ledger';
import { contracting, type billing } from '@carriermesh/wire';
import { EvidenceGathering, type At } from './evidence.js';
import { found, type InputType, type LedgerPass } from './ledger-pass.js';
import { isShared, SharedEvidence } from './shared-evidence.js';

/** Of a stream that carries an order's UUID: `contract-con_<uuid>`, `period-con_<uuid>-3`, `supply-con_<uuid>-alfa` … */
const UUID_IN_STREAM = /_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;

type Parties = ReturnType<typeof partiesTo>;

/** Whose evidence an event is. */
class Concerned {
  private readonly parties = new Map<EvidenceGathering, Parties>();
  private readonly byUuid = new Map<string, EvidenceGathering>();
  private readonly byProvider = new Map<string, EvidenceGathering[]>();
  private readonly byResource = new Map<string, EvidenceGathering[]>();

  get all(): readonly EvidenceGathering[] {
    return [...this.parties.keys()];
  }

  add(evidence: EvidenceGathering, parties: Parties): void {
    this.parties.set(evidence, parties);
    this.byUuid.set(uuidOf(evidence.contractId), evidence);
    for (const providerId of parties.providers) pushTo(this.byProvider, providerId, evidence);
    for (const resourceId of parties.resources) pushTo(this.byResource, resourceId, evidence);
  }

  has(contractId: string): boolean {
    return this.byUuid.get(uuidOf(contractId))?.contractId === contractId;
  }

  byContract(): ReadonlyMap<string, EvidenceGathering> {
    return new Map(this.all.map((evidence) => [evidence.contractId, evidence]));
  }

  firstHalf(): Concerned {
    const half = new Concerned();
    for (const [evidence, parties] of [...this.parties].slice(0, Math.ceil(this.parties.size / 2))) half.add(evidence, parties);
    return half;
  }

  of({ type, stream }: { readonly type: string; readonly stream: string }): readonly EvidenceGathering[] {
    if (type.startsWith('advertising.v1.Provider')) return this.all;
    if (type === 'advertising.v1.ResourceAdvertised') return this.byResource.get(stream.slice('resource-'.length)) ?? [];
    if (type === 'billing.v1.UsageBatchAccepted') return this.byProvider.get(stream.slice('usagebatch-'.length).split('~')[0] ?? '') ?? [];
    if (type === 'billing.v1.UsageReleased') return this.byProvider.get(stream.slice('usage-'.length).split('~')[0] ?? '') ?? [];
    const own = this.byUuid.get(UUID_IN_STREAM.exec(stream)?.[1] ?? '');
    return own ? [own] : [];
  }
}

export interface Gathering {
  readonly inputs: LedgerPass<InputType>;
  readonly maxHeldBytes: number;
}

/**
 * Each contract's own stream tells whose evidence matters; everything is then read once, in the order in which it happened.
 * @returns of the first contracts as many as fit into memory, and of one at least
 */
export async function gatherEvidence(ledger: LedgerReading, contractIds: readonly string[], { inputs, maxHeldBytes }: Gathering): Promise<ReadonlyMap<string, EvidenceGathering>> {
  const shared = new SharedEvidence(ledger);
  const gatherings = contractIds.map((contractId) => new EvidenceGathering(contractId, shared));
  let concerned = new Concerned();
  for (const evidence of gatherings) concerned.add(evidence, partiesTo(await ledger.readStream(`contract-${evidence.contractId}`)));
  for await (const event of inputs.events((each) => concerned.of(each).length > 0)) {
    if (isShared(event)) shared.add(event);
    else if (event.kind === 'sound' && event.type === 'billing.v1.UsageBatchAccepted') {
      await addBatch(event, concerned, shared);
      while (concerned.all.length > 1 && heldBy(concerned) > maxHeldBytes) concerned = concerned.firstHalf();
    } else if (event.kind === 'sound' && event.type === 'billing.v1.UsageReleased') {
      const batch = await batchOf(ledger, event.data);
      for (const evidence of concerned.of(event.at)) evidence.addRelease(event, batch);
    } else for (const evidence of concerned.of(event.at)) evidence.add(event);
  }
  return concerned.byContract();
}

async function addBatch(batch: At<billing.UsageBatchAccepted>, concerned: Concerned, shared: SharedEvidence): Promise<void> {
  const { at, data: { providerId } } = batch;
  const read = await shared.batches.next(batch, shared.keysOf(providerId), (contractId) => concerned.has(contractId));
  for (const evidence of concerned.of(at)) evidence.addBatch(at, providerId, read);
}

const uuidOf = (contractId: string): string => contractId.slice(contractId.indexOf('_') + 1);

function pushTo<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

const heldBy = ({ all }: Concerned): number => all.reduce((bytes, { heldBytes }) => bytes + heldBytes, 0);

/** Read by its stream: to keep every record that was ever presented, for the few that are released, would fill the memory. */
async function batchOf(ledger: LedgerReading, { providerId, batchId }: billing.UsageReleased): Promise<At<billing.UsageBatchAccepted> | undefined> {
  const [recorded] = await ledger.readStream(usageBatchStream(providerId, batchId));
  const event = recorded?.type === 'billing.v1.UsageBatchAccepted' ? found<'billing.v1.UsageBatchAccepted'>(recorded) : undefined;
  return event?.kind === 'sound' ? event : undefined;
}

function partiesTo(stream: Awaited<ReturnType<Ledger['readStream']>>): { readonly providers: ReadonlySet<string>; readonly resources: ReadonlySet<string> } {
  const signed = stream.filter(({ type }) => type === 'contracting.v1.ContractSigned').map((event) => found<'contracting.v1.ContractSigned'>(event));
  const segments = signed.flatMap((event) => {
    try {
      if (event.kind !== 'sound') return [];
      const { segments: first, alternatives } = contracting.Contract.decode(event.data.contract.body);
      return [...first, ...alternatives.flatMap((alternative) => alternative.segments)];
    } catch {
      // Reported when the contract is read as evidence.
      return [];
    }
  });
  return {
    providers: new Set(segments.map(({ providerId }) => providerId)),
    resources: new Set(segments.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId))),
  };
}
