import type { Position } from '@carriermesh/platform-ledger';
import type { Deviation } from './deviation.js';

const MAX_BREAKS = 10_000;

/** Checks that the revisions of every stream are 0, 1, 2 … in ledger order (I9). */
export class StreamSequence {
  private readonly next = new Map<string, number>();
  readonly breaks: Deviation[] = [];

  add(stream: string, revision: number, position: Position): void {
    const expected = this.next.get(stream) ?? 0;
    this.next.set(stream, revision + 1);
    if (revision === expected || this.breaks.length >= MAX_BREAKS) return;
    this.breaks.push({ kind: 'broken-sequence', position, stream, detail: `revision ${revision} stands where ${expected} belongs` });
  }
}
