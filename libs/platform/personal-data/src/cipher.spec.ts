import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { fromHex, toHex } from '@carriermesh/kernel';
import { authenticatedData, decrypt, encrypt } from './cipher.js';

const KEY = new Uint8Array(32).fill(7);
const PLAINTEXT = new TextEncoder().encode('Zoë Müller');
const PLACE = authenticatedData('party', 'stream');
const RANDOMLY = { authenticated: PLACE, chance: randomBytes };

describe('the cipher', () => {
  it('opens test case 16 of the mode’s specification', () => {
    // McGrew and Viega, The Galois/Counter Mode of Operation, appendix B: AES-256 with additional data.
    const key = fromHex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308')!;
    const ciphertext = fromHex(
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
    )!;
    const plaintext = decrypt(key, { nonce: fromHex('cafebabefacedbaddecaf888')!, ciphertext }, fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2')!);
    expect(toHex(plaintext!)).toBe(
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    );
  });

  it('opens what it closed, and never closes twice alike', () => {
    const [first, second] = [encrypt(KEY, PLAINTEXT, RANDOMLY), encrypt(KEY, PLAINTEXT, RANDOMLY)];
    expect(Buffer.from(decrypt(KEY, first, PLACE)!).toString()).toBe('Zoë Müller');
    expect([first.nonce.length, first.ciphertext.length]).toEqual([12, PLAINTEXT.length + 16]);
    expect(toHex(first.nonce)).not.toBe(toHex(second.nonce));
    expect(toHex(first.ciphertext)).not.toBe(toHex(second.ciphertext));
  });

  it('opens nothing with another key, for another place, with any bit turned, or with a shorter tag or nonce', () => {
    const closed = encrypt(KEY, PLAINTEXT, RANDOMLY);
    const turned = (bytes: Uint8Array, index: number): Uint8Array => bytes.map((byte, at) => (at === index ? byte ^ 1 : byte));
    expect(decrypt(new Uint8Array(32).fill(8), closed, PLACE)).toBeUndefined();
    expect(decrypt(KEY, closed, authenticatedData('party', 'another'))).toBeUndefined();
    expect(decrypt(KEY, closed, authenticatedData('partystream'))).toBeUndefined();
    for (let index = 0; index < closed.ciphertext.length; index += 1) {
      expect(decrypt(KEY, { ...closed, ciphertext: turned(closed.ciphertext, index) }, PLACE)).toBeUndefined();
    }
    for (let index = 0; index < closed.nonce.length; index += 1) {
      expect(decrypt(KEY, { ...closed, nonce: turned(closed.nonce, index) }, PLACE)).toBeUndefined();
    }
    expect(decrypt(KEY, { ...closed, ciphertext: closed.ciphertext.subarray(0, -1) }, PLACE)).toBeUndefined();
    expect(decrypt(KEY, { ...closed, ciphertext: new Uint8Array(15) }, PLACE)).toBeUndefined();
    expect(decrypt(KEY, { ...closed, nonce: new Uint8Array(0) }, PLACE)).toBeUndefined();
  });
});
