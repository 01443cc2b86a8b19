import { ownLineId, recurringLineId, tariffLineId, usageLineId } from '@carriermesh/billing-domain';
import type { BrokenDocument, EventReference, Reason } from './replay-report.js';

/** `all` where a document carries the whole bill. An id that ends in `*` stands for every line of the bill that begins like it. */
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
    const named = (lineId: string): readonly string[] => (lineId.endsWith('*') ? allLines.filter((each) => each.startsWith(lineId.slice(0, -1))) : [lineId]);
    const lines = this.lines.flatMap(({ lineId, reason }) => named(lineId).map((each) => ({ lineId: each, reason })));
    for (const { lineId, reason } of lines) give(lineId, reason);
    const documents = this.documents.map(({ reason, at, resting }) => {
      const cites = ({ reason: { events } }: (typeof lines)[number]): boolean => events.some(({ position }) => position === at.position);
      const located = [...new Set(lines.filter(cites).map(({ lineId }) => lineId))];
      const lineIds = located.length > 0 ? located : resting === 'all' ? allLines : [...new Set(resting.flatMap(named))];
      if (located.length === 0) for (const lineId of lineIds) give(lineId, reason);
      return { ...reason, lineIds };
    });
    return { byLine, documents };
  }
}

/** What the month's price of a segment decides; a note has no such line. */
export const recurringLine = (segmentId: string): string => `${recurringLineId(segmentId)}*`;
/** What is owed for its resources whatever the bandwidth decides. */
export const feeLines = (segmentId: string): readonly string[] => [recurringLine(segmentId), `${ownLineId(segmentId, 'setup-fee')}*`];
/** What the price of a gigabyte decides: usage of the month, and late usage. */
export const usageLines = (segmentId: string): string => `${usageLineId(segmentId)}*`;
/** What the contract's tariff decides. */
export const TARIFF_LINES = `${tariffLineId('')}*`;
export const linesOfSegment = (segmentId: string): readonly string[] => [...feeLines(segmentId), usageLines(segmentId)];
