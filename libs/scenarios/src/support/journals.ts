import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '@carriermesh/operator-home';

/** What providers wrote down on their own side: how often each of a service's segments was activated and released. */
export interface SegmentHistory {
  readonly activated: number;
  readonly released: number;
}

interface Line {
  readonly type: string;
  readonly segmentId?: string;
  readonly segment?: { readonly segmentId: string };
  readonly batchId?: string;
}

/** By segment, from the journals of all providers; `about` is the UUID that the order's segments share. */
export function segmentHistories(home: Home, about: string): ReadonlyMap<string, SegmentHistory> {
  const histories = new Map<string, SegmentHistory>();
  for (const { type, segment, segmentId = segment?.segmentId } of journalLines(home, about)) {
    if (segmentId === undefined) continue;
    const { activated, released } = histories.get(segmentId) ?? { activated: 0, released: 0 };
    histories.set(segmentId, { activated: activated + (type === 'activated' ? 1 : 0), released: released + (type === 'released' ? 1 : 0) });
  }
  return histories;
}

/** The batches of offers and usage of all providers: those that the mesh has signed for, and those that were sent in vain so far. */
export function batchesOf(home: Home): { readonly receipted: readonly string[]; readonly unreceipted: readonly string[] } {
  const lines = journalLines(home, 'batchId');
  const idsOf = (types: readonly string[]): readonly string[] => lines.flatMap(({ type, batchId }) => (types.includes(type) && batchId !== undefined ? [batchId] : []));
  const settled = new Set(idsOf(['receipted', 'advert-abandoned']));
  return { receipted: idsOf(['receipted']), unreceipted: idsOf(['advert-sent', 'usage-sent']).filter((batchId) => !settled.has(batchId)) };
}

/** The last line may be half written by now. */
function journalLines(home: Home, about: string): readonly Line[] {
  const agents = join(home.providersDirectory, 'agent');
  const files = readdirSync(agents).map((provider) => join(agents, provider, 'journal.jsonl')).filter((file) => existsSync(file));
  const whole = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1));
  return whole.filter((text) => text.includes(about)).map((text) => JSON.parse(text) as Line);
}
