import type { Command } from 'commander';
import { HOME, JSON_FLAG } from './flags.js';
import { listProjectionsCommand, rebuildProjectionCommand } from './projection.command.js';

const DATABASE = ['--database <url>', 'the PostgreSQL that keeps the projections (default: the one of the running mesh)'] as const;
const LEDGER = ['--ledger <url>', 'the ledger, if it is kept elsewhere (default: with the projections, or the one of the running mesh)'] as const;

/** `carriermesh projection …`: what services keep of what the ledger says (docs/runbooks/projections.md). */
export function addProjectionCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const projection = program.command('projection').description('the tables that services answer from: how they stand, and how to build them anew from the ledger');
  projection
    .command('list')
    .description('every projection with its position, what it has not taken yet, its rows, and whether it answers')
    .option(...HOME)
    .option(...DATABASE)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((flags) => act(listProjectionsCommand(flags)));
  projection
    .command('rebuild <name>')
    .description('build one anew beside the live one, which goes on answering, and put it in its place')
    .option(...HOME)
    .option(...DATABASE)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((name, flags) => act(rebuildProjectionCommand(name, flags)));
}
