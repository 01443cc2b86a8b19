import { NANOS_PER_HOUR, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { agent, billing } from '@carriermesh/wire';
import { eventsOf, type ChaosHistory, type Finding, type HistoryEvent } from './history.js';

/** Of each id that stands for a record from then on, in `UsageIdsTaken`. */
const ID_HASH_OCTETS = 8;

interface Charge {
  readonly recordId: string;
  readonly segmentId: string;
  readonly octets: bigint;
  readonly customerCharge: bigint;
  readonly contractId: string;
  readonly periodNumber: number;
  /** The closed month that it corrects, otherwise 0. */
  readonly correctedPeriodNumber: number;
  readonly noteNumber: number;
  readonly position: bigint;
}

type Charges = ReadonlyMap<string, readonly Charge[]>;

const key = (providerId: string, recordId: string): string => `${providerId}~${recordId}`;

/** I2: what was received is accounted for, and each record has at most one charge, in the month that it belongs to. */
export function checkUsage({ events }: ChaosHistory): readonly Finding[] {
  const charges = chargesIn(events);
  const measured = measuredAt(events);
  const found: Finding[] = [...unaccounted(events, charges)];
  for (const [id, times] of charges) {
    if (times.length > 1) found.push({ invariant: 'I2', what: `the record ${id} was charged ${times.length} times` });
    if (!measured.has(id)) found.push({ invariant: 'I2', what: `the record ${id} was charged and came in no batch` });
  }
  return [...found, ...misplaced(events, charges, measured)];
}

/** Every record of every batch on record is charged, quarantined, a duplicate or rejected, and what the batch says of it adds up. */
function unaccounted(events: readonly HistoryEvent[], charges: Charges): readonly Finding[] {
  const taken = new Map(eventsOf(events, 'billing.v1.UsageIdsTaken').map(({ data }) => [key(data.providerId, data.batchId), data.idHashes.length / ID_HASH_OCTETS]));
  return eventsOf(events, 'billing.v1.UsageBatchAccepted').flatMap(({ data }) => {
    const { records } = agent.UsageBatch.decode(data.batch.body);
    const { providerId, batchId, recordsAccepted, recordsQuarantined, recordsDuplicate, recordsRejected, refusedItems } = data;
    const of = `batch ${batchId} of ${providerId} has`;
    const fresh = recordsAccepted + recordsQuarantined;
    const ids = taken.get(key(providerId, batchId)) ?? 0;
    const sum = fresh + recordsDuplicate + recordsRejected;
    const refused = new Set(refusedItems.map(({ itemId }) => itemId));
    const lost = records.filter(({ recordId }) => !refused.has(recordId) && !charges.has(key(providerId, recordId)));
    return [
      ...(sum === records.length ? [] : [`${of} ${records.length} records and accounts for ${sum}`]),
      ...(ids === fresh ? [] : [`${of} ${fresh} new records and takes ${ids} ids`]),
      ...lost.map(({ recordId }) => `the record ${recordId} of ${providerId} came in batch ${batchId} and was not charged`),
    ].map((what) => ({ invariant: 'I2' as const, what }));
  });
}

function chargesIn(events: readonly HistoryEvent[]): Charges {
  const charges = eventsOf(events, 'billing.v1.UsageRated').flatMap(({ position, data: { providerId, usage, contractId, periodNumber, correctedPeriodNumber, noteNumber } }) =>
    usage.flatMap(({ segmentId, recordIds, octets, customerChargesMicroMinor }) =>
      recordIds.map((recordId, index): Charge & { readonly id: string } => {
        const figures = { octets: octets[index] ?? 0n, customerCharge: customerChargesMicroMinor[index] ?? 0n };
        return { id: key(providerId, recordId), recordId, segmentId, ...figures, contractId, periodNumber, correctedPeriodNumber, noteNumber, position };
      }),
    ),
  );
  return Map.groupBy(charges, ({ id }) => id);
}

/** The month in which a charged record was measured. */
const monthOf = ({ periodNumber, correctedPeriodNumber }: Charge): number => correctedPeriodNumber || periodNumber;

/** A record is charged in the month in which it was measured; when that was closed before it came, as its correction. */
function misplaced(events: readonly HistoryEvent[], charges: Charges, measured: ReadonlyMap<string, bigint>): readonly Finding[] {
  const months = new Map(eventsOf(events, 'billing.v1.BillingPeriodOpened').map(({ data }) => [`${data.contractId} ${data.periodNumber}`, data]));
  const closedAt = new Map(eventsOf(events, 'billing.v1.BillingPeriodClosed').map(({ data, position }) => [`${data.contractId} ${data.periodNumber}`, position]));
  return [...charges].flatMap(([id, [charge]]) => {
    const from = measured.get(id);
    if (!charge || from === undefined) return [];
    const { position } = charge;
    const month = months.get(`${charge.contractId} ${monthOf(charge)}`);
    const wasClosed = (periodNumber: number): boolean => (closedAt.get(`${charge.contractId} ${periodNumber}`) ?? position) < position;
    const isLate = charge.correctedPeriodNumber > 0;
    const isInTurn = charge.periodNumber === monthOf(charge) || wasClosed(charge.periodNumber - 1);
    const inside = month !== undefined && from >= month.from && from < month.until && isLate === wasClosed(monthOf(charge)) && isInTurn;
    return inside ? [] : [{ invariant: 'I2', what: `the record ${id} is charged in month ${charge.periodNumber} of ${charge.contractId}, where it does not belong` }];
  });
}

/** The start of each record that came, as it was first presented. */
function measuredAt(events: readonly HistoryEvent[]): ReadonlyMap<string, bigint> {
  const measured = new Map<string, bigint>();
  for (const { data } of eventsOf(events, 'billing.v1.UsageBatchAccepted')) {
    for (const { recordId, from } of agent.UsageBatch.decode(data.batch.body).records) {
      const id = key(data.providerId, recordId);
      if (!measured.has(id)) measured.set(id, from);
    }
  }
  return measured;
}

/** I2, I3: every closed month, and every note to one, has one invoice whose lines are its charges, and whose total is what the others get. */
export function checkBills({ events }: ChaosHistory): readonly Finding[] {
  const charges = Map.groupBy([...chargesIn(events).values()].flat(), ({ contractId }) => contractId);
  const invoices = Map.groupBy(eventsOf(events, 'billing.v1.InvoiceIssued'), ({ data }) => data.invoiceId);
  const settlements = Map.groupBy(eventsOf(events, 'billing.v1.SettlementIssued'), ({ data }) => data.invoiceId);
  return [...eventsOf(events, 'billing.v1.BillingPeriodClosed'), ...eventsOf(events, 'billing.v1.CorrectionNoteIssued')].flatMap(({ data }) => {
    const issued = invoices.get(data.invoiceId) ?? [];
    const [first] = issued;
    if (!first || issued.length > 1) return [{ invariant: 'I2', what: `month ${data.periodNumber} of ${data.contractId} has ${issued.length} invoices` }];
    const invoice = billing.Invoice.decode(first.data.invoice);
    const paid = (settlements.get(data.invoiceId) ?? []).map((each) => billing.Settlement.decode(each.data.settlement));
    return [...checkLines(invoice, charges.get(data.contractId) ?? []), ...checkBalance(invoice, paid, data.balance)];
  });
}

/** @param charges all of the contract: what came late stands on another bill than its month's */
function checkLines(invoice: billing.Invoice, charges: readonly Charge[]): readonly Finding[] {
  const hours = Number((invoice.periodUntil - invoice.periodFrom) / NANOS_PER_HOUR);
  const noteNumber = invoice.note?.number ?? 0;
  return invoice.lines
    .filter(({ kind }) => kind === 'usage' || kind === 'late-usage')
    .flatMap((line) => {
      const ofSegment = charges.filter(({ segmentId }) => segmentId === line.segmentId);
      const own = ofSegment.filter((each) => each.periodNumber === invoice.periodNumber && each.noteNumber === noteNumber && each.correctedPeriodNumber === line.correctedPeriodNumber);
      const octets = own.reduce((sum, each) => sum + each.octets, 0n);
      const exact = own.reduce((sum, { customerCharge }) => sum + customerCharge, 0n);
      const what = `line ${line.lineId} of ${invoice.invoiceId}`;
      const found: Finding[] = [];
      if (line.records !== own.length || line.quantity !== octets || line.exactAmount.microMinor !== exact) {
        found.push({ invariant: 'I2', what: `${what} says ${line.records} records, ${line.quantity} octets, ${line.exactAmount.microMinor}, and the charges are ${own.length}, ${octets}, ${exact}` });
      }
      const measured = ofSegment.filter((each) => monthOf(each) === invoice.periodNumber).length;
      // A service that moved within the month ran on the segment for a part of it.
      const isWhole = !invoice.lines.some(({ kind, segmentId, quantity }) => kind === 'recurring' && segmentId === line.segmentId && quantity * NANOS_PER_SECOND < invoice.periodUntil - invoice.periodFrom);
      if (line.kind === 'usage' && isWhole && measured !== hours) found.push({ invariant: 'I2', what: `${what} is about ${measured} of the ${hours} hours of its month` });
      return found;
    });
}

function checkBalance(invoice: billing.Invoice, settlements: readonly billing.Settlement[], balance: billing.Balance): readonly Finding[] {
  const paid = settlements.reduce((sum, { total }) => sum + total.microMinor, 0n);
  const { customer, margin, tax, rounding } = balance;
  const parts = paid + margin.microMinor + tax.microMinor + rounding.microMinor;
  const net = invoice.lines.reduce((sum, { amount }) => sum + amount.microMinor, 0n);
  const facts: readonly (readonly [boolean, string])[] = [
    [customer.microMinor === invoice.total.microMinor, `the books say ${customer.microMinor} and the invoice ${invoice.total.microMinor}`],
    [balance.settlements.microMinor === paid, `the books say settlements of ${balance.settlements.microMinor} and ${paid} were issued`],
    [customer.microMinor === parts, `the customer's ${customer.microMinor} are not the ${parts} of all others`],
    [net + invoice.tax.microMinor === invoice.total.microMinor, `lines and tax are ${net + invoice.tax.microMinor} and the total ${invoice.total.microMinor}`],
  ];
  return facts.filter(([holds]) => !holds).map(([, what]) => ({ invariant: 'I3', what: `${invoice.invoiceId}: ${what}` }));
}

/** I8: an invoice that is recomputed from the ledger alone is the one that went out. */
export function checkReplays({ replays }: ChaosHistory): readonly Finding[] {
  return replays.filter(({ identical }) => !identical).map(({ invoiceId }) => ({ invariant: 'I8', what: `the replay of ${invoiceId} gives another invoice` }));
}
