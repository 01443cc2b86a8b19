import { Command } from 'commander';
import { addRatingCommands } from '@carriermesh/operator-rating';
import { OperationalError } from '@carriermesh/platform-errors';
import { addAlarmCommands } from './alarm-commands.js';
import { advanceClockCommand } from './clock.command.js';
import { addCatalogCommands } from './catalog-commands.js';
import { addBundleCommands } from './bundle-commands.js';
import { demoCommand } from './demo.command.js';
import { addContractCommands } from './contract-commands.js';
import { addDisputeCommands } from './dispute-commands.js';
import { DEFAULT_PATH_FACTOR } from './exchange-source.js';
import { AS_OF, HOME, JSON_FLAG, REVISION } from './flags.js';
import { addInvoiceCommands } from './invoice-commands.js';
import { addLedgerCommands } from './ledger-commands.js';
import { addLookingCommands } from './looking-commands.js';
import { pathCommand } from './path.command.js';
import { quoteCommand } from './quote.command.js';
import { listQuotesCommand, showQuoteCommand } from './quote-show.command.js';
import { acceptQuoteCommand, declineQuoteCommand, orderCommand } from './order.command.js';
import { withOrderFlags } from './order-flags.js';
import { addParkedCommands } from './parked-commands.js';
import { addPartyCommands } from './party-commands.js';
import { addProjectionCommands } from './projection-commands.js';
import { addReplayCommands } from './replay-commands.js';
import { EXIT } from './say.js';
import { addServiceCommands } from './service-commands.js';
import { addSettlementCommands } from './settlement-commands.js';
import { startCommand } from './start.command.js';
import { addTermsCommands } from './terms-commands.js';
import { addUsageCommands } from './usage-commands.js';

/** The `carriermesh` command. Results go to standard output, talk to standard error. */
export function buildProgram(): Command {
  const program = new Command('carriermesh')
    .description('Networks that do not trust each other sell one service together.')
    // What follows a command is for it alone, also where one above it knows the same flag.
    .enablePositionalOptions()
    .addHelpText('after', '\nExit codes: 0 done, 1 an error, 2 refused by the business, 3 a comparison found a difference.');
  addMeshCommands(program);
  addTradeCommands(program);
  addCatalogCommands(program, act);
  addReplayCommands(program, act);
  addLookingCommands(program, act);
  addAlarmCommands(program, act);
  addServiceCommands(program, act);
  addPartyCommands(program, act);
  addTermsCommands(program, act);
  addUsageCommands(program, act);
  addDisputeCommands(program, act);
  addContractCommands(program, act);
  addSettlementCommands(program, act);
  addInvoiceCommands(program, act);
  addPathCommand(program);
  addQuoteCommands(program);
  addLedgerCommands(program, act);
  addBundleCommands(program, act);
  addParkedCommands(program, act);
  addProjectionCommands(program, act);
  addRatingCommands(program, act);
  pointToHelp(program, program.name());
  return program;
}

/** Whoever mistypes is sent to the help of the command that was meant. */
function pointToHelp(command: Command, words: string): void {
  command.showHelpAfterError(`(${words} --help ${command.commands.length === 0 ? 'says how' : 'lists the commands'})`);
  for (const each of command.commands) pointToHelp(each, `${words} ${each.name()}`);
}

/** Runs the command and answers its exit code. Every failure is one sentence on standard error. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync([...argv]);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    process.stderr.write(`carriermesh: ${error instanceof OperationalError ? error.message : ((error as Error).stack ?? String(error))}\n`);
    return EXIT.error;
  }
}

function addMeshCommands(program: Command): void {
  withOrderFlags(withTopologyFlags(program.command('start')))
    .description('start a demonstration mesh on this machine, place one order, and keep running')
    .option(...HOME)
    .option('--port <n>', 'port of the HTTP API (default: a free one)')
    .option('--usage-tariff <tariff.json>', 'what new contracts charge usage by (docs/tariffs.md; default: as the last start of this home, at first by the gigabyte)')
    .option('--no-usage-tariff', 'new contracts charge usage by the gigabyte again')
    .option('--usage-classes <classes.yaml>', 'what the simulated networks tell apart of their traffic (docs/tariffs.md; default: as the last start, at first nothing)')
    .option('--no-usage-classes', 'nothing any more')
    .option('--nats-port <n>', 'port of the bus (default: a free one)')
    .option('--postgres-port <n>', 'port of the database (default: a free one)')
    .action((flags) => act(startCommand(flags)));
  withOrderFlags(withTopologyFlags(program.command('demo')))
    .description('the whole way once on fresh data, from advertisement to replayed invoice; leaves nothing behind')
    .option('--json', 'one JSON object as the last line')
    .action((flags) => act(demoCommand(flags)));
  program
    .command('clock')
    .description('the clock of a demonstration home')
    .command('advance <time>')
    .description('move it forward: 31d, 6h, 90s; deadlines, periods and expiries follow')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((by, flags) => act(advanceClockCommand(by, flags)));
}

function addTradeCommands(program: Command): void {
  withOrderFlags(program.command('order'))
    .description('order a service over the HTTP API as the demonstration’s buyer')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(orderCommand(flags)));
}

function addQuoteCommands(program: Command): void {
  const quote = program
    .command('quote')
    .description('work out a quote from files, with no mesh running (docs/quotes.md); or take or decline one that a mesh has made')
    .enablePositionalOptions()
    .option('--topology <dir>', 'a folder of GraphML files (Internet Topology Zoo)')
    .option('--graph <file>', 'nodes and links as JSON, instead of --topology')
    .option('--model <m>', 'where the networks of --topology meet: m1 at equal coordinates, m2 within 30 km', 'm1')
    .option('--path-factor <f>', 'length of the fibre over the great circle', '1')
    .option('--request <file>', 'what is asked for, as JSON; - reads standard input', '-')
    .option('--explain', 'also every choice that lost, with its reason and its figures')
    .option(...JSON_FLAG)
    .action((flags) => act(quoteCommand(flags)));
  quote
    .command('accept <quoteId>')
    .description('take a quote of a running mesh before it expires')
    .option('--key <file>', 'the buyer’s private Ed25519 key in PEM, to sign the acceptance with')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((quoteId, flags) => act(acceptQuoteCommand(quoteId, flags)));
  quote
    .command('decline <quoteId>')
    .description('turn down a quote of a running mesh: its order ends, and its capacity is given back at once')
    .option('--reason <text>', 'why; it is kept with the quote')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((quoteId, flags) => act(declineQuoteCommand(quoteId, flags)));
  quote
    .command('show <id>')
    .description('a quote that a mesh has made, by its id or its order’s: where it stands (MEF 80), until when it binds, and its alternates')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((id, flags) => act(showQuoteCommand(id, flags)));
  quote
    .command('list')
    .description('the quotes that a mesh has made for the demonstration’s buyer, newest first')
    .option('--limit <n>', 'the most of them', '20')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(listQuotesCommand(flags)));
}

function addPathCommand(program: Command): void {
  program
    .command('path')
    .description('answer path queries, one JSON object a line on standard input, about a topology from files; needs no running mesh')
    .option('--topology <dir>', 'a folder of GraphML files (Internet Topology Zoo)')
    .option('--graph <file>', 'nodes and links as JSON, instead of --topology')
    .option('--model <m>', 'where the networks of --topology meet: m1 at equal coordinates, m2 within 30 km', 'm1')
    .option('--path-factor <f>', 'length of the fibre over the great circle', '1')
    .option('--unlocode <path>', 'UNECE’s list of UN/LOCODEs, one CSV or a folder of them, for places by their code')
    .option('--timings', 'with each answer the microseconds that it took')
    .option('--workers <n>', 'threads that answer, over one graph in shared memory; answers stay in order', '1')
    .addHelpText('after', QUERY_HELP)
    .action((flags) => act(pathCommand(flags)));
}

const QUERY_HELP = `
A query:    {"id","from","to"} or {"id","participants"}; a place is a node, a list of nodes, {"lat","lon","withinKm"},
            {"city":"São Paulo","country":"BR","region","withinKm"} or {"unlocode":"BRSAO","withinKm"}
  best of:  "objective": latency, cost, handovers, hops, jitter, profit (with "salePrice"), {"latency":3,"cost":2}, or two of these in a list
  how many: "k", "diverse", "disjoint": link, node, srlg, provider, "split": {"members","memberMbps","maxDifferentialDelayNs"}
  limits:   "mbps", "maxLatencyNs", "maxCost", "maxHandovers", "maxHops", "maxJitterNs", "maxLossPpm", "minAvailabilityPpm", "maxLabels"
  only by:  "requireProviders", "preferProviders", "avoidProviders", "onlyClasses", "onlyLayers", "continuity"
  not by:   "excludeProviders", "excludeLinks", "excludeNodes", "excludeSrlgs", "excludeClasses"
  beside:   "explain", "asOf"
An update:  {"update":{"link","latencyNs","up","mbps","cost","units"}}
docs/path-engine.md says what each means.`;

function withTopologyFlags(command: Command): Command {
  return command
    .option('--topology <dir>', 'a folder of GraphML files (Internet Topology Zoo) instead of the sample exchange')
    .option('--model <m>', 'where its networks meet: m1 at equal coordinates, m2 within 30 km', 'm1')
    .option('--path-factor <f>', 'length of the fibre over the great circle', DEFAULT_PATH_FACTOR);
}

async function act(command: Promise<number>): Promise<void> {
  process.exitCode = await command;
}
