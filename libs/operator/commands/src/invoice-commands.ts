import type { Command } from 'commander';
import { HOME, JSON_FLAG, LEDGER } from './flags.js';
import { showInvoiceCommand } from './invoice.command.js';

/** `carriermesh invoice …`: bills as they were issued. */
export function addInvoiceCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  program
    .command('invoice')
    .description('bills as they were issued')
    .command('show <invoiceId>')
    .description('an invoice or a note, with its lines; with --json as a TM Forum customer bill (TMF678)')
    .option('--pdf <file>', 'also as a file to read and print; the same invoice gives the same bytes')
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((invoiceId, flags) => act(showInvoiceCommand(invoiceId, flags)));
}
