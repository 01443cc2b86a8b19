import type { Command } from 'commander';
import { AS_OF, HOME, JSON_FLAG, REVISION } from './flags.js';
import { setTermsCommand, showTermsCommand } from './terms.command.js';

/** `carriermesh terms …`: how the seller prices. */
export function addTermsCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const terms = program.command('terms').description('how the seller of a running mesh prices, beside its list (docs/quotes.md)');
  terms
    .command('set <file>')
    .description('state it from now on, from JSON; - reads standard input. Quotes that were made before stay what they are')
    .option('--request <id>', 'a name for this request; sent again, it states nothing twice (default: a new one)')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((file, flags) => act(setTermsCommand(file, flags)));
  terms
    .command('show')
    .description('what is stated')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(showTermsCommand(flags)));
}
