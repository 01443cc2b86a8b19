import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import { toHex } from '@carriermesh/kernel';

/** The DER header of an Ed25519 SubjectPublicKeyInfo (RFC 8410); the raw key follows it. */
const SPKI_HEADER = Buffer.from('302a300506032b6570032100', 'hex');
/** Parsed keys are kept: parsing costs as much as a tenth of a verification. Bounded, since keys come from outside. */
const MAX_CACHED_KEYS = 4096;
const parsedKeys = new Map<string, KeyObject>();

export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));

/** How a key is named: SHA-256 of the raw public key, lower-case hex. */
export const keyIdOf = (publicKey: Uint8Array): string => toHex(sha256(publicKey));

/** What is signed: the kind of statement, a zero byte, the statement. No statement can pass for one of another kind. */
function domainSeparated(domain: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(domain, 'utf8'), Buffer.of(0), body]);
}

/** A private key with its public half. */
export interface SigningKey {
  readonly keyId: string;
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array;
  sign(domain: string, body: Uint8Array): Uint8Array;
}

/** @param pem PKCS #8 of an Ed25519 key */
export function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`a signing key must be Ed25519, not ${privateKey.asymmetricKeyType}`);
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const publicKey = Uint8Array.from(spki.subarray(SPKI_HEADER.length));
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (domain, body) => new Uint8Array(sign(null, domainSeparated(domain, body), privateKey)),
  };
}

export interface SignatureClaim {
  /** Raw Ed25519 public key; enrolment has checked that it is of full order. */
  readonly publicKey: Uint8Array;
  readonly domain: string;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

/** Never throws: a key or signature of the wrong size is simply no valid signature. */
export function verifySignature({ publicKey, domain, body, signature }: SignatureClaim): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return verify(null, domainSeparated(domain, body), parsed(publicKey), signature);
  } catch {
    // OpenSSL refuses bytes that are no point of the curve by throwing.
    return false;
  }
}

function parsed(publicKey: Uint8Array): KeyObject {
  const name = toHex(publicKey);
  const known = parsedKeys.get(name);
  if (known) return known;
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEADER, publicKey]), format: 'der', type: 'spki' });
  if (parsedKeys.size >= MAX_CACHED_KEYS) parsedKeys.clear();
  parsedKeys.set(name, key);
  return key;
}
