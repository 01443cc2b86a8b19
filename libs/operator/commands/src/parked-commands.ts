import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { HOME, JSON_FLAG } from './flags.js';
import { dropParkedCommand, listParkedCommand, retryParkedCommand, showParkedCommand } from './parked.command.js';

/** `carriermesh parked …`: events that a service could not take, and what waits behind them (docs/runbooks/parked.md). */
export function addParkedCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const parked = program.command('parked').description('streams of which a service could not take an event: it waits, with all that follows in the stream');
  parked
    .command('list')
    .description('every parked stream')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(listParkedCommand(flags)));
  parked
    .command('show <id>')
    .description('why a stream is parked, and the events that wait')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((id, flags) => act(showParkedCommand(id, flags)));
  parked
    .command('retry <id>')
    .description('take what waits, in its order, once the cause is mended')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((id, flags) => act(retryParkedCommand(id, flags)));
  parked
    .command('drop <id>')
    .description('leave one event out for good, on record, and take those behind it')
    .requiredOption('--event <id>', 'the event at which the stream is parked')
    .requiredOption('--reason <text>', 'why, for those who ask later')
    .option('--by <name>', 'who (default: who runs the command)', nameOfUser())
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((id, flags) => act(dropParkedCommand(id, flags)));
}

/** A user id without an entry has no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
