import type { Command } from 'commander';
import { AS_OF, HOME, JSON_FLAG, LEDGER, REVISION, WHAT_IF } from './flags.js';
import { replayContractCommand } from './replay-contract.command.js';
import { replayInvoiceCommand } from './replay-invoice.command.js';
import { replayPeriodCommand } from './replay-period.command.js';
import { replayQuoteCommand } from './replay-quote.command.js';
import { replaySettlementCommand } from './replay-settlement.command.js';

/** `carriermesh replay …`: what was sold and billed, made again from the ledger alone. */
export function addReplayCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const replay = program.command('replay').description('recompute what was billed, contracted or quoted, from the ledger alone');
  const kind = (name: string, description: string): Command =>
    replay.command(name).description(description).option(...AS_OF).option(...REVISION).option(...WHAT_IF).option(...HOME).option(...LEDGER).option(...JSON_FLAG);
  kind('invoice <invoiceId>', 'every line of an invoice: identical, or the lines that differ and why (exit code 3)').action((id, flags) => act(replayInvoiceCommand(id, flags)));
  kind('quote <quoteId>', 'a quote with all of its scenarios: identical, or each figure that differs (exit code 3)').action((id, flags) => act(replayQuoteCommand(id, flags)));
  kind('contract <contractId>', 'a contract and those with its suppliers: identical, or each figure that differs (exit code 3)').action((id, flags) => act(replayContractCommand(id, flags)));
  replay
    .command('settlement <settlementId>')
    .description('a settlement with a supplier: identical, or the lines that differ (exit code 3); one of a contract with its invoice')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((id, flags) => act(replaySettlementCommand(id, flags)));
  replay
    .command('period <period>')
    .description('every invoice that was issued in a month (2026-12) or from..until: identical, or those that differ (exit code 3)')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((period, flags) => act(replayPeriodCommand(period, flags)));
}
