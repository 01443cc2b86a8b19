import type { Command } from 'commander';
import { forgetCommand } from './forget.command.js';
import { HOME, JSON_FLAG } from './flags.js';
import { showPartyCommand } from './party-show.command.js';

/** `carriermesh party …` and `carriermesh forget …`: what the operator may know of people, and how it stops knowing. */
export function addPartyCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  program
    .command('party')
    .description('who buys')
    .command('show <party>')
    .description('name, addresses and telephone of a party, decrypted for this one look')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((partyId, flags) => act(showPartyCommand(partyId, flags)));
  program
    .command('forget <party>')
    .description('erase a party’s key for good: nobody can read its personal data any more, in no copy of the ledger')
    .option('--yes', 'do not ask on a terminal')
    .option(...HOME)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nContracts, invoices and sums stay, with the id alone; hashes, heads, proofs and replays are what they were. The id never stands\n' +
        'for anybody again. Exit code 0 only when the erasure is durable; the same command again goes on from wherever it was.\n' +
        'What an erasure does not reach: docs/privacy.md.',
    )
    .action((partyId, flags) => act(forgetCommand(partyId, flags)));
}
