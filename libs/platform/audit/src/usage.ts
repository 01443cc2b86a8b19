import { instant } from '@carriermesh/kernel';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { agent, type billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import type { Course } from './course.js';
import type { Endings } from './endings.js';
import { LocalIds } from './local-ids.js';
import { Months } from './months.js';
import { chargeOf } from './rounding.js';
import type { Entered } from './tariff-reckoning.js';

/** Of each id that stands for a record from then on, in `UsageIdsTaken`. */
const ID_HASH_OCTETS = 8;
/** Usage that ends later than so long after its batch was taken was yet to come. */
const MOST_AHEAD_NS = 3_600_000_000_000n;
const UNGUIDED: ReadonlySet<string> = new Set(['unknown-local-id', 'local-id-pending', 'local-id-not-active', 'local-id-of-no-service', 'local-id-ambiguous']);

interface Charged {
  readonly octets: bigint;
  readonly customer: bigint;
  readonly supplier: bigint;
}

/** I2: each accepted record has one charge, of the figure that its contract says; and all that was received is accounted for. */
export class Usage implements Check {
  /** What was charged, as it is said to have been measured, until the batch that it came in says so too: that is the last event of its commit. */
  private readonly claimed = new Map<string, agent.UsageRecord>();
  private readonly charged = new Set<string>();
  private readonly quarantined = new Set<string>();
  /** By provider: every hash under which a record id was taken. */
  private readonly taken = new Map<string, Set<string>>();
  /** By batch: how many were taken by it. */
  private readonly takenBy = new Map<string, number>();
  /** Said to be of a segment that the service did not run on, until their batch tells when they were measured. */
  private readonly outside = new Set<string>();
  /** Said to be yet to come, likewise. */
  private readonly ahead = new Set<string>();
  /** By `<contract>/<month>/<note>/<segment>/<corrected month>`: what the bill's line has to come to. */
  private readonly sums = new Map<string, Charged>();
  /** By `<contract>/<month>/<note>`: `<segment>/<corrected month>` of what was charged. */
  private readonly parts = new Map<string, Set<string>>();
  /** By `<contract>/<month>/<segment>`: what was measured in the month and charged in whichever bill. */
  private readonly measured = new Map<string, Charged>();
  /** The same, record by record: octets. */
  private readonly records = new Map<string, bigint[]>();
  /** By `<contract>/<month>`, of contracts with a tariff: what entered the service, as it was measured and whichever bill charged it. */
  private readonly entered = new Map<string, Entered[]>();
  private readonly months = new Months();
  private readonly localIds = new LocalIds();
  /** What a provider's own id did not guide: put aside until its provider, or an operator, says what it is of. */
  private readonly waiting = new Map<string, agent.LocalUsageRecord>();
  /** Said to be of no service by their id, until their batch tells which one and when. */
  private readonly unguided = new Set<string>();
  /** By id: a quarantined record as it was released, until its charge is seen; of one that an operator released, nothing is known here. */
  private readonly released = new Map<string, agent.UsageRecord | undefined>();
  readonly met = { outside: 0, ahead: 0, guided: 0, ambiguous: 0, releasedByIds: 0 };

  constructor(
    private readonly endings: Pick<Endings, 'isCharged' | 'lastMonthOf'>,
    private readonly course: Pick<Course, 'hasBegun' | 'termsOf' | 'ranIn' | 'entersAt'>,
  ) {}

  take(event: AnyStoredEvent): void {
    switch (event.type) {
      case 'billing.v1.BillingAccountOpened':
        this.months.open(event.data);
        return;
      case 'billing.v1.UsageBatchAccepted':
        return this.received(event.data);
      case 'billing.v1.UsageIdsTaken':
        return this.takenIds(event.data);
      case 'billing.v1.UsageQuarantined':
        return this.putAside(event.data);
      case 'billing.v1.LocalIdsSynchronised':
        return this.localIds.synchronised(event.data.providerId, event.eventId);
      case 'billing.v1.UsageReleased':
        return this.letGo(event.data, event.metadata.causationId);
      case 'billing.v1.BillingPeriodCutOff':
        return this.months.close(event.data);
      case 'billing.v1.UsageRated':
        for (const usage of event.data.usage) usage.recordIds.forEach((recordId, index) => this.rated(event.data, { ...usage, recordId, index }));
        return;
      default:
        return;
    }
  }

  sumOf({ contractId, periodNumber, note }: Pick<billing.Invoice, 'contractId' | 'periodNumber' | 'note'>, { segmentId, correctedPeriodNumber }: billing.BillLine): Charged {
    return this.sums.get(`${contractId}/${periodNumber}/${note?.number ?? 0}/${segmentId}/${correctedPeriodNumber}`) ?? NOTHING;
  }

  /** What was charged in a bill, as far as it has to stand on a line: by segment, and by the month that it corrects. */
  partsOf({ contractId, periodNumber, note }: Pick<billing.Invoice, 'contractId' | 'periodNumber' | 'note'>): readonly string[] {
    return [...(this.parts.get(`${contractId}/${periodNumber}/${note?.number ?? 0}`) ?? [])];
  }

  /** Of what was measured in the month, whatever came so far and however late. */
  measuredIn(contractId: string, month: number, segmentId: string): Charged {
    return this.measured.get(`${contractId}/${month}/${segmentId}`) ?? NOTHING;
  }

  /** Octets of each record of it. */
  recordsIn(contractId: string, month: number, segmentId: string): readonly bigint[] {
    return this.records.get(`${contractId}/${month}/${segmentId}`) ?? [];
  }

  /** The same of what entered the service, record by record. */
  enteredIn(contractId: string, month: number): readonly Entered[] {
    return this.entered.get(`${contractId}/${month}`) ?? [];
  }

  /** @param presented every record that this provider sent and has a receipt for, each with every contents that it was sent with */
  finish(presented: ReadonlyMap<string, readonly Pick<agent.UsageRecord, 'recordId'>[]>): void {
    for (const id of this.claimed.keys()) holds(false, 'I2', () => `the record ${id} is charged and in no batch on record`);
    for (const [providerId, records] of presented) {
      for (const { recordId } of records) holds(this.isKnown(`${providerId}/${recordId}`), 'I2', () => `the record ${recordId} of ${providerId} has a receipt and is nowhere`);
    }
  }

  private received({ providerId, batchId, batch, acceptedAt, ...counted }: billing.UsageBatchAccepted): void {
    const { records: bySegment, localIds } = agent.UsageBatch.decode(batch.body);
    for (const statement of localIds?.statements ?? []) this.localIds.state(providerId, statement);
    const records = [...bySegment, ...(localIds?.records ?? []).map((record) => this.guided(providerId, record))];
    const { recordsAccepted, recordsQuarantined, recordsDuplicate, recordsRejected } = counted;
    const sum = recordsAccepted + recordsQuarantined + recordsDuplicate + recordsRejected;
    holds(sum === records.length, 'I2', () => `of the ${records.length} records of ${batchId} of ${providerId}, ${sum} are accounted for`);
    const taken = this.takenBy.get(`${providerId}/${batchId}`) ?? 0;
    holds(taken === recordsAccepted + recordsQuarantined, 'I2', () => `${batchId} of ${providerId} has ${recordsAccepted + recordsQuarantined} new records, and takes ${taken} ids`);
    for (const record of records) {
      const id = `${providerId}/${record.recordId}`;
      const claimed = this.claimed.get(id);
      this.claimed.delete(id);
      holds(!claimed || textOf(claimed) === textOf(record), 'I2', () => `the record ${textOf(record)} of ${providerId} is charged as ${textOf(claimed as agent.UsageRecord)}`);
      if (this.outside.delete(id)) this.isOutside(providerId, record);
      const isAhead = record.until > acceptedAt + MOST_AHEAD_NS;
      holds(!claimed || !isAhead, 'I2', () => `the record ${id} is charged at ${acceptedAt}, and ends at ${record.until}, which is yet to come`);
      if (!this.ahead.delete(id)) continue;
      holds(isAhead, 'I2', () => `the record ${id} is put aside at ${acceptedAt} as yet to come, and ends at ${record.until}`);
      this.met.ahead += 1;
    }
  }

  /** A record under a local id is charged to the segment that the id stood for, and put aside where it stood for none. */
  private guided(providerId: string, record: agent.LocalUsageRecord): agent.UsageRecord {
    const id = `${providerId}/${record.recordId}`;
    const segmentId = this.segmentOf(providerId, record);
    const { localId, ...signed } = record;
    const isUnguided = this.unguided.delete(id);
    holds(!isUnguided || segmentId === undefined, 'I2', () => `the record ${id} is put aside as of no service, and ${localId} stood for ${segmentId}`);
    if (this.claimed.has(id)) this.met.guided += 1;
    else if (segmentId === undefined && !this.charged.has(id) && !this.waiting.has(id)) this.waiting.set(id, record);
    return { ...signed, segmentId: segmentId ?? '' };
  }

  /** Of a customer: the one segment of the provider by which its service ran then. */
  private segmentOf(providerId: string, record: agent.LocalUsageRecord, asOf?: string): string | undefined {
    const contractId = this.localIds.contractOf(providerId, record, asOf);
    if (contractId === undefined || !this.course.hasBegun(contractId)) return this.localIds.segmentOf(providerId, record, asOf);
    const { from, until } = record;
    const own = this.endings.isCharged(contractId, record) ? this.course.termsOf(contractId).filter((terms) => terms.providerId === providerId) : [];
    const [ran, ...others] = own.filter(({ segmentId }) => this.course.ranIn(contractId, { segmentId, from, until }));
    if (others.length > 0) this.met.ambiguous += 1;
    return others.length === 0 ? ran?.segmentId : undefined;
  }

  /** A release stands before its charge, in one commit. An id may be given up while it is decided on: then what it stood for at its cause counts. */
  private letGo({ providerId, recordId, correction }: billing.UsageReleased, cause: string): void {
    const id = `${providerId}/${recordId}`;
    const record = this.waiting.get(id);
    holds(this.quarantined.delete(id), 'I2', () => `the record ${id} is released, and was not in quarantine`);
    this.waiting.delete(id);
    this.released.set(id, undefined);
    if (!record) return;
    const { localId: _, ...signed } = record;
    const now = this.segmentOf(providerId, record);
    const stated = now === correction.segmentId ? now : this.segmentOf(providerId, record, cause);
    holds(stated !== undefined && stated === correction.segmentId, 'I2', () => `the record ${id} is released to ${correction.segmentId}, and its id stands for ${stated}`);
    this.released.set(id, { ...signed, segmentId: stated ?? '', ...correction });
  }

  private isKnown(id: string): boolean {
    return this.charged.has(id) || this.quarantined.has(id);
  }

  /** In a run of the simulator no two ids are alike by chance in 64 bits. */
  private takenIds({ providerId, batchId, idHashes }: billing.UsageIdsTaken): void {
    const taken = this.taken.get(providerId) ?? new Set();
    this.taken.set(providerId, taken);
    for (let at = 0; at < idHashes.length; at += ID_HASH_OCTETS) {
      const hash = Buffer.from(idHashes.subarray(at, at + ID_HASH_OCTETS)).toString('hex');
      holds(!taken.has(hash), 'I2', () => `the batch ${batchId} of ${providerId} takes an id that was taken before`);
      taken.add(hash);
    }
    this.takenBy.set(`${providerId}/${batchId}`, idHashes.length / ID_HASH_OCTETS);
  }

  private putAside({ providerId, recordId, reason }: billing.UsageQuarantined): void {
    const id = `${providerId}/${recordId}`;
    holds(!this.isKnown(id), 'I2', () => `the record ${id} is quarantined and was charged or quarantined before`);
    this.quarantined.add(id);
    if (reason.code === 'usage-yet-to-come') this.ahead.add(id);
    if (reason.code === 'interval-outside-segment') this.outside.add(id);
    if (UNGUIDED.has(reason.code)) this.unguided.add(id);
  }

  /** Usage of a segment that the service did not run on then is kept, and said to be so. */
  private isOutside(providerId: string, record: agent.UsageRecord): void {
    const contractId = `con_${record.segmentId.slice(4).replace(/-\d+$/, '')}`;
    holds(!this.course.ranIn(contractId, record), 'I2', () => `the record ${record.recordId} of ${providerId} is not charged, and the service ran on its segment`);
    this.met.outside += 1;
  }

  private rated(event: billing.UsageRated, rated: billing.RatedUsage & { readonly recordId: string; readonly index: number }): void {
    const { recordId, segmentId, index } = rated;
    const [octets, charged, credited] = [rated.octets[index] as bigint, rated.customerChargesMicroMinor[index], rated.supplierCreditsMicroMinor[index]];
    const { providerId, contractId, periodNumber, correctedPeriodNumber, noteNumber } = event;
    const id = `${providerId}/${recordId}`;
    const terms = this.course.termsOf(contractId).find((each) => each.segmentId === segmentId);
    holds(!this.isKnown(id), 'I2', () => `the record ${id} is charged, and was charged or quarantined before`);
    holds(terms !== undefined && terms.providerId === providerId, 'I2', () => `the record ${id} is charged to ${segmentId}, which is no segment of ${providerId}`);
    const [customer, supplier] = [chargeOf(terms.customer.perGigabyte.microMinor, octets), chargeOf(terms.supplier.perGigabyte.microMinor, octets)];
    holds(charged === customer && credited === supplier, 'I2', () => `${octets} octets of ${id} are charged at ${charged} and ${credited}, not ${customer} and ${supplier}`);
    this.charged.add(id);
    const from = instant(rated.fromNs[index] as bigint);
    const record = { recordId, segmentId, from, until: instant(from + (rated.durationNs[index] as bigint)), octets, ...labelsAt(rated, index) };
    this.claim(id, record);
    const month = this.placed(id, event, record);
    const charge = { octets, customer, supplier };
    const [bill, part] = [`${contractId}/${periodNumber}/${noteNumber}`, `${segmentId}/${correctedPeriodNumber}`];
    this.parts.set(bill, (this.parts.get(bill) ?? new Set()).add(part));
    add(this.sums, `${bill}/${part}`, charge);
    add(this.measured, `${contractId}/${month}/${segmentId}`, charge);
    const known = this.records.get(`${contractId}/${month}/${segmentId}`) ?? [];
    this.records.set(`${contractId}/${month}/${segmentId}`, known);
    known.push(octets);
    if (this.course.entersAt(contractId, segmentId)) this.entered.set(`${contractId}/${month}`, [...(this.entered.get(`${contractId}/${month}`) ?? []), record]);
  }

  private claim(id: string, record: agent.UsageRecord): void {
    const released = this.released.get(id);
    if (!this.released.delete(id)) this.claimed.set(id, record);
    if (!released) return;
    this.met.releasedByIds += 1;
    holds(textOf(released) === textOf(record), 'I2', () => `the record ${textOf(released)} was released, and is charged as ${textOf(record)}`);
  }

  /** I3: a record belongs to the month in which it was measured; to another bill only as a correction of that month, once it is closed. */
  private placed(id: string, { contractId, periodNumber, correctedPeriodNumber, noteNumber }: billing.UsageRated, record: agent.UsageRecord): number {
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

/** An empty text in a column stands for a record that has no such label. */
function labelsAt({ subjects, categories }: billing.RatedUsage, index: number): Pick<agent.UsageRecord, 'subject' | 'category'> {
  const [subject, category] = [subjects[index] ?? '', categories[index] ?? ''];
  return { ...(subject !== '' && { subject }), ...(category !== '' && { category }) };
}

const textOf = ({ recordId, segmentId, from, until, octets, subject = '', category = '' }: agent.UsageRecord): string =>
  `${recordId}: ${octets} octets of ${segmentId}${subject === '' && category === '' ? '' : ` (subject "${subject}", category "${category}")`} from ${from} to ${until}`;

const NOTHING: Charged = { octets: 0n, customer: 0n, supplier: 0n };

function add(sums: Map<string, Charged>, key: string, { octets, customer, supplier }: Charged): void {
  const before = sums.get(key) ?? NOTHING;
  sums.set(key, { octets: before.octets + octets, customer: before.customer + customer, supplier: before.supplier + supplier });
}
