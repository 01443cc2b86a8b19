import type { Instant, Period } from '@carriermesh/kernel';
import { isSameMember, type SplitMember } from './split/split-member.js';

/** What a segment is to carry, from an instant on. */
export interface SegmentShape {
  readonly mbps: number;
  /** Under contract, with its capacity, and carrying nothing. */
  readonly suspended: boolean;
}

export interface AdjustedShape extends SegmentShape {
  readonly at: Instant;
}

export interface SegmentUnits {
  readonly technology: string;
  readonly numbers: readonly number[];
}

/** One contiguous part of a contract's route that this provider carries. */
export interface Segment {
  readonly segmentId: string;
  readonly contractId: string;
  /** Hash of the provider's own supply contract, lower-case hex. */
  readonly contractSha256: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  readonly resourceIds: readonly string[];
  /** What it was activated with. */
  readonly mbps: number;
  /** What it was adjusted to since, the oldest first. */
  readonly adjusted?: readonly AdjustedShape[];
  /** Intervals of metering are counted from here. */
  readonly serviceStartAt: Instant;
  /** When the service came to the segment, where it did not begin there: nothing is metered before the hour in which that was. */
  readonly meteredFrom?: Instant;
  /** Present where it is of whole units of layer 1: one of each resource, in their order. */
  readonly units?: SegmentUnits;
  /** Present where it carries a part of a split service, at one of the service's ends. */
  readonly split?: SplitMember;
}

/** True when both ask for the same thing: what may be answered with the same receipt. From when on it is metered is no part of that. */
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
    a.resourceIds.every((id, index) => id === b.resourceIds[index]) &&
    isSameUnits(a.units, b.units) &&
    isSameMember(a.split, b.split)
  );
}

const isSameUnits = (a: SegmentUnits | undefined, b: SegmentUnits | undefined): boolean => a?.technology === b?.technology && a?.numbers.join() === b?.numbers.join();

/** The names of a segment's units, each within its resource. */
export const unitKeysOf = (segment: Pick<Segment, 'resourceIds' | 'units'> | undefined): readonly string[] =>
  segment?.units?.numbers.map((unit, index) => `${segment.resourceIds[index]}#${unit}`) ?? [];

/** What it is to carry now. */
export const shapeOf = ({ mbps, adjusted }: Pick<Segment, 'mbps' | 'adjusted'>): SegmentShape => adjusted?.at(-1) ?? { mbps, suspended: false };

export const isSameShape = (a: SegmentShape, b: SegmentShape): boolean => a.mbps === b.mbps && a.suspended === b.suspended;

/** The parts of a period in which the segment was to carry something, each with its bandwidth. */
export function carryingIn({ mbps, adjusted = [] }: Pick<Segment, 'mbps' | 'adjusted'>, { from, until }: Period): readonly { readonly period: Period; readonly mbps: number }[] {
  const starts = [{ at: from, mbps, suspended: false }, ...adjusted];
  return starts.flatMap((shape, index) => {
    const begins = shape.at > from ? shape.at : from;
    const next = starts[index + 1]?.at ?? until;
    const ends = next < until ? next : until;
    return shape.suspended || begins >= ends ? [] : [{ period: { from: begins, until: ends }, mbps: shape.mbps }];
  });
}
