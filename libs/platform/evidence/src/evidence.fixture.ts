import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { instant } from '@carriermesh/kernel';
import { PostgresLedger, type NewEvent, type StreamAppend } from '@carriermesh/platform-ledger';
import { signingKey, type Envelope, type SigningKey } from '@carriermesh/platform-signing';
import type { TestPostgres } from '@carriermesh/platform-testing';
import pg from 'pg';
import { TreeKeeper } from './tree-keeper.js';
import { TreeStore } from './tree-store.js';

export const newKey = (): SigningKey => signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

const silent = { warn: () => undefined, error: () => undefined };

export const anEvent = (payload: Uint8Array, traced = false): NewEvent => ({
  eventId: randomUUID(),
  type: 'contracting.v1.QuoteOffered',
  payload,
  metadata: {
    correlationId: 'ord_0198c0de-0000-7000-8000-000000000001',
    causationId: '0198c0de-0000-7000-8000-000000000002',
    actor: 'buyer:"Grünwald"',
    occurredAt: instant(1_772_323_200_000_000_000n + BigInt(payload.length)),
    ...(traced ? { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } : {}),
  },
});

/** One commit of 1 to 3 events on up to three streams, the same for the same number. */
export const commitNumber = (n: number): readonly StreamAppend[] =>
  Array.from({ length: (n % 3) + 1 }, (_, part) => ({
    stream: `order-${(n + part * 5) % 13}`,
    expected: 'any' as const,
    events: [anEvent(Uint8Array.of(n & 0xff, n >> 8, part), n % 2 === 0)],
  }));

/** A ledger in a database of its own, with a keeper that is run by hand. */
export class TrialLedger {
  private constructor(
    readonly url: string,
    readonly ledger: PostgresLedger,
    readonly store: TreeStore,
    readonly key: SigningKey,
  ) {}

  static async open(url: string, key: SigningKey): Promise<TrialLedger> {
    return new TrialLedger(url, await PostgresLedger.open({ connectionString: url, applicationName: 'trial' }), new TreeStore(url), key);
  }

  keeper(overrides: Partial<ConstructorParameters<typeof TreeKeeper>[0]> = {}): TreeKeeper {
    return new TreeKeeper({ ledger: this.ledger, store: this.store, key: this.key, log: silent, ...overrides });
  }

  /** Commits numbers `from` to before `until`, with a head after every `perHead` of them. */
  async fill(from: number, until: number, perHead: number): Promise<void> {
    const keeper = this.keeper();
    for (let n = from; n < until; n += 1) {
      await this.ledger.append(commitNumber(n));
      if (n % perHead === perHead - 1) await this.grow(keeper);
    }
    await this.grow(keeper);
  }

  async grow(keeper: TreeKeeper = this.keeper()): Promise<void> {
    for (;;) {
      const before = (await this.store.newestHead())?.size;
      await keeper.extend();
      if ((await this.store.newestHead())?.size === before) return;
    }
  }

  async head(): Promise<Envelope> {
    const newest = await this.store.newestHead();
    if (!newest) throw new Error('the trial ledger has no head');
    return newest.envelope;
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.store.close();
  }
}

/** A copy of a database on the same server, of which nobody is connected to the original. */
export async function copyOf(postgres: TestPostgres, url: string): Promise<string> {
  const name = `copy_${randomUUID().replaceAll('-', '')}`;
  await withClient(postgres.url, (client) => client.query(`create database ${name} template ${new URL(url).pathname.slice(1)}`));
  return postgres.urlOf(name);
}

export async function dropped(postgres: TestPostgres, url: string): Promise<void> {
  await withClient(postgres.url, (client) => client.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`));
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
