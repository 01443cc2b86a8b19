import type { common } from '@carriermesh/wire';

/** Where a ciphertext belongs. It can't be opened anywhere else: for another party, in another stream, as another event. */
export interface SealedPlace {
  readonly partyId: string;
  readonly stream: string;
  readonly eventType: string;
}

/**
 * What the mesh knows of people, readable by a key for each of them. A key is in memory for one call and no longer, so that an
 * erasure is at once true for every process.
 */
export interface PersonalData {
  /**
   * Encrypts with the party's key, which is made at the first call. `undefined` when the key was erased: there is never another
   * one for the same party.
   */
  seal(place: SealedPlace, plaintext: Uint8Array): Promise<common.EncryptedPersonalData | undefined>;

  /**
   * Decrypts; `undefined` when the key was erased.
   * @throws OperationalError `malformed` when it was not sealed for this place, `misconfigured` when the key is missing or can't be
   * unwrapped by this master key
   */
  open(place: SealedPlace, sealed: common.EncryptedPersonalData): Promise<Uint8Array | undefined>;

  /**
   * Erases the keys of these parties, and for good: also of one that has none yet. Durable when it returns; the same again does
   * nothing.
   * @returns how many keys there were
   */
  erase(partyIds: readonly string[]): Promise<number>;
}
