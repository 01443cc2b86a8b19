import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { fromHex, toHex } from '@carriermesh/kernel';
import { keyIdOf, sha256, signingKey, verifySignature } from './ed25519.js';
import { isSealedBy, sealEnvelope, SIGNED_AS } from './envelope.js';
import { isFullOrderKey, smallOrderKeys } from './small-order-keys.js';

const bytes = (hex: string): Uint8Array => fromHex(hex) as Uint8Array;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** A PKCS #8 PEM around a raw seed (RFC 8410 §7). */
const pemOf = (seed: string): string =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex').toString('base64')}\n-----END PRIVATE KEY-----\n`;

/** RFC 8032 §7.1: secret and public keys of TEST 1, 2 and 3. */
const RFC_8032 = [
  ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'],
  ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'],
] as const;
const key = signingKey(pemOf(RFC_8032[0][0]));
const body = text('a statement');

describe('an Ed25519 key', () => {
  it.each(RFC_8032)('of the seed %s has the public key that RFC 8032 gives', (seed, publicKey) => {
    const made = signingKey(pemOf(seed));
    expect(toHex(made.publicKey)).toBe(publicKey);
    expect(made.keyId).toBe(toHex(sha256(bytes(publicKey))));
  });

  it('signs the domain, a zero byte and the body, and nothing else', () => {
    const signature = key.sign('the.domain', body);
    const spki = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.publicKey]), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.concat([text('the.domain'), Buffer.of(0), body]), spki, signature)).toBe(true);
  });

  it('signs the same statement to the same bytes, so that receipts can be compared', () => {
    expect(toHex(key.sign('d', body))).toBe(toHex(key.sign('d', body)));
  });

  it('is not made of another kind of key', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => signingKey(rsa)).toThrow('must be Ed25519, not rsa');
  });
});

describe('a signature', () => {
  const signature = key.sign('the.domain', body);
  const claim = { publicKey: key.publicKey, domain: 'the.domain', body, signature };

  it('holds for its key, domain and body', () => {
    expect(verifySignature(claim)).toBe(true);
  });

  it('holds for no other domain, body or key', () => {
    expect(verifySignature({ ...claim, domain: 'the.domai' })).toBe(false);
    expect(verifySignature({ ...claim, body: text('a statement.') })).toBe(false);
    expect(verifySignature({ ...claim, publicKey: bytes(RFC_8032[1][1]) })).toBe(false);
  });

  it('does not move bytes between the domain and the body', () => {
    const moved = key.sign('a', Buffer.concat([text('b'), Buffer.of(0), text('c')]));
    expect(verifySignature({ publicKey: key.publicKey, domain: 'a\0b', body: text('c'), signature: moved })).toBe(true);
    // Which is why no domain holds a zero byte.
    for (const domain of Object.values(SIGNED_AS)) expect(domain).toMatch(/^carriermesh\.[a-z]+\.v1\.[A-Za-z]+$/);
  });

  it.each([0, 31, 33])('is none under a key of %i bytes', (length) => {
    expect(verifySignature({ ...claim, publicKey: new Uint8Array(length) })).toBe(false);
  });

  it.each([0, 63, 65])('is none with %i bytes', (length) => {
    expect(verifySignature({ ...claim, signature: new Uint8Array(length) })).toBe(false);
  });

  it('is none under 32 bytes that are no point of the curve', () => {
    expect(verifySignature({ ...claim, publicKey: bytes(`02${'00'.repeat(31)}`) })).toBe(false);
  });

  it('can not be turned into a second one by adding the order of the group (RFC 8032 §5.1.7)', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + order;
    const added = Uint8Array.from(signature);
    added.set(bytes(s.toString(16).padStart(64, '0')).reverse(), 32);
    expect(verifySignature({ ...claim, signature: added })).toBe(false);
  });
});

describe('an envelope', () => {
  it('is sealed by the key whose id it names, and by no other', () => {
    const envelope = sealEnvelope(key, SIGNED_AS.receipt, body);
    expect(isSealedBy(key.publicKey, SIGNED_AS.receipt, envelope)).toBe(true);
    expect(isSealedBy(key.publicKey, SIGNED_AS.usageBatch, envelope)).toBe(false);
    expect(isSealedBy(key.publicKey, SIGNED_AS.receipt, { ...envelope, keyId: keyIdOf(bytes(RFC_8032[1][1])) })).toBe(false);
  });
});

describe('a key of small order', () => {
  it('is refused in each of its encodings, with either sign', () => {
    expect(smallOrderKeys()).toHaveLength(7);
    for (const small of smallOrderKeys()) {
      expect(isFullOrderKey(small)).toBe(false);
      const negated = Uint8Array.from(small);
      negated[31] = (negated[31] ?? 0) ^ 0x80;
      expect(isFullOrderKey(negated)).toBe(false);
    }
  });

  it('is no true key, and a true key is of 32 bytes', () => {
    for (const [, publicKey] of RFC_8032) expect(isFullOrderKey(bytes(publicKey))).toBe(true);
    expect(isFullOrderKey(bytes(RFC_8032[0][1]).slice(0, 31))).toBe(false);
  });
});
