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
}

/** By segment, from the journals of all providers; `about` is the UUID that the order's segments share. */
export function segmentHistories(home: Home, about: string): ReadonlyMap<string, SegmentHistory> {
  const agents = join(home.providersDirectory, 'agent');
  const histories = new Map<string, SegmentHistory>();
  for (const provider of readdirSync(agents)) {
    const file = join(agents, provider, 'journal.jsonl');
    for (const text of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
      if (!text.includes(about)) continue;
      const { type, segment, segmentId = segment?.segmentId } = JSON.parse(text) as Line;
      if (segmentId === undefined) continue;
      const { activated, released } = histories.get(segmentId) ?? { activated: 0, released: 0 };
      histories.set(segmentId, { activated: activated + (type === 'activated' ? 1 : 0), released: released + (type === 'released' ? 1 : 0) });
    }
  }
  return histories;
}
