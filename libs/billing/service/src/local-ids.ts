import { Inject, Injectable } from '@nestjs/common';
import { decideLocalIds, localIdsStream, LocalIdTable, waitingUsage, type LocalIdDecision, type PresentedBatch, type UsageDecision } from '@carriermesh/billing-domain';
import { invariant } from '@carriermesh/kernel';
import { decodeEvent, LEDGER, TypedLedger, type TypedAppend } from '@carriermesh/platform-chassis';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';
import type { billing } from '@carriermesh/wire';
import { guided, type OpenedBatch } from './batch-opening.js';

/** One provider's own ids, as they stood at one revision of its stream. */
export class ProviderLocalIds {
  readonly table = new LocalIdTable();
  /** By local id: records that were put aside for want of it, in their order; of those that were released since, some. */
  private readonly waiting = new Map<string, Set<string>>();
  /** The revision that its stream goes on with. */
  next = 0;

  get revision(): ExpectedRevision {
    return this.next === 0 ? 'none' : this.next - 1;
  }

  take({ statements, waiting }: Pick<billing.LocalIdsSynchronised, 'statements' | 'waiting'>): void {
    for (const statement of statements) this.table.take(statement);
    for (const { localId, recordId } of waiting) {
      const records = this.waiting.get(localId) ?? new Set();
      this.waiting.set(localId, records.add(recordId));
    }
    this.next += 1;
  }

  /** Whatever waits for an id that was active at some time. */
  waitingUsage(): readonly billing.WaitingUsage[] {
    const known = [...this.waiting].filter(([localId]) => this.table.usesOf(localId).some(({ from }) => from !== undefined));
    return known.flatMap(([localId, records]) => [...records].map((recordId) => ({ localId, recordId })));
  }

  released({ localId, recordId }: billing.WaitingUsage): void {
    this.waiting.get(localId)?.delete(recordId);
  }
}

/** A batch whose records are guided, and what that was decided on; `local` where the provider's own ids have to do with it. */
export interface GuidedBatch {
  readonly opened: OpenedBatch;
  readonly local?: Pick<LocalIdDecision, 'statements' | 'refused'> & { readonly revision: ExpectedRevision };
}

/** The ledger's own knowledge of the ids that providers have of their own, read when a provider is first asked about, and from where it stands when others wrote. */
@Injectable()
export class LocalIds {
  private readonly providers = new Map<string, ProviderLocalIds>();

  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  /** Takes what the batch states, and guides its records by that. Almost no batch has any, and passes as it is. */
  async guide(opened: OpenedBatch): Promise<GuidedBatch> {
    if (!opened.localIds) return { opened };
    const ids = await this.of(opened.batch.providerId);
    const { statements, refused, after } = decideLocalIds(ids.table, opened.localIds.statements);
    return { opened: { ...opened, batch: guided(opened.batch, after) }, local: { statements, refused, revision: ids.revision } };
  }

  /** As the ledger has them now. Whoever decides by them does so at once: the table goes on with the ledger. */
  async of(providerId: string): Promise<ProviderLocalIds> {
    const ids = this.providers.get(providerId) ?? new ProviderLocalIds();
    this.providers.set(providerId, ids);
    for (const recorded of await this.ledger.raw.readStream(localIdsStream(providerId), ids.next)) {
      // Somebody else who waited for the same events may have taken them meanwhile.
      if (recorded.revision !== ids.next) continue;
      const event = decodeEvent(recorded);
      invariant(event.type === 'billing.v1.LocalIdsSynchronised', `${event.stream} holds ${event.type}`);
      ids.take(event.data);
    }
    return ids;
  }
}

/** What a batch writes about its provider's own ids, at the revision that it was decided on. */
export function localIdsAppend({ providerId, batchId }: PresentedBatch, { statements, revision }: NonNullable<GuidedBatch['local']>, decision: UsageDecision): TypedAppend {
  const data: billing.LocalIdsSynchronised = { providerId, batchId, statements, waiting: waitingUsage(decision) };
  return { stream: localIdsStream(providerId), expected: revision, events: [{ type: 'billing.v1.LocalIdsSynchronised', data }] };
}
