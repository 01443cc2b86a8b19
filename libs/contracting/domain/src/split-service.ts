import type { contracting } from '@carriermesh/wire';

type Segment = contracting.ContractSegment;

/** The lines that carry a service together, each from the service's one end to the other: a line ends where the last one does, which none passes on its way. */
export function linesOf(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const end = segments.at(-1)?.toPopId;
  const lines: Segment[][] = [[]];
  for (const segment of segments) {
    lines.at(-1)?.push(segment);
    if (segment.toPopId === end) lines.push([]);
  }
  return lines.slice(0, -1);
}

/** What does not hold of a contract for a service that is split: its lines against what was sold, and what their ends are told of it; `undefined` where all does. */
export function whyNoSplitService({ split, segments, terms, format }: Pick<contracting.Contract, 'segments' | 'terms' | 'format'> & { readonly split: contracting.SplitService }): string | undefined {
  const { members, memberMbps, maxDifferentialDelayNs } = split;
  const lines = linesOf(segments);
  if (lines.length !== members) return `${lines.length} lines lead to its end, and ${members} were sold`;
  const travels = format?.carriedMbps ?? terms.mbps;
  if (members * memberMbps < travels) return `${members} lines of ${memberMbps} Mbit/s do not carry ${travels}`;
  if (members > (terms.split?.mostMembers ?? 1) || maxDifferentialDelayNs !== terms.split?.maxDifferentialDelayNs) return 'it is split otherwise than it was ordered';
  return lines.map((line, index) => whyNoLine(line, { ordinal: index + 1, from: segments[0]?.fromPopId, split })).find((why) => why !== undefined);
}

function whyNoLine(line: readonly Segment[], { ordinal, from, split }: { readonly ordinal: number; readonly from: string | undefined; readonly split: contracting.SplitService }): string | undefined {
  const { members, maxDifferentialDelayNs } = split;
  if (line[0]?.fromPopId !== from) return `line ${ordinal} begins in ${line[0]?.fromPopId}, and the first in ${from}`;
  const wrong = line.find(({ split: mark }, index) => {
    if (index > 0 && index < line.length - 1) return mark !== undefined;
    return mark?.ordinal !== ordinal || mark.members !== members || mark.leastMembers !== members || mark.maxDifferentialDelayNs !== maxDifferentialDelayNs;
  });
  return wrong && `${wrong.segmentId} of line ${ordinal} is marked as ${wrong.split ? `${wrong.split.ordinal} of ${wrong.split.members}` : 'none'}`;
}
