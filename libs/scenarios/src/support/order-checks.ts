import { isDeepStrictEqual } from 'node:util';
import { NANOS_PER_HOUR } from '@carriermesh/kernel';
import { billing } from '@carriermesh/wire';
import { expectedInUse, type ActiveService } from './active-service.js';
import { audited, recordsOn } from './audited-bills.js';
import { inUse, inventoryOf } from './inventory.js';
import { batchesOf, segmentHistories } from './journals.js';
import type { ScenarioMesh } from './scenario-mesh.js';

/** What is not as it must be, in sentences; none when all is well. */
export type Problems = readonly string[];

/**
 * However often a step was tried: one order, one contract, one hold under contract, one activation of each segment.
 * @param held what became of the capacity: bought at once, where no quote waited
 */
export async function orderedOnce(mesh: ScenarioMesh, { uuid, contract: { segments, supplies } }: ActiveService, held: Readonly<Record<string, number>> = { HoldPlaced: 1 }): Promise<Problems> {
  const contracting = await mesh.ledger.counts('contracting.v1.', uuid);
  const holds = await mesh.ledger.counts('advertising.v1.Hold', uuid);
  const provisioning = await mesh.ledger.counts('provisioning.v1.', uuid);
  const once = new Map(segments.map(({ segmentId }) => [segmentId, { activated: 1, released: 0 }]));
  return [
    ...differing('events of contracting', only(contracting, ['ServiceRequested', 'QuoteOffered', 'ContractSigned', 'SupplyContractSigned', 'ServiceRequestCompleted'], 'contracting.v1.'), {
      ServiceRequested: 1, QuoteOffered: 1, ContractSigned: 1, SupplyContractSigned: supplies.length, ServiceRequestCompleted: 1,
    }),
    ...differing('holds', only(holds, ['HoldPlaced', 'HoldCommitted', 'HoldReleased'], 'advertising.v1.'), held),
    ...differing('events of provisioning', provisioning, {
      'provisioning.v1.ActivationStarted': 1, 'provisioning.v1.SegmentActivated': segments.length, 'provisioning.v1.ServiceActivated': 1,
    }),
    ...differing('what the providers did', segmentHistories(mesh.home, uuid), once),
  ];
}

/** The first month's one invoice, exactly as a second reckoning from the signed documents has it, with every hour of each segment. */
export async function billedOnce(mesh: ScenarioMesh, { uuid, contract }: ActiveService): Promise<Problems> {
  const { data } = await mesh.ledger.only('billing.v1.InvoiceIssued', uuid);
  const invoice = billing.Invoice.decode(data.invoice);
  const hours = Number((invoice.periodUntil - invoice.periodFrom) / NANOS_PER_HOUR);
  return [
    ...(await audited(mesh).then(() => [], (error: unknown) => [String(error)])),
    ...differing('the hours on the invoice', recordsOn(invoice), contract.segments.map(() => hours)),
  ];
}

/** The bandwidth of these services and nothing else is in use: no hold has leaked. */
export async function holdsAreOf(mesh: ScenarioMesh, services: readonly ActiveService[]): Promise<Problems> {
  return differing('what is in use', inUse(await inventoryOf(mesh)), expectedInUse(services));
}

/** Every batch that a provider sent has its receipt in that provider's own journal, and the ledger holds the batch once. */
export async function receiptsAreKept(mesh: ScenarioMesh): Promise<Problems> {
  const adverts = (await mesh.ledger.all('advertising.v1.AdvertBatchAccepted')).map(({ data }) => data.batchId);
  const usage = (await mesh.ledger.all('billing.v1.UsageBatchAccepted')).map(({ data }) => data.batchId);
  const recorded = [...adverts, ...usage];
  const { unreceipted, receipted } = batchesOf(mesh.home);
  return [
    ...unreceipted.map((batchId) => `batch ${batchId} was sent and has no receipt`),
    ...differing('the batches on record and those with a receipt', [...recorded].sort(), [...receipted].sort()),
  ];
}

/** Invariant I9: the revisions of every stream are 0, 1, 2 … */
export async function streamsCountOn(mesh: ScenarioMesh): Promise<Problems> {
  return (await mesh.ledger.streamsWithGaps()).map((stream) => `the revisions of ${stream} do not count on`);
}

const only = (counts: Readonly<Record<string, number>>, types: readonly string[], prefix: string): Readonly<Record<string, number>> =>
  Object.fromEntries(types.flatMap((type) => (counts[prefix + type] === undefined ? [] : [[type, counts[prefix + type] ?? 0]])));

export function differing(what: string, is: unknown, mustBe: unknown): Problems {
  return isDeepStrictEqual(is, mustBe) ? [] : [`${what}: ${shown(is)}, and not ${shown(mustBe)}`];
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each instanceof Map ? Object.fromEntries(each) : each));
