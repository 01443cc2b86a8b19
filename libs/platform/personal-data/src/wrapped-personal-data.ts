import { randomBytes } from 'node:crypto';
import { invariant, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { common } from '@carriermesh/wire';
import { authenticatedData, decrypt, encrypt, KEY_BYTES, type Chance } from './cipher.js';
import type { KeyEntry, KeyTable } from './key-table.port.js';
import type { PersonalData, SealedPlace } from './personal-data.port.js';

const KEY_ID_BYTES = 16;

interface PartyKey {
  readonly keyId: string;
  readonly key: Uint8Array;
}

/** AES-256-GCM with a random key for each party, which the master key wraps in the same way. */
export class WrappedPersonalData implements PersonalData {
  constructor(
    private readonly table: KeyTable,
    private readonly masterKey: Uint8Array,
    private readonly chance: Chance = randomBytes,
  ) {
    invariant(masterKey.length === KEY_BYTES, `a master key has ${KEY_BYTES} bytes, not ${masterKey.length}`);
  }

  async seal(place: SealedPlace, plaintext: Uint8Array): Promise<common.EncryptedPersonalData | undefined> {
    const entry = (await this.table.find(place.partyId)) ?? (await this.makeKey(place.partyId));
    return this.withKey(place.partyId, entry, ({ keyId, key }) => ({
      keyId,
      algorithm: 'aes-256-gcm',
      ...encrypt(key, plaintext, { authenticated: boundTo(place, keyId), chance: this.chance }),
    }));
  }

  async open(place: SealedPlace, sealed: common.EncryptedPersonalData): Promise<Uint8Array | undefined> {
    const { partyId, stream } = place;
    const entry = await this.table.find(partyId);
    if (!entry) throw new OperationalError('misconfigured', `the key of the party ${partyId} is missing, and was not erased: is this the right database?`);
    return this.withKey(partyId, entry, ({ keyId, key }) => {
      const isOurs = sealed.algorithm === 'aes-256-gcm' && sealed.keyId === keyId;
      const plaintext = isOurs ? decrypt(key, sealed, boundTo(place, keyId)) : undefined;
      if (!plaintext) throw new OperationalError('malformed', `the personal data in ${stream} were not sealed for the party ${partyId} and this event`);
      return plaintext;
    });
  }

  async erase(partyIds: readonly string[]): Promise<number> {
    return partyIds.length === 0 ? 0 : this.table.erase(partyIds);
  }

  private async makeKey(partyId: string): Promise<KeyEntry> {
    const keyId = toHex(this.chance(KEY_ID_BYTES));
    const key = this.chance(KEY_BYTES);
    const { nonce, ciphertext } = encrypt(this.masterKey, key, { authenticated: wrappedFor(partyId, keyId), chance: this.chance });
    key.fill(0);
    return this.table.put(partyId, { keyId, nonce, wrapped: ciphertext });
  }

  /** Unwraps the key for `work` alone; `undefined` when it was erased. */
  private withKey<T>(partyId: string, entry: KeyEntry, work: (key: PartyKey) => T): T | undefined {
    if (entry.kind === 'erased') return undefined;
    const { keyId, nonce, wrapped } = entry;
    const key = decrypt(this.masterKey, { nonce, ciphertext: wrapped }, wrappedFor(partyId, keyId));
    if (!key) throw new OperationalError('misconfigured', `the key of the party ${partyId} was not wrapped by this master key: is it another mesh's?`);
    try {
      return work({ keyId, key });
    } finally {
      key.fill(0);
    }
  }
}

const boundTo = ({ partyId, stream, eventType }: SealedPlace, keyId: string): Uint8Array =>
  authenticatedData('carriermesh.common.v1.EncryptedPersonalData', keyId, partyId, stream, eventType);

/** A wrapped key that is moved to another party's row opens nothing. */
const wrappedFor = (partyId: string, keyId: string): Uint8Array => authenticatedData('carriermesh.secrets.PartyKey', keyId, partyId);
