import { replayInvoices, replaySettlement } from '@carriermesh/billing-service';
import { replayQuote, spendingAsOf } from '@carriermesh/contracting-service';
import { searchAsOf } from '@carriermesh/paths-service';
import { holds } from '@carriermesh/platform-audit';
import type { Ledger } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { createLogger } from '@carriermesh/platform-telemetry';
import type { Run } from '../run.js';

/** A replay reads the whole ledger: so many in a hundred of a run's invoices and quotes are replayed right after the step that made them, */
const REPLAYED_PERCENT = 10;
/** and so many of each when all is over, from the ledger with everything that came after them. */
const REPLAYED_IN_THE_END = 1;
/** So little that contracts with usage mostly wait for a walk of their own, and some with none or little are replayed together. */
const HELD_BYTES = 2_000;
const SILENT = createLogger({ service: 'auditor', level: 'silent' });

type Reading = Pick<Ledger, 'readAll' | 'readStream' | 'head'>;

/**
 * I8: an invoice comes out again, to the byte, from what the parties signed; a quote's paths are found again on the topology of its revision, whatever
 * the services were told late, twice or after a crash; and to replay does nothing: nothing is written, sent or waited for.
 */
export class Replay {
  private readonly invoiceIds: string[] = [];
  private readonly quoteIds: string[] = [];
  /** Of suppliers' whole months. */
  private readonly settlementIds: string[] = [];
  private due: Record<'invoiceIds' | 'quoteIds' | 'settlementIds', string[]> = { invoiceIds: [], quoteIds: [], settlementIds: [] };

  constructor(private readonly run: Run) {}

  get isDue(): boolean {
    return this.due.invoiceIds.length + this.due.quoteIds.length + this.due.settlementIds.length > 0;
  }

  take({ type, data }: AnyStoredEvent): void {
    if (type === 'billing.v1.InvoiceIssued') this.came(data.invoiceId, 'invoiceIds');
    else if (type === 'contracting.v1.QuoteOffered') this.came(data.quoteId, 'quoteIds');
    else if (type === 'billing.v1.SettlementIssued' && data.contractId === '') this.came(data.settlementId, 'settlementIds');
  }

  /** What was drawn of the last step. */
  async look(): Promise<void> {
    const { due } = this;
    this.due = { invoiceIds: [], quoteIds: [], settlementIds: [] };
    await this.replay(due);
  }

  async finish(): Promise<void> {
    const chance = this.run.world.random('replays');
    const some = (ids: readonly string[]): string[] => (ids.length === 0 ? [] : [...new Set(Array.from({ length: REPLAYED_IN_THE_END }, () => chance.pick(ids)))]);
    await this.replay({ invoiceIds: some(this.invoiceIds), quoteIds: some(this.quoteIds), settlementIds: some(this.settlementIds) });
  }

  private came(id: string, kind: keyof Replay['due']): void {
    this[kind].push(id);
    if (this.run.world.random(`replay ${id}`).below(100) < REPLAYED_PERCENT) this.due[kind].push(id);
  }

  private async replay({ invoiceIds, quoteIds, settlementIds }: Replay['due']): Promise<void> {
    const { world, mesh } = this.run;
    const { database } = mesh;
    const before = [database.history.length, world.agenda.planned];
    const reading: Reading = {
      readAll: async (after, limit) => database.after(after, limit),
      readStream: async (stream, from = 0) => database.stream(stream, from),
      head: async () => database.head(),
    };
    if (invoiceIds.length > 0) await this.invoices(reading, invoiceIds);
    for (const quoteId of quoteIds) await this.quote(reading, quoteId);
    for (const settlementId of settlementIds) await this.settlement(reading, settlementId);
    holds(String([database.history.length, world.agenda.planned]) === String(before), 'I8', () => 'a replay did more than to read the ledger');
  }

  private async invoices(reading: Reading, chosen: readonly string[]): Promise<void> {
    const replayed = new Set<string>();
    for await (const report of replayInvoices(reading, [...chosen], { operatorKeys: [this.run.mesh.operator.publicKey], maxHeldBytes: HELD_BYTES })) {
      const { invoiceId } = report;
      replayed.add(invoiceId);
      const reasons = [...report.lines.flatMap((line) => line.reasons), ...report.documents].map((reason) => JSON.stringify(reason, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
      holds(report.found && report.identical, 'I8', () => `${invoiceId} is replayed to something else: ${reasons.join('; ')}`);
    }
    holds(replayed.size === chosen.length, 'I8', () => `${chosen.filter((invoiceId) => !replayed.has(invoiceId)).join()} was not replayed`);
  }

  private async settlement(reading: Reading, settlementId: string): Promise<void> {
    const replay = await replaySettlement(reading, settlementId);
    holds(replay.identical, 'I8', () => `${settlementId} is replayed to something else: ${JSON.stringify(replay.differences)}`);
  }

  private async quote(reading: Reading, quoteId: string): Promise<void> {
    const replay = await replayQuote(reading, quoteId, {
      searchAgain: (question, revision) => searchAsOf(reading, { question, revision, log: SILENT }),
      spendingAgain: (revision) => spendingAsOf(reading, revision, SILENT),
    });
    holds(replay.identical && replay.pathsFoundAgain !== undefined, 'I8', () => `${quoteId} is replayed to something else: ${JSON.stringify(replay.differences)}`);
  }
}
