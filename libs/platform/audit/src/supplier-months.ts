import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import { wholeMinor } from './rounding.js';

const BASIS_POINTS = 10_000n;
const NANOS_PER_MS = 1_000_000n;
const TWO_DAYS_NS = 2n * 86_400_000n * NANOS_PER_MS;
/** No instance's clock is off by so much when all has come to rest. */
const SLACK_NS = 3n * 3_600_000n * NANOS_PER_MS;
const CORRECTION = /^(.+)-(?:reversal|reentry)-of-(\d{4}-\d{2})$/;
/** What is given back, and what is paid once, is no month's spending. */
const NO_SPENDING = /\/(?:service-credit|setup-fee)(?:-re(?:versal|entry)-of-\d+-r\d+)?$/;

interface Statement {
  readonly position: bigint;
  readonly at: bigint;
  readonly terms: billing.SupplierMonthTerms;
}

interface Spent {
  readonly position: bigint;
  readonly month: string;
  readonly currency: string;
  readonly amount: bigint;
}

interface Figure {
  exact: bigint;
  paid: bigint;
}

interface Supplier {
  readonly statements: Statement[];
  readonly spent: Spent[];
  /** By month, the terms that it was closed by. */
  readonly closed: Map<string, billing.SupplierMonthTerms | undefined>;
  /** By `<month>/<line>/<currency>`: what is charged of it on all documents. */
  readonly stands: Map<string, Figure>;
  readonly documents: Map<string, billing.Settlement>;
  readonly seen: Set<string>;
  /** Up to where the last closing knew the ledger. */
  known: bigint;
}

/** The month in which a time ends, counted from the year 0: one that ends at midnight ends in the month before. */
const begun = (at: bigint): number => {
  const date = new Date(Number((at - 1n) / NANOS_PER_MS));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const nameOf = (months: number): string => `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
const startOf = (name: string): bigint => BigInt(Date.UTC(Number(name.slice(0, 4)), Number(name.slice(5)) - 1, 1)) * NANOS_PER_MS;
const nextOf = (name: string): string => nameOf(Number(name.slice(0, 4)) * 12 + Number(name.slice(5)));

/**
 * I3: what a supplier's months are settled at beside its contracts, reckoned a second time from what was stated and what its contracts' settlements came to by then: with every
 * closing all closed months come, on all documents together, to what was agreed of them.
 */
export class SupplierMonths implements Check {
  readonly met = { closed: 0, rebates: 0, shortfalls: 0, corrected: 0 };
  private readonly suppliers = new Map<string, Supplier>();
  /** By `<contract>/<month of the service>`: the month in which it ends. */
  private readonly ends = new Map<string, string>();

  take({ type, data, position }: AnyStoredEvent): void {
    switch (type) {
      case 'contracting.v1.TermsStated': {
        const { terms } = data.terms;
        if (terms.kind === 'supplier') this.of(terms.supplier.providerId).statements.push({ position, at: data.statedAt, terms: terms.supplier });
        return;
      }
      case 'billing.v1.SettlementIssued': {
        const settlement = billing.Settlement.decode(data.settlement);
        if (data.contractId === '') this.issued(settlement);
        else this.spent(settlement, position);
        return;
      }
      case 'billing.v1.SupplierPeriodClosed':
        return this.closed(data);
      default:
        return;
    }
  }

  /** Months that should be closed by now. */
  unsettled(now: bigint): readonly string[] {
    return [...this.suppliers].flatMap(([providerId, supplier]) => {
      const next = nextDue(supplier);
      return next !== undefined && startOf(nextOf(next)) + TWO_DAYS_NS + SLACK_NS < now ? [`${next} of ${providerId}`] : [];
    });
  }

  private of(providerId: string): Supplier {
    const known = this.suppliers.get(providerId) ?? { statements: [], spent: [], closed: new Map(), stands: new Map(), documents: new Map(), seen: new Set(), known: 0n };
    this.suppliers.set(providerId, known);
    return known;
  }

  private spent({ contractId, periodNumber, periodUntil, providerId, note, lines }: billing.Settlement, position: bigint): void {
    if (!note) this.ends.set(`${contractId}/${periodNumber}`, nameOf(begun(periodUntil)));
    for (const { lineId, amount, correctedPeriodNumber } of lines) {
      if (NO_SPENDING.test(lineId)) continue;
      const month = this.ends.get(`${contractId}/${correctedPeriodNumber || periodNumber}`);
      holds(month !== undefined, 'I3', () => `${lineId} corrects month ${correctedPeriodNumber} of ${contractId}, which nobody was settled with`);
      this.of(providerId).spent.push({ position, month, currency: amount.currency, amount: amount.microMinor });
    }
  }

  private issued(settlement: billing.Settlement): void {
    const { settlementId, providerId, lines, total } = settlement;
    const { documents, seen, stands } = this.of(providerId);
    holds(!seen.has(settlementId), 'I2', () => `the settlement ${settlementId} is issued twice`);
    seen.add(settlementId);
    documents.set(settlementId, settlement);
    holds(new Set(lines.map(({ lineId }) => lineId)).size === lines.length, 'I3', () => `a line stands twice on ${settlementId}`);
    const owed = lines.reduce((sum, { amount }) => sum + amount.microMinor, 0n);
    holds(owed === total.microMinor && lines.every(({ amount }) => amount.currency === total.currency), 'I3', () => `the lines of ${settlementId} come to ${owed}, its total to ${total.microMinor}`);
    const own = `${String(settlement.periodNumber).slice(0, 4)}-${String(settlement.periodNumber).slice(4)}`;
    for (const { lineId, exactAmount, amount, kind } of lines) {
      const [, line = lineId, month = own] = CORRECTION.exec(lineId) ?? [];
      const key = `${month}/${line}/${total.currency}`;
      const figure = stands.get(key) ?? { exact: 0n, paid: 0n };
      stands.set(key, { exact: figure.exact + exactAmount.microMinor, paid: figure.paid + amount.microMinor });
      if (kind === 'rebate') this.met.rebates += 1;
      if (kind === 'shortfall') this.met.shortfalls += 1;
      if (month !== own) this.met.corrected += 1;
    }
  }

  private closed({ providerId, periodFrom, periodUntil, terms, knownRevision, documents, closedAt }: billing.SupplierPeriodClosed): void {
    const supplier = this.of(providerId);
    const month = nameOf(begun(periodUntil));
    holds(startOf(month) === periodFrom && startOf(nextOf(month)) === periodUntil, 'I12', () => `${providerId} is settled from ${periodFrom} to ${periodUntil}, which is no month`);
    holds(nextDue(supplier) === month, 'I12', () => `${month} of ${providerId} is closed, and ${nextDue(supplier)} is next`);
    holds(closedAt >= periodUntil + TWO_DAYS_NS, 'I3', () => `${month} of ${providerId} is closed at ${closedAt}, before its time`);
    holds(knownRevision >= supplier.known, 'I3', () => `${month} of ${providerId} is closed by what was known at ${knownRevision}, and the month before by more, at ${supplier.known}`);
    supplier.known = knownRevision;
    const inForce = supplier.statements.filter(({ at, position }) => at <= periodFrom && position <= knownRevision).at(-1)?.terms;
    holds(textOf(inForce) === textOf(terms), 'I3', () => `${month} of ${providerId} is closed by ${textOf(terms)}, and ${textOf(inForce)} was in force`);
    supplier.closed.set(month, inForce);
    this.met.closed += 1;
    this.isDue(providerId, supplier, knownRevision);
    for (const { settlementId, balance } of documents) this.balances(supplier, settlementId, balance);
    holds(supplier.documents.size === 0, 'I3', () => `${[...supplier.documents.keys()].join()} stands in no closing`);
  }

  private isDue(providerId: string, { closed, spent, stands }: Supplier, knownRevision: bigint): void {
    const due = new Map<string, Figure>();
    for (const [month, terms] of closed) {
      const currency = terms?.tiers[0]?.fromMonthly.currency ?? terms?.commitmentMonthly?.currency;
      if (!terms || currency === undefined) continue;
      const known = spent.filter((each) => each.month === month && each.currency === currency && each.position <= knownRevision);
      const bought = known.reduce((sum, { amount }) => sum + amount, 0n);
      for (const [line, figure] of reckoned(terms, bought > 0n ? bought : 0n)) due.set(`${month}/${line}/${currency}`, figure);
    }
    for (const key of new Set([...due.keys(), ...stands.keys()])) {
      const [is, should] = [stands, due].map((figures) => figures.get(key) ?? { exact: 0n, paid: 0n }) as [Figure, Figure];
      holds(is.exact === should.exact && is.paid === should.paid, 'I3', () => `${key} of ${providerId} comes to ${is.exact} (${is.paid} paid) on all settlements, reckoned ${should.exact} (${should.paid})`);
    }
  }

  private balances({ documents }: Supplier, settlementId: string, { customer, settlements, margin, tax, rounding }: billing.Balance): void {
    const settlement = documents.get(settlementId);
    holds(settlement !== undefined, 'I3', () => `${settlementId} is balanced, and was not issued`);
    documents.delete(settlementId);
    const exact = settlement.lines.reduce((sum, { exactAmount }) => sum + exactAmount.microMinor, 0n);
    const stated = [customer, settlements, margin, tax, rounding].map(({ microMinor }) => microMinor);
    const reckonedNow = [0n, settlement.total.microMinor, -exact, 0n, exact - settlement.total.microMinor];
    holds(stated.join() === reckonedNow.join(), 'I3', () => `the balance of ${settlementId} is ${stated.join(', ')}, reckoned ${reckonedNow.join(', ')}`);
  }
}

/** From the first month that began after something was agreed of it, each one after the other. */
function nextDue({ statements, closed }: Supplier): string | undefined {
  const first = statements.find(({ terms }) => terms.tiers.length > 0 || terms.commitmentMonthly);
  const last = [...closed.keys()].at(-1);
  if (last !== undefined) return nextOf(last);
  return first && nextOf(nameOf(begun(first.at)));
}

const textOf = (terms: billing.SupplierMonthTerms | undefined): string =>
  terms ? [...terms.tiers.map(({ fromMonthly, discountBasisPoints }) => `${fromMonthly.microMinor} ${fromMonthly.currency}: ${discountBasisPoints}`), terms.commitmentMonthly?.microMinor ?? 'none'].join('; ') : 'nothing';

/** Half away from zero; no figure here is negative. */
const whole = (tenThousandths: bigint): bigint => (2n * tenThousandths + BASIS_POINTS) / (2n * BASIS_POINTS);

/** By line: what each discount and the commitment change of the bill, which is rounded where it stands after each of them. */
function reckoned({ tiers, commitmentMonthly }: billing.SupplierMonthTerms, bought: bigint): ReadonlyMap<string, Figure> {
  const lines = new Map<string, Figure>();
  let [owed, bill] = [bought * BASIS_POINTS, bought];
  const comesTo = (line: string, then: bigint): void => {
    if (then !== bill) lines.set(line, { exact: then - bill, paid: wholeMinor(then) - wholeMinor(bill) });
    bill = then;
  };
  tiers.forEach(({ fromMonthly, discountBasisPoints }, index) => {
    const upTo = tiers[index + 1]?.fromMonthly.microMinor;
    const above = (upTo !== undefined && upTo < bought ? upTo : bought) - fromMonthly.microMinor;
    owed -= above > 0n ? above * BigInt(discountBasisPoints) : 0n;
    comesTo(`rebate-${index + 1}`, whole(owed));
  });
  if (commitmentMonthly && commitmentMonthly.microMinor > bill) comesTo('shortfall', commitmentMonthly.microMinor);
  return lines;
}
