import { durationOf, formatInstant, NANOS_PER_DAY, NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import { USAGE_LABEL, USAGE_LABEL_RULE } from '@carriermesh/tariff-v1';
import type { agent, common } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf, type BillingCalendar } from './calendar.js';
import { contractOfSegment } from './ids.js';
import { spansWithin, termsIn, usageTimesOf, type ChargedSpan, type UsageTimes } from './phases.js';

/** The longest interval that one record may sum up: no month is longer. */
export const MAX_INTERVAL_NANOS = 31n * NANOS_PER_DAY;

/** How far ahead of the mesh a provider's clock may be. */
export const MAX_CLOCK_AHEAD_NANOS = NANOS_PER_HOUR;

/** The latest end that usage may have which comes now: nobody has measured what is yet to come. */
export const latestEndAt = (now: Instant): Instant => plus(now, MAX_CLOCK_AHEAD_NANOS);

/** How much of a text from outside a refusal repeats. */
export const MAX_SHOWN_CHARACTERS = 100;

/** Octets times this, against Mbit/s times nanoseconds: 8 bits an octet, 10^6 bits a megabit, 10^9 ns a second, two directions. */
const OCTETS_TO_MBPS_NANOS = 4_000n;

/** What a record or watermark of a segment is charged by. */
export interface ChargedSegment {
  readonly contractId: string;
  readonly account: Account;
  readonly calendar: BillingCalendar;
  readonly times: UsageTimes;
}

/** A contract as far as its usage goes. */
export interface ChargedContract {
  readonly account: Account;
  readonly calendar: BillingCalendar;
  readonly times: ReadonlyMap<string, UsageTimes>;
}

export const chargedContract = (account: Account): ChargedContract => ({ account, calendar: calendarOf(account), times: usageTimesOf(account) });

/** The segment, when it is charged and the provider owns it; otherwise why not. */
export function chargedSegment(
  segmentId: string,
  providerId: string,
  contracts: ReadonlyMap<string, ChargedContract>,
): ChargedSegment | { readonly refusal: common.Refusal } {
  const contractId = contractOfSegment(segmentId) ?? '';
  const contract = contracts.get(contractId);
  const times = contract?.times.get(segmentId);
  if (!contract || !times) {
    const shown = segmentId.slice(0, MAX_SHOWN_CHARACTERS);
    return { refusal: refusal('unknown-segment', `No service that is charged has a segment ${JSON.stringify(shown)}.`, { segment_id: shown }) };
  }
  // Whose segment it is stays unsaid: a provider learns nothing of others here.
  if (times.spans[0]?.tariff.providerId !== providerId) {
    const message = `Segment ${segmentId} is not a segment of provider ${providerId}.`;
    return { refusal: refusal('not-this-providers-segment', message, { segment_id: segmentId }) };
  }
  return { contractId, ...contract, times };
}

/** Why a record of the provider's own segment can't be charged; the terms that it is charged by when it can. */
export function termsOf(record: agent.UsageRecord, { calendar, times }: ChargedSegment): ChargedSpan | { readonly refusal: common.Refusal } {
  const malformed = outsideTerm(record, calendar) ?? malformedLabel(record);
  if (malformed) return { refusal: malformed };
  const terms = termsIn(times, record);
  if (!terms) return { refusal: outsideSegment(record, times) };
  const tooMany = tooManyOctets(record, terms, times);
  return tooMany ? { refusal: tooMany } : terms;
}

/** Why it is no interval of the service, whatever the service ran on. */
export const outsideTerm = (record: agent.UsageRecord, calendar: BillingCalendar): common.Refusal | undefined => malformedInterval(record) ?? outsideService(record, calendar);

/** Put aside at once, so that no other record waits for it. An operator may release it when its time has come. */
export function yetToCome({ recordId, until }: agent.UsageRecord, latestEnd: Instant | undefined): common.Refusal | undefined {
  if (latestEnd === undefined || until <= latestEnd) return undefined;
  const message = `Record ${recordId} ends at ${iso(until)}, which is yet to come: when it was taken, no usage ended after ${iso(latestEnd)}.`;
  return refusal('usage-yet-to-come', message, { record_id: recordId, until: iso(until), latest_end: iso(latestEnd) });
}

function malformedInterval({ from, until }: agent.UsageRecord): common.Refusal | undefined {
  if (until > from && until - from <= MAX_INTERVAL_NANOS) return undefined;
  const facts = { from: iso(from), until: iso(until) };
  if (until <= from) return refusal('malformed-interval', `The interval ends at ${iso(until)}, which is not after its start at ${iso(from)}.`, facts);
  const message = `The interval from ${iso(from)} to ${iso(until)} is longer than ${MAX_INTERVAL_NANOS / NANOS_PER_DAY} days.`;
  return refusal('malformed-interval', message, { ...facts, longest_ns: String(MAX_INTERVAL_NANOS) });
}

/** Said before anything is charged: a label that no tariff can name would be priced as if it were not there. */
function malformedLabel(record: agent.UsageRecord): common.Refusal | undefined {
  for (const name of ['subject', 'category'] as const) {
    const label = record[name];
    if (label === undefined || USAGE_LABEL.test(label)) continue;
    const shown = label.slice(0, MAX_SHOWN_CHARACTERS);
    return refusal(`malformed-${name}`, `The ${name} of a record is ${USAGE_LABEL_RULE}, not ${JSON.stringify(shown)}.`, { [name]: shown });
  }
  return undefined;
}

function outsideService({ from, until }: agent.UsageRecord, { start, end }: BillingCalendar): common.Refusal | undefined {
  if (from >= start && until <= end) return undefined;
  const message = `The interval from ${iso(from)} to ${iso(until)} is not within the service, which runs from ${iso(start)} to ${iso(end)}.`;
  const facts = { from: iso(from), until: iso(until), service_from: iso(start), service_until: iso(end) };
  return refusal('interval-outside-service', message, facts);
}

/** The service moves: what a segment carried while the service ran on another one is nobody's usage. */
function outsideSegment(record: agent.UsageRecord, times: UsageTimes): common.Refusal {
  const { segmentId, from, until } = record;
  const ran = times.ran.map((time) => `from ${iso(time.from)} to ${iso(time.until)}`).join(' and ');
  const message = `The interval from ${iso(from)} to ${iso(until)} is not within the time that the service ran on ${segmentId}, which is ${ran}.`;
  const [first, last] = [times.ran[0], times.ran.at(-1)];
  const facts = { from: iso(from), until: iso(until), ...(first && last && { segment_from: iso(first.from), segment_until: iso(last.until) }) };
  return refusal('interval-outside-segment', message, facts);
}

function tooManyOctets(record: agent.UsageRecord, terms: ChargedSpan, times: UsageTimes): common.Refusal | undefined {
  const nanos = durationOf(record);
  if (record.octets <= mostOctets(terms.mbps, nanos)) return undefined;
  // Of an interval in which the bandwidth was changed, whatever fits the larger one is believed.
  const mbps = Math.max(terms.mbps, ...spansWithin(times.spans, record).map((span) => span.mbps));
  const most = mostOctets(mbps, nanos);
  if (record.octets <= most) return undefined;
  const message = `${record.octets} octets are more than the ${most} that ${mbps} Mbit/s can carry both ways in ${nanos} ns.`;
  return refusal('octets-implausible', message, { octets: String(record.octets), most_octets: String(most), mbps: String(mbps) });
}

const mostOctets = (mbps: number, nanos: bigint): bigint => (BigInt(mbps) * nanos) / OCTETS_TO_MBPS_NANOS;

/** RFC 3339 reaches from year 1 to 9999, as a protobuf Timestamp does; the codec lets nothing else in. */
const iso = (at: Instant): string => formatInstant(at);

export const refusal = (code: string, message: string, facts: Record<string, string>): common.Refusal => ({ code, message, facts });
