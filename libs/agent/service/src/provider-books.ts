import {
  EMPTY_BOOK,
  withEntry,
  type AdvertSent,
  type Book,
  type JournalEntry,
  type UsageSent,
} from '@carriermesh/agent-domain';
import { failpoint } from '@carriermesh/platform-failpoints';
import { Journal } from './journal.js';
import { Outbox } from './outbox.js';

/** What one provider's agent remembers over crashes: its journal, folded, and the batches that await a receipt. */
export class ProviderBooks {
  private constructor(
    private readonly journal: Journal,
    private readonly outbox: Outbox,
    private folded: Book,
  ) {}

  /** @throws OperationalError `misconfigured` when the journal or a batch that was sent is damaged */
  static async open(directory: string): Promise<ProviderBooks> {
    const { journal, entries } = await Journal.open(directory);
    const book = entries.reduce(withEntry, EMPTY_BOOK);
    const pending = [...book.pendingAdverts, ...book.pendingUsage].map(({ batchId }) => batchId);
    return new ProviderBooks(journal, await Outbox.open(directory, pending), book);
  }

  get book(): Book {
    return this.folded;
  }

  /** Durable when it returns, by one write. @throws OperationalError `unavailable` when the disk did not take it */
  async record(...entries: readonly JournalEntry[]): Promise<void> {
    failpoint('journal-before-write');
    await this.journal.append(...entries);
    this.folded = entries.reduce(withEntry, this.folded);
    failpoint('journal-after-write');
  }

  /** The batch may be sent once this returns, and will be sent until it is receipted, over any crash. */
  async recordBatch(entry: AdvertSent | UsageSent, bytes: Uint8Array): Promise<void> {
    await this.outbox.put(entry.batchId, bytes);
    await this.record(entry);
  }

  bytesOf(batchId: string): Promise<Uint8Array> {
    return this.outbox.read(batchId);
  }

  /** The batch needs no sending any more; the journal says so already, so that a file that stays goes at the next start. */
  async forgetBytes(batchId: string): Promise<void> {
    await this.outbox.remove(batchId).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.journal.close();
  }
}
