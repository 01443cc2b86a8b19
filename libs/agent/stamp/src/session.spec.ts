import { describe, expect, it } from '@jest/globals';
import { ntpFromUnix } from './ntp-time.js';
import { decodeReflectorPacket, errorEstimate } from './packet.js';
import { MAX_SESSIONS, Reflector } from './reflector.js';
import { SenderSession } from './session.js';

const error = errorEstimate(1_000_000n, false);
const START_NS = 1_772_000_000_000_000_000n;
const at = (ms: number) => ntpFromUnix(START_NS + BigInt(Math.round(ms * 1_000_000)));
const near = (ns: bigint | undefined, ms: number) => expect(Math.abs(Number(ns) - ms * 1_000_000)).toBeLessThan(10);

/** One packet there and back: 10 ms there, 1 ms in the reflector, 20 ms back. */
function exchange(session: SenderSession, reflector: Reflector, sentMs: number, thereMs = 10): Uint8Array {
  const bytes = session.next(() => at(sentMs)) ?? new Uint8Array();
  const answer = reflector.reflect({ bytes, from: 'a', receivedAt: at(sentMs + thereMs), ttl: 61 }, () => at(sentMs + thereMs + 1));
  return answer.kind === 'packet' ? answer.packet : new Uint8Array();
}

const session = (changes: object = {}) => new SenderSession({ sessionId: 7, error, isReflectorStateful: true, ...changes });
const reflector = (isStateful = true) => new Reflector({ isStateful, error });

describe('S2-8 a STAMP session', () => {
  it('subtracts the time in the reflector from the round trip, and tells both ways where the clocks are one', () => {
    const measured = session({ sharesClock: true });
    const answering = reflector();
    for (const ms of [0, 100]) expect(measured.take(exchange(measured, answering, ms), at(ms + 31))).toBe('counted');
    const report = measured.closeWindow();
    expect(report).toMatchObject({ sent: 2, received: 2, lossPpm: 0, duplicates: 0, reordered: 0, lostForward: 0, lostBackward: 0 });
    near(report.roundTrip?.medianNs, 30);
    near(report.oneWay?.forward.medianNs, 10);
    near(report.oneWay?.backward.medianNs, 20);
  });

  it('tells how long each packet took there, in the order sent and whatever order they came back in, with 0 for what was lost', () => {
    const measured = session({ sharesClock: true });
    const answering = reflector();
    const [first, , third] = [10, 11, 12].map((thereMs, index) => exchange(measured, answering, index, thereMs));
    for (const answer of [third!, first!]) measured.take(answer, at(40));
    const { forwardNs, roundTripsNs } = measured.closeWindow();
    near(forwardNs?.[0], 10);
    near(forwardNs?.[2], 12);
    expect([forwardNs?.length, forwardNs?.[1]]).toEqual([3, 0n]);
    // Less the millisecond in the reflector.
    near(roundTripsNs?.[0], 39);
    near(roundTripsNs?.[2], 37);
    expect([roundTripsNs?.length, roundTripsNs?.[1]]).toEqual([3, 0n]);
  });

  it('tells no one-way delay of clocks that follow nothing', () => {
    const measured = session();
    measured.take(exchange(measured, reflector(), 0), at(31));
    expect(measured.closeWindow().oneWay).toBeUndefined();
  });

  it('counts what comes twice, out of order, late, of another session and broken, and none of it as received', () => {
    const measured = session();
    const answering = reflector();
    const [first, second, third] = [0, 1, 2].map((ms) => exchange(measured, answering, ms));
    expect(measured.take(second ?? first!, at(40))).toBe('counted');
    expect(measured.take(first!, at(41))).toBe('counted');
    expect(measured.take(first!, at(42))).toBe('duplicate');
    expect(session({ sessionId: 8 }).take(third!, at(42))).toBe('foreign');
    expect(measured.take(third!.subarray(0, 20), at(42))).toBe('malformed');
    expect(measured.closeWindow()).toMatchObject({ sent: 3, received: 2, lossPpm: 333_333, duplicates: 1, reordered: 1 });
    expect(measured.take(third!, at(43))).toBe('late');
    expect(measured.closeWindow()).toEqual({ sent: 0, received: 0, lossPpm: 0, duplicates: 0, reordered: 0 });
  });

  it('tells by the reflector’s own numbers in which direction packets were lost', () => {
    const measured = session();
    const answering = reflector();
    measured.take(exchange(measured, answering, 0), at(31));
    exchange(measured, answering, 1); // Answered, and the answer is lost.
    measured.next(() => at(2)); // Lost on the way there.
    measured.take(exchange(measured, answering, 3), at(34));
    expect(measured.closeWindow()).toMatchObject({ sent: 4, received: 2, lossPpm: 500_000, lostForward: 1, lostBackward: 1 });
  });

  it('tells how much longer than the fastest the slowest but one in a hundred took', () => {
    const measured = session();
    const answering = reflector();
    for (let index = 0; index < 100; index++) measured.take(exchange(measured, answering, index, 10), at(index + 31 + (index < 99 ? index / 10 : 1_000)));
    const { roundTrip } = measured.closeWindow();
    near(roundTrip?.leastNs, 30);
    near(roundTrip?.variationNs, 9.8);
    near(roundTrip?.mostNs, 1_030);
  });
});

describe('S2-8 a STAMP reflector', () => {
  const sequenceOf = (bytes: Uint8Array) => {
    const read = decodeReflectorPacket(bytes);
    return read.kind === 'packet' ? [read.packet.sequence, read.packet.sender.sequence, read.packet.senderTtl] : [];
  };

  it('copies the sender’s number without state and counts its own with it, and copies the TTL in both', () => {
    for (const [isStateful, expected] of [[false, [1, 1, 61]], [true, [0, 1, 61]]] as const) {
      const measured = session();
      measured.next(() => at(0));
      expect(sequenceOf(exchange(measured, reflector(isStateful), 1))).toEqual(expected);
    }
  });

  it('tells the TTL 255 where the socket does not know it', () => {
    const bytes = session().next(() => at(0)) ?? new Uint8Array();
    const answer = reflector().reflect({ bytes, from: 'a', receivedAt: at(1) }, () => at(2));
    expect(answer.kind === 'packet' && sequenceOf(answer.packet)).toEqual([0, 0, 255]);
  });

  it(`answers ${MAX_SESSIONS + 1} sessions, and counts in the first ${MAX_SESSIONS}`, () => {
    const answering = reflector();
    const bytes = session().next(() => at(0)) ?? new Uint8Array();
    const numbers = (index: number) => [1, 2].map(() => answering.reflect({ bytes, from: `${index}`, receivedAt: at(1) }, () => at(2))).map((answer) => answer.kind === 'packet' && sequenceOf(answer.packet)[0]);
    for (let index = 0; index < MAX_SESSIONS; index++) expect(numbers(index)).toEqual([0, 1]);
    expect(numbers(MAX_SESSIONS)).toEqual([0, 0]);
  });
});
