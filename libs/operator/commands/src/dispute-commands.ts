import type { Command } from 'commander';
import { listDisputesCommand, openDisputeCommand, settleDisputeCommand, showDisputeCommand, withdrawDisputeCommand } from './dispute.command.js';
import { replayDisputeCommand } from './dispute-replay.command.js';
import { AS_OF, HOME, JSON_FLAG, LEDGER, REVISION, WHAT_IF } from './flags.js';

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `carriermesh dispute …`: invoices that somebody does not agree with, and what comes of it. */
export function addDisputeCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const dispute = program.command('dispute').description('invoices that somebody does not agree with');
  dispute
    .command('open <invoiceId>')
    .description('record that an invoice is disputed; it stays as it is')
    .requiredOption('--reason <words>', 'why; kept in the ledger')
    .option('--line <id>', 'a line that is disputed, again for each further one (default: all)', several)
    .option('--request <id>', 'a name for this request; sent again, it opens nothing twice (default: a new one)')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((invoiceId, flags) => act(openDisputeCommand(invoiceId, flags)));
  dispute
    .command('show <id>')
    .description('a dispute or, by an invoice’s id, where the bill stands and every dispute about it')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((id, flags) => act(showDisputeCommand(id, flags)));
  dispute
    .command('list')
    .description('newest first')
    .option('--open', 'only those that are being investigated')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(listDisputesCommand(flags)));
  dispute
    .command('replay <disputeId>')
    .description('recompute the disputed invoice and, once it was settled, the bill that takes the correction (exit code 3 when one is not identical)')
    .option(...WHAT_IF)
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((disputeId, flags) => act(replayDisputeCommand(disputeId, flags)));
  dispute
    .command('settle <disputeId>')
    .description('end it: the invoice stands, or what is corrected is posted on both sides')
    .requiredOption('--finding <words>', 'what was found; kept in the ledger')
    .option('--credit <segment|tariff/charge=customer[/supplier]>', 'give back to the customer and, where stated, claw back from the segment’s supplier, before tax', several)
    .option('--rate <segment=customer/supplier>', 'what each gigabyte should have cost: all of the month is reversed and entered again', several)
    .option(...HOME)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nAmounts are in the invoice’s currency. They go to the next open month of the service or, when there is none, into a note at once.\n"carriermesh dispute replay" shows beforehand what the signed evidence gives.')
    .action((disputeId, flags) => act(settleDisputeCommand(disputeId, flags)));
  dispute
    .command('withdraw <disputeId>')
    .description('end it because whoever opened it took it back')
    .requiredOption('--reason <words>', 'why; kept in the ledger')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((disputeId, flags) => act(withdrawDisputeCommand(disputeId, flags)));
}
