import { decideLocalIds, LocalIdTable } from '@carriermesh/billing-domain';
import type { agent } from '@carriermesh/wire';
import { guided, present } from './batch-opening.js';

export interface GuidedRecord extends agent.UsageRecord {
  readonly providerId: string;
  /** In place of a segment: the provider's customer under it used it. */
  readonly contractId?: string;
}

/** Guides the records of signed batches, which come in the order of the ledger, by what was stated in them up to there. */
export class BatchGuidance {
  private readonly tables = new Map<string, LocalIdTable>();

  /** Every record that the batch presents, with the segment or the contract that it is of, and with neither where the provider's own id guides it nowhere. Nothing for a batch that has no such id. */
  next(batch: agent.UsageBatch | undefined): readonly GuidedRecord[] | undefined {
    if (!batch?.localIds) return undefined;
    const { providerId, localIds } = batch;
    const table = this.tables.get(providerId) ?? new LocalIdTable();
    this.tables.set(providerId, table);
    for (const statement of decideLocalIds(table, localIds.statements).statements) table.take(statement);
    return guided(present(batch), table).records.map(({ record, contractId }) => ({ ...record, providerId, ...(contractId !== undefined && { contractId }) }));
  }
}
