import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { SIGNED_AS, signingKey, smallOrderKeys } from '@carriermesh/platform-signing';
import { eventually, newKeyPem, TrialMesh } from '@carriermesh/platform-trial';
import { type Codec, contracting as language } from '@carriermesh/wire';
import { contractChecks } from './contract-checks.js';
import { contracting } from './contracting.service.js';
import { Neighbourhood, neighbours } from './testing/neighbours.js';
import { TrialBuyer } from './testing/trial-buyer.js';
import { TrialMarket } from './testing/trial-market.js';

let mesh: TrialMesh;
let hood: Neighbourhood;
/** Is bound by its key alone; may sign; has no key. */
let [signer, free, keyless] = [] as unknown as [TrialBuyer, TrialBuyer, TrialBuyer];
const [ownKey, strangeKey] = [signingKey(newKeyPem()), signingKey(newKeyPem())];

beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
  const market = TrialMarket.londonToNewYork(mesh.now());
  await mesh.add(neighbours((hood = new Neighbourhood(market))));
  await mesh.add(contracting);
  await market.advertisePops(mesh);
  [signer, free, keyless] = [new TrialBuyer(mesh, 'signer'), new TrialBuyer(mesh, 'free'), new TrialBuyer(mesh, 'keyless')];
  await register('signer', ownKey.publicKey, true);
  await register('free', ownKey.publicKey, false);
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);

const register = async (buyerId: string, publicKey: Uint8Array, mustSign: boolean, { actor = 'operator', requestId = randomUUID() as string } = {}) =>
  (await mesh.bus.request(language.RegisterBuyerKey, { buyerId, publicKey, mustSign, requestId }, { context: mesh.context(actor) })).outcome;
const codeOf = (outcome: { readonly kind: string; readonly refused?: { readonly code: string } }): string => outcome.refused?.code ?? outcome.kind;

async function quoted(buyer: TrialBuyer): Promise<{ readonly orderId: string; readonly quoteId: string; readonly acceptance: Uint8Array }> {
  const { orderId } = await buyer.order({ acceptance: 'explicit' });
  const quoteId = (await buyer.reaches(orderId, 'quoted')).quote!.quoteId;
  const outcome = await buyer.quote(quoteId);
  if (outcome.kind !== 'quote') throw new Error(outcome.refused.message);
  return { orderId, quoteId, acceptance: outcome.quote.acceptance! };
}

/** What a contract is verified from: everything of its order, and its buyer's keys. */
async function eventsOf(buyerId: string, orderId: string): Promise<readonly RecordedEvent[]> {
  const all = await mesh.ledger.raw.readAll(0n, 10_000);
  return all.filter(({ stream, type }) => stream === `buyerkey-${buyerId}` || (stream.includes(orderId.slice(4)) && type.startsWith('contracting.v1.')));
}

const aboutBuyer = (contractId: string, events: readonly RecordedEvent[]) => contractChecks(contractId, events).filter(({ what }) => / (signed|states) /.test(what)).map(({ what, holds }) => [what, holds]);
const altering = <T>(events: readonly RecordedEvent[], type: string, codec: Codec<T>, alter: (data: T) => T): readonly RecordedEvent[] =>
  events.map((event) => (event.type === type ? { ...event, payload: codec.encode(alter(codec.decode(event.payload))) } : event));
const flipped = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));

describe('a buyer’s signature', () => {
  it('S0-7 takes a quote where it is the registered key’s own, over that quote and those terms, and is verified from the bytes', async () => {
    const { orderId, quoteId, acceptance } = await quoted(signer);
    const over = (bytes: Uint8Array, key = ownKey, domain: string = SIGNED_AS.quoteAcceptance) => key.sign(domain, bytes);
    expect(codeOf(await signer.accept(quoteId))).toBe('signature-required');
    const wrong = [over(acceptance, strangeKey), over(acceptance, ownKey, SIGNED_AS.contract), over(flipped(acceptance)), flipped(over(acceptance)), new Uint8Array(64), new Uint8Array(63)];
    for (const signature of wrong) expect(codeOf(await signer.accept(quoteId, signature))).toBe('signature-invalid');
    expect(codeOf(await free.accept(quoteId, over(acceptance)))).toBe('quote-unknown');
    for (let round = 0; round < 2; round += 1) expect(codeOf(await signer.accept(quoteId, over(acceptance)))).toBe('accepted');
    const { contractId = '' } = await signer.reaches(orderId, 'active');

    // A key that comes later changes nothing about what the earlier one signed.
    await register('signer', strangeKey.publicKey, true);
    const events = await eventsOf('signer', orderId);
    const what = 'the buyer signed its acceptance of this quote and these terms';
    expect(aboutBuyer(contractId, events)).toEqual([[what, true]]);
    const signatureOf = (alter: (statement: { body: Uint8Array; signature: Uint8Array; keyId: string }) => object) =>
      altering(events, 'contracting.v1.QuoteAccepted', language.QuoteAccepted, (accepted) => ({ ...accepted, statement: { ...accepted.statement!, ...alter(accepted.statement!) } }));
    expect(aboutBuyer(contractId, signatureOf(({ signature }) => ({ signature: flipped(signature) })))).toEqual([[what, false]]);
    expect(aboutBuyer(contractId, signatureOf(({ body }) => ({ body: flipped(body) })))).toEqual([[what, false]]);
    expect(aboutBuyer(contractId, signatureOf(({ body }) => ({ signature: strangeKey.sign(SIGNED_AS.quoteAcceptance, body), keyId: strangeKey.keyId })))).toEqual([[what, false]]);
    expect(aboutBuyer(contractId, altering(events, 'contracting.v1.BuyerKeyRegistered', language.BuyerKeyRegistered, (key) => ({ ...key, publicKey: strangeKey.publicKey })))).toEqual([[what, false]]);
    const unsigned = altering(events, 'contracting.v1.QuoteAccepted', language.QuoteAccepted, ({ statement: _, ...accepted }) => accepted);
    expect(aboutBuyer(contractId, unsigned)).toEqual([['the buyer signed its acceptance', false]]);
    await register('signer', ownKey.publicKey, true);
  });

  it('S0-7 is asked of orders too that would accept by themselves, where the buyer is bound by its key alone', async () => {
    await eventually('the rule', async () => (codeOf(await signer.ask({ acceptance: 'automatic' })) === 'signature-required' ? true : undefined));
    const { orderId } = await free.order();
    const { contractId = '' } = await free.reaches(orderId, 'active');
    expect(aboutBuyer(contractId, await eventsOf('free', orderId))).toEqual([['the seller states the acceptance, by an authenticated request', true]]);
  });

  it('is taken of one who need not sign, and of nobody without a key', async () => {
    const optional = await quoted(free);
    expect(codeOf(await free.accept(optional.quoteId, ownKey.sign(SIGNED_AS.quoteAcceptance, optional.acceptance)))).toBe('accepted');
    const { quoteId, orderId, acceptance } = await quoted(keyless);
    expect(codeOf(await keyless.accept(quoteId, ownKey.sign(SIGNED_AS.quoteAcceptance, acceptance)))).toBe('buyer-key-unknown');
    expect(codeOf(await keyless.accept(quoteId))).toBe('accepted');
    const { contractId = '' } = await keyless.reaches(orderId, 'active');
    expect(aboutBuyer(contractId, await eventsOf('keyless', orderId))).toEqual([['the seller states the acceptance, by an authenticated request', true]]);
  });

  it('I7 asked for again is the acceptance that it was, whatever key and rule the buyer has by now', async () => {
    const late = new TrialBuyer(mesh, 'late');
    const unsigned = await quoted(late);
    expect(codeOf(await late.accept(unsigned.quoteId))).toBe('accepted');
    await register('late', ownKey.publicKey, true);
    expect(codeOf(await late.accept(unsigned.quoteId))).toBe('accepted');
    expect(codeOf(await late.accept(unsigned.quoteId, strangeKey.sign(SIGNED_AS.quoteAcceptance, unsigned.acceptance)))).toBe('signature-invalid');

    const signed = await quoted(late);
    const signature = ownKey.sign(SIGNED_AS.quoteAcceptance, signed.acceptance);
    expect(codeOf(await late.accept(signed.quoteId, signature))).toBe('accepted');
    await register('late', strangeKey.publicKey, true);
    expect(codeOf(await late.accept(signed.quoteId, signature))).toBe('accepted');
    expect(codeOf(await late.accept(signed.quoteId, flipped(signature)))).toBe('signature-invalid');
    expect(codeOf(await late.accept(signed.quoteId))).toBe('signature-required');
    expect((await mesh.ledger.load(`quote-${signed.quoteId}`)).events.map(({ type }) => type)).toEqual(['contracting.v1.QuoteOffered', 'contracting.v1.QuoteAccepted']);
  });
});

describe('a quote that its buyer declines', () => {
  it('S0-8 is declined by its buyer alone and once, unsigned, and its capacity is free again before its time is over', async () => {
    const { orderId, quoteId } = await quoted(signer);
    expect(codeOf(await free.decline(quoteId))).toBe('quote-unknown');
    for (let round = 0; round < 2; round += 1) expect(await signer.decline(quoteId, 'another site')).toEqual({ kind: 'declined', declined: { quoteId, orderId } });
    expect((await signer.reaches(orderId, 'refused')).refusal).toMatchObject({ code: 'quote-declined', facts: { quote_id: quoteId } });
    expect(hood.holds.get(`hol_${orderId.slice(4)}-1`)?.state).toBe('released');
    expect((await mesh.ledger.load(`quote-${quoteId}`)).events.map(({ type }) => type)).toEqual(['contracting.v1.QuoteOffered', 'contracting.v1.QuoteDeclined']);
    expect(await signer.quote(orderId)).toMatchObject({ quote: { record: { state: 'declined' } } });
  });

  it('S0-8 is not declined once it was accepted, nor accepted once it was declined', async () => {
    const { orderId, quoteId } = await quoted(keyless);
    await keyless.accept(quoteId);
    expect(codeOf(await keyless.decline(quoteId))).toBe('quote-accepted');
    expect((await keyless.reaches(orderId, 'active')).quote?.quoteId).toBe(quoteId);

    const declined = await quoted(keyless);
    await keyless.decline(declined.quoteId);
    expect(codeOf(await keyless.accept(declined.quoteId))).toBe('quote-declined');
  });
});

describe('a buyer’s key', () => {
  it('is registered by the operator alone, and is a key', async () => {
    await expect(register('free', ownKey.publicKey, false, { actor: 'buyer:free' })).rejects.toMatchObject({ kind: 'denied' });
    for (const key of [smallOrderKeys()[0]!, ownKey.publicKey.slice(1), new Uint8Array()]) expect(codeOf(await register('free', key, false))).toBe('buyer-key-malformed');
    expect(codeOf(await register('no buyer', ownKey.publicKey, false))).toBe('buyer-id-malformed');
    expect(codeOf(await register('free', ownKey.publicKey, false, { requestId: 'with spaces' }))).toBe('request-id-malformed');
    expect((await mesh.ledger.load('buyerkey-free')).events).toHaveLength(1);
  });

  it('I7 is registered once by a request: a copy that comes when another key speaks changes nothing', async () => {
    const registered = { kind: 'registered', registered: { buyerId: 'leaky', publicKey: ownKey.publicKey, keyId: ownKey.keyId, mustSign: true } };
    expect(await register('leaky', ownKey.publicKey, true, { requestId: 'first' })).toEqual(registered);
    await register('leaky', strangeKey.publicKey, true);
    expect(await register('leaky', ownKey.publicKey, true, { requestId: 'first' })).toEqual(registered);
    expect(codeOf(await register('leaky', ownKey.publicKey, false, { requestId: 'first' }))).toBe('buyer-key-request-reused');
    expect((await mesh.ledger.load('buyerkey-leaky')).events.map(({ data }) => (data as language.BuyerKeyRegistered).publicKey)).toEqual([ownKey.publicKey, strangeKey.publicKey]);
  });
});
