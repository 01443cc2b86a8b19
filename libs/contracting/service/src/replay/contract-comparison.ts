import { toHex } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import type { Codec } from '@carriermesh/wire';
import { decoded, type Difference, differencesBetween } from './differences.js';

export interface ContractDifference extends Difference {
  /** Positions of the events that the difference lies between, or in. */
  readonly events: readonly bigint[];
}

/** An event of the ledger, and what it says. */
export interface Found<T> {
  readonly position: bigint;
  readonly data: T;
}

export interface ReplayedDocument {
  readonly what: string;
  readonly sha256: string;
  readonly position: bigint;
}

/** What the ledger has beside what follows from it: every place that differs, with the events behind it, and the documents that were compared. */
export class ContractComparison {
  readonly differences: ContractDifference[] = [];
  readonly documents: ReplayedDocument[] = [];

  add(at: string, recorded: string, recomputed: string, events: readonly bigint[]): void {
    this.differences.push({ at, recorded, recomputed, events });
  }

  /** First each place that differs; then the bytes, which may differ where no place does. */
  document<T>(what: string, codec: Codec<T>, { recorded, stated, recomputed, events }: { readonly recorded: Uint8Array; readonly stated: Uint8Array; readonly recomputed: T; readonly events: readonly bigint[] }): void {
    const bytes = codec.encode(recomputed);
    const read = decoded(() => codec.decode(recorded));
    const places = read === undefined ? [{ at: what, recorded: 'bytes that can’t be read', recomputed: '' }] : differencesBetween(codec.toJson(read), codec.toJson(recomputed), what);
    for (const place of places) this.differences.push({ ...place, events });
    const [hash, is] = [toHex(sha256(bytes)), toHex(sha256(recorded))];
    if (places.length === 0 && hash !== is) this.add(`${what}.bytes`, is, hash, events);
    if (toHex(stated) !== hash) this.add(`${what}.sha256`, toHex(stated), hash, events);
    this.documents.push({ what, sha256: is, position: events[0] ?? 0n });
  }

  /** A message that is part of an event, and no document of its own. */
  message<T>(what: string, codec: Codec<T>, { recorded, recomputed, events }: { readonly recorded: T; readonly recomputed: T; readonly events: readonly bigint[] }): void {
    for (const place of differencesBetween(codec.toJson(recorded), codec.toJson(recomputed), what)) this.differences.push({ ...place, events });
  }

  /** Events of a type that can be read; the others are differences. */
  read<T>(events: readonly RecordedEvent[], type: string, codec: Codec<T>): readonly Found<T>[] {
    return events.flatMap((event) => {
      if (event.type !== type) return [];
      const data = decoded(() => codec.decode(event.payload));
      if (data === undefined) this.add(`${event.stream}[${event.revision}]`, 'bytes that can’t be read', '', [event.position]);
      return data === undefined ? [] : [{ position: event.position, data }];
    });
  }
}
