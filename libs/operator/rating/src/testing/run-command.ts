import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { previewFromFiles } from '../preview.command.js';
import { addRatingCommands, withPreviewFlags } from '../rating-commands.js';
import type { RateStreams } from '../rate.command.js';

export interface CommandOutcome {
  readonly exit: number;
  readonly out: string;
  readonly said: readonly string[];
}

/** Runs the command as a person types it, on files that are written for it and then removed. */
export async function runCommand(line: string, files: Readonly<Record<string, string>>, streams: Partial<RateStreams> = {}): Promise<CommandOutcome> {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-rating-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const [, ...words] = line.trim().split(/\s+/);
    const args = words.map((word) => (Object.hasOwn(files, word) ? join(directory, word) : word));
    let [exit, out] = [0, ''];
    const said: string[] = [];
    const program = new Command('carriermesh').exitOverride();
    const own: RateStreams = {
      stdin: (async function* () {})(),
      write: async (text) => void (out += text),
      say: (text) => void said.push(text),
      terminal: { write: () => undefined },
      ...streams,
    };
    addRatingCommands(program, async (ends) => void (exit = await ends), own);
    withPreviewFlags(program.command('invoice').command('preview')).action(async (flags) => void (exit = await previewFromFiles(flags, own)));
    await program.parseAsync(['node', 'carriermesh', ...args]);
    return { exit, out, said };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export const jsonLines = (text: string): readonly Record<string, unknown>[] =>
  text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
