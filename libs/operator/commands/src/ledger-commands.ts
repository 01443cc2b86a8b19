import type { Command } from 'commander';
import { HOME, JSON_FLAG, LEDGER } from './flags.js';
import { exportCommand } from './ledger-export.command.js';
import { headCommand } from './ledger-head.command.js';
import { verifyCommand } from './ledger-verify.command.js';

const OPERATOR_KEY = ['--operator-key <hex>', 'the operator’s public key, 64 hexadecimal digits, once for each that ever signed (default: the one of the home)'] as const;

/** For options that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `carriermesh ledger …`: the tamper evidence of the ledger. */
export function addLedgerCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const ledger = program.command('ledger').description('show that history was not changed');
  ledger
    .command('head')
    .description('print the newest signed head: keep it, and no later change of what came before goes unnoticed')
    .option(...HOME)
    .option(...LEDGER)
    .option(...OPERATOR_KEY, collect)
    .option('--json', 'as without it: a head is one JSON object')
    .action((flags) => act(headCommand(flags)));
  ledger
    .command('verify')
    .description('recompute the whole ledger and hold it against its tree, its heads and yours; says what deviates, and where (exit code 3)')
    .option('--head <file...>', 'a head that you kept; any number of them', collect)
    .option(...HOME)
    .option(...LEDGER)
    .option(...OPERATOR_KEY, collect)
    .option(...JSON_FLAG)
    .action((flags) => act(verifyCommand(flags)));
  ledger
    .command('export')
    .description('put a part of the ledger, with everything that proves it, into a file for "carriermesh bundle verify"')
    .option('--stream <name>', 'one stream: contract-con_…')
    .option('--order <id>', 'everything about an order: ord_…')
    .option('--invoice <id>', 'everything that an invoice rests on: inv_…')
    .requiredOption('--out <file>', 'where to write the bundle')
    .option('--head <file>', 'a head that the reader holds; the bundle will show that it is of the same history', collect)
    .option(...HOME)
    .option(...LEDGER)
    .option(...OPERATOR_KEY, collect)
    .option(...JSON_FLAG)
    .action((flags) => act(exportCommand(flags)));
}
