import type { Command } from 'commander';
import { AS_OF, HOME, JSON_FLAG, REVISION } from './flags.js';
import { serviceLevelCommand } from './service-level.command.js';

/** `carriermesh service …`: what a running service does. */
export function addServiceCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const service = program.command('service').description('running services');
  service
    .command('level <service>')
    .description('what a contract’s service showed in a month, by percentile, beside what was promised (exit code 3 when something was missed)')
    .option('--month <yyyy-mm>', 'which month, in UTC (default: the present one by the mesh’s clock)')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((serviceId, flags) => act(serviceLevelCommand(serviceId, flags)));
}
