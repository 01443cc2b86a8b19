import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
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

  it.each([
    [['nonsense'], "error: unknown command 'nonsense'\n(carriermesh --help lists the commands)\n"],
    [['invoice', 'show'], "error: missing required argument 'invoiceId'\n(carriermesh invoice show --help says how)\n"],
    [['replay', 'nothing'], "error: unknown command 'nothing'\n(carriermesh replay --help lists the commands)\n"],
  ])('sends whoever types %j to the help of what was meant', async (words, said) => {
    const program = buildProgram();
    let heard = '';
    const everywhere = (command: Command): void => {
      command.exitOverride().configureOutput({ writeErr: (text) => void (heard += text) });
      command.commands.forEach(everywhere);
    };
    everywhere(program);
    await expect(program.parseAsync(['node', 'carriermesh', ...words])).rejects.toThrow();
    expect(heard).toBe(said);
  });

  it('names the flag of a port that is none', async () => {
    await expect(buildProgram().parseAsync(['node', 'carriermesh', 'start', '--nats-port', '99999'])).rejects.toMatchObject({
      kind: 'misconfigured', message: '--nats-port: a port is a whole number from 0 to 65535, not "99999"',
    });
  });
});
