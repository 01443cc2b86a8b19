import type { Command } from 'commander';
import { forgetCommand } from './forget.command.js';
import { AS_OF, HOME, JSON_FLAG, REVISION } from './flags.js';
import { mergePartiesCommand, showPartyIdsCommand } from './party-ids.command.js';
import { registerKeyCommand } from './party-key.command.js';
import { showPartyCommand } from './party-show.command.js';

/** `carriermesh party …` and `carriermesh forget …`: what the operator may know of people, and how it stops knowing. */
export function addPartyCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const party = program.command('party').description('who buys');
  party
    .command('key <party>')
    .description('register the Ed25519 key that speaks for a buyer, in the place of one that it had')
    .requiredOption('--public-key <key>', '64 hexadecimal digits, or a file in PEM')
    .option('--must-sign', 'it is bound by its signature alone: unsigned acceptances are refused, and orders that accept by themselves')
    .option('--request <id>', 'a name for this request; sent again, it registers nothing twice (default: a new one)')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((partyId, flags) => act(registerKeyCommand(partyId, flags)));
  party
    .command('show <party>')
    .description('name, addresses and telephone of a party, decrypted for this one look')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((partyId, flags) => act(showPartyCommand(partyId, flags)));
  party
    .command('ids <party>')
    .description('the universal id of a party, and by which ids of their own its providers know it and its services')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((partyId, flags) => act(showPartyIdsCommand(partyId, flags)));
  party
    .command('merge <party>')
    .description('record that two ids are one party’s; contracts, bills and history stay under the id that they have')
    .requiredOption('--into <party>', 'the id that stands for both from now on')
    .requiredOption('--reason <words>', 'why; kept in the ledger')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((partyId, flags) => act(mergePartiesCommand(partyId, flags)));
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
