import type { agent } from '@carriermesh/wire';

/** A segment, and whose it is. */
export interface OwnedSegment {
  readonly segmentId: string;
  readonly providerId: string;
}

/** What an event tells of segments: whose they are, or what their provider measured. */
export type SegmentNews = { readonly kind: 'owned'; readonly segments: readonly OwnedSegment[] } | { readonly kind: 'measured'; readonly providerId: string; readonly windows: readonly agent.Measurement[] };

/** The segments that measurements of these events are of. */
export const measuredIn = (news: readonly SegmentNews[]): readonly string[] => [...new Set(news.flatMap((each) => (each.kind === 'measured' ? each.windows.map(({ segmentId }) => segmentId) : [])))];

/**
 * A provider is heard about the segments that it was asked for, and about nobody else's (I6): a rival could make them look as bad as it
 * liked. An event of a run owns from its place on, as it would alone.
 * @param known whose the measured segments were before these events
 * @returns the windows that count, in their order
 */
export function ownWindows(news: readonly SegmentNews[], known: readonly OwnedSegment[]): readonly (OwnedSegment & { readonly window: agent.Measurement })[] {
  const ownerOf = new Map(known.map(({ segmentId, providerId }) => [segmentId, providerId]));
  return news.flatMap((each) => {
    if (each.kind === 'measured') {
      const { providerId, windows } = each;
      return windows.filter(({ segmentId }) => ownerOf.get(segmentId) === providerId).map((window) => ({ segmentId: window.segmentId, providerId, window }));
    }
    for (const { segmentId, providerId } of each.segments) if (!ownerOf.has(segmentId)) ownerOf.set(segmentId, providerId);
    return [];
  });
}
