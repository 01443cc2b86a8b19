import { addExact, NOTHING, type Exact } from './exact.js';
import { rateSamples } from './percentile.js';
import { limited, rateQuantity, type Part } from './quantity.js';
import type { PercentileTerms, QuantityTerms } from './tariff-terms.js';
import type { UsageRecord } from './usage-record.js';

export type PeriodTerms = QuantityTerms | PercentileTerms;

interface Held {
  readonly usage: UsageRecord;
  readonly quantity: Exact;
}

/** What one account used of one charge in one month of the tariff's calendar. */
interface Page {
  readonly terms: PeriodTerms;
  readonly account: string;
  /** "2028-02". */
  readonly month: string;
  readonly held: Held[];
}

export interface PeriodCharge {
  readonly terms: PeriodTerms;
  readonly usage: UsageRecord;
  readonly parts: readonly Part[];
}

/**
 * Keeps what can only be rated when its month is known whole. The order in which records arrive is forgotten: they are
 * taken by the time of their event, and by their id where two are of one millisecond.
 */
export class PeriodBook {
  readonly #pages = new Map<string, Page>();
  #held = 0;

  /** @param rounded the parts of a charge as the tariff rounds each by itself, or as they are */
  constructor(
    private readonly rounded: (parts: readonly Part[]) => readonly Part[],
    private readonly addsSamples = false,
  ) {}

  get held(): number {
    return this.#held;
  }

  keep(terms: PeriodTerms, { usage, quantity, month }: Held & { readonly month: string }): string {
    const account = usage.account ?? '';
    const key = statementId(terms.id, account, month);
    const page = this.#pages.get(key) ?? { terms, account, month, held: [] };
    page.held.push({ usage, quantity });
    this.#pages.set(key, page);
    this.#held += 1;
    return key;
  }

  *close(): Generator<PeriodCharge> {
    const pages = [...this.#pages].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, { terms, held, account }] of pages) {
      held.sort(byEvent);
      if (terms.kind !== 'percentile') yield* this.#quantityCharges(terms, held);
      else {
        const { parts, ...charge } = samplesCharge(terms, { key, account, held, isAdded: this.addsSamples });
        yield { ...charge, parts: this.rounded(parts) };
      }
    }
    this.#pages.clear();
    this.#held = 0;
  }

  *#quantityCharges(terms: QuantityTerms, held: readonly Held[]): Generator<PeriodCharge> {
    const periodVolume = held.reduce((sum, { quantity }) => addExact(sum, quantity), NOTHING);
    let volume = NOTHING;
    for (const [records, { usage, quantity }] of held.entries()) {
      yield { terms, usage, parts: limited(this.rounded(rateQuantity(terms, quantity, { volume, records, periodVolume })), terms) };
      volume = addExact(volume, quantity);
    }
  }
}

/** A charge and an account may have any name: what joins them is escaped in them, so that `a/b` of `c` is not `a` of `b/c`. */
const statementId = (...parts: readonly string[]): string => parts.map((part) => part.replace(/[%/]/g, encodeURIComponent)).join('/');

const byEvent = (a: Held, b: Held): number => a.usage.startedMs - b.usage.startedMs || (a.usage.id < b.usage.id ? -1 : a.usage.id > b.usage.id ? 1 : 0);

/** A month of samples has one charge: its record stands for the month, and bears the statement's id. */
function samplesCharge(terms: PercentileTerms, { key, account, held, isAdded }: { key: string; account: string; held: readonly Held[]; isAdded: boolean }): PeriodCharge {
  const series = new Map<string, Map<string, Exact>>();
  for (const [index, { usage, quantity }] of held.entries()) {
    const name = terms.perCategory === true ? (usage.category ?? '') : '';
    const samples = series.get(name) ?? new Map<string, Exact>();
    const time = isAdded ? `${usage.startedMs}+${usage.lengthMs}` : String(index);
    samples.set(time, addExact(samples.get(time) ?? NOTHING, quantity));
    series.set(name, samples);
  }
  const [first, last] = [held[0]?.usage, held.at(-1)?.usage];
  const startedMs = first?.startedMs ?? 0;
  const lengthMs = (last?.startedMs ?? startedMs) - startedMs;
  const usage: UsageRecord = { id: key, type: first?.type ?? 'data', ...(account === '' ? {} : { account }), startedMs, lengthMs };
  return { terms, usage, parts: rateSamples(terms, new Map([...series].map(([name, samples]) => [name, [...samples.values()]]))) };
}
