import { Inject, Injectable } from '@nestjs/common';
import { suspectedIn, usageBatchStream, usageStream, type KnownRecord, type PresentedBatch, type PresentedRecord, type UsageRecordEvent } from '@carriermesh/billing-domain';
import { bytesEqual, invariant, isToken } from '@carriermesh/kernel';
import { LEDGER, TypedLedger, type LoadedStream } from '@carriermesh/platform-chassis';
import { agent } from '@carriermesh/wire';
import { present } from './batch-opening.js';
import type { ProviderIds } from './taken-ids.js';

/** So many earlier batches, of a megabyte at most, are looked into for one: a batch that repeats more has to be split. */
export const MAX_REPEATED_BATCHES = 256;
/** So many of them are in memory at a time. */
const BATCHES_AT_ONCE = 8;

/** What the ids of a batch stand for already. */
export interface KnownRecords {
  readonly records: ReadonlyMap<string, KnownRecord>;
  /** The streams of those that stand for something else than is presented now. */
  readonly streams: ReadonlyMap<string, LoadedStream>;
}

export type LookedUp = ({ readonly kind: 'known' } & KnownRecords) | { readonly kind: 'too-many'; readonly batches: number };

interface Sought {
  /** Of batches, the first one first: there the id was taken. */
  readonly places: readonly number[];
  readonly wanted: ReadonlyMap<string, unknown>;
}

const NONE: LookedUp = { kind: 'known', records: new Map(), streams: new Map() };

/** Looks up in the ledger what ids stand for that may have been taken. Almost every batch has none. */
@Injectable()
export class RecordLookup {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async of(batch: PresentedBatch, ids: ProviderIds): Promise<LookedUp> {
    const presented = new Map<string, PresentedRecord[]>();
    const places = new Set<number>();
    for (const each of batch.records) {
      const { recordId } = each.record;
      const taken = isToken(recordId) ? ids.placesOf(recordId) : [];
      if (taken.length === 0) continue;
      presented.set(recordId, [...(presented.get(recordId) ?? []), each]);
      for (const place of taken) places.add(place);
    }
    if (places.size === 0) return NONE;
    if (places.size > MAX_REPEATED_BATCHES) return { kind: 'too-many', batches: places.size };
    const first = await this.firstOf(batch.providerId, { places: [...places].sort((a, b) => a - b), wanted: presented }, ids);
    return { kind: 'known', ...(await this.withSuspicions(batch.providerId, first, presented)) };
  }

  /** The record that came first under each of the ids, as it was signed. */
  private async firstOf(providerId: string, { places, wanted }: Sought, ids: ProviderIds): Promise<ReadonlyMap<string, PresentedRecord>> {
    const first = new Map<string, PresentedRecord>();
    for (let at = 0; at < places.length; at += BATCHES_AT_ONCE) {
      const some = places.slice(at, at + BATCHES_AT_ONCE).map((place) => ({ place, stream: usageBatchStream(providerId, ids.batchAt(place)) }));
      const streams = await this.ledger.loadMany(some.map(({ stream }) => stream));
      for (const { place, stream } of some) {
        const [accepted] = streams.get(stream)?.events ?? [];
        invariant(accepted?.type === 'billing.v1.UsageBatchAccepted', `${stream} took record ids and is not on record`);
        for (const presented of present(agent.UsageBatch.decode(accepted.data.batch.body)).records) {
          const { recordId } = presented.record;
          // A batch may hold an id that it did not take, beside another of the same hash that it did.
          if (wanted.has(recordId) && !first.has(recordId) && ids.placesOf(recordId).includes(place)) first.set(recordId, presented);
        }
      }
    }
    return first;
  }

  private async withSuspicions(providerId: string, first: ReadonlyMap<string, PresentedRecord>, presented: ReadonlyMap<string, readonly PresentedRecord[]>): Promise<KnownRecords> {
    const others = [...first].filter(([id, { sha256 }]) => presented.get(id)?.some((each) => !bytesEqual(each.sha256, sha256)));
    const streams = others.length === 0 ? new Map<string, LoadedStream>() : await this.ledger.loadMany(others.map(([id]) => usageStream(providerId, id)));
    const records = [...first].map(([id, { sha256 }]): [string, KnownRecord] => {
      const events = streams.get(usageStream(providerId, id))?.events ?? [];
      return [id, { sha256, suspected: suspectedIn(events as unknown as readonly UsageRecordEvent[]) }];
    });
    return { records: new Map(records), streams };
  }
}
