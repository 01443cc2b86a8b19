import type { Instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';

/** What a provider calls a segment, from when and until when. */
export interface LocalName {
  readonly localId: string;
  readonly segmentId: string;
  readonly from: Instant;
  readonly until?: Instant;
}

/** What a provider calls its customer under a contract. */
export interface CustomerName {
  readonly localId: string;
  readonly contractId: string;
  readonly from: Instant;
}

/**
 * Usage as its provider names it: a record by the name that its segment had over all of its interval, and by the segment where it had none. What the names stand for is
 * stated beside it, every time anew: stated again it changes nothing, and nobody has to know what has arrived.
 */
export function underLocalNames(records: readonly agent.UsageRecord[], names: readonly LocalName[], customers: readonly CustomerName[]): Pick<agent.UsageBatch, 'records' | 'localIds'> {
  if (names.length + customers.length === 0) return { records };
  const bySegment = Map.groupBy(names, ({ segmentId }) => segmentId);
  const kept: agent.UsageRecord[] = [];
  const local: agent.LocalUsageRecord[] = [];
  for (const record of records) {
    const name = bySegment.get(record.segmentId)?.find(({ from, until }) => from <= record.from && (until === undefined || record.until <= until));
    const { segmentId: _, ...measured } = record;
    if (name) local.push({ ...measured, localId: name.localId });
    else kept.push(record);
  }
  return { records: kept, localIds: { statements: [...names.flatMap(statementsOf), ...customers.map(customerStatement)], records: local } };
}

function statementsOf({ localId, segmentId, from, until }: LocalName): readonly agent.LocalIdStatement[] {
  const target = { kind: 'segment-id', segmentId } as const;
  const active = { localId, target, state: 'active', at: from } as const;
  return until === undefined ? [active] : [active, { localId, target, state: 'retired', at: until }];
}

const customerStatement = ({ localId, contractId, from }: CustomerName): agent.LocalIdStatement => ({ localId, target: { kind: 'contract-id', contractId }, state: 'active', at: from });
