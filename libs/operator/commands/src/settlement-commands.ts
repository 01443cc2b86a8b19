import type { Command } from 'commander';
import { AS_OF, HOME, JSON_FLAG, LEDGER, REVISION } from './flags.js';
import { reconcileCommand } from './settlement-reconcile.command.js';
import { listSettlementsCommand, netCommand, showSettlementCommand } from './settlement.command.js';

/** `carriermesh settlement …`: what suppliers are owed, from the ledger alone. */
export function addSettlementCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const settlement = program.command('settlement').description('what suppliers are owed; a period is a month (2026-12), or from..until, and counts by the instant of issue');
  settlement
    .command('list <period>')
    .description('the settlements that were issued in it')
    .option('--provider <id>', 'only those with this supplier')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((period, flags) => act(listSettlementsCommand(period, flags)));
  settlement
    .command('show <settlementId>')
    .description('one, with its lines')
    .option('--pdf <file>', 'also as a file to read and print; the same settlement gives the same bytes')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((settlementId, flags) => act(showSettlementCommand(settlementId, flags)));
  settlement
    .command('net <period>')
    .description('what is to be paid in place of all of them: pair by pair, and with the fewest transfers among all')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((period, flags) => act(netCommand(period, flags)));
  settlement
    .command('reconcile <provider> <period>')
    .description('hold a supplier’s own statement against ours, line by line (exit code 3 when anything differs; its form: docs/settlements.md)')
    .requiredOption('--statement <file.csv>', 'what the supplier says it is owed')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((provider, period, flags) => act(reconcileCommand(provider, period, flags)));
}
