import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Home } from './home.js';

const WAIT_LIMIT_MS = 20_000;

/** Homes for specs, in directories of their own that `removeAll` takes away. */
export class TestHomes {
  readonly #directories: string[] = [];

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-home-'));
    this.#directories.push(directory);
    return directory;
  }

  make(): Home {
    return Home.open(this.directory(), { demonstration: true });
  }

  removeAll(): void {
    for (const directory of this.#directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  }
}

/** Resolves as soon as `holds` does; fails loudly instead of hanging. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + WAIT_LIMIT_MS;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${WAIT_LIMIT_MS} ms in vain until ${what}`);
    await sleep(20);
  }
}
