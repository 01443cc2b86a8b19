import { invariant, type Money } from '@carriermesh/kernel';

/** Somebody owes somebody an amount by a document. A negative amount is owed the other way. */
export interface Obligation {
  readonly from: string;
  readonly to: string;
  readonly amount: Money;
  readonly documentId: string;
}

/** What is paid, once, in place of many obligations; always more than nothing. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly amount: Money;
}

/** The obligations of one period in one currency, and two ways to discharge all of them. */
export interface Netting {
  readonly currency: string;
  readonly obligations: readonly Obligation[];
  /** What each party has to receive in all; to pay, where it is negative. The positions add up to nothing. */
  readonly positions: ReadonlyMap<string, Money>;
  /** One transfer for each pair that is not even. */
  readonly bilateral: readonly Transfer[];
  /** At most one transfer less than there are parties, whoever owed whom. */
  readonly multilateral: readonly Transfer[];
}

/**
 * Nets obligations, each currency by itself: documents stay what they are, and nothing is rounded or converted. The same
 * obligations give the same transfers in the same order, in whatever order they come.
 */
export function net(obligations: readonly Obligation[]): readonly Netting[] {
  const byCurrency = Map.groupBy(obligations, ({ amount }) => amount.currency);
  return [...byCurrency.keys()].toSorted(byName).map((currency) => netOf(currency, (byCurrency.get(currency) ?? []).toSorted((a, b) => byName(a.documentId, b.documentId))));
}

function netOf(currency: string, obligations: readonly Obligation[]): Netting {
  const owed = new Map<string, bigint>();
  const pairs = new Map<string, { readonly from: string; readonly to: string; owed: bigint }>();
  const received = (party: string, amount: bigint): void => void owed.set(party, (owed.get(party) ?? 0n) + amount);
  for (const { from, to, amount } of obligations) {
    invariant(from !== to, `${from} can't owe itself anything`);
    received(to, amount.microMinor);
    received(from, -amount.microMinor);
    const [first, second] = from < to ? [from, to] : [to, from];
    const pair = pairs.get(`${first}\0${second}`) ?? { from: first, to: second, owed: 0n };
    pair.owed += first === from ? amount.microMinor : -amount.microMinor;
    pairs.set(`${first}\0${second}`, pair);
  }
  const positions = [...owed].toSorted(([a], [b]) => byName(a, b));
  const money = (microMinor: bigint): Money => ({ currency, microMinor });
  const bilateral = [...pairs.values()]
    .filter((pair) => pair.owed !== 0n)
    .map((pair): Transfer => (pair.owed > 0n ? { from: pair.from, to: pair.to, amount: money(pair.owed) } : { from: pair.to, to: pair.from, amount: money(-pair.owed) }));
  return {
    currency,
    obligations,
    positions: new Map(positions.map(([party, amount]) => [party, money(amount)])),
    bilateral: bilateral.toSorted(byParties),
    multilateral: cleared(positions).map(({ from, to, amount }): Transfer => ({ from, to, amount: money(amount) })).toSorted(byParties),
  };
}

/** Whoever has most to pay pays whoever has most to receive. Each transfer makes one party even, and the last one two. */
function cleared(positions: readonly (readonly [party: string, amount: bigint])[]): readonly { readonly from: string; readonly to: string; readonly amount: bigint }[] {
  const largestFirst = (sign: bigint) => positions.filter(([, amount]) => amount * sign > 0n).map(([party, amount]) => ({ party, left: amount * sign })).toSorted((a, b) => (a.left === b.left ? byName(a.party, b.party) : a.left < b.left ? 1 : -1));
  const [debtors, creditors] = [largestFirst(-1n), largestFirst(1n)];
  const transfers: { from: string; to: string; amount: bigint }[] = [];
  let [paying, receiving] = [0, 0];
  for (let [debtor, creditor] = [debtors[0], creditors[0]]; debtor && creditor; [debtor, creditor] = [debtors[paying], creditors[receiving]]) {
    const amount = debtor.left < creditor.left ? debtor.left : creditor.left;
    transfers.push({ from: debtor.party, to: creditor.party, amount });
    debtor.left -= amount;
    creditor.left -= amount;
    if (debtor.left === 0n) paying += 1;
    if (creditor.left === 0n) receiving += 1;
  }
  return transfers;
}

/** By code units: a locale would make the order somebody's. */
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byParties = (a: Transfer, b: Transfer): number => byName(a.from, b.from) || byName(a.to, b.to);
