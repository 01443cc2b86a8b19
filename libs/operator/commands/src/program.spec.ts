import { describe, expect, it } from '@jest/globals';
import { buildProgram } from './program.js';

describe('the command line', () => {
  it.each(['list', 'show quo_1', 'accept quo_1', 'decline quo_1'])('gives `quote %s --json` its own flag, which `quote` knows too', async (words) => {
    const program = buildProgram();
    const [name] = words.split(' ');
    const command = program.commands.find((each) => each.name() === 'quote')?.commands.find((each) => each.name() === name);
    let flags: unknown;
    command?.action((...given: unknown[]) => void (flags = given.at(-2)));
    await program.parseAsync(['node', 'carriermesh', 'quote', ...words.split(' '), '--json']);
    expect(flags).toMatchObject({ json: true });
  });
});
