import type { Command } from 'commander';
import { listAlarmsCommand, showAlarmCommand } from './alarm.command.js';
import { AS_OF, HOME, JSON_FLAG, REVISION } from './flags.js';

/** `carriermesh alarm …`: what is wrong, and what was. */
export function addAlarmCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const alarm = program.command('alarm').description('alarms of segments and services, and of what waits for an operator (TMF642)');
  alarm
    .command('list')
    .description('newest first')
    .option('--state <state>', 'raised or cleared (default: both)')
    .option('--service <id>', 'only of this contract or order')
    .option('--provider <id>', 'only of this provider’s segments')
    .option('--segment <id>', 'only of this segment')
    .option('--limit <n>', 'at most so many', '100')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(listAlarmsCommand(flags)));
  alarm
    .command('show <alarmId>')
    .description('one, with what was measured and what was promised')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((alarmId, flags) => act(showAlarmCommand(alarmId, flags)));
}
