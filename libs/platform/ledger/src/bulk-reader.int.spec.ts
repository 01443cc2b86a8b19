import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import pg from 'pg';
import { BulkReader, type Span } from './bulk-reader.js';
import { kept, type CopiedEvent } from './copied-event.js';
import { anEvent, appended, readEverything, someEvents } from './ledger.fixture.js';
import type { RecordedEvent } from './ledger.port.js';
import { PostgresLedger } from './postgres-ledger.js';

const OTHER = 'billing.v1.InvoiceIssued';

describe('reading in bulk', () => {
  let postgres: TestPostgres;
  let ledger: PostgresLedger;
  let client: pg.Client;
  let reader: BulkReader;

  beforeAll(async () => {
    postgres = await startPostgres();
    ledger = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'bulk' });
    reader = new BulkReader({ connectionString: postgres.url, applicationName: 'bulk-reader' });
    client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    for (let n = 0; n < 20; n += 1) await appended(ledger, { stream: `s-${n % 3}-ü`, expected: 'any', events: someEvents(5) });
    await appended(ledger, { stream: 'other', expected: 'none', events: [anEvent({ type: OTHER, payload: new Uint8Array(0) }), anEvent({ type: OTHER, payload: new Uint8Array(300_000).fill(7) })] });
    await appended(ledger, { stream: 's-0-ü', expected: 'any', events: [anEvent({ metadata: { ...anEvent().metadata, actor: 'buyer:Ωmega', traceparent: '00-a-b-01' } })] });
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await ledger.close();
    await postgres.stop();
  }, 60_000);

  const plain = ({ position, stream, revision, eventId, type, payload, metadata, recordedAt }: RecordedEvent) => ({
    position, stream, revision, eventId, type, payload: Buffer.from(payload).toString('hex'), metadata, recordedAt,
  });
  const read = async (span: Span): Promise<CopiedEvent[]> => {
    const events: CopiedEvent[] = [];
    for await (const some of reader.read(span)) events.push(...some);
    return events;
  };
  const connections = async (): Promise<number> => {
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity where application_name = 'bulk-reader'`);
    return rows[0]?.n ?? 0;
  };
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + 10_000; !(await holds()); ) if (Date.now() > deadline) throw new Error('it did not come to this within 10 s');
  };

  it('gives the very events that readAll gives, every field of them, in the same order', async () => {
    const expected = await readEverything(ledger, 1_000);
    const copied = await read({ after: 0n, upTo: await ledger.head() });
    expect(copied.map(plain)).toEqual(expected.map(plain));
    expect({ ...kept(copied[3] as RecordedEvent) }).toEqual({ ...expected[3], payload: Uint8Array.from(expected[3]?.payload ?? []) });
  });

  it('begins behind `after` and ends with `upTo`, to the event', async () => {
    const all = await readEverything(ledger, 1_000);
    const [after, upTo] = [all[6]?.position ?? 0n, all[9]?.position ?? 0n];
    expect((await read({ after, upTo })).map(({ position }) => position)).toEqual(all.slice(7, 10).map(({ position }) => position));
    expect(await read({ after: upTo, upTo })).toEqual([]);
  });

  it('leaves out the types that nobody wants', async () => {
    const wanted = await read({ after: 0n, upTo: await ledger.head(), types: [OTHER, "it's no type"] });
    expect(wanted.map(({ type, payload }) => [type, payload.length])).toEqual([[OTHER, 0], [OTHER, 300_000]]);
    expect(await read({ after: 0n, upTo: await ledger.head(), types: [] })).toEqual([]);
    const rest = await read({ after: 0n, upTo: await ledger.head(), without: [OTHER, "it's no type"] });
    expect([rest.length, rest.some(({ type }) => type === OTHER)]).toEqual([101, false]);
  });

  it('gives facts alone when that is wanted, and no silent nothing for the rest', async () => {
    const [event] = await read({ after: 0n, upTo: await ledger.head(), factsOnly: true });
    expect([event?.stream, event?.revision, event?.payload.length]).toEqual(['s-0-ü', 0, 3]);
    expect(() => event?.metadata).toThrow('facts alone');
    expect(() => event?.eventId).toThrow('facts alone');
    expect(() => event?.recordedAt).toThrow('facts alone');
  });

  it('does not overtake a transaction that is still running: its events are not in the span, and are read afterwards', async () => {
    const slow = new pg.Client({ connectionString: postgres.url });
    await slow.connect();
    const before = await ledger.head();
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    const { position } = await appended(ledger, { stream: 'overtaking', expected: 'none', events: someEvents(1) });
    expect(await ledger.head()).toBe(before);
    expect((await read({ after: before, upTo: await ledger.head() })).length).toBe(0);
    await slow.query('commit');
    await slow.end();
    expect((await read({ after: before, upTo: await ledger.head() })).map((event) => event.position)).toEqual([position]);
  });

  it('cuts a long ledger into slices, loses nothing at their edges, and takes no turn out of order', async () => {
    const base = await ledger.head();
    await client.query(`
      insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
      select ${base} + g, 'long-' || g % 7, g / 7, gen_random_uuid(), 'billing.v1.UsageRated', decode(repeat(lpad(to_hex(g), 8, '0'), 100), 'hex'), '{"occurredAt":"2026-03-01T00:00:00Z"}'
      from generate_series(1, 60000) g`);
    let expected = base;
    let bytes = 0;
    for await (const events of reader.read({ after: base, upTo: base + 60_000n, factsOnly: true })) {
      for (const event of events) {
        expected += 1n;
        if (event.position !== expected) throw new Error(`position ${event.position} came where ${expected} belongs`);
        bytes += Buffer.from(event.payload).readUInt32BE(396) === Number(expected - base) ? event.payload.length : 0;
      }
    }
    expect([expected, bytes]).toEqual([base + 60_000n, 60_000 * 400]);
  }, 60_000);

  it('lets go of its connections when it is broken off, and when it is done', async () => {
    for await (const events of reader.read({ after: 0n, upTo: await ledger.head() })) if (events.length > 0) break;
    await until(async () => (await connections()) === 0);
    await read({ after: 0n, upTo: await ledger.head() });
    await until(async () => (await connections()) === 0);
  });

  it('says what kind of failure it was when the database breaks the copy off', async () => {
    const broken = async (): Promise<void> => {
      for await (const events of reader.read({ after: 0n, upTo: await ledger.head() })) {
        if (events.length > 0) await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bulk-reader'`);
      }
    };
    await expect(broken()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(new BulkReader({ connectionString: `${postgres.url}-not-there`, applicationName: 'x' }).read({ after: 0n, upTo: 1n }).next()).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});
