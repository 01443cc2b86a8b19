import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { toHex } from '@carriermesh/kernel';
import { SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { readPublicKey, readSigningKey, signatureOver } from './buyer-key.js';

const directory = mkdtempSync(join(tmpdir(), 'carriermesh-buyer-key-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = join(directory, 'key.pem');
const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
writeFileSync(file, pem);

describe('the key of a buyer at the desk', () => {
  const key = readSigningKey(file);

  it('S0-7 is registered from its digits, its private or its public PEM alike', () => {
    const publicFile = join(directory, 'public.pem');
    writeFileSync(publicFile, createPublicKey(pem).export({ type: 'spki', format: 'pem' }));
    for (const text of [toHex(key.publicKey), toHex(key.publicKey).toUpperCase(), file, publicFile]) expect(readPublicKey(text)).toEqual(key.publicKey);
    for (const text of ['', 'ab', join(directory, 'none.pem')]) expect(() => readPublicKey(text)).toThrow('--public-key is 64 hexadecimal digits or a file');
    expect(() => readSigningKey(join(directory, 'none.pem'))).toThrow('--key ');
  });

  it('signs the statement that the API shows, under the domain of acceptances and no other', () => {
    const statement = Buffer.from('a statement').toString('base64');
    const signature = Buffer.from(signatureOver({ acceptance: { statement, domain: SIGNED_AS.quoteAcceptance } }, key), 'base64');
    expect(verifySignature({ publicKey: key.publicKey, domain: SIGNED_AS.quoteAcceptance, body: Buffer.from('a statement'), signature })).toBe(true);
    for (const acceptance of [undefined, {}, { statement, domain: SIGNED_AS.contract }, { domain: SIGNED_AS.quoteAcceptance }]) expect(() => signatureOver({ acceptance }, key)).toThrow('no statement of acceptance');
  });
});
