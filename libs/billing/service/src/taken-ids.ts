import { Inject, Injectable } from '@nestjs/common';
import { usageIdsStream } from '@carriermesh/billing-domain';
import { invariant } from '@carriermesh/kernel';
import { decodeEvent, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';
import type { billing } from '@carriermesh/wire';
import { IdTable } from './id-table.js';

/** The record ids of one provider that stand for something, as they stood at one revision of its stream. */
export class ProviderIds {
  private readonly table = new IdTable();
  private readonly batchIds: string[] = [];

  /** Whoever takes more ids expects it: what another instance took meanwhile makes the commit a conflict. */
  get revision(): ExpectedRevision {
    return this.batchIds.length === 0 ? 'none' : this.batchIds.length - 1;
  }

  take({ batchId, idHashes }: Pick<billing.UsageIdsTaken, 'batchId' | 'idHashes'>): void {
    this.table.add(idHashes, this.batchIds.length);
    this.batchIds.push(batchId);
  }

  /** Where the id may have come first, by the batch's place; nowhere when it is certain that it is new. */
  placesOf(recordId: string): readonly number[] {
    return this.table.placesOf(recordId);
  }

  batchAt(place: number): string {
    const batchId = this.batchIds[place];
    invariant(batchId !== undefined, `there is no batch ${place} of ${this.batchIds.length}`);
    return batchId;
  }
}

/**
 * Which record ids were ever taken, of the providers that were heard since this instance started. It is the ledger's own knowledge in
 * another form: read from the provider's stream when the provider is first heard, and again from where it stands when another instance
 * wrote to it.
 */
@Injectable()
export class TakenIds {
  private readonly providers = new Map<string, ProviderIds>();

  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  /** As this instance knows them: it may be that others took more. */
  async of(providerId: string): Promise<ProviderIds> {
    return this.providers.get(providerId) ?? this.refreshed(providerId);
  }

  /** As the ledger has them now. */
  async refreshed(providerId: string): Promise<ProviderIds> {
    const ids = this.providers.get(providerId) ?? new ProviderIds();
    const from = ids.revision === 'none' ? 0 : ids.revision + 1;
    for (const recorded of await this.ledger.raw.readStream(usageIdsStream(providerId), from)) {
      const event = decodeEvent(recorded);
      invariant(event.type === 'billing.v1.UsageIdsTaken', `${event.stream} holds ${event.type}`);
      ids.take(event.data);
    }
    this.providers.set(providerId, ids);
    return ids;
  }
}
