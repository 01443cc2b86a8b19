import { DEMONSTRATION_BUYER, type OrderBody, type OrderStory } from '@carriermesh/operator-commands';
import { billing, contracting } from '@carriermesh/wire';
import { uuidOf } from './orders.js';
import { eventually } from './patience.js';
import type { ScenarioMesh } from './scenario-mesh.js';

/** An order that came to be a running service. */
export type ActiveService = OrderStory & Required<Pick<OrderStory, 'contract' | 'contractHash' | 'activeSegments'>> & { readonly uuid: string };

/** @throws Error with the refusal's own words when the order ends in any other way */
export async function activeService(mesh: ScenarioMesh, body: OrderBody): Promise<ActiveService> {
  const story = await mesh.order(body);
  const { record, contract, contractHash, activeSegments } = story;
  if (!contract || contractHash === undefined || activeSegments === undefined) {
    throw new Error(`the order ${body.requestId} is ${record.state}: ${record.refusal?.message ?? 'no reason given'}`);
  }
  return { ...story, contract, contractHash, activeSegments, uuid: uuidOf(record.orderId) };
}

/** Every resource under contract, in the order of the path. */
export const contractedResources = ({ contract }: ActiveService): readonly contracting.ContractedResource[] => contract.segments.flatMap(({ resources }) => resources);

/** What was on offer when the service was sold, the winner first. */
export async function quoteOf(mesh: ScenarioMesh, { uuid }: ActiveService): Promise<contracting.Quote> {
  const { data } = await mesh.ledger.only('contracting.v1.QuoteOffered', uuid);
  return contracting.Quote.decode(data.quote);
}

/** The bill and the settlements of a month, as soon as it is closed. */
export async function statementOf(mesh: ScenarioMesh, { contract: { contractId } }: ActiveService, periodNumber: number): Promise<billing.PeriodStatement> {
  return eventually(`the bill of month ${periodNumber} of ${contractId}`, async () => {
    const { invoices } = await mesh.ask(billing.ListInvoices, { buyerId: DEMONSTRATION_BUYER, contractId, limit: 100 });
    const invoice = invoices.find((each) => each.periodNumber === periodNumber);
    if (!invoice) return undefined;
    const { outcome } = await mesh.ask(billing.GetPeriodStatement, { invoiceId: invoice.invoiceId });
    return outcome.kind === 'statement' ? outcome.statement : undefined;
  });
}

/** What should be in use when these services run and nothing else does: each resource's bandwidth, under contract. */
export function expectedInUse(services: readonly ActiveService[]): Readonly<Record<string, { readonly held: number; readonly committed: number }>> {
  const committed = new Map<string, number>();
  for (const service of services) {
    const { terms, split, format } = service.contract;
    const mbps = split?.memberMbps ?? format?.carriedMbps ?? terms.mbps;
    for (const { resourceId } of contractedResources(service)) committed.set(resourceId, (committed.get(resourceId) ?? 0) + mbps);
  }
  return Object.fromEntries([...committed].map(([resourceId, mbps]) => [resourceId, { held: 0, committed: mbps }]));
}
