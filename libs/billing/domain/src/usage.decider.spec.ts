import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, NANOS_PER_DAY, type Instant } from '@carriermesh/kernel';
import { account, ALFA_SEGMENT, at, batchOf, BRAVO_SEGMENT, closedMonths, CONTRACT, eur, presented, situation, usage } from './testing/fixtures.js';
import { ID_HASH_OCTETS } from './record-ids.js';
import { recordEvents, summaryOf, takenIds } from './usage-events.js';
import { suspectedIn, type KnownRecord } from './usage-record.js';
import { decideUsage, type PresentedBatch, type UsageDecision, type UsageSituation } from './usage.decider.js';

const FEBRUARY_NOON = '2027-02-10T12:00:00Z';
const one = (record: Parameters<typeof presented>[0], known: Partial<UsageSituation> = {}) => decideUsage(batchOf([record]), situation(known)).outcomes[0];
const codeOf = (...args: Parameters<typeof one>): string => {
  const outcome = one(...args);
  return outcome && 'refusal' in outcome ? outcome.refusal.code : (outcome?.kind ?? 'none');
};

/** What is known of a provider's ids after a batch of it: by the batch, and by the records' own streams. */
function learn(records: Map<string, KnownRecord>, batch: PresentedBatch, decision: UsageDecision): void {
  for (const { kind, recordId, presented: { sha256 } } of decision.outcomes) if (kind === 'accepted' || kind === 'quarantined') records.set(recordId, { sha256, suspected: [] });
  for (const event of [...recordEvents(batch, decision).values()].flat()) {
    const known = records.get(event.data.recordId) as KnownRecord;
    records.set(event.data.recordId, { ...known, suspected: [...known.suspected, ...suspectedIn([event])] });
  }
}

describe('usage of a charged segment', () => {
  it('S3-20 is accepted into the month of its start, and charged to the customer and credited to the supplier in one', () => {
    expect(one(usage('r1', FEBRUARY_NOON, 2_000_000_000n))).toMatchObject({
      kind: 'accepted',
      contractId: CONTRACT,
      periodNumber: 1,
      rated: { recordId: 'r1', octets: 2_000_000_000n, customerCharge: eur('0.05'), supplierCredit: eur('0.04') },
    });
  });

  it('belongs to the first month up to the nanosecond before noon on 28 February, and to the second from then on', () => {
    const at27 = { ...usage('r1', '2027-02-28T11:59:59.999999999Z', 1n) };
    expect(one(at27)).toMatchObject({ periodNumber: 1 });
    expect(one(usage('r2', '2027-02-28T12:00:00Z', 1n))).toMatchObject({ periodNumber: 2 });
  });

  it('I3 is a correction in the next open month when its own is closed, and says which month it corrects', () => {
    expect(one(usage('r1', FEBRUARY_NOON, 1n), { periodOf: closedMonths(1) })).toMatchObject({ kind: 'accepted', periodNumber: 2, correctedPeriodNumber: 1, noteNumber: 0 });
    expect(one(usage('r1', FEBRUARY_NOON, 1n), { periodOf: closedMonths(1, 2) })).toMatchObject({ periodNumber: 3, correctedPeriodNumber: 1, noteNumber: 0 });
    expect(one(usage('r1', '2027-02-28T12:00:00Z', 1n), { periodOf: closedMonths(1) })).toMatchObject({ periodNumber: 2, correctedPeriodNumber: 0 });
  });

  it('I3 is charged by the next note to its month when every month of the term is billed', () => {
    const after = (notes: number) => ({ periodOf: (_: string, month: number) => ({ isClosed: true, notes: month === 1 ? notes : 7 }) });
    expect(one(usage('r1', FEBRUARY_NOON, 1n), after(0))).toMatchObject({ kind: 'accepted', periodNumber: 1, correctedPeriodNumber: 1, noteNumber: 1 });
    expect(one(usage('r1', FEBRUARY_NOON, 1n), after(4))).toMatchObject({ noteNumber: 5 });
  });

  it('I2 is put aside as yet to come where it ends after the latest end, whatever else is wrong with it, and holds up nothing beside it', () => {
    const latestEnd = instant(at(FEBRUARY_NOON) + 3_600_000_000_000n);
    expect(codeOf(usage('r1', FEBRUARY_NOON, 1n), { latestEnd })).toBe('accepted');
    const ahead = { ...usage('r2', FEBRUARY_NOON, 1n), until: instant(latestEnd + 1n) };
    expect(codeOf(ahead, { latestEnd })).toBe('usage-yet-to-come');
    expect(codeOf(ahead)).toBe('accepted');
    expect(codeOf({ ...ahead, segmentId: 'seg_of-nobody' }, { latestEnd })).toBe('usage-yet-to-come');
    const batch = batchOf([ahead, usage('r1', FEBRUARY_NOON, 1n), ahead]);
    const decision = decideUsage(batch, situation({ latestEnd }));
    expect(decision.outcomes.map(({ kind }) => kind)).toEqual(['quarantined', 'accepted', 'duplicate']);
    expect(takenIds(batch, decision).idHashes).toHaveLength(2 * ID_HASH_OCTETS);
  });

  it('goes apart by the month that it was measured in, and together where that is one month', () => {
    const late = [usage('r1', FEBRUARY_NOON, 1n), usage('r2', '2027-03-10T12:00:00Z', 2n), usage('r3', FEBRUARY_NOON, 3n), usage('r4', '2027-04-10T12:00:00Z', 4n)];
    const { rated } = decideUsage(batchOf(late), situation({ periodOf: closedMonths(1, 2) }));
    expect(rated.map(({ periodNumber, correctedPeriodNumber, records }) => [periodNumber, correctedPeriodNumber, records.map(({ recordId }) => recordId)])).toEqual([
      [3, 1, ['r1', 'r3']],
      [3, 2, ['r2']],
      [3, 0, ['r4']],
    ]);
  });
});

describe('usage that can not be charged', () => {
  it('is quarantined when nobody charges the segment', () => {
    expect(codeOf(usage('r1', FEBRUARY_NOON, 1n, 'seg_nobody-1'))).toBe('unknown-segment');
    expect(codeOf(usage('r1', FEBRUARY_NOON, 1n, `${ALFA_SEGMENT}9`))).toBe('unknown-segment');
    expect(codeOf(usage('r1', FEBRUARY_NOON, 1n), { accounts: new Map() })).toBe('unknown-segment');
  });

  it("I6 is quarantined when the segment is another provider's, and does not say whose", () => {
    const outcome = one(usage('r1', FEBRUARY_NOON, 1n, BRAVO_SEGMENT));
    expect(outcome).toMatchObject({ kind: 'quarantined', refusal: { code: 'not-this-providers-segment' } });
    expect(JSON.stringify(outcome && 'refusal' in outcome && outcome.refusal)).not.toContain('bravo');
  });

  it('is quarantined when the interval ends as it starts, or lasts a nanosecond longer than 31 days', () => {
    const record = usage('r1', FEBRUARY_NOON, 0n);
    const lasting = (nanos: bigint) => ({ ...record, until: instant(record.from + nanos) });
    expect(codeOf(lasting(0n))).toBe('malformed-interval');
    expect(codeOf(lasting(-1n))).toBe('malformed-interval');
    expect(codeOf(lasting(1n))).toBe('accepted');
    expect(codeOf(lasting(31n * NANOS_PER_DAY))).toBe('accepted');
    expect(codeOf(lasting(31n * NANOS_PER_DAY + 1n))).toBe('malformed-interval');
  });

  it('S3-20 is quarantined when its subject or category is not 1 to 64 visible characters, and says what it was', () => {
    const record = usage('r1', FEBRUARY_NOON, 1n);
    expect(one({ ...record, subject: 'd'.repeat(64), category: '~' })).toMatchObject({ kind: 'accepted', rated: { subject: 'd'.repeat(64), category: '~' } });
    for (const label of ['', 'two words', 'd'.repeat(65), 'gerät']) {
      expect(one({ ...record, subject: label })).toMatchObject({ kind: 'quarantined', refusal: { code: 'malformed-subject', facts: { subject: label } } });
      expect(codeOf({ ...record, category: label })).toBe('malformed-category');
    }
  });

  it('is quarantined when it reaches a nanosecond out of the service, at either end', () => {
    const hour = { first: usage('r1', '2027-01-31T12:00:00Z', 0n), last: usage('r2', '2027-04-30T11:00:00Z', 0n) };
    expect([codeOf(hour.first), codeOf(hour.last)]).toEqual(['accepted', 'accepted']);
    expect(codeOf({ ...hour.first, from: instant(hour.first.from - 1n) })).toBe('interval-outside-service');
    expect(codeOf({ ...hour.last, until: instant(hour.last.until + 1n) })).toBe('interval-outside-service');
  });

  it('is quarantined when it is an octet more than 1,000 Mbit/s carry both ways in an hour', () => {
    const most = 900_000_000_000n;
    expect(codeOf(usage('r1', FEBRUARY_NOON, most))).toBe('accepted');
    expect(codeOf(usage('r1', FEBRUARY_NOON, most + 1n))).toBe('octets-implausible');
    expect(codeOf(usage('r1', FEBRUARY_NOON, 2n ** 64n - 1n))).toBe('octets-implausible');
  });

  it('is rejected, without a stream of its own, when its id could be none', () => {
    for (const id of ['', 'a b', 'a~b', 'x'.repeat(65)]) {
      const decision = decideUsage(batchOf([usage(id, FEBRUARY_NOON, 1n)]), situation());
      expect(decision.outcomes[0]).toMatchObject({ kind: 'rejected', refusal: { code: 'malformed-record-id' } });
      expect(recordEvents(batchOf([]), decision).size).toBe(0);
    }
  });
});

describe('a record that comes again', () => {
  const record = usage('r1', FEBRUARY_NOON, 5n);
  const other = { ...record, octets: 6n };
  const after = (batch: PresentedBatch, known?: KnownRecord): KnownRecord => {
    const records = new Map(known && [['r1', known]]);
    learn(records, batch, decideUsage(batch, situation({ records })));
    return records.get('r1') as KnownRecord;
  };

  it('I2 is a duplicate when it is the same, also when it stands twice in one batch', () => {
    expect(decideUsage(batchOf([record, record]), situation()).outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'duplicate']);
    expect(codeOf(record, { records: new Map([['r1', after(batchOf([record]))]]) })).toBe('duplicate');
  });

  it('I2 is rejected when it is another, and raises the suspicion of fraud once for each other contents', () => {
    const accepted = after(batchOf([record]));
    const suspicion = decideUsage(batchOf([other, other]), situation({ records: new Map([['r1', accepted]]) }));
    expect(suspicion.outcomes.map((outcome) => [outcome.kind, 'contradicts' in outcome])).toEqual([['rejected', true], ['rejected', false]]);
    expect([...recordEvents(batchOf([other]), suspicion).values()].flat().map(({ type }) => type)).toEqual(['billing.v1.UsageFraudSuspected']);
    const suspected = after(batchOf([other]), accepted);
    expect(suspected).toEqual({ sha256: presented(record).sha256, suspected: [presented(other).sha256] });
    expect(recordEvents(batchOf([other]), decideUsage(batchOf([other]), situation({ records: new Map([['r1', suspected]]) }))).size).toBe(0);
  });

  it('stays quarantined: corrected contents need an id of their own', () => {
    const quarantined = after(batchOf([{ ...record, octets: 2n ** 60n }]));
    expect(codeOf(record, { records: new Map([['r1', quarantined]]) })).toBe('record-id-reused');
  });
});

describe('watermarks', () => {
  const until = (text: string) => [{ segmentId: ALFA_SEGMENT, completeUntil: at(text) }];
  const monthOf = (text: string, known: Partial<UsageSituation> = {}): number | undefined =>
    decideUsage(batchOf([], until(text)), situation(known)).rated[0]?.periodNumber;

  it('go with the month that they complete, and a nanosecond later with the next', () => {
    expect(monthOf('2027-02-28T12:00:00Z')).toBe(1);
    expect(monthOf('2027-02-28T12:00:00.000000001Z')).toBe(2);
    expect(monthOf('2029-01-01T00:00:00Z')).toBe(3);
  });

  it('are moot before the service and for a closed month, and refused for a segment of others', () => {
    expect(monthOf('2027-01-31T12:00:00Z')).toBeUndefined();
    expect(monthOf('2027-02-28T12:00:00Z', { periodOf: closedMonths(1) })).toBeUndefined();
    const foreign = decideUsage(batchOf([], [{ segmentId: BRAVO_SEGMENT, completeUntil: at(FEBRUARY_NOON) }]), situation());
    expect(foreign.refusedWatermarks).toMatchObject([{ itemId: BRAVO_SEGMENT, refusal: { code: 'not-this-providers-segment' } }]);
  });
});

describe('any batch', () => {
  const someRecord = fc.record({
    recordId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'bad id'),
    segmentId: fc.constantFrom(ALFA_SEGMENT, BRAVO_SEGMENT, 'seg_x-1'),
    from: fc.bigInt({ min: account.serviceStartAt - NANOS_PER_DAY, max: account.serviceStartAt + 100n * NANOS_PER_DAY }).map((n): Instant => instant(n)),
    until: fc.bigInt({ min: account.serviceStartAt, max: account.serviceStartAt + 100n * NANOS_PER_DAY }).map((n): Instant => instant(n)),
    octets: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  });

  it('I2 is accepted, quarantined, duplicate and rejected records together, and each accepted one has one charge', () => {
    fc.assert(
      fc.property(fc.array(fc.array(someRecord, { maxLength: 12 }), { maxLength: 6 }), fc.integer({ min: 0, max: 4 }), (batches, closed) => {
        const records = new Map<string, KnownRecord>();
        const accepted = new Set<string>();
        const charged: string[] = [];
        for (const each of batches) {
          const batch = batchOf(each);
          const decision = decideUsage(batch, situation({ records, periodOf: (_, month) => ({ isClosed: month <= closed, notes: 0 }) }));
          const { recordsAccepted, recordsQuarantined, recordsDuplicate, recordsRejected, refusedItems } = summaryOf(decision);
          expect(recordsAccepted + recordsQuarantined + recordsDuplicate + recordsRejected).toBe(each.length);
          expect(refusedItems.length).toBe(recordsQuarantined + recordsRejected);
          for (const period of decision.rated) charged.push(...period.records.map(({ recordId }) => recordId));
          expect(takenIds(batch, decision).idHashes).toHaveLength((recordsAccepted + recordsQuarantined) * ID_HASH_OCTETS);
          for (const { kind, recordId } of decision.outcomes) if (kind === 'accepted') accepted.add(recordId);
          learn(records, batch, decision);
        }
        expect([...charged].sort()).toEqual([...accepted].sort());
      }),
    );
  });
});
