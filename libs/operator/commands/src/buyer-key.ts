import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fromHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { SIGNED_AS, signingKey, type SigningKey } from '@carriermesh/platform-signing';

/** An Ed25519 public key is the end of its SubjectPublicKeyInfo (RFC 8410). */
const RAW_KEY_BYTES = 32;

/** @throws OperationalError `misconfigured` when the file holds no private Ed25519 key in PEM */
export function readSigningKey(file: string): SigningKey {
  try {
    return signingKey(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new OperationalError('misconfigured', `--key ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** From 64 hexadecimal digits, or a file with a key in PEM, of which the public part is taken. @throws OperationalError `misconfigured` */
export function readPublicKey(text: string): Uint8Array {
  const raw = /^[0-9a-fA-F]{64}$/.test(text) ? fromHex(text.toLowerCase()) : undefined;
  if (raw) return raw;
  try {
    const key = createPublicKey(readFileSync(text, 'utf8'));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`the key is ${key.asymmetricKeyType}, and has to be Ed25519`);
    return Uint8Array.from(key.export({ type: 'spki', format: 'der' }).subarray(-RAW_KEY_BYTES));
  } catch (error) {
    throw new OperationalError('misconfigured', `--public-key is 64 hexadecimal digits or a file with an Ed25519 key in PEM, and ${text} is none: ${(error as Error).message}`, { cause: error });
  }
}

/** Over what the API shows of a quote, in Base64. @throws OperationalError `malformed` when there is nothing to sign */
export function signatureOver({ acceptance }: Readonly<Record<string, unknown>>, key: Pick<SigningKey, 'sign'>): string {
  const { statement, domain } = (acceptance ?? {}) as { readonly statement?: unknown; readonly domain?: unknown };
  // A key signs under a domain that its owner names, never under one that it is told.
  if (typeof statement !== 'string' || domain !== SIGNED_AS.quoteAcceptance) throw new OperationalError('malformed', 'the API showed no statement of acceptance to sign');
  return Buffer.from(key.sign(SIGNED_AS.quoteAcceptance, Uint8Array.from(Buffer.from(statement, 'base64')))).toString('base64');
}
