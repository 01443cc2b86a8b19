import { createReadStream } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import { formatScaled, Rater, roundExact, type AccountTotal, type Deck, type TariffTerms } from '@carriermesh/tariff-v1';
import { publicHolidays, type HolidaySource } from './holiday-source.js';
import { linesOf, MAX_LINE_LENGTH, type Line } from './lines.js';
import { Progress } from './progress.js';
import { faultLine, resultLine, resultText, type ResultLine } from './result-line.js';
import { readDeckFor, readTariffFile } from './tariff-file.js';
import { isUsageFault, readUsageLine } from './usage-line.js';
import { zoneTable } from './zone-source.js';

export interface RateFlags {
  readonly tariff: string;
  readonly deck?: string;
  /** A file, or `-` for standard input. */
  readonly usage: string;
  readonly json?: boolean;
  readonly totals?: boolean;
  readonly deckReport?: boolean;
  readonly strict?: boolean;
}

/** Where the command reads and writes; a test gives its own. */
export interface RateStreams {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Resolves when more may be written. */
  readonly write: (text: string) => Promise<void>;
  readonly say: (line: string) => void;
  readonly terminal: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly holidays?: HolidaySource;
}

/** Charges that count over a month keep its records; this many are some gigabytes. */
const MAX_HELD = 5_000_000;
const HOLIDAY_YEARS = { from: 2000, to: 2060 };
const EXIT_DONE = 0;
const EXIT_REFUSED = 2;

/** Rates usage by a tariff, line by line, with no mesh running. Results stream out as they are found. */
export async function rateCommand(flags: RateFlags, streams: RateStreams): Promise<number> {
  const tariff = readTariffFile(flags.tariff);
  const deck = readDeckFor(tariff, flags.deck);
  if (deck) await reportDeck(deck, flags, streams);
  const rater = raterOf(tariff, deck, streams.holidays ?? publicHolidays);
  const run = new RateRun(rater, flags, streams);
  const input = flags.usage === '-' ? streams.stdin : createReadStream(flags.usage);
  try {
    for await (const lines of linesOf(input)) await run.take(lines);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new OperationalError('misconfigured', `${flags.usage} can't be read: ${(error as Error).message}`, { cause: error });
  }
  await run.finish();
  return flags.strict === true && run.refused > 0 ? EXIT_REFUSED : EXIT_DONE;
}

/** The rater of a tariff, with the zone and the holidays of this machine. */
export function raterOf(tariff: TariffTerms, deck: Deck | undefined, holidays: HolidaySource): Rater {
  const calendar = tariff.holidayCalendar;
  return new Rater(tariff, {
    ...(tariff.zone === undefined ? {} : { zone: zoneTable(tariff.zone) }),
    ...(calendar ? { holidays: holidays.datesOf(calendar, HOLIDAY_YEARS) } : {}),
    ...(deck ? { deck } : {}),
  });
}

async function reportDeck({ report, keyedBy, destinations }: Deck, { deckReport, json }: RateFlags, { say, write }: RateStreams): Promise<void> {
  say(`deck: ${report.accepted} of ${report.rows} rows taken (${destinations.length} destinations by ${keyedBy}, ${report.blocked} blocked), ${report.refused.length} refused`);
  for (const { line, code, message, text } of report.refused) say(`deck line ${line}: ${code}, ${message}: ${text}`);
  if (deckReport !== true) return;
  if (json === true) await write(`${JSON.stringify({ deck: report })}\n`);
  else for (const { line, note, message } of report.notes) say(`deck line ${line}: ${note}, ${message}`);
}

class RateRun {
  refused = 0;
  #rated = 0;
  readonly #progress: Progress;

  constructor(
    private readonly rater: Rater,
    private readonly flags: RateFlags,
    private readonly streams: RateStreams,
  ) {
    this.#progress = new Progress(streams.terminal);
  }

  async take(lines: readonly Line[]): Promise<void> {
    const results = lines.flatMap((line) => this.#resultsOf(line));
    if (this.rater.held > MAX_HELD) throw new OperationalError('overloaded', `${MAX_HELD} records wait for their month to end: rate a shorter time at once`);
    await this.#write(results);
    this.#progress.show(this.#rated + this.refused + this.rater.held);
  }

  async finish(): Promise<void> {
    let batch: ResultLine[] = [];
    for (const rated of this.rater.finish()) {
      batch.push(resultLine(rated, this.rater.tariff.rounding));
      if (batch.length < 1000) continue;
      await this.#write(batch);
      batch = [];
    }
    await this.#write(batch);
    this.#progress.end();
    const totals = this.rater.totals().map((total) => totalLine(total, this.rater.tariff));
    if (this.flags.totals === true) await this.streams.write(this.flags.json === true ? `${JSON.stringify({ totals })}\n` : totals.map(totalText).join(''));
    this.streams.say(`${this.#rated} rated, ${this.refused} refused`);
  }

  #resultsOf({ number, text }: Line): readonly ResultLine[] {
    if (text?.trim() === '') return [];
    const usage = text === undefined ? { fault: `is longer than ${MAX_LINE_LENGTH} characters` } : readUsageLine(text);
    if (isUsageFault(usage)) return [faultLine({ ...usage, line: number, tariff: this.rater.tariff })];
    const rated = this.rater.rate(usage);
    return rated ? [resultLine(rated, this.rater.tariff.rounding, number)] : [];
  }

  async #write(results: readonly ResultLine[]): Promise<void> {
    let text = '';
    for (const result of results) {
      if (result.refusal) this.#refuse(result);
      else this.#rated += 1;
      text += this.flags.json === true ? `${JSON.stringify(result)}\n` : resultText(result);
    }
    if (text !== '') await this.streams.write(text);
  }

  #refuse({ id, line, refusal }: ResultLine): void {
    this.refused += 1;
    this.#progress.clear();
    this.streams.say(`line ${line}: ${id === '' ? '' : `${id}: `}${refusal?.code}: ${refusal?.message}`);
  }
}

interface TotalLine {
  readonly account: string;
  readonly currency: string;
  readonly records: number;
  readonly charge: string;
  readonly taxes: readonly { readonly id: string; readonly amount: string }[];
  readonly total: string;
}

function totalLine({ account, currency, records, charge, taxes, total }: AccountTotal, { rounding: { decimals } }: TariffTerms): TotalLine {
  const shown = (value: AccountTotal['charge']): string => formatScaled(roundExact(value, 'half-even', decimals), decimals);
  return { account, currency, records, charge: shown(charge), taxes: taxes.map(({ id, amount }) => ({ id, amount: shown(amount) })), total: shown(total) };
}

const totalText = ({ account, currency, records, charge, taxes, total }: TotalLine): string =>
  `total ${account === '' ? '(no account)' : account}: ${records} records, ${charge}${taxes.map(({ id, amount }) => ` + ${id} ${amount}`).join('')} = ${total} ${currency}\n`;
