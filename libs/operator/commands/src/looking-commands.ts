import type { Command } from 'commander';
import { failpointsCommand } from './failpoints.command.js';
import { AS_OF, HOME, JSON_FLAG, REVISION } from './flags.js';
import { latencyCommand } from './latency.command.js';
import { resourcesCommand } from './resources.command.js';
import { routesCommand } from './routes.command.js';
import { sessionsCommand } from './sessions.command.js';
import { statusCommand } from './status.command.js';
import { traceCommand } from './trace.command.js';

/** What the mesh knows and does, for whoever looks at it. */
export function addLookingCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  program
    .command('routes')
    .description('which ways there are for a service in a running mesh, or were as of an earlier time; nothing is ordered')
    .requiredOption('--from <place>', 'latitude,longitude, or a PoP id, or a city')
    .requiredOption('--to <place>', 'the other end')
    .option('--within-km <km>', 'how far from the coordinates a PoP may be; 0 means exactly there', '0')
    .option('--mbps <n>', 'bandwidth in Mbit/s', '1000')
    .option('--max-latency-ms <ms>', 'the most that one way may take')
    .option('--objective <o>', 'latency or cost', 'latency')
    .option('--layer-one <technology>', 'over whole units of layer 1 of exactly this bandwidth: fibre, wavelength, odu or sdh')
    .option('--virtual-network', 'over resources that are dedicated to carrier virtual networks, and the buyer’s own, alone')
    .option('--paths <n>', 'how many of the best, beside up to two that share nothing with the first', '4')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(routesCommand(flags)));
  program
    .command('resources [resources...]')
    .description('what providers advertise, at which price and until when, and how much of it is free, held and under contract')
    .option('--provider <id>', 'of one provider alone')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((resources, flags) => act(resourcesCommand(resources, flags)));
  program
    .command('latency [links...]')
    .description('what is known of the latency of links: declared, measured, and which of them counts')
    .option('--provider <id>', 'of one provider alone')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((links, flags) => act(latencyCommand(links, flags)));
  program
    .command('sessions')
    .description('whose agents are heard: since when, by which interval, and of which version')
    .option('--provider <id>', 'of one provider alone')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(sessionsCommand(flags)));
  program
    .command('status')
    .description('which processes live, how far they have read, and what is advertised')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(statusCommand(flags)));
  program
    .command('trace <orderId>')
    .description('the spans of an order through every process')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((orderId, flags) => act(traceCommand(orderId, flags)));
  program
    .command('failpoints')
    .description('the places where a process can be made to fail, for trials of what happens then')
    .option(...JSON_FLAG)
    .action((flags) => act(failpointsCommand(flags)));
}
