import type { Command } from 'commander';
import { prorateCommand } from './prorate.command.js';
import { rateCommand, type RateStreams } from './rate.command.js';

/** Standard input, output and error; a test gives its own. */
export const STANDARD_STREAMS: RateStreams = {
  // Asked for only when it is read: whoever touches it keeps the process waiting for it.
  get stdin() {
    return process.stdin;
  },
  write: writeOut,
  say: (line) => void process.stderr.write(`${line}\n`),
  terminal: process.stderr,
};

/** The commands that need no mesh: `rate` and `prorate`. */
export function addRatingCommands(program: Command, act: (exit: Promise<number>) => Promise<void>, streams: RateStreams = STANDARD_STREAMS): void {
  program
    .command('rate')
    .description('rate usage by a tariff, with no mesh running')
    .requiredOption('--tariff <file>', 'the tariff, as JSON (docs/tariffs.md)')
    .option('--deck <file>', 'a rate deck, as CSV; every row that is refused is reported with its reason')
    .requiredOption('--usage <file>', 'usage, one JSON object a line; - reads standard input')
    .option('--totals', 'add what each account owes as the last line')
    .option('--deck-report', 'add what was noticed about the rows of the deck that were taken; with --json the whole report as the first line')
    .option('--strict', 'end with exit code 2 when any line was refused')
    .option('--json', 'one JSON object a line instead of text')
    .action((flags) => act(rateCommand(flags, streams)));
  program
    .command('prorate')
    .description('the share of a recurring amount that falls on a part of its period, step by step')
    .requiredOption('--period <from..until>', 'the whole period, or with --tariff what is billed: 2028-02-01..2028-03-01')
    .option('--amount <decimal>', 'of the whole period')
    .option('--used <from..until>', 'the part that was used (default: all of it)')
    .option('--by <unit>', 'day, second or none (default: day)')
    .option('--month <rule>', 'real or thirty-days (default: real)')
    .option('--zone <zone>', 'the IANA zone whose days and clocks count (default: UTC)')
    .option('--currency <code>', 'ISO 4217 (default: EUR)')
    .option('--mode <mode>', 'rounding (default: half-away-from-zero)')
    .option('--decimals <n>', 'rounding (default: 2)')
    .option('--tariff <file>', 'take amount, rule, zone, currency and rounding from a recurring charge of this tariff, in place of the flags above')
    .option('--charge <id>', 'which charge of the tariff')
    .option('--service-from <moment>', 'with a tariff: when the service began')
    .option('--service-until <moment>', 'with a tariff: when it ended')
    .option('--json', 'JSON instead of text')
    .action((flags) => act(prorateCommand(flags, streams.write)));
}

/** What `invoice preview` takes where it works from files. */
export function withPreviewFlags(command: Command): Command {
  return command
    .option('--tariff <file>', 'the tariff, as JSON (docs/tariffs.md)')
    .option('--usage <file>', 'usage, one JSON object a line, each id once; - reads standard input')
    .option('--deck <file>', 'a rate deck, as CSV')
    .option('--from <moment>', 'what is billed begins here: a day, a day and time on the tariff’s clocks, or an instant')
    .option('--to <moment>', 'and ends before this')
    .option('--service-from <moment>', 'when the service began, for recurring and one-off charges')
    .option('--service-until <moment>', 'when it ended')
    .option('--account <id>', 'only this account’s bill')
    .option('--strict', 'end with exit code 2 when any line was refused')
    .option('--json', 'JSON instead of text: one object an account');
}

/** Waits while the reader of standard output is slower than the rating, so that nothing piles up in memory. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}
