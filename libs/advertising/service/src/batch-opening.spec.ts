import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EnrolledProvider } from '@carriermesh/advertising-domain';
import { instant } from '@carriermesh/kernel';
import { sealEnvelope, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';
import { advertising } from '@carriermesh/wire';
import { MAX_BATCH_BYTES, MAX_OFFERS_PER_BATCH, MAX_WITHDRAWALS_PER_BATCH, openBatch } from './batch-opening.js';

const key = signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const alfa: EnrolledProvider = {
  status: 'enrolled', providerId: 'alfa', name: 'Alfa', publicKey: key.publicKey, enrolledAt: instant(1n), latest: undefined, events: 1,
};
const batch: advertising.AdvertBatch = { providerId: 'alfa', batchId: 'b-1', sequence: 1n, issuedAt: instant(2n), offers: [], withdrawnResourceIds: [] };
const send = (body: Uint8Array, provider: Parameters<typeof openBatch>[1] = alfa) =>
  openBatch({ providerId: 'alfa', envelope: sealEnvelope(key, SIGNED_AS.advertBatch, body) }, provider);
const refusalOf = (changes: Partial<advertising.AdvertBatch>) => {
  const opened = send(advertising.AdvertBatch.encode({ ...batch, ...changes }));
  return opened.kind === 'refused' ? opened.refusal : undefined;
};

describe('a batch of advertisements', () => {
  it('has as many offers and withdrawals as one commit takes, and not one more', () => {
    const offers = (count: number) => new Array<advertising.SignedOffer>(count).fill({ offer: Uint8Array.of(1), signature: Uint8Array.of(2) });
    const withdrawnResourceIds = (count: number) => new Array<string>(count).fill('alfa/a');
    expect(refusalOf({ offers: offers(MAX_OFFERS_PER_BATCH), withdrawnResourceIds: withdrawnResourceIds(MAX_WITHDRAWALS_PER_BATCH) })).toBeUndefined();
    expect(refusalOf({ offers: offers(MAX_OFFERS_PER_BATCH + 1) })).toMatchObject({ code: 'batch-too-long', facts: { what: 'offers', count: '513', limit: '512' } });
    expect(refusalOf({ withdrawnResourceIds: withdrawnResourceIds(MAX_WITHDRAWALS_PER_BATCH + 1) })).toMatchObject({ code: 'batch-too-long', facts: { what: 'withdrawals' } });
  });

  it('is measured before it is asked who sent it, and is nobody’s without an enrolled provider', () => {
    const stranger = { status: 'unknown' } as const;
    expect(send(new Uint8Array(MAX_BATCH_BYTES + 1), stranger)).toMatchObject({ refusal: { code: 'batch-too-large' } });
    expect(send(advertising.AdvertBatch.encode(batch), stranger)).toMatchObject({ refusal: { code: 'provider-unknown', facts: { provider_id: 'alfa' } } });
  });

  it('is refused without repeating its sender’s control characters, which would write lines of their own into logs', () => {
    expect(refusalOf({ batchId: 'a\nb\u001b[2J' })).toEqual({
      code: 'batch-id-invalid',
      message: '"a\uFFFDb\uFFFD[2J" is no batch id: it takes 1 to 64 letters, digits, _ and -.',
      facts: { batch_id: 'a\uFFFDb\uFFFD[2J' },
    });
    expect(refusalOf({ providerId: 'bravo\r\n' })).toMatchObject({ code: 'provider-mismatch', facts: { account: 'alfa', stated: 'bravo\uFFFD\uFFFD' } });
  });
});
