import { constants } from 'node:fs';
import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalEntry } from '@carriermesh/agent-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import { syncDirectory } from './durable-files.js';
import { entryFromLine, entryToLine } from './journal-text.js';

const FILE = 'journal.jsonl';
const NEWLINE = 0x0a;
/** Appends that go to the disk in one write; of more, the rest waits for the next one. */
const MAX_APPENDS_TOGETHER = 256;

interface Waiting {
  readonly lines: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * A journal: a line of JSON for each entry, on the disk before `append` returns. One process writes it. What comes while a write is under way
 * is written together: of a thousand segments that move at once none waits for a thousand disks.
 */
export class Journal<Entry extends { readonly type: string } = JournalEntry> {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
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
    const file = join(directory, FILE);
    // `r+` alone does not make the file, and `a+` ignores where a line is to be written.
    await (await open(file, 'a')).close();
    // A write returns when it is on the disk: as one step that is half as long as a write and a sync, each of which waits for a thread.
    const handle = await open(file, constants.O_RDWR | constants.O_DSYNC);
    await syncDirectory(directory);
    const bytes = await handle.readFile();
    const length = bytes.lastIndexOf(NEWLINE) + 1;
    if (length < bytes.length) await handle.truncate(length);
    return { journal: new Journal<Entry>(file, handle, length), entries: entriesOf<Entry>(bytes, file) };
  }

  /**
   * What stands there, while another process may be writing it: nothing where there is no journal yet.
   * @throws OperationalError `misconfigured`, naming file and line, when one can't be read
   */
  static async read<Entry extends { readonly type: string } = JournalEntry>(directory: string): Promise<readonly Entry[]> {
    const file = join(directory, FILE);
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw new OperationalError('misconfigured', `the journal ${file} can't be read: ${error.message}`, { cause: error });
    });
    return entriesOf<Entry>(bytes, file);
  }

  /** Entries that belong to one write; a crash in its midst keeps the first of them. @throws OperationalError `unavailable` when the disk did not take it: nothing may be promised then */
  append(...entries: readonly Entry[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ lines: Buffer.from(entries.map(entryToLine).join('')), resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  async close(): Promise<void> {
    await this.writing;
    await this.handle.close();
  }

  /** Never rejects: each that waits is told of its own. */
  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const together = this.waiting.splice(0, MAX_APPENDS_TOGETHER);
      try {
        await this.write(Buffer.concat(together.map(({ lines }) => lines)));
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error as Error);
      }
    }
    // In the same turn as the last look: what comes next would wait for nobody.
    this.writing = undefined;
  }

  private async write(lines: Buffer): Promise<void> {
    try {
      // A write that failed half way must not become the beginning of the next line.
      if (this.torn) await this.handle.truncate(this.length);
      this.torn = true;
      const { bytesWritten } = await this.handle.write(lines, 0, lines.length, this.length);
      if (bytesWritten < lines.length) throw new Error(`of ${lines.length} bytes it took ${bytesWritten}`);
      this.torn = false;
      this.length += lines.length;
    } catch (error) {
      throw new OperationalError('unavailable', `the journal ${this.file} can't be written: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** Of whole lines: what stands behind the last of them is none yet. */
const entriesOf = <Entry extends { readonly type: string }>(bytes: Buffer, file: string): readonly Entry[] =>
  bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1).toString('utf8').split('\n').slice(0, -1).map((line, index) => readEntry<Entry>(line, { file, number: index + 1 }));

function readEntry<Entry extends { readonly type: string }>(line: string, { file, number }: { readonly file: string; readonly number: number }): Entry {
  try {
    return entryFromLine<Entry>(line);
  } catch (error) {
    throw new OperationalError('misconfigured', `line ${number} of the journal ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}
