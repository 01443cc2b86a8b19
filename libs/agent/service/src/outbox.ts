import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '@carriermesh/platform-errors';
import { writeDurably } from './durable-files.js';

/** The bytes of batches that have no receipt yet, a file for each, so that what is sent again is what was sent before. */
export class Outbox {
  private constructor(private readonly directory: string) {}

  /**
   * @param pending batches that the journal says were sent; any other file was written just before a crash and never sent
   * @throws OperationalError `misconfigured` when a batch that was sent is missing: it can't be made again to the byte
   */
  static async open(stateDirectory: string, pending: readonly string[]): Promise<Outbox> {
    const directory = join(stateDirectory, 'outbox');
    await mkdir(directory, { recursive: true });
    const outbox = new Outbox(directory);
    const present = new Set(await readdir(directory));
    for (const batchId of pending) {
      if (present.delete(`${batchId}.bin`)) continue;
      throw new OperationalError('misconfigured', `batch ${batchId} was sent and has no receipt, but its bytes are missing at ${outbox.fileOf(batchId)}`);
    }
    for (const unsent of present) await rm(join(directory, unsent));
    return outbox;
  }

  put(batchId: string, bytes: Uint8Array): Promise<void> {
    return writeDurably(this.fileOf(batchId), bytes);
  }

  async read(batchId: string): Promise<Uint8Array> {
    return readFile(this.fileOf(batchId));
  }

  remove(batchId: string): Promise<void> {
    return rm(this.fileOf(batchId), { force: true });
  }

  private fileOf(batchId: string): string {
    return join(this.directory, `${batchId}.bin`);
  }
}
