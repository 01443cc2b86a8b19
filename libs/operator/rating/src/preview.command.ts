import { createReadStream } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import { spanProblem, TariffBilling, UTC_TABLE, type RatedRecord, type Rater, type ServiceSpan, type Span, type TariffTerms, type ZoneTable } from '@carriermesh/tariff-v1';
import { publicHolidays } from './holiday-source.js';
import { linesOf, MAX_LINE_LENGTH, type Line } from './lines.js';
import { previewLine, previewText } from './preview-line.js';
import { raterOf, type RateStreams } from './rate.command.js';
import { readMoment } from './span-text.js';
import { readDeckFor, readTariffFile } from './tariff-file.js';
import { isUsageFault, readUsageLine } from './usage-line.js';
import { zoneTable } from './zone-source.js';

export interface PreviewFlags {
  readonly tariff: string;
  readonly from: string;
  readonly to: string;
  readonly deck?: string;
  /** A file, or `-` for standard input; without it the bill has recurring and one-off charges alone. */
  readonly usage?: string;
  readonly account?: string;
  readonly serviceFrom?: string;
  readonly serviceUntil?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** The ids of so many records are remembered, since each counts once. */
const MAX_RECORDS = 5_000_000;
const EXIT_DONE = 0;
const EXIT_REFUSED = 2;

/** What each account would be billed for a time, from files, with no mesh running. Nothing is issued by it. */
export async function previewFromFiles(flags: PreviewFlags, streams: RateStreams): Promise<number> {
  const tariff = readTariffFile(flags.tariff);
  const zone = tariff.zone === undefined ? UTC_TABLE : zoneTable(tariff.zone);
  const billed = billedSpan(flags, zone);
  const rater = raterOf(tariff, readDeckFor(tariff, flags.deck), streams.holidays ?? publicHolidays);
  const problem = spanProblem(rater, billed);
  if (problem !== undefined) throw wrong(problem);
  const run = new PreviewRun(rater, new TariffBilling(rater, billed, serviceOf(flags, tariff, zone)), { flags, streams });
  if (flags.usage !== undefined) await run.read(flags.usage === '-' ? streams.stdin : createReadStream(flags.usage));
  const bills = run.close();
  const at = { tariff, billed };
  await streams.write(bills.map((bill) => (flags.json === true ? `${JSON.stringify(previewLine(bill, at))}\n` : previewText(previewLine(bill, at)))).join(''));
  streams.say(`a preview: nothing was issued${run.passedOver}`);
  return flags.strict === true && run.hasRefused ? EXIT_REFUSED : EXIT_DONE;
}

class PreviewRun {
  readonly #seen = new Set<string>();
  #repeated = 0;
  #others = 0;
  #faults = 0;
  #refused = 0;

  constructor(
    private readonly rater: Rater,
    private readonly billing: TariffBilling,
    private readonly asked: { readonly flags: PreviewFlags; readonly streams: RateStreams },
  ) {}

  get hasRefused(): boolean {
    return this.#refused + this.#faults > 0;
  }

  /** What was read and stands on no bill, in words. */
  get passedOver(): string {
    const parts: readonly (readonly [number, string])[] = [[this.#refused, 'refused'], [this.#faults, 'unreadable'], [this.#repeated, 'repeated (an id counts once)'], [this.#others, 'of other accounts']];
    return parts.filter(([records]) => records > 0).map(([records, what]) => `; ${records} ${what}`).join('');
  }

  async read(input: AsyncIterable<Uint8Array | string>): Promise<void> {
    try {
      for await (const lines of linesOf(input)) for (const line of lines) this.#take(line);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw new OperationalError('misconfigured', `${this.asked.flags.usage} can't be read: ${(error as Error).message}`, { cause: error });
    }
  }

  close(): ReturnType<TariffBilling['close']> {
    for (const rated of this.rater.finish()) this.#charge(rated);
    return this.billing.close(this.asked.flags.account);
  }

  #take({ number, text }: Line): void {
    if (text?.trim() === '') return;
    const usage = text === undefined ? { fault: `is longer than ${MAX_LINE_LENGTH} characters` } : readUsageLine(text);
    if (isUsageFault(usage)) {
      this.#faults += 1;
      this.asked.streams.say(`line ${number}: invalid-usage: ${usage.fault}`);
      return;
    }
    const { account } = this.asked.flags;
    if (account !== undefined && usage.account !== account) this.#others += 1;
    else if (this.#seen.has(usage.id)) this.#repeated += 1;
    else {
      if (this.#seen.size === MAX_RECORDS) throw new OperationalError('overloaded', `a preview reads at most ${MAX_RECORDS} records: name one --account, or a shorter time`);
      this.#seen.add(usage.id);
      const rated = this.rater.rate(usage);
      if (rated) this.#charge(rated, number);
    }
  }

  #charge(rated: RatedRecord, line?: number): void {
    const { refusal, id } = rated;
    if (refusal) {
      this.#refused += 1;
      this.asked.streams.say(`line ${line}: ${id}: ${refusal.code}: ${refusal.message}`);
    }
    this.billing.take(rated);
  }
}

function billedSpan({ from, to }: PreviewFlags, zone: ZoneTable): Span {
  const span = { fromMs: readMoment(from, zone, '--from'), untilMs: readMoment(to, zone, '--to') };
  if (span.fromMs >= span.untilMs) throw wrong(`--to ${to} is not later than --from ${from}`);
  return span;
}

function serviceOf({ serviceFrom, serviceUntil }: PreviewFlags, { id, charges }: TariffTerms, zone: ZoneTable): ServiceSpan | undefined {
  const fixed = charges.filter(({ kind }) => kind === 'recurring' || kind === 'non-recurring');
  if (serviceFrom === undefined) {
    if (fixed.length > 0) throw wrong(`the tariff ${id} has charges that do not follow from usage (${fixed.map((charge) => charge.id).join(', ')}): --service-from says when the service began`);
    return undefined;
  }
  const fromMs = readMoment(serviceFrom, zone, '--service-from');
  if (serviceUntil === undefined) return { fromMs };
  const untilMs = readMoment(serviceUntil, zone, '--service-until');
  if (untilMs <= fromMs) throw wrong(`--service-until ${serviceUntil} is not later than --service-from ${serviceFrom}`);
  return { fromMs, untilMs };
}

const wrong = (message: string): OperationalError => new OperationalError('misconfigured', message);
