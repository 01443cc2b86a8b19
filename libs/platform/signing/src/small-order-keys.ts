import { fromHex, toHex } from '@carriermesh/kernel';

/**
 * The encodings of the eight points of small order of edwards25519, canonical or not, sign bit cleared. A key among them makes
 * one signature valid for many messages. Whether `crypto.verify` accepts it depends on the OpenSSL beneath: 3.0 (Node 20) does,
 * 3.5 (Node 24) does not. So enrolment refuses it by itself.
 * Source: RFC 8032 §5.1, "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko, 2020), table 6.
 */
const SMALL_ORDER_ENCODINGS: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** True for a 32-byte Ed25519 public key that is not of small order. */
export function isFullOrderKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const withoutSign = Uint8Array.from(publicKey);
  withoutSign[31] = (withoutSign[31] ?? 0) & 0x7f;
  return !SMALL_ORDER_ENCODINGS.has(toHex(withoutSign));
}

/** For tests and for evidence: one encoding of each small-order point. */
export const smallOrderKeys = (): readonly Uint8Array[] => [...SMALL_ORDER_ENCODINGS].map((hex) => fromHex(hex) as Uint8Array);
