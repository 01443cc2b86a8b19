import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { operational } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { common } from '@carriermesh/wire';
import { authenticatedData, decrypt, encrypt, KEY_BYTES, type Ciphertext } from './cipher.js';
import type { PersonalData, SealedPlace } from './personal-data.port.js';

/** Beside the ledger and the views and part of neither: no rebuild and no replay brings a key back. */
const MIGRATION = `
  create schema if not exists secrets;
  create table if not exists secrets.party_key (
    party_id   text collate "C" not null primary key,
    key_id     text collate "C" not null,
    nonce      bytea,
    wrapped    bytea,
    erased_at  timestamptz,
    check ((wrapped is null) = (erased_at is not null) and (wrapped is null) = (nonce is null))
  );`;
/** Keeps processes that start together from migrating at once; any number that nobody else locks would do. */
const MIGRATION_LOCK = 7_201_005;
const POOL_SIZE = 2;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** Whoever reads a key waits behind a rewriting that waits itself: that one gives up soon. */
const REWRITE_LOCK_TIMEOUT_MS = 1_000;

interface KeyRow {
  readonly key_id: string;
  readonly nonce: Buffer | null;
  readonly wrapped: Buffer | null;
}

interface PartyKey {
  readonly keyId: string;
  readonly key: Uint8Array;
}

export interface PersonalDataOptions {
  readonly connectionString: string;
  readonly applicationName: string;
  readonly masterKey: Uint8Array;
  readonly log: Logger;
}

/**
 * Keys in a table of their own, each wrapped by the master key. A row without a key is the mark of an erasure: it keeps the
 * primary key's place, so that no race and no mistake makes another key for the same party.
 */
export class PostgresPersonalData implements PersonalData {
  private constructor(
    private readonly pool: pg.Pool,
    private readonly masterKey: Uint8Array,
    private readonly log: Logger,
  ) {}

  /** @throws OperationalError when the database can't be reached or does not let the schema be made */
  static async open({ connectionString, applicationName, masterKey, log }: PersonalDataOptions): Promise<PostgresPersonalData> {
    invariant(masterKey.length === KEY_BYTES, `a master key has ${KEY_BYTES} bytes, not ${masterKey.length}`);
    const pool = new pg.Pool({
      connectionString,
      application_name: applicationName,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
    });
    // An idle connection that breaks leaves the pool by itself; without a listener the process would end.
    pool.on('error', () => undefined);
    const made = new PostgresPersonalData(pool, masterKey, log);
    try {
      await made.inTransaction('the table of keys could not be made', async (client) => {
        await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
        await client.query(MIGRATION);
      });
      return made;
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async seal(place: SealedPlace, plaintext: Uint8Array): Promise<common.EncryptedPersonalData | undefined> {
    const found = await this.rowOf(place.partyId);
    const row = found ?? (await this.makeKey(place.partyId));
    return this.withKey(place.partyId, row, ({ keyId, key }) => ({
      keyId,
      algorithm: 'aes-256-gcm',
      ...encrypt(key, plaintext, boundTo(place, keyId)),
    }));
  }

  async open(place: SealedPlace, sealed: common.EncryptedPersonalData): Promise<Uint8Array | undefined> {
    const { partyId, stream } = place;
    const row = await this.rowOf(partyId);
    if (!row) throw new OperationalError('misconfigured', `the key of the party ${partyId} is missing, and was not erased: is this the right database?`);
    return this.withKey(partyId, row, ({ keyId, key }) => {
      const isOurs = sealed.algorithm === 'aes-256-gcm' && sealed.keyId === keyId;
      const plaintext = isOurs ? decrypt(key, sealed, boundTo(place, keyId)) : undefined;
      if (!plaintext) throw new OperationalError('malformed', `the personal data in ${stream} were not sealed for the party ${partyId} and this event`);
      return plaintext;
    });
  }

  async erase(partyIds: readonly string[]): Promise<number> {
    if (partyIds.length === 0) return 0;
    const erased = await this.inTransaction('keys could not be erased', async (client) => {
      // First the marks: a key that is made at this moment waits for them or is found by the update.
      const marks = `insert into secrets.party_key (party_id, key_id, erased_at) select id, $2, now() from unnest($1::text[]) id on conflict do nothing`;
      await client.query(marks, [partyIds, randomUUID()]);
      const { rowCount } = await client.query(
        'update secrets.party_key set nonce = null, wrapped = null, erased_at = now() where party_id = any($1) and wrapped is not null',
        [partyIds],
      );
      return rowCount ?? 0;
    });
    await this.rewrite();
    return erased;
  }

  /** An update leaves the old row in its page for a while; a rewriting of the small table leaves the page behind. */
  private async rewrite(): Promise<void> {
    const client = await operational('the table of keys could not be reached', () => this.pool.connect());
    try {
      await client.query(`set lock_timeout = ${REWRITE_LOCK_TIMEOUT_MS}`);
      await client.query('vacuum (full) secrets.party_key');
    } catch (error) {
      this.log.warn({ error }, 'the table of keys is in use and was not rewritten: an erased key, wrapped, stays in its pages until the next vacuum');
    } finally {
      // Its lock timeout goes with it.
      client.release(true);
    }
  }

  private async rowOf(partyId: string): Promise<KeyRow | undefined> {
    const { rows } = await operational('a key could not be read', () =>
      this.pool.query<KeyRow>('select key_id, nonce, wrapped from secrets.party_key where party_id = $1', [partyId]),
    );
    return rows[0];
  }

  /** Whoever comes first makes it; everybody uses the one that is there. */
  private async makeKey(partyId: string): Promise<KeyRow> {
    const keyId = randomUUID();
    const key = randomBytes(KEY_BYTES);
    const { nonce, ciphertext } = encrypt(this.masterKey, key, wrappedFor(partyId, keyId));
    key.fill(0);
    await operational('a key could not be kept', () =>
      this.pool.query('insert into secrets.party_key (party_id, key_id, nonce, wrapped) values ($1, $2, $3, $4) on conflict do nothing', [partyId, keyId, nonce, ciphertext]),
    );
    const row = await this.rowOf(partyId);
    invariant(row, `the key of the party ${partyId} is gone right after it was made`);
    return row;
  }

  /** Unwraps the key for `work` alone; `undefined` when it was erased. */
  private withKey<T>(partyId: string, { key_id: keyId, nonce, wrapped }: KeyRow, work: (key: PartyKey) => T): T | undefined {
    if (!wrapped || !nonce) return undefined;
    const key = this.unwrap(partyId, keyId, { nonce, ciphertext: wrapped });
    try {
      return work({ keyId, key });
    } finally {
      key.fill(0);
    }
  }

  private unwrap(partyId: string, keyId: string, wrapped: Ciphertext): Uint8Array {
    const key = decrypt(this.masterKey, wrapped, wrappedFor(partyId, keyId));
    if (key) return key;
    throw new OperationalError('misconfigured', `the key of the party ${partyId} was not wrapped by this master key: is it another mesh's?`);
  }

  private async inTransaction<T>(doing: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return operational(doing, async () => {
      const client = await this.pool.connect();
      let failure: Error | undefined;
      try {
        await client.query('begin');
        const result = await work(client);
        await client.query('commit');
        return result;
      } catch (error) {
        failure = error as Error;
        throw error;
      } finally {
        // A connection in the middle of a broken transaction is closed, which rolls it back.
        client.release(failure);
      }
    });
  }
}

const boundTo = ({ partyId, stream, eventType }: SealedPlace, keyId: string): Uint8Array =>
  authenticatedData('carriermesh.common.v1.EncryptedPersonalData', keyId, partyId, stream, eventType);

/** A wrapped key that is moved to another party's row opens nothing. */
const wrappedFor = (partyId: string, keyId: string): Uint8Array => authenticatedData('carriermesh.secrets.PartyKey', keyId, partyId);
