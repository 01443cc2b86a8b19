import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalEntry } from '@carriermesh/agent-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import { syncDirectory } from './durable-files.js';
import { entryFromLine, entryToLine } from './journal-text.js';

const NEWLINE = 0x0a;

/** A journal: a line of JSON for each entry, on the disk before `append` returns. One process writes it. */
export class Journal<Entry extends { readonly type: string } = JournalEntry> {
  private queue: Promise<void> = Promise.resolve();
  private torn = false;

  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
    private length: number,
  ) {}

  /**
   * Reads what was written before. A line that a crash broke off at the end was never acted upon and is cut away.
   * @throws OperationalError `misconfigured`, naming file and line, when any other line can't be read
   */
  static async open<Entry extends { readonly type: string } = JournalEntry>(directory: string): Promise<{ readonly journal: Journal<Entry>; readonly entries: readonly Entry[] }> {
    await mkdir(directory, { recursive: true });
    const file = join(directory, 'journal.jsonl');
    // `r+` alone does not make the file, and `a+` ignores where a line is to be written.
    await (await open(file, 'a')).close();
    const handle = await open(file, 'r+');
    await syncDirectory(directory);
    const bytes = await handle.readFile();
    const length = bytes.lastIndexOf(NEWLINE) + 1;
    if (length < bytes.length) await handle.truncate(length);
    const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
    return { journal: new Journal<Entry>(file, handle, length), entries: lines.map((line, index) => readEntry<Entry>(line, { file, number: index + 1 })) };
  }

  /** @throws OperationalError `unavailable` when the disk did not take it: nothing may be promised then */
  append(entry: Entry): Promise<void> {
    const written = this.queue.then(() => this.write(Buffer.from(entryToLine(entry))));
    this.queue = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.queue;
    await this.handle.close();
  }

  private async write(line: Buffer): Promise<void> {
    try {
      // A write that failed half way must not become the beginning of the next line.
      if (this.torn) await this.handle.truncate(this.length);
      this.torn = true;
      await this.handle.write(line, 0, line.length, this.length);
      await this.handle.datasync();
      this.torn = false;
      this.length += line.length;
    } catch (error) {
      throw new OperationalError('unavailable', `the journal ${this.file} can't be written: ${(error as Error).message}`, { cause: error });
    }
  }
}

function readEntry<Entry extends { readonly type: string }>(line: string, { file, number }: { readonly file: string; readonly number: number }): Entry {
  try {
    return entryFromLine<Entry>(line);
  } catch (error) {
    throw new OperationalError('misconfigured', `line ${number} of the journal ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}
