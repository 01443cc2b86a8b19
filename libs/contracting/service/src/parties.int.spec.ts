import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventually, LeakSearch, TrialMesh } from '@carriermesh/platform-trial';
import type { contracting as language } from '@carriermesh/wire';
import pg from 'pg';
import { contracting } from './contracting.service.js';
import { canariesOf, canaryContact, TrialPartyDesk } from './testing/trial-party.js';

let mesh: TrialMesh;
let desk: TrialPartyDesk;
let eye: pg.Client;
let stopContracting: () => Promise<unknown>;

/** Two instances, so that no key may live in the memory of one of them. */
async function startContracting(): Promise<void> {
  const instances = [await mesh.add(contracting), await mesh.add(contracting)];
  stopContracting = () => Promise.all(instances.map((instance) => instance.stop()));
}

beforeAll(async () => {
  mesh = await TrialMesh.start({ services: [] });
  await startContracting();
  desk = new TrialPartyDesk(mesh.bus, (actor) => mesh.context(actor));
  eye = new pg.Client({ connectionString: mesh.postgres.url });
  await eye.connect();
}, 60_000);
afterAll(async () => {
  await eye?.end();
  await mesh?.stop();
}, 60_000);

const typesOf = async (partyId: string) => (await mesh.ledger.load(`party-${partyId}`)).events.map(({ type }) => type.replace('contracting.v1.', ''));
const hasKey = async (partyId: string) => (await eye.query('select 1 from secrets.party_key where party_id = $1 and erased_at is null', [partyId])).rowCount === 1;
const refusedAs = (code: string) => ({ kind: 'refused', refused: { code, message: expect.any(String), facts: expect.any(Object) } });

describe('a party', () => {
  it('is registered and shown to itself and to the operator, the same however often it says the same', async () => {
    const contact = canaryContact('first');
    const registered = await desk.register('first', contact);
    expect(registered).toMatchObject({ kind: 'registered', registered: { partyId: 'first', kind: 'person', contact } });
    expect(await desk.register('first', contact)).toEqual(registered);
    for (const actor of ['buyer:first', 'operator']) expect(await desk.read('first', actor)).toMatchObject({ kind: 'party', party: { contact } });
    expect(await typesOf('first')).toEqual(['PartyRegistered']);
  });

  it('changes its contact, once for each that is new, and never its kind', async () => {
    const [before, after] = [canaryContact('before'), canaryContact('after')];
    await desk.register('mover', before);
    expect(await desk.register('mover', after)).toEqual(refusedAs('party-already-registered'));
    for (let round = 0; round < 2; round += 1) expect(await desk.update('mover', after)).toMatchObject({ kind: 'updated', updated: { contact: after } });
    expect(await desk.update('mover', before, { kind: 'organisation', changes: 1 })).toEqual(refusedAs('party-of-other-kind'));
    expect(await typesOf('mover')).toEqual(['PartyRegistered', 'PartyContactChanged']);
  });

  it('I7 is not called again what it was called before, by a copy that comes late or by whoever knew it so', async () => {
    const [first, second] = [canaryContact('then'), canaryContact('now')];
    await desk.register('renamed', canaryContact('once'));
    expect(await desk.update('renamed', first)).toMatchObject({ updated: { contact: first, changes: 1 } });
    expect(await desk.update('renamed', second, { changes: 1 })).toMatchObject({ updated: { contact: second, changes: 2 } });
    for (const changes of [0, 1, 3]) {
      expect(await desk.update('renamed', first, { changes })).toMatchObject({ kind: 'refused', refused: { code: 'party-changed-since', facts: { asked_changes: String(changes), changes: '2' } } });
    }
    expect(await desk.update('renamed', second, { changes: 1 })).toMatchObject({ kind: 'updated', updated: { contact: second, changes: 2 } });
    expect(await desk.read('renamed')).toMatchObject({ party: { contact: second, changes: 2 } });
  });

  it('is one also when its first registration comes many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => desk.register('eager', canaryContact('eager'))));
    expect(answers.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'registered'));
    expect(await typesOf('eager')).toEqual(['PartyRegistered']);
  });

  it('I10 is nobody else’s business', async () => {
    await desk.register('private', canaryContact('private'));
    for (const actor of ['buyer:first', 'provider:private']) {
      await expect(desk.read('private', actor)).rejects.toMatchObject({ kind: 'denied' });
      await expect(desk.update('private', canaryContact('theirs'), { actor })).rejects.toMatchObject({ kind: 'denied' });
      await expect(desk.register('private', canaryContact('theirs'), actor)).rejects.toMatchObject({ kind: 'denied' });
    }
    for (const actor of ['buyer:private', 'buyer:first', 'provider:private']) await expect(desk.forget('private', actor)).rejects.toMatchObject({ kind: 'denied' });
    expect(await typesOf('private')).toEqual(['PartyRegistered']);
  });

  it('is refused with a number that no telephone has, before a key is made for it', async () => {
    expect(await desk.register('wrong', { ...canaryContact('wrong'), phone: '+441111111111' })).toMatchObject({ kind: 'refused', refused: { code: 'contact-malformed', facts: { field: 'phone' } } });
    expect(await desk.update('wrong', canaryContact('wrong'))).toEqual(refusedAs('party-unknown'));
    expect(await desk.read('wrong')).toEqual(refusedAs('party-unknown'));
    expect((await eye.query(`select 1 from secrets.party_key where party_id = 'wrong'`)).rowCount).toBe(0);
  });
});

describe('a party that is forgotten', () => {
  it('I14 can be read by nobody, as soon as the command is answered, and never comes back under its id', async () => {
    await desk.register('gone', canaryContact('gone'));
    expect(await desk.forget('unheard-of')).toEqual(refusedAs('party-unknown'));
    const answer = await desk.forget('gone');
    expect(answer).toMatchObject({ kind: 'forgotten', forgotten: { forgottenAt: expect.any(BigInt), keyErasedAt: expect.any(BigInt) } });
    expect(await hasKey('gone')).toBe(false);
    expect(await desk.forget('gone')).toEqual(answer);
    for (const actor of ['buyer:gone', 'operator']) {
      const read = await desk.read('gone', actor);
      expect(read.kind === 'party' && read.party.contact).toBeUndefined();
    }
    expect(await desk.register('gone', canaryContact('again'))).toEqual(refusedAs('party-forgotten'));
    expect(await desk.update('gone', canaryContact('again'))).toEqual(refusedAs('party-forgotten'));
    expect(await typesOf('gone')).toEqual(['PartyRegistered', 'PartyForgotten', 'PartyKeyErased']);
    expect(await hasKey('gone')).toBe(false);
  });

  it('I14 leaves no key and nothing readable behind, while others change its contact at the same moment', async () => {
    await desk.register('raced', canaryContact('raced'));
    const changes = Array.from({ length: 10 }, (_, index) => desk.update('raced', canaryContact(`raced-${index}`), { changes: index }));
    const [forgotten] = await Promise.all([desk.forget('raced'), ...changes.map((change) => change.catch(() => undefined))]);
    expect(forgotten.kind).toBe('forgotten');
    const types = await typesOf('raced');
    expect(types.slice(types.indexOf('PartyForgotten'))).toEqual(['PartyForgotten', 'PartyKeyErased']);
    expect(await hasKey('raced')).toBe(false);
  });

  it('I14 is erased by the next start, when the service ended right after the decision', async () => {
    await desk.register('halfway', canaryContact('halfway'));
    await stopContracting();
    const now = mesh.now();
    const { revision } = await mesh.ledger.load('party-halfway');
    const decided = { type: 'contracting.v1.PartyForgotten', data: { partyId: 'halfway', forgottenAt: now } } as const;
    await mesh.ledger.commit([{ stream: 'party-halfway', expected: revision, events: [decided] }], mesh.context('operator'));
    expect(await hasKey('halfway')).toBe(true);
    await startContracting();
    await eventually('the record of the erasure', async () => ((await typesOf('halfway')).includes('PartyKeyErased') ? true : undefined));
    expect(await hasKey('halfway')).toBe(false);
    expect(await typesOf('halfway')).toEqual(['PartyRegistered', 'PartyForgotten', 'PartyKeyErased']);
  }, 60_000);

  it('I14 is erased again by the next start, when an old copy of the keys was put back', async () => {
    await desk.register('restored', canaryContact('restored'));
    await eye.query('create table public.old_keys as select * from secrets.party_key');
    await desk.forget('restored');
    await stopContracting();
    await eye.query('delete from secrets.party_key; insert into secrets.party_key select * from public.old_keys; drop table public.old_keys');
    expect(await hasKey('restored')).toBe(true);
    await startContracting();
    expect(await hasKey('restored')).toBe(false);
    expect(await desk.read('first')).toMatchObject({ kind: 'party', party: { contact: canaryContact('first') } });
  }, 60_000);

  it('I14 stands in clear in no row, no file of the database and no event, neither before it is forgotten nor after, whoever it is', async () => {
    const names = fc.stringMatching(/^[a-zäéßł]{12,20}$/);
    const contacts = fc.record({ name: names, local: fc.stringMatching(/^[a-z]{12,20}$/), street: names, city: names }).map(
      ({ name, local, street, city }): language.PartyContact => ({
        ...canaryContact('any'), displayName: name, email: `${local}@example.com`,
        address: { street: [street], city, stateOrProvince: '', postCode: '', country: 'GB' },
      }),
    );
    let count = 0;
    await fc.assert(
      fc.asyncProperty(contacts, contacts, async (first, second) => {
        const partyId = `anybody-${(count += 1)}`;
        const search = new LeakSearch([...canariesOf(first), ...canariesOf(second)]);
        expect(await desk.register(partyId, first)).toMatchObject({ registered: { contact: first } });
        expect(await desk.update(partyId, second)).toMatchObject({ updated: { contact: second } });
        expect(await search.inDatabase(mesh.postgres.url)).toEqual([]);
        expect(await desk.forget(partyId)).toMatchObject({ kind: 'forgotten' });
        await eye.query('checkpoint');
        expect([...(await search.inDatabase(mesh.postgres.url)), ...search.inFiles(mesh.postgres.directory)]).toEqual([]);
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});
