import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { common } from '@carriermesh/wire';
import type { KeyTable } from './key-table.port.js';
import { WrappedPersonalData } from './wrapped-personal-data.js';
import type { SealedPlace } from './personal-data.port.js';

export const MASTER_KEY = new Uint8Array(32).fill(1);
export const SECRET = Buffer.from('Zoë Müller, 1 High Street');
export const placeOf = (partyId: string): SealedPlace => ({ partyId, stream: `party-${partyId}`, eventType: 'contracting.v1.PartyRegistered' });

/** What a table of keys has to do, seen through what it is for. `open` gives one more door to the same table. */
export function personalDataContract(name: string, open: () => Promise<KeyTable & { close?(): Promise<void> }>): void {
  describe(`personal data, with keys in ${name}`, () => {
    let tables: (KeyTable & { close?(): Promise<void> })[];
    let data: WrappedPersonalData;
    let another: WrappedPersonalData;
    let acme: SealedPlace;
    let parties = 0;
    beforeAll(async () => {
      tables = [await open(), await open()];
      [data, another] = tables.map((table) => new WrappedPersonalData(table, MASTER_KEY)) as [WrappedPersonalData, WrappedPersonalData];
    });
    afterAll(async () => {
      for (const table of tables) await table.close?.();
    });
    beforeEach(() => {
      acme = placeOf(`acme-${(parties += 1)}`);
    });
    const sealed = async (place = acme): Promise<common.EncryptedPersonalData> => (await data.seal(place, SECRET))!;
    const globex = (): SealedPlace => placeOf(`${acme.partyId}-rival`);

    it('are opened where they were sealed, with the party’s one key, by anybody who has the master key', async () => {
      const [first, second] = [await sealed(), await sealed()];
      expect(first).toMatchObject({ keyId: second.keyId, algorithm: 'aes-256-gcm' });
      expect(await another.open(acme, first)).toEqual(SECRET);
    });

    it.each([
      ['for another party', (place: SealedPlace) => ({ ...place, partyId: globex().partyId })],
      ['in another stream', (place: SealedPlace) => ({ ...place, stream: globex().stream })],
      ['as another event', (place: SealedPlace) => ({ ...place, eventType: 'contracting.v1.PartyContactChanged' })],
    ])('can’t be moved and opened %s', async (_, moved) => {
      const mine = await sealed();
      const theirs = await sealed(globex());
      await expect(data.open(moved(acme), mine)).rejects.toMatchObject({ kind: 'malformed' });
      await expect(data.open(acme, { ...mine, keyId: theirs.keyId })).rejects.toMatchObject({ kind: 'malformed' });
    });

    it('have one key also when many seal at once for the first time', async () => {
      const all = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? data : another).seal(acme, SECRET)));
      expect(new Set(all.map((each) => each?.keyId)).size).toBe(1);
      for (const each of all) expect(await data.open(acme, each!)).toEqual(SECRET);
    });

    it('can’t be opened with another master key, and are not taken for erased when their key is missing', async () => {
      const kept = await sealed();
      const stranger = new WrappedPersonalData(tables[0]!, new Uint8Array(32).fill(2));
      await expect(stranger.open(acme, kept)).rejects.toMatchObject({ kind: 'misconfigured' });
      await expect(data.open(placeOf('never-seen'), kept)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('never-seen') });
    });

    it('I14 can be opened by nobody after the erasure, which takes nothing from others', async () => {
      const [mine, theirs] = [await sealed(), await sealed(globex())];
      expect(await data.erase([acme.partyId])).toBe(1);
      for (const each of [data, another]) expect(await each.open(acme, mine)).toBeUndefined();
      expect(await another.open(globex(), theirs)).toEqual(SECRET);
    });

    it('I14 never get another key after the erasure, whether there was one or not, nor while it happens', async () => {
      await sealed();
      const ids = [acme.partyId, globex().partyId];
      expect(await data.erase(ids)).toBe(1);
      expect(await data.erase(ids)).toBe(0);
      expect(await data.erase([])).toBe(0);
      for (const id of ids) expect(await another.seal(placeOf(id), SECRET)).toBeUndefined();
      const racers = Array.from({ length: 20 }, (_, index) => placeOf(`${acme.partyId}-racer-${index}`));
      const seals = await Promise.all(racers.flatMap((racer) => [data.seal(racer, SECRET), another.erase([racer.partyId]).then(() => undefined)]));
      for (const [index, seal] of seals.entries()) {
        const racer = racers[Math.floor(index / 2)]!;
        expect(seal && (await data.open(racer, seal))).toBeUndefined();
        expect(await data.seal(racer, SECRET)).toBeUndefined();
      }
    });
  });
}
