import { holds } from './check.js';
import type { Course, SegmentTerms, Side, Stay } from './course.js';
import type { Endings } from './endings.js';

const MILLION = 1_000_000n;
const BASIS_POINTS = 10_000n;

interface Month {
  readonly contractId: string;
  readonly periodNumber: number;
}

/** Half away from zero; no figure here is negative. */
const share = (whole: bigint, part: bigint, of: bigint): bigint => (2n * whole * part + of) / (2n * of);

type Span = readonly [from: bigint, until: bigint];
const lengthOf = (spans: readonly Span[]): bigint => spans.reduce((sum, [from, until]) => sum + until - from, 0n);

/** Every instant of any of the spans once. */
function covered(spans: readonly Span[]): readonly Span[] {
  const edges = [...new Set(spans.flat())].sort((a, b) => (a < b ? -1 : 1));
  return edges.slice(1).flatMap((until, index): readonly Span[] => {
    const from = edges[index] as bigint;
    return spans.some((span) => span[0] <= from && until <= span[1]) ? [[from, until]] : [];
  });
}

/** What a month of a service costs beside its octets, reckoned from what the service ran on and when that was impaired: it shares no line with the rating. */
export class MonthReckoning {
  readonly met = { credits: 0, clawBacks: 0 };

  constructor(
    private readonly course: Course,
    private readonly endings: Pick<Endings, 'monthOf' | 'endOf'>,
  ) {}

  /** In nanoseconds of the month. */
  ranNs = (month: Month, segmentId: string): bigint => lengthOf(this.within(month, this.course.staysOn(month.contractId, segmentId)));

  recurring(month: Month, terms: SegmentTerms, side: Side): bigint {
    const { from, termUntil } = this.endings.monthOf(month);
    const { contractId } = month;
    const stays = this.course.staysOn(contractId, terms.segmentId);
    const byPrice = Map.groupBy(stays, (stay) => this.course.monthlyAt(contractId, terms, side, stay));
    return [...byPrice].reduce((sum, [monthly, own]) => sum + share(monthly, lengthOf(this.within(month, own)), termUntil - from), 0n);
  }

  /** What a supplier is owed once: for each resource of which it was this segment, and in this month, that the service came up on it first. */
  setup(month: Month, terms: SegmentTerms): bigint {
    const { from, termUntil } = this.endings.monthOf(month);
    return (terms.supplier.fees?.fees ?? []).reduce((sum, { resourceId, setup }) => {
      const first = setup && this.firstOn(month.contractId, resourceId);
      return first && first.segmentId === terms.segmentId && from <= first.at && first.at < termUntil ? sum + setup.microMinor : sum;
    }, 0n);
  }

  /** Of segments that begin in one instant, the one that stands first in its path. */
  private firstOn(contractId: string, resourceId: string): { readonly segmentId: string; readonly at: bigint } | undefined {
    const end = this.endings.endOf(contractId);
    const begun = this.course.termsOf(contractId).flatMap(({ segmentId, supplier }) => {
      if (!supplier.fees?.fees.some((fee) => fee.resourceId === resourceId && fee.setup)) return [];
      const lasting = this.course.staysOn(contractId, segmentId).filter(({ from, until = end }) => from < (until < end ? until : end));
      return lasting.map(({ from }) => ({ segmentId, at: from }));
    });
    const least = begun.reduce<bigint | undefined>((first, { at }) => (first === undefined || at < first ? at : first), undefined);
    return begun.find(({ at }) => at === least);
  }

  /** By segment id, both sides: what is given back, as positive figures. */
  credits(month: Month): ReadonlyMap<string, Record<Side, bigint>> {
    const { contractId } = month;
    const { serviceLevel } = this.course.contractOf(contractId);
    const { from, until } = this.endings.monthOf(month);
    const all = this.course.termsOf(contractId);
    const down = new Map(all.map(({ segmentId }) => [segmentId, this.downOf(month, segmentId)]));
    if (!missed(lengthOf(covered([...down.values()].flat())), until - from, serviceLevel.availabilityPpm)) return new Map();
    const atFault = all.filter(({ segmentId }) => lengthOf(down.get(segmentId) ?? []) > 0n);
    const downNs = ({ segmentId }: SegmentTerms): bigint => lengthOf(down.get(segmentId) ?? []);
    const faultNs = atFault.reduce((sum, terms) => sum + downNs(terms), 0n);
    const charged = all.reduce((sum, terms) => sum + this.recurring(month, terms, 'customer'), 0n);
    const credit = share(charged, BigInt(serviceLevel.creditBasisPoints), BASIS_POINTS);
    const shares = largestRemainders(credit, atFault.map(downNs));
    return new Map(atFault.map((terms, index) => {
      const isOwed = missed(downNs(terms), this.ranNs(month, terms.segmentId), terms.promise?.availabilityPpm ?? 0);
      const points = BigInt(terms.promise?.creditBasisPoints ?? 0);
      return [terms.segmentId, { customer: shares[index] ?? 0n, supplier: isOwed ? share(this.recurring(month, terms, 'supplier'), points * downNs(terms), BASIS_POINTS * faultNs) : 0n }];
    }));
  }

  /** No bill gives back more than it charges. */
  bounded(month: Month): void {
    for (const [segmentId, { customer, supplier }] of this.credits(month)) {
      const terms = this.course.termsOf(month.contractId).find((each) => each.segmentId === segmentId);
      const most = this.course.termsOf(month.contractId).reduce((sum, each) => sum + this.recurring(month, each, 'customer'), 0n);
      holds(customer <= most && (!terms || supplier <= this.recurring(month, terms, 'supplier')), 'I3', () => `month ${month.periodNumber} of ${segmentId} gives back more than it costs`);
      this.met.credits += customer > 0n ? 1 : 0;
      this.met.clawBacks += supplier > 0n ? 1 : 0;
    }
  }

  private downOf(month: Month, segmentId: string): readonly Span[] {
    const stays = this.within(month, this.course.staysOn(month.contractId, segmentId));
    const faults = this.within(month, this.course.faultsOf(month.contractId, segmentId));
    return covered(faults.flatMap((fault) => stays.flatMap((stay) => common(fault, stay))));
  }

  private within(month: Month, stays: readonly Stay[]): readonly Span[] {
    const { from, until } = this.endings.monthOf(month);
    return stays.flatMap((stay) => common([stay.from, stay.until ?? until], [from, until]));
  }
}

const missed = (downNs: bigint, wholeNs: bigint, promisedPpm: number): boolean => downNs * MILLION > wholeNs * (MILLION - BigInt(promisedPpm));

function common(a: Span, b: Span): readonly Span[] {
  const [from, until] = [a[0] > b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1]];
  return from < until ? [[from, until]] : [];
}

/** Hamilton's method; of equal remainders the earlier gets the unit. */
function largestRemainders(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  const shares = weights.map((weight) => (total * weight) / whole);
  const order = weights.map((weight, index) => ({ index, left: (total * weight) % whole })).sort((a, b) => (a.left === b.left ? a.index - b.index : a.left < b.left ? 1 : -1));
  const rest = total - shares.reduce((sum, each) => sum + each, 0n);
  for (const { index } of order.slice(0, Number(rest))) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares;
}
