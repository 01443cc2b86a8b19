import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { advertising as language, common } from '@carriermesh/wire';
import { isSealedBy, sha256, SIGNED_AS, smallOrderKeys } from '@carriermesh/platform-signing';
import type { Running } from '@carriermesh/platform-chassis';
import { TrialMesh } from '@carriermesh/platform-trial';
import { MAX_EVIDENCE_PER_WINDOW } from './advert-evidence.js';
import { advertising } from './advertising.service.js';
import { MAX_BATCH_BYTES, MAX_OFFERS_PER_BATCH } from './batch-opening.js';
import { TrialProvider } from './testing/trial-provider.js';

let mesh: TrialMesh;
let service: Running;
beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [], natsConfig: 'max_payload: 8MB' });
  service = await mesh.add(advertising);
}, 60_000);
afterAll(() => mesh?.stop(), 60_000);

async function enrolled(id: string): Promise<TrialProvider> {
  const provider = new TrialProvider(mesh, id);
  expect((await provider.enrol()).outcome.kind).toBe('enrolled');
  return provider;
}

const RESOURCES = ['a', 'b', 'c', 'x', 'forged', 'swapped', 'expensive', 'never'];

/** What the ledger holds under a provider's name: its own stream and those of its resources, as `stream Event`. */
async function history(providerId: string): Promise<readonly string[]> {
  const streams = [`provider-${providerId}`, `refusals-${providerId}`, ...RESOURCES.map((name) => `resource-${providerId}/${name}`)];
  const found = await mesh.ledger.raw.readStreams(streams);
  return [...found.values()]
    .flat()
    .sort((a, b) => Number(a.position - b.position))
    .map(({ stream, type }) => `${stream} ${type.slice(type.lastIndexOf('.') + 1)}`);
}

const codeOf = (outcome: { readonly kind: string; readonly refused?: common.Refusal }) => outcome.refused?.code ?? outcome.kind;

describe('enrolment', () => {
  it('S0-2 is the operator’s alone, once for each name, and with a key of full order', async () => {
    const provider = new TrialProvider(mesh, 'Enrolled');
    await expect(provider.enrol(provider.key.publicKey, 'provider:Enrolled')).rejects.toMatchObject({ kind: 'denied' });
    for (const weak of [...smallOrderKeys(), new Uint8Array(31), new Uint8Array(33)])
      expect(codeOf((await provider.enrol(weak)).outcome)).toBe('provider-key-weak');
    expect(await history('Enrolled')).toEqual([]);

    expect(codeOf((await provider.enrol()).outcome)).toBe('enrolled');
    expect(codeOf((await provider.enrol()).outcome)).toBe('enrolled');
    expect(codeOf((await new TrialProvider(mesh, 'Enrolled').enrol()).outcome)).toBe('provider-known-with-another-key');
    expect(await history('Enrolled')).toEqual(['provider-Enrolled ProviderEnrolled']);
  });
});

describe('an advertisement', () => {
  it('S0-2 is recorded in one commit, and receipted under the operator’s key with its place in the ledger', async () => {
    const provider = await enrolled('Sound');
    const body = provider.batch(1n, { offers: ['a', 'b'].map((name) => provider.signed(provider.link(name, 1_000))) });
    const reply = await provider.send(provider.seal(body));
    if (reply.kind !== 'receipt') throw new Error(reply.refused.message);
    expect(isSealedBy(mesh.operator.publicKey, SIGNED_AS.receipt, reply.receipt)).toBe(true);
    const receipt = common.Receipt.decode(reply.receipt.body);
    expect(receipt).toMatchObject({ providerId: 'Sound', batchId: 'batch-1', bodySha256: sha256(body), refusedItems: [] });
    const found = await mesh.ledger.raw.readStreams(['provider-Sound', 'resource-Sound/a', 'resource-Sound/b']);
    const events = [...found.values()].flat().filter(({ recordedAt }) => recordedAt === receipt.recordedAt);
    expect(events.map(({ stream }) => stream).sort()).toEqual(['provider-Sound', 'resource-Sound/a', 'resource-Sound/b']);
    expect(events.find(({ position }) => position === receipt.position)?.type).toBe('advertising.v1.AdvertBatchAccepted');
  });

  it('S0-2 sent again gets the same receipt to the byte, also from another instance, with its refused items, and changes nothing', async () => {
    const provider = await enrolled('Again');
    const offers = [provider.link('a', 1_000), provider.link('b', 0)].map((offer) => provider.signed(offer));
    const envelope = provider.seal(provider.batch(1n, { offers }));
    const first = await provider.send(envelope);
    await provider.advertise(2n, [provider.link('c', 1)]);
    const before = await history('Again');
    const second = await mesh.add(advertising);
    for (let round = 0; round < 6; round += 1) expect(await provider.send(envelope)).toEqual(first);
    await second.stop();
    expect(first.kind === 'receipt' && common.Receipt.decode(first.receipt.body).refusedItems.map(({ itemId }) => itemId)).toEqual(['Again/b']);
    expect(await history('Again')).toEqual(before);
  });

  it('S0-2 updates, withdraws and brings back; unchanged offers are not recorded again', async () => {
    const provider = await enrolled('Lively');
    const a = provider.link('a', 1_000);
    await provider.advertise(1n, [a, provider.link('b', 1_000)]);
    await provider.advertise(2n, [a, provider.link('b', 2_000)]);
    await provider.advertise(3n, [], ['Lively/a']);
    await provider.advertise(4n, [a]);
    const resources = (await history('Lively')).filter((line) => line.startsWith('resource'));
    expect(resources).toEqual([
      'resource-Lively/a ResourceAdvertised',
      'resource-Lively/b ResourceAdvertised',
      'resource-Lively/b ResourceAdvertised',
      'resource-Lively/a ResourceWithdrawn',
      'resource-Lively/a ResourceAdvertised',
    ]);
    const answer = await mesh.bus.request(language.GetProvider, { providerId: 'Lively' }, { context: mesh.context('operator') });
    expect(answer.outcome).toMatchObject({ kind: 'provider', provider: { lastSequence: 4n, publicKey: provider.key.publicKey } });
  });

  it('is accepted without its bad items, and each of those is told why', async () => {
    const provider = await enrolled('Mixed');
    const rival = new TrialProvider(mesh, 'Mixed');
    const sound = provider.signed(provider.link('a', 1_000));
    const offers = [
      sound,
      rival.signed(provider.link('forged', 1_000)),
      { ...sound, offer: provider.signed(provider.link('swapped', 1_000)).offer },
      provider.signed(provider.link('a', 2_000)),
      provider.signed(provider.link('foreign', 1, { resourceId: 'Sound/a' })),
      provider.signed(provider.link('expensive', 1_000_000_001)),
    ];
    const reply = await provider.send(provider.seal(provider.batch(1n, { offers, withdrawn: ['Mixed/a', 'Sound/a', 'Mixed/never', 'Mixed/*'] })));
    if (reply.kind !== 'receipt') throw new Error(reply.refused.message);
    expect(common.Receipt.decode(reply.receipt.body).refusedItems.map(({ itemId, refusal }) => [itemId, refusal.code])).toEqual([
      ['offer 2', 'offer-signature-invalid'],
      ['offer 3', 'offer-signature-invalid'],
      ['Mixed/a', 'resource-repeated'],
      ['Sound/a', 'offer-invalid'],
      ['Mixed/expensive', 'offer-invalid'],
      ['Mixed/a', 'resource-repeated'],
      ['Sound/a', 'resource-foreign'],
      ['Mixed/*', 'resource-foreign'],
      ['Mixed/never', 'resource-unknown'],
    ]);
    expect(await history('Mixed')).toEqual(['provider-Mixed ProviderEnrolled', 'resource-Mixed/a ResourceAdvertised', 'provider-Mixed AdvertBatchAccepted']);
  });
});

describe('what is said in a provider’s name', () => {
  type Attempt = (victim: TrialProvider, thief: TrialProvider) => Promise<readonly [envelope: common.SignedEnvelope, account?: string]>;
  const signed = (provider: TrialProvider, name: string) => [provider.signed(provider.link(name, 1_000))];

  it.each<[string, string, string, Attempt]>([
    ['forged: another key’s signature', 'Forged', 'signature-invalid', async (victim) => [new TrialProvider(mesh, victim.id).seal(victim.batch(2n, { offers: signed(victim, 'x') }))]],
    ['changed by one bit after signing', 'Changed', 'signature-invalid', async (victim) => {
      const { body, ...seal } = victim.seal(victim.batch(2n, { offers: signed(victim, 'x') }));
      return [{ ...seal, body: body.map((byte, index) => (index === 40 ? byte ^ 1 : byte)) }];
    }],
    ['for the wrong audience: signed as usage', 'Audience', 'signature-invalid', async (victim) => [victim.seal(victim.batch(2n, { offers: signed(victim, 'x') }), SIGNED_AS.usageBatch)]],
    ['by a key of small order', 'SmallOrder', 'signature-invalid', async (victim) => {
      const body = victim.batch(2n, { offers: signed(victim, 'x') });
      // With this key, this signature is good for every message (RFC 8032 §8.1 leaves the check to the application).
      const keyId = Buffer.from(sha256(smallOrderKeys()[1]!)).toString('hex');
      return [{ body, signature: Uint8Array.from([1, ...new Array<number>(63).fill(0)]), keyId }];
    }],
    ['rolled back to an earlier sequence', 'RolledBack', 'sequence-out-of-order', async (victim) => {
      await victim.advertise(2n, [victim.link('b', 1)]);
      return [victim.seal(victim.batch(1n, { offers: signed(victim, 'x'), id: 'rolled-back' }))];
    }],
    ['ahead of its sequence', 'Ahead', 'sequence-out-of-order', async (victim) => [victim.seal(victim.batch(3n, { offers: signed(victim, 'x') }))]],
    ['other bytes under a batch id on record', 'Reused', 'batch-id-reused', async (victim) => [victim.seal(victim.batch(2n, { offers: signed(victim, 'x'), id: 'batch-1' }))]],
    ['other bytes under the last sequence', 'Twice', 'batch-id-reused', async (victim) => [victim.seal(victim.batch(1n, { offers: signed(victim, 'x'), id: 'twice' }))]],
    ['no batch at all', 'Garbage', 'batch-malformed', async (victim) => [victim.seal(Uint8Array.of(0xff, 0xff, 0xff))]],
    ['signed by another provider for this one', 'Spoken', 'signature-invalid', async (victim, thief) => [thief.seal(thief.batch(2n, { provider: victim.id }))]],
    ['one batch of too many offers', 'Long', 'batch-too-long', async (victim) => {
      const [offer] = signed(victim, 'x');
      return [victim.seal(victim.batch(2n, { offers: new Array(MAX_OFFERS_PER_BATCH + 1).fill(offer) }))];
    }],
    ['a body of one byte too many', 'Large', 'batch-too-large', async (victim) => [victim.seal(new Uint8Array(MAX_BATCH_BYTES + 1))]],
    ['a batch id that is no token', 'Odd', 'batch-id-invalid', async (victim) => [victim.seal(victim.batch(2n, { id: 'a>b' }))]],
  ])('S0-2 is refused and leaves evidence alone: %s', async (_, id, code, attempt) => {
    const victim = await enrolled(id);
    await victim.advertise(1n, [victim.link('a', 1_000)]);
    const [envelope] = await attempt(victim, await enrolled(`${id}-thief`));
    const before = await history(id);
    const reply = await victim.send(envelope);
    expect(codeOf(reply)).toBe(code);
    expect(await history(id)).toEqual([...before, `refusals-${id} AdvertRefused`]);
    const [evidence] = (await mesh.ledger.load(`refusals-${id}`)).events;
    expect(evidence?.data).toMatchObject({ providerId: id, bodySha256: sha256(envelope.body), refusal: { code } });
  });

  it('S0-2 is refused when another account sends it, in a body that names either (I6)', async () => {
    const victim = await enrolled('Victim');
    const thief = await enrolled('Thief');
    const before = await history('Victim');
    const stolen = victim.seal(victim.batch(1n, { offers: signed(victim, 'x') }));
    expect(codeOf(await victim.send(stolen, 'Thief'))).toBe('signature-invalid');
    expect(codeOf(await thief.send(thief.seal(thief.batch(1n, { provider: 'Victim', offers: signed(victim, 'x') }))))).toBe('provider-mismatch');
    expect(await history('Victim')).toEqual(before);
    expect((await history('Thief')).slice(1)).toEqual(['refusals-Thief AdvertRefused', 'refusals-Thief AdvertRefused']);
  });

  it('S0-2 is refused before it is enrolled', async () => {
    const stranger = new TrialProvider(mesh, 'Stranger');
    expect(codeOf(await stranger.send(stranger.seal(stranger.batch(1n, { offers: signed(stranger, 'x') }))))).toBe('provider-unknown');
    expect(await history('Stranger')).toEqual(['refusals-Stranger AdvertRefused']);
  });

  it('S0-2 is counted and no longer described when it floods, 1,000 forgeries and none accepted', async () => {
    const victim = await enrolled('Flooded');
    const forger = new TrialProvider(mesh, 'Flooded');
    const counted = async () => {
      const page = await (await fetch(`${service.healthUrl}/metrics`)).text();
      return Number(/carriermesh_batches_refused\{service="advertising",code="signature-invalid"\} (\d+)/.exec(page)?.[1] ?? 0);
    };
    const before = await counted();
    const forged = Array.from({ length: 1_000 }, (_, index) => forger.seal(forger.batch(1n, { id: `forged-${index}` })));
    const replies = await Promise.all(forged.map((envelope) => victim.send(envelope)));
    expect(new Set(replies.map(codeOf))).toEqual(new Set(['signature-invalid']));
    expect(await counted()).toBe(before + 1_000);
    const recorded = (await history('Flooded')).slice(1);
    // A run that crosses the edge of a window has two of them.
    expect([MAX_EVIDENCE_PER_WINDOW, 2 * MAX_EVIDENCE_PER_WINDOW]).toContain(recorded.length);
    await expect(victim.advertise(1n, [victim.link('a', 1)])).resolves.toMatchObject({ refusedItems: [] });
  });
});
