import type { BrokenDocument, EventReference, Reason } from './replay-report.js';

/** `all` where a document carries the whole bill. */
export type RestingLines = readonly string[] | 'all';

export interface SettledFindings {
  readonly byLine: ReadonlyMap<string, readonly Reason[]>;
  readonly documents: readonly BrokenDocument[];
}

/**
 * Collects deviations. One that concerns a line names it at once. One that concerns a document as a whole (a hash, a seal) is
 * first held against the lines' own: where those cite the document, the damage is located, and the other lines that rest on
 * the document stay out of it; where none does, all of them are in doubt.
 */
export class Findings {
  private readonly lines: { readonly lineId: string; readonly reason: Reason }[] = [];
  private readonly documents: { readonly reason: Reason; readonly at: EventReference; readonly resting: RestingLines }[] = [];

  line(lineIds: readonly string[], code: string, detail: string, events: readonly (EventReference | undefined)[]): void {
    const reason = { code, detail, events: events.filter((event) => event !== undefined) };
    for (const lineId of lineIds) this.lines.push({ lineId, reason });
  }

  document(at: EventReference, code: string, detail: string, resting: RestingLines): void {
    this.documents.push({ reason: { code, detail, events: [at] }, at, resting });
  }

  settle(allLines: readonly string[]): SettledFindings {
    const byLine = new Map<string, Reason[]>(allLines.map((lineId) => [lineId, []]));
    const give = (lineId: string, reason: Reason): void => void byLine.set(lineId, [...(byLine.get(lineId) ?? []), reason]);
    for (const { lineId, reason } of this.lines) give(lineId, reason);
    const documents = this.documents.map(({ reason, at, resting }) => {
      const cites = ({ reason: { events } }: (typeof this.lines)[number]): boolean => events.some(({ position }) => position === at.position);
      const located = [...new Set(this.lines.filter(cites).map(({ lineId }) => lineId))];
      const lineIds = located.length > 0 ? located : resting === 'all' ? allLines : resting;
      if (located.length === 0) for (const lineId of lineIds) give(lineId, reason);
      return { ...reason, lineIds };
    });
    return { byLine, documents };
  }
}

export const recurringLine = (segmentId: string): string => `${segmentId}/recurring`;
export const usageLine = (segmentId: string): string => `${segmentId}/usage`;
export const linesOfSegment = (segmentId: string): readonly string[] => [recurringLine(segmentId), usageLine(segmentId)];
