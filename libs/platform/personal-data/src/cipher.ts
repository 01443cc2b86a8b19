import { createCipheriv, createDecipheriv } from 'node:crypto';

export const KEY_BYTES = 32;
const ALGORITHM = 'aes-256-gcm';
/** The length that the mode is made for (NIST SP 800-38D, §5.2.1.1). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** So many random bytes. */
export type Chance = (bytes: number) => Uint8Array;

export interface Ciphertext {
  readonly nonce: Uint8Array;
  /** With the tag at its end. */
  readonly ciphertext: Uint8Array;
}

/**
 * AES-256-GCM with a random nonce. Of random nonces, one key may see 2^32 (NIST SP 800-38D, §8.3), with less than one chance in
 * 2^32 that two are equal: the callers' limits are far below that.
 */
export function encrypt(key: Uint8Array, plaintext: Uint8Array, { authenticated, chance }: { authenticated: Uint8Array; chance: Chance }): Ciphertext {
  const nonce = chance(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(authenticated);
  return { nonce, ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]) };
}

/** `undefined` for anything but what was encrypted with this key and these authenticated data. */
export function decrypt(key: Uint8Array, { nonce, ciphertext }: Ciphertext, authenticated: Uint8Array): Uint8Array | undefined {
  // A shorter tag would be accepted as one, and is far easier to forge.
  if (nonce.length !== NONCE_BYTES || ciphertext.length < TAG_BYTES) return undefined;
  const end = ciphertext.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(authenticated).setAuthTag(ciphertext.subarray(end));
  try {
    return Buffer.concat([decipher.update(ciphertext.subarray(0, end)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Names of one claim, kept apart by zero bytes, which no token, stream or type can hold. */
export const authenticatedData = (...names: readonly string[]): Uint8Array => Buffer.from(names.join('\0'), 'utf8');
