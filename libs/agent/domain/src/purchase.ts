import type { Book } from './book.js';

/** A contract whose terms are to be asked for. */
export interface Unregistered {
  readonly contractId: string;
  /** What the provider's receipts name, lower-case hex. */
  readonly contractSha256: string;
  /** Whether a segment of it is active: how it ends is asked for once none is. */
  readonly isActive: boolean;
}

/** Contracts under which something is or was carried here, and whose terms are not on record; and those of which the last segment went since they were, or the first one came back. */
export function unregistered({ segments, registered }: Book): readonly Unregistered[] {
  const contracts = new Map<string, Unregistered>();
  for (const { segment, status } of segments.values()) {
    if (!segment) continue;
    const { contractId, contractSha256 } = segment;
    contracts.set(contractId, { contractId, contractSha256, isActive: status === 'active' || (contracts.get(contractId)?.isActive ?? false) });
  }
  return [...contracts.values()].filter(({ contractId, isActive }) => registered.get(contractId) !== isActive);
}
