import type { Command } from 'commander';
import { previewFromFiles, STANDARD_STREAMS, withPreviewFlags, type PreviewFlags } from '@carriermesh/operator-rating';
import { OperationalError } from '@carriermesh/platform-errors';
import { AS_OF, HOME, JSON_FLAG, LEDGER, REVISION } from './flags.js';
import { previewOpenMonth, showInvoiceCommand, type OpenMonthFlags } from './invoice.command.js';

/** `carriermesh invoice …`: bills as they were issued, or as they would be. */
export function addInvoiceCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const invoice = program.command('invoice').description('bills as they were issued, or as they would be');
  invoice
    .command('show <invoiceId>')
    .description('an invoice or a note, with its lines; with --json as a TM Forum customer bill (TMF678)')
    .option('--pdf <file>', 'also as a file to read and print; the same invoice gives the same bytes')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((invoiceId, flags) => act(showInvoiceCommand(invoiceId, flags)));
  withPreviewFlags(invoice.command('preview [contractId]'))
    .description('what an open month comes to so far, of a contract or an order of the ledger; or with --tariff what usage would be billed, from files and with no mesh running. Nothing is issued')
    .option('--at <instant>', 'of a contract: with what the ledger held then, 2026-05-01T00:00:00Z (default: all of it)')
    .option('--month <n>', 'of a contract: which open month of the service, from 1 (default: the first)')
    .option('--pdf <file>', 'of a contract: also as a file to read and print')
    .option(...HOME)
    .option(...LEDGER)
    .action((contractId, flags) => act(previewCommand(contractId, flags)));
}

type EitherFlags = Partial<PreviewFlags> & OpenMonthFlags;

async function previewCommand(contractId: string | undefined, flags: EitherFlags): Promise<number> {
  if (contractId !== undefined && flags.tariff === undefined) return previewOpenMonth(contractId, flags);
  const { tariff, from, to } = flags;
  if (contractId !== undefined || tariff === undefined) throw wrong('name either a contract (or an order) of the ledger, or a --tariff with --from and --to');
  if (from === undefined || to === undefined) throw wrong('with --tariff, --from and --to say which time is billed');
  return previewFromFiles({ ...flags, tariff, from, to }, STANDARD_STREAMS);
}

const wrong = (message: string): OperationalError => new OperationalError('misconfigured', message);
