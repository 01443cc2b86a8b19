import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createUser, fromSeed } from '@nats-io/nkeys';
import { OperationalError } from '@carriermesh/platform-errors';
import { ensureSecret, messageOf } from './files.js';

export interface NkeyOnDisk {
  /** `U…`: what the bus's configuration names. */
  readonly publicNkey: string;
  /** `SU…` as bytes: what `nkeyAuthenticator` takes. */
  readonly seed: Uint8Array;
}

/**
 * The user NKey kept in a file of mode 0600, made at the first call.
 * @throws OperationalError 'misconfigured' when the file is unreadable or holds no seed
 */
export function ensureNkey(path: string): NkeyOnDisk {
  const text = ensureSecret(path, () => `${new TextDecoder().decode(createUser().getSeed())}\n`);
  const seed = new TextEncoder().encode(text.trim());
  return keyIn(path, () => ({ publicNkey: fromSeed(seed).getPublicKey(), seed }));
}

/**
 * The Ed25519 key (RFC 8032) kept as PKCS #8 PEM in a file of mode 0600, made at the first call; its public half is 32 bytes in hex.
 * @throws OperationalError 'misconfigured' when the file is unreadable or holds another kind of key
 */
export function ensureSigningKey(path: string): { readonly publicKeyHex: string } {
  const pem = ensureSecret(path, () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return keyIn(path, () => {
    const key = createPublicKey(createPrivateKey(pem));
    const { x } = key.export({ format: 'jwk' });
    if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw new Error(`it holds an ${key.asymmetricKeyType} key, not an Ed25519 one`);
    return { publicKeyHex: Buffer.from(x, 'base64url').toString('hex') };
  });
}

/** The key that wraps every person's key, 256 random bits in hex in a file of mode 0600, made at the first call. */
export function ensureMasterKey(path: string): void {
  ensureSecret(path, () => `${randomBytes(32).toString('hex')}\n`);
}

/** A password of 256 random bits kept in a file of mode 0600, made at the first call. */
export function ensurePassword(path: string): string {
  return ensureSecret(path, () => `${randomBytes(32).toString('base64url')}\n`).trim();
}

function keyIn<Key>(path: string, read: () => Key): Key {
  try {
    return read();
  } catch (error) {
    throw new OperationalError('misconfigured', `the key file ${path} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}
