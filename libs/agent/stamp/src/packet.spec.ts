import { describe, expect, it } from '@jest/globals';
import { nanosBetween, ntpFromUnix } from './ntp-time.js';
import { decodeReflectorPacket, decodeSenderPacket, encodeReflectorPacket, encodeSenderPacket, errorEstimate, errorNanos, type ErrorEstimate } from './packet.js';

const hex = (text: string): Uint8Array => Uint8Array.from(text.replaceAll(/[^0-9a-f]/g, '').match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));

/** RFC 8762, figure 2, field by field: sequence, timestamp, error estimate, 30 octets that must be zero (the first two: RFC 8972's identifier). */
const SENDER = hex(`
  00 00 00 2a
  e9 1c 2b 00 80 00 00 00
  8a 03
  00 07  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
`);

/** RFC 8762, figure 5: the same head, then receive timestamp, the sender's sequence, timestamp and estimate, zeros, its TTL, zeros. */
const REFLECTOR = hex(`
  00 00 00 05
  e9 1c 2b 00 c0 00 00 00
  4a 01
  00 07
  e9 1c 2b 00 a0 00 00 00
  00 00 00 2a
  e9 1c 2b 00 80 00 00 00
  8a 03
  00 00
  fe
  00 00 00
`);

const senderError: ErrorEstimate = { isSynchronised: true, format: 'ntp', scale: 10, multiplier: 3 };
const sender = { sequence: 42, sentAt: 0xe91c2b00_80000000n, error: senderError };

describe('S2-8 a STAMP packet', () => {
  it('is 44 octets of the sender, laid out as figure 2 of RFC 8762', () => {
    expect(encodeSenderPacket({ ...sender, sessionId: 7 })).toEqual(SENDER);
    expect(decodeSenderPacket(SENDER)).toEqual({ kind: 'packet', packet: { ...sender, sessionId: 7 } });
  });

  it('is 44 octets of the reflector, laid out as figure 5 of RFC 8762, S clear and Z set in its own estimate', () => {
    const packet = {
      sequence: 5,
      sentAt: 0xe91c2b00_c0000000n,
      error: { isSynchronised: false, format: 'ptp', scale: 10, multiplier: 1 } as const,
      sessionId: 7,
      receivedAt: 0xe91c2b00_a0000000n,
      sender,
      senderTtl: 254,
    };
    expect(encodeReflectorPacket(packet)).toEqual(REFLECTOR);
    expect(decodeReflectorPacket(REFLECTOR)).toEqual({ kind: 'packet', packet });
  });

  it('is read from within a larger buffer, and with TLVs behind it', () => {
    const larger = Uint8Array.from([9, ...SENDER, 1, 2, 3]);
    expect(decodeSenderPacket(larger.subarray(1))).toEqual({ kind: 'packet', packet: { ...sender, sessionId: 7 } });
  });

  it('is refused with 43 octets, and with an error estimate whose multiplier is 0', () => {
    expect(decodeSenderPacket(SENDER.subarray(0, 43))).toEqual({ kind: 'malformed', reason: 'a packet has 44 octets at least, and this one 43' });
    expect(decodeReflectorPacket(REFLECTOR.subarray(0, 43))).toMatchObject({ kind: 'malformed' });
    const zeroOf = (bytes: Uint8Array, at: number): Uint8Array => Uint8Array.from(bytes, (octet, index) => (index === at ? 0 : octet));
    expect(decodeSenderPacket(zeroOf(SENDER, 13))).toMatchObject({ kind: 'malformed', reason: "the sender's error estimate has the multiplier 0" });
    expect(decodeReflectorPacket(zeroOf(REFLECTOR, 13))).toMatchObject({ kind: 'malformed', reason: "the reflector's error estimate has the multiplier 0" });
    expect(decodeReflectorPacket(zeroOf(REFLECTOR, 37))).toMatchObject({ kind: 'malformed', reason: "the copy of the sender's error estimate has the multiplier 0" });
  });
});

describe('S2-8 times and their errors', () => {
  it('are NTP’s: 1970 is 2,208,988,800 seconds after its beginning, and half a second half of the fraction', () => {
    expect(ntpFromUnix(0n)).toBe(2_208_988_800n << 32n);
    expect(ntpFromUnix(500_000_000n)).toBe((2_208_988_800n << 32n) | 0x8000_0000n);
  });

  it('differ by as much before, over and after the end of the era in February 2036', () => {
    const eraEndsUnixNs = (4_294_967_296n - 2_208_988_800n) * 1_000_000_000n;
    expect(ntpFromUnix(eraEndsUnixNs)).toBe(0n);
    const [before, after] = [ntpFromUnix(eraEndsUnixNs - 1_500_000_000n), ntpFromUnix(eraEndsUnixNs + 1_500_000_000n)];
    expect(nanosBetween(before, after)).toBe(3_000_000_000n);
    expect(nanosBetween(after, before)).toBe(-3_000_000_000n);
  });

  it.each([0n, 1n, 1_000n, 1_000_000n, 3_600_000_000_000n])('are estimated at no less than the truth and at most a fiftieth more: %d ns', (errorNs) => {
    const estimate = errorEstimate(errorNs, true);
    expect(estimate.multiplier).toBeGreaterThan(0);
    expect(errorNanos(estimate)).toBeGreaterThanOrEqual(errorNs);
    expect(errorNanos(estimate)).toBeLessThanOrEqual(errorNs + errorNs / 50n + 1n);
  });
});
