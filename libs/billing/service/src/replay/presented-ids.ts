import { hashesOf } from '@carriermesh/billing-domain';
import { IdTable } from '../id-table.js';
import type { EventReference } from './replay-report.js';

/**
 * The record ids that one provider presented so far. Of each a hash is kept, and which batch it stood in: sixteen to thirty octets, where a
 * text in a set takes a hundred. A hash proves nothing, so that who asks for an id whose hash is known has the batch read again.
 */
export class PresentedIds {
  private readonly table = new IdTable();
  private readonly batches: EventReference[] = [];

  /** @param idsIn every record id that stands in the batch at this place of the ledger */
  constructor(private readonly idsIn: (batch: EventReference) => Promise<ReadonlySet<string>>) {}

  /** Which of these stand in a batch that was added. */
  async among(ids: Iterable<string>): Promise<ReadonlySet<string>> {
    const doubted = new Map<number, string[]>();
    for (const id of ids) {
      for (const place of this.table.placesOf(id)) {
        const some = doubted.get(place);
        if (some) some.push(id);
        else doubted.set(place, [id]);
      }
    }
    const found = new Set<string>();
    for (const [place, some] of [...doubted].sort(([a], [b]) => a - b)) {
      const open = some.filter((id) => !found.has(id));
      const standing = open.length === 0 ? found : await this.idsIn(this.batches[place] as EventReference);
      for (const id of open) if (standing.has(id)) found.add(id);
    }
    return found;
  }

  /** The ids may have been presented before. */
  add(batch: EventReference, ids: Iterable<string>): void {
    this.table.add(hashesOf([...ids]), this.batches.length);
    this.batches.push(batch);
  }
}
