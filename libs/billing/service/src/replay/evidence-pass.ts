import { usageBatchStream } from '@carriermesh/billing-domain';
import type { Ledger, LedgerReading } from '@carriermesh/platform-ledger';
import { contracting, type billing } from '@carriermesh/wire';
import { BatchReading } from './batch-reading.js';
import { EvidenceGathering, type At } from './evidence.js';
import { found, type Found, type InputType, type LedgerPass } from './ledger-pass.js';

/** Of a stream that carries an order's UUID: `contract-con_<uuid>`, `period-con_<uuid>-3`, `supply-con_<uuid>-alfa` … */
const UUID_IN_STREAM = /_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;

/** Whose evidence an event is. */
class Concerned {
  readonly byUuid = new Map<string, EvidenceGathering>();
  readonly byProvider = new Map<string, EvidenceGathering[]>();
  readonly byResource = new Map<string, EvidenceGathering[]>();
  readonly all: EvidenceGathering[] = [];

  add(evidence: EvidenceGathering, { providers, resources }: ReturnType<typeof partiesTo>): void {
    this.all.push(evidence);
    this.byUuid.set(evidence.contractId.slice(evidence.contractId.indexOf('_') + 1), evidence);
    for (const providerId of providers) this.byProvider.set(providerId, [...(this.byProvider.get(providerId) ?? []), evidence]);
    for (const resourceId of resources) this.byResource.set(resourceId, [...(this.byResource.get(resourceId) ?? []), evidence]);
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

/** Each contract's own stream tells whose evidence matters; everything is then read in the order in which it happened. */
export async function gatherEvidence(ledger: LedgerReading, contractIds: readonly string[], inputs: LedgerPass<InputType>): Promise<ReadonlyMap<string, EvidenceGathering>> {
  const batches = new BatchReading(new Set(contractIds));
  const concerned = new Concerned();
  for (const contractId of contractIds) concerned.add(new EvidenceGathering(contractId, batches), partiesTo(await ledger.readStream(`contract-${contractId}`)));
  for await (const event of inputs.events((each) => concerned.of(each).length > 0)) {
    const release = event.type === 'billing.v1.UsageReleased' && event.kind === 'sound' ? { event, batch: await batchOf(ledger, event.data) } : undefined;
    for (const evidence of concerned.of(placeOf(event))) {
      if (release) evidence.addRelease(release.event, release.batch);
      else evidence.add(event);
    }
  }
  return new Map(concerned.all.map((evidence) => [evidence.contractId, evidence]));
}

const placeOf = ({ at }: Found<InputType>): { readonly type: string; readonly stream: string } => at;

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
