import { join } from 'node:path';
import {
  EMPTY_BOOK,
  withEntry,
  type AdvertSent,
  type Book,
  type JournalEntry,
  type UsageSent,
} from '@carriermesh/agent-domain';
import { Journal } from './journal.js';
import { Outbox } from './outbox.js';

/** What one provider's agent remembers over crashes: its journal, folded, and the batches that await a receipt. */
export class ProviderBooks {
  private constructor(
    private readonly journal: Journal,
    private readonly outbox: Outbox,
    private folded: Book,
  ) {}

  static async open(stateDirectory: string, providerId: string): Promise<ProviderBooks> {
    const directory = join(stateDirectory, providerId);
    const { journal, entries } = await Journal.open(directory);
    const book = entries.reduce(withEntry, EMPTY_BOOK);
    const pending = [...book.pendingAdverts, ...book.pendingUsage].map(({ batchId }) => batchId);
    return new ProviderBooks(journal, await Outbox.open(directory, pending), book);
  }

  get book(): Book {
    return this.folded;
  }

  /** Durable when it returns. @throws OperationalError `unavailable` when the disk did not take it */
  async record(entry: JournalEntry): Promise<void> {
    await this.journal.append(entry);
    this.folded = withEntry(this.folded, entry);
  }

  /** The batch may be sent once this returns, and will be sent until it is receipted, over any crash. */
  async recordBatch(entry: AdvertSent | UsageSent, bytes: Uint8Array): Promise<void> {
    await this.outbox.put(entry.batchId, bytes);
    await this.record(entry);
  }

  bytesOf(batchId: string): Promise<Uint8Array> {
    return this.outbox.read(batchId);
  }

  /** The batch needs no sending any more; why is in the journal already. */
  async forgetBytes(batchId: string): Promise<void> {
    await this.outbox.remove(batchId);
  }

  close(): Promise<void> {
    return this.journal.close();
  }
}
