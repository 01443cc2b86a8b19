import { contracting } from '@carriermesh/wire';
import { eventsOf, type ChaosHistory, type Finding, type HistoryEvent } from './history.js';

/** The UUID that an order shares with its contract, its hold and its segments. */
export const orderUuid = (id: string): string => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(id)?.[0] ?? id;

/** I5: every order and every process has exactly one end; what a buyer was told is so. */
export function checkOrders(history: ChaosHistory): readonly Finding[] {
  const byOrder = Map.groupBy(history.events, ({ stream }) => orderUuid(stream));
  const requested = new Set(eventsOf(history.events, 'contracting.v1.ServiceRequested').map(({ data }) => orderUuid(data.orderId)));
  const found = [...requested].flatMap((uuid) => endsOf(uuid, byOrder.get(uuid) ?? []));
  for (const { orderId, requestId, state } of history.orders) {
    const events = byOrder.get(orderUuid(orderId)) ?? [];
    if (!requested.has(orderUuid(orderId))) found.push({ invariant: 'I7', what: `the order ${requestId} was acknowledged as ${orderId} and is not in the ledger` });
    else if (state === 'active' && count(events, 'contracting.v1.ServiceRequestCompleted') === 0) found.push({ invariant: 'I7', what: `the order ${requestId} was told to be active and is not` });
    else if (state === 'refused' && count(events, 'contracting.v1.ServiceRequestRefused') === 0) found.push({ invariant: 'I7', what: `the order ${requestId} was told to be refused and is not` });
  }
  return found;
}

const count = (events: readonly HistoryEvent[], type: HistoryEvent['type']): number => events.filter((event) => event.type === type).length;

function endsOf(uuid: string, events: readonly HistoryEvent[]): readonly Finding[] {
  const found: Finding[] = [];
  const exactly = (wanted: number, types: readonly HistoryEvent['type'][], what: string): void => {
    const seen = types.reduce((sum, type) => sum + count(events, type), 0);
    if (seen !== wanted) found.push({ invariant: 'I5', what: `the order ${uuid} has ${seen} ${what}, not ${wanted}` });
  };
  const active = count(events, 'contracting.v1.ServiceRequestCompleted') > 0;
  exactly(1, ['contracting.v1.ServiceRequestCompleted', 'contracting.v1.ServiceRequestRefused'], 'ends');
  exactly(1, ['contracting.v1.FulfilmentEnded'], 'ends of its fulfilment');
  exactly(count(events, 'provisioning.v1.ActivationStarted'), ['provisioning.v1.ServiceActivated', 'provisioning.v1.ActivationCompensated', 'provisioning.v1.ActivationNeedsOperator'], 'ends of its activation');
  exactly(count(events, 'contracting.v1.ContractSigned'), active ? ['provisioning.v1.ServiceActivated'] : ['contracting.v1.ContractVoided'], active ? 'activations of its contract' : 'voidings of its contract');
  if (active) exactly(1, ['contracting.v1.ContractSigned'], 'contracts');
  return found;
}

/** What the agents wrote down for themselves: every segment of an active contract is active at its provider, and no other one is. */
export function checkSegments({ events, journals }: ChaosHistory): readonly Finding[] {
  const sold = soldSegments(events);
  const state = new Map<string, 'active' | 'released'>();
  for (const [providerId, lines] of journals) {
    for (const { type, segmentId, segment } of lines) {
      if (type === 'activated' && segment) state.set(`${providerId} ${segment.segmentId}`, 'active');
      if (type === 'released' && segmentId !== undefined) state.set(`${providerId} ${segmentId}`, 'released');
    }
  }
  const missing = [...sold].filter((segment) => state.get(segment) !== 'active').map((segment) => ({ invariant: 'I5', what: `the sold segment ${segment} is ${state.get(segment) ?? 'unknown'} at its provider` }));
  const stray = [...state].filter(([segment, is]) => is === 'active' && !sold.has(segment)).map(([segment]) => ({ invariant: 'I5', what: `the segment ${segment} is active at its provider and belongs to no active service` }));
  return [...missing, ...stray];
}

function soldSegments(events: readonly HistoryEvent[]): ReadonlySet<string> {
  const active = new Set(eventsOf(events, 'contracting.v1.ServiceRequestCompleted').map(({ data }) => data.contractId));
  const contracts = eventsOf(events, 'contracting.v1.ContractSigned').filter(({ data }) => active.has(data.contractId));
  return new Set(contracts.flatMap(({ data }) => contracting.Contract.decode(data.contract.body).segments.map(({ providerId, segmentId }) => `${providerId} ${segmentId}`)));
}
