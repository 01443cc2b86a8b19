import type { Command } from 'commander';
import { AS_OF, HOME, JSON_FLAG, REVISION } from './flags.js';
import { listQuarantinedCommand, releaseUsageCommand, reviewFraudCommand, showQuarantinedCommand } from './usage.command.js';

/** `carriermesh usage …`: what could not be charged as it came, and what a provider told twice and otherwise. */
export function addUsageCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const usage = program.command('usage').description('usage that waits for the operator');
  const quarantined = usage.command('quarantined').description('records that could not be charged when they came');
  quarantined
    .command('list')
    .description('newest first, each with its reason')
    .option('--provider <id>', 'only of this provider')
    .option('--all', 'also those that were released since')
    .option('--limit <n>', 'at most so many', '100')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(listQuarantinedCommand(flags)));
  quarantined
    .command('show <provider> <record>')
    .description('why it is quarantined, and what its provider signed')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((provider, record, flags) => act(showQuarantinedCommand(provider, record, flags)));
  quarantined
    .command('release <provider> <record>')
    .description('charge it after all, to the customer and to the provider, as it stands or as you correct it')
    .requiredOption('--reason <words>', 'why; kept in the ledger')
    .option('--segment <id>', 'the segment that it is about')
    .option('--from <time>', 'its beginning, RFC 3339')
    .option('--until <time>', 'its end, RFC 3339')
    .option('--octets <n>', 'what was carried')
    .option('--subject <name>', 'whose or what use it was')
    .option('--category <name>', 'of which class')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((provider, record, flags) => act(releaseUsageCommand(provider, record, flags)));
  usage
    .command('fraud')
    .description('record ids that a provider presented again with other contents; none of these is ever billed')
    .command('review <provider>')
    .description('close the alarm in "carriermesh status" with what you found')
    .requiredOption('--up-to <n>', 'the number of the last one that you looked into, as the alarm names it; what came since stays open')
    .requiredOption('--finding <words>', 'what it was; kept in the ledger')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((provider, flags) => act(reviewFraudCommand(provider, flags)));
}
