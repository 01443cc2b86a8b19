import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sealEnvelope, sha256, SIGNED_AS, signingKey, type Envelope } from '@carriermesh/platform-signing';
import { agent } from '@carriermesh/wire';
import { batchRefusal, openSignedBatch, type BatchKind, type Opening } from './batch-opening.js';

const newKey = () => signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const [key, rival] = [newKey(), newKey()];
const KIND: BatchKind<agent.UsageBatch> = { name: 'usage batch', domain: SIGNED_AS.usageBatch, codec: agent.UsageBatch, limitBytes: 200 };
const batch: agent.UsageBatch = { providerId: 'alfa', batchId: 'b-1', records: [], watermarks: [] };

const seal = (changes: Partial<agent.UsageBatch> = {}): Envelope => sealEnvelope(key, KIND.domain, agent.UsageBatch.encode({ ...batch, ...changes }));
const open = (envelope: Envelope, publicKey: Uint8Array | undefined = key.publicKey): Opening<agent.UsageBatch> =>
  openSignedBatch(KIND, { providerId: 'alfa', envelope, publicKey });
const refusalOf = (opening: Opening<agent.UsageBatch>) => (opening.kind === 'refused' ? batchRefusal(KIND, opening.fault) : undefined);

describe('a signed batch', () => {
  it('is opened when account, key and body are one provider’s, and comes with the hash of its bytes', () => {
    const envelope = seal();
    expect(open(envelope)).toEqual({ kind: 'opened', batch, bodySha256: sha256(envelope.body) });
  });

  it('may be as large as its kind allows, and not a byte larger', () => {
    const filled = (bytes: number) => sealEnvelope(key, KIND.domain, new Uint8Array(bytes).fill(0xff));
    expect(refusalOf(open(filled(200)))?.code).toBe('batch-malformed');
    expect(refusalOf(open(filled(201)))).toEqual({
      code: 'batch-too-large', message: 'A usage batch has at most 200 bytes; this one has 201.', facts: { bytes: '201', limit_bytes: '200' },
    });
  });

  it('is refused without an enrolled key, before anything else is done with it', () => {
    const opening = openSignedBatch(KIND, { providerId: 'alfa', envelope: { ...seal(), signature: new Uint8Array() }, publicKey: undefined });
    expect(refusalOf(opening)).toMatchObject({ code: 'provider-unknown', message: 'No provider alfa is enrolled.' });
  });

  it('is not parsed before its signature was found good', () => {
    const forged = { body: Uint8Array.of(0xff), signature: new Uint8Array(64), keyId: key.keyId };
    expect(refusalOf(open(forged))).toMatchObject({ code: 'signature-invalid', message: 'The enrolled key of alfa did not sign this body as a usage batch.' });
    expect(refusalOf(open(seal(), rival.publicKey))?.code).toBe('signature-invalid');
    expect(refusalOf(open(sealEnvelope(key, SIGNED_AS.measurementBatch, agent.UsageBatch.encode(batch))))?.code).toBe('signature-invalid');
  });

  it('speaks for no other provider than its account', () => {
    expect(refusalOf(open(seal({ providerId: 'bravo' })))).toMatchObject({ code: 'provider-mismatch', facts: { account: 'alfa', stated: 'bravo' } });
  });

  it('has a token for its id, and a refusal repeats no more than a hundred characters of another', () => {
    expect(refusalOf(open(seal({ batchId: 'x'.repeat(64) })))).toBeUndefined();
    for (const batchId of ['', 'b 1', 'x'.repeat(150)]) {
      expect(refusalOf(open(seal({ batchId })))).toMatchObject({ code: 'batch-id-invalid', facts: { batch_id: batchId.slice(0, 100) } });
    }
  });
});
