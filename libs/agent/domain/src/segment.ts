import type { Instant } from '@carriermesh/kernel';

/** One contiguous part of a contract's route that this provider carries. */
export interface Segment {
  readonly segmentId: string;
  readonly contractId: string;
  /** Hash of the provider's own supply contract, lower-case hex. */
  readonly contractSha256: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  readonly resourceIds: readonly string[];
  readonly mbps: number;
  /** Metering starts here, and its intervals are counted from here. */
  readonly serviceStartAt: Instant;
}

/** True when both ask for the same thing: what may be answered with the same receipt. */
export function isSameSegment(a: Segment, b: Segment): boolean {
  return (
    a.segmentId === b.segmentId &&
    a.contractId === b.contractId &&
    a.contractSha256 === b.contractSha256 &&
    a.fromPopId === b.fromPopId &&
    a.toPopId === b.toPopId &&
    a.mbps === b.mbps &&
    a.serviceStartAt === b.serviceStartAt &&
    a.resourceIds.length === b.resourceIds.length &&
    a.resourceIds.every((id, index) => id === b.resourceIds[index])
  );
}
