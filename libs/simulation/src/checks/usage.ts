import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { agent, type billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import type { Course } from './course.js';
import type { Endings } from './endings.js';
import { Months } from './months.js';

const OCTETS_PER_GIGABYTE = 1_000_000_000n;

interface Charged {
  readonly octets: bigint;
  readonly customer: bigint;
  readonly supplier: bigint;
}

/** I2: each accepted record has one charge, of the figure that its contract says; and all that was received is accounted for. */
export class Usage implements Check {
  private readonly records = new Map<string, agent.UsageRecord>();
  private readonly ends = new Map<string, 'accepted' | 'quarantined'>();
  private readonly charged = new Set<string>();
  /** By `<contract>/<month>/<note>/<segment>/<corrected month>`: what the bill's line has to come to. */
  private readonly sums = new Map<string, Charged>();
  /** By `<contract>/<month>/<segment>`: what was measured in the month and charged in whichever bill. */
  private readonly measured = new Map<string, Charged>();
  private readonly months = new Months();
  readonly met = { outside: 0 };

  constructor(
    private readonly endings: Pick<Endings, 'isCharged' | 'lastMonthOf'>,
    private readonly course: Pick<Course, 'termsOf' | 'ranIn'>,
  ) {}

  take(event: AnyStoredEvent): void {
    switch (event.type) {
      case 'billing.v1.BillingAccountOpened':
        this.months.open(event.data);
        return;
      case 'billing.v1.UsageBatchAccepted':
        return this.received(event.data);
      case 'billing.v1.UsageAccepted':
        return this.ended(event.data, 'accepted');
      case 'billing.v1.UsageQuarantined':
        this.isOutside(event.data);
        return this.ended(event.data, 'quarantined');
      case 'billing.v1.BillingPeriodCutOff':
        return this.months.close(event.data);
      case 'billing.v1.UsageRated':
        for (const rated of event.data.records) this.rated(event.data, rated);
        return;
      default:
        return;
    }
  }

  sumOf({ contractId, periodNumber, note }: Pick<billing.Invoice, 'contractId' | 'periodNumber' | 'note'>, { segmentId, correctedPeriodNumber }: billing.BillLine): Charged {
    return this.sums.get(`${contractId}/${periodNumber}/${note?.number ?? 0}/${segmentId}/${correctedPeriodNumber}`) ?? NOTHING;
  }

  /** Of what was measured in the month, whatever came so far and however late. */
  measuredIn(contractId: string, month: number, segmentId: string): Charged {
    return this.measured.get(`${contractId}/${month}/${segmentId}`) ?? NOTHING;
  }

  /** @param presented every record that this provider sent and has a receipt for, each with every contents that it was sent with */
  finish(presented: ReadonlyMap<string, readonly agent.UsageRecord[]>): void {
    for (const [id, end] of this.ends) {
      holds((end === 'accepted') === this.charged.has(id), 'I2', () => `the record ${id} is ${end} and ${this.charged.has(id) ? 'charged' : 'not charged'}`);
    }
    for (const id of this.charged) holds(this.ends.get(id) === 'accepted', 'I2', () => `the record ${id} is charged and was never accepted`);
    for (const [providerId, records] of presented) {
      for (const { recordId } of records) holds(this.ends.has(`${providerId}/${recordId}`), 'I2', () => `the record ${recordId} of ${providerId} has a receipt and is nowhere`);
    }
  }

  private received({ providerId, batchId, batch, ...counted }: billing.UsageBatchAccepted): void {
    const { records } = agent.UsageBatch.decode(batch.body);
    const { recordsAccepted, recordsQuarantined, recordsDuplicate, recordsRejected } = counted;
    const sum = recordsAccepted + recordsQuarantined + recordsDuplicate + recordsRejected;
    holds(sum === records.length, 'I2', () => `of the ${records.length} records of ${batchId} of ${providerId}, ${sum} are accounted for`);
    for (const record of records) if (!this.records.has(`${providerId}/${record.recordId}`)) this.records.set(`${providerId}/${record.recordId}`, record);
  }

  private ended({ providerId, recordId }: { readonly providerId: string; readonly recordId: string }, end: 'accepted' | 'quarantined'): void {
    const id = `${providerId}/${recordId}`;
    holds(!this.ends.has(id), 'I2', () => `the record ${id} is ${end} and was ${this.ends.get(id)} before`);
    this.ends.set(id, end);
  }

  /** Usage of a segment that the service did not run on then is kept, and said to be so. */
  private isOutside({ providerId, recordId, reason }: billing.UsageQuarantined): void {
    if (reason.code !== 'interval-outside-segment') return;
    const record = this.records.get(`${providerId}/${recordId}`);
    const contractId = `con_${record?.segmentId.slice(4).replace(/-\d+$/, '') ?? ''}`;
    holds(record !== undefined && !this.course.ranIn(contractId, record), 'I2', () => `the record ${recordId} of ${providerId} is not charged, and the service ran on its segment`);
    this.met.outside += 1;
  }

  private rated(event: billing.UsageRated, { recordId, segmentId, octets, customerCharge, supplierCredit }: billing.RatedUsage): void {
    const { providerId, contractId, periodNumber, correctedPeriodNumber, noteNumber } = event;
    const id = `${providerId}/${recordId}`;
    const terms = this.course.termsOf(contractId).find((each) => each.segmentId === segmentId);
    holds(!this.charged.has(id), 'I2', () => `the record ${id} is charged a second time`);
    holds(terms !== undefined && terms.providerId === providerId, 'I2', () => `the record ${id} is charged to ${segmentId}, which is no segment of ${providerId}`);
    const [customer, supplier] = [chargeOf(terms.customer.perGigabyte.microMinor, octets), chargeOf(terms.supplier.perGigabyte.microMinor, octets)];
    holds(customerCharge.microMinor === customer && supplierCredit.microMinor === supplier, 'I2', () => `${octets} octets of ${id} are charged at ${customerCharge.microMinor} and ${supplierCredit.microMinor}, not ${customer} and ${supplier}`);
    this.charged.add(id);
    const month = this.placed(id, event);
    const charge = { octets, customer, supplier };
    add(this.sums, `${contractId}/${periodNumber}/${noteNumber}/${segmentId}/${correctedPeriodNumber}`, charge);
    add(this.measured, `${contractId}/${month}/${segmentId}`, charge);
  }

  /** I3: a record belongs to the month in which it was measured; to another bill only as a correction of that month, once it is closed. */
  private placed(id: string, { contractId, periodNumber, correctedPeriodNumber, noteNumber }: billing.UsageRated): number {
    const record = this.records.get(id);
    holds(record !== undefined, 'I2', () => `the record ${id} is charged and in no batch on record`);
    holds(this.course.ranIn(contractId, record), 'I2', () => `the record ${id} is charged from ${record.from} to ${record.until}, when the service did not run on ${record.segmentId}`);
    holds(this.endings.isCharged(contractId, record), 'I5', () => `the record ${id} is charged, and ends at ${record.until}, after its contract`);
    const measuredIn = this.months.at(contractId, record.from);
    const open = this.months.firstOpen(contractId, measuredIn, this.endings.lastMonthOf(contractId));
    const due = open === measuredIn ? [measuredIn, 0, false] : open === undefined ? [measuredIn, measuredIn, true] : [open, measuredIn, false];
    const is = [periodNumber, correctedPeriodNumber, noteNumber > 0];
    holds(is.join() === due.join(), 'I3', () => `the record ${id} of month ${measuredIn} is charged as ${is.join()} (month, corrected month, by a note), and belongs to ${due.join()}`);
    return measuredIn;
  }
}

const NOTHING: Charged = { octets: 0n, customer: 0n, supplier: 0n };

function add(sums: Map<string, Charged>, key: string, { octets, customer, supplier }: Charged): void {
  const before = sums.get(key) ?? NOTHING;
  sums.set(key, { octets: before.octets + octets, customer: before.customer + customer, supplier: before.supplier + supplier });
}

/** Half away from zero; no figure here is negative. */
const chargeOf = (perGigabyte: bigint, octets: bigint): bigint => (2n * perGigabyte * octets + OCTETS_PER_GIGABYTE) / (2n * OCTETS_PER_GIGABYTE);
