// The same job in the usual parts (docs/decisions/0052): all that an order of the mesh leaves behind, by Nest's NATS transport, BEGIN … COMMIT on
// a pool of pg connections, JSON, an outbox that a publisher sends to JetStream, and durable consumers with an inbox.
import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AckPolicy, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';
import pg from 'pg';
import { findPaths } from '../../../libs/paths/domain/dist/index.js';
import { topologyOf } from '../order/topology.mjs';
import { agentJournal, reserve, runTwin, transaction } from './twin-service.mjs';

/** The publisher makes the stream that the others read. */
export const ROLES = ['publisher', 'contracting', 'paths', 'advertising', 'provisioning', 'billing', 'monitoring', 'agent'];
export const SCHEMA = readFileSync(new URL('whole-twin.sql', import.meta.url), 'utf8');

const STREAM = 'TWIN';
const BATCH = 500;
const POLL_MS = 500;
const MEASURED_AFTER_MS = 50;
const AGAIN_AFTER_MS = 20;
const MONTH_MS = 30 * 24 * 3_600_000;

const keyPair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }) };
};
const signed = (body, { privateKey, pem }) => {
  const text = JSON.stringify(body);
  return { text, signature: sign(null, Buffer.from(text), privateKey).toString('base64'), publicKey: pem };
};
const isGood = ({ text, signature, publicKey }) => verify(null, Buffer.from(text), { key: publicKey, format: 'pem' }, Buffer.from(signature, 'base64'));
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** The events of a step and their way out, in its transaction. */
const record = (client, orderId, events) =>
  client.query(
    `with e as (insert into twin_event (order_id, type, body) select $1, * from unnest($2::text[], $3::jsonb[]) returning id) insert into twin_outbox select id from e`,
    [orderId, events.map(([type]) => type), events.map(([, body]) => JSON.stringify(body))],
  );

const orderIs = (client, orderId, state, body) =>
  client.query('insert into twin_order values ($1, $2, $3) on conflict (order_id) do update set state = excluded.state, body = twin_order.body || excluded.body', [orderId, state, body]);

/** Takes each event of a type once, in one transaction with what `handle` writes; again a little later when it throws. */
async function consume({ pool, natsUrl }, role, handlers) {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  for (const [type, handle] of Object.entries(handlers)) {
    const name = `${role}-${type}`;
    await manager.consumers.add(STREAM, { durable_name: name, filter_subject: `twin.evt.${type}.*`, ack_policy: AckPolicy.Explicit, ack_wait: nanos(30_000), max_ack_pending: 1_000 });
    const messages = await (await jetstream(connection).consumers.get(STREAM, name)).consume({ max_messages: 256 });
    const take = async (message) => {
      const event = message.json();
      try {
        await handle(event, (work) =>
          transaction(pool, async (client) => {
            const { rowCount } = await client.query('insert into twin_inbox values ($1, $2) on conflict do nothing', [name, event.id]);
            if (rowCount > 0) await work(client);
          }),
        );
        message.ack();
      } catch {
        message.nak(AGAIN_AFTER_MS);
      }
    };
    void (async () => {
      for await (const message of messages) void take(message);
    })();
  }
}

const SERVICES = {
  /** Sends what is in the outbox, in order of the events' numbers, and chains it. */
  async publisher({ pool, natsUrl, postgresUrl }) {
    const connection = await connect({ servers: natsUrl });
    await (await jetstreamManager(connection)).streams.add({ name: STREAM, subjects: ['twin.evt.>'], storage: StorageType.File, retention: RetentionPolicy.Limits });
    const stream = jetstream(connection);
    const key = keyPair();
    const listener = new pg.Client({ connectionString: postgresUrl });
    await listener.connect();
    await listener.query('listen twin_outbox');
    let told = Promise.withResolvers();
    listener.on('notification', () => told.resolve());
    let [hash, size] = ['', 0];
    const publish = () =>
      transaction(pool, async (client) => {
        const waiting = await client.query('select event_id from twin_outbox order by event_id limit $1 for update skip locked', [BATCH]);
        if (waiting.rows.length === 0) return 0;
        const ids = waiting.rows.map(({ event_id: id }) => id);
        // Not as a join: before the tables' statistics are made it reads all events that there ever were.
        const { rows } = await client.query('select * from twin_event where id = any($1::bigint[]) order by id', [ids]);
        const texts = rows.map(({ id, order_id: orderId, type, body }) => JSON.stringify({ id, orderId, type, body }));
        await Promise.all(rows.map(({ type, order_id: orderId }, at) => stream.publish(`twin.evt.${type}.${orderId}`, texts[at])));
        const hashes = texts.map((text) => (hash = sha256(hash + text)));
        size += rows.length;
        await client.query(`insert into twin_chain select id, decode(hash, 'hex') from unnest($1::bigint[], $2::text[]) as t (id, hash)`, [ids, hashes]);
        await client.query('insert into twin_head values ($1, $2, $3)', [size, Buffer.from(hash, 'hex'), sign(null, Buffer.from(hash), key.privateKey)]);
        await client.query('delete from twin_outbox where event_id = any($1)', [ids]);
        return rows.length;
      });
    void (async () => {
      for (;;) {
        told = Promise.withResolvers();
        if ((await publish()) === 0) await Promise.race([told.promise, sleep(POLL_MS)]);
      }
    })().catch((error) => process.send({ failed: error.message }));
    return {};
  },

  async contracting({ pool, natsUrl, ask }) {
    const key = keyPair();
    const fulfil = async ({ orderId, terms }) => {
      const { ways, offers } = await ask('twin.find-paths', terms);
      const priced = ways.map((way, at) => ({ ...way, monthly: 500 + 0.01 * way.segments.length * terms.mbps, reason: at === 0 ? 'won' : 'lower-profit' }));
      const quote = { orderId, quoteId: `quo-${orderId}`, terms, ways: priced, offers };
      await transaction(pool, async (client) => {
        await record(client, orderId, [['fulfilment-quoted', { quoteId: quote.quoteId }], ['fulfilment-quote-accepted', {}], ['quote-offered', quote], ['quote-accepted', { quoteId: quote.quoteId }]]);
        await orderIs(client, orderId, 'quoted', { quoteId: quote.quoteId });
      });
      await ask('twin.hold', { orderId, resourceIds: priced[0].segments.flatMap(({ resources }) => resources), mbps: terms.mbps });
      const segments = priced.flatMap((way, route) => way.segments.map((segment, at) => ({ ...segment, route, segmentId: `${orderId}-${route}-${at}`, monthly: 100 + at })));
      const shared = { orderId, quoteSha256: sha256(JSON.stringify(quote)), terms, signedAt: new Date().toISOString() };
      const contract = signed({ ...shared, monthly: priced[0].monthly, segments }, key);
      const supplies = [...Map.groupBy(segments, ({ providerId }) => providerId)].map(([providerId, own]) => signed({ ...shared, providerId, segments: own }, key));
      await transaction(pool, async (client) => {
        await record(client, orderId, [
          ['fulfilment-capacity-held', {}], ['fulfilment-capacity-committed', {}], ['fulfilment-contracted', {}],
          ...supplies.map((supply) => ['supply-contract-signed', supply]), ['contract-signed', contract],
        ]);
        await orderIs(client, orderId, 'contracted', { monthly: priced[0].monthly });
      });
    };
    await consume({ pool, natsUrl }, 'contracting', {
      'service-activated': async ({ orderId }, once) =>
        once(async (client) => {
          await record(client, orderId, [['fulfilment-ended', {}], ['completed', { orderId }]]);
          await orderIs(client, orderId, 'active', {});
        }),
    });
    return {
      requests: {
        'twin.order': async ({ orderId, terms }) => {
          await transaction(pool, async (client) => {
            await record(client, orderId, [['requested', terms], ['fulfilment-started', {}]]);
            await orderIs(client, orderId, 'requested', { terms });
          });
          fulfil({ orderId, terms }).catch((error) => process.send({ failed: error.message }));
          return { orderId };
        },
      },
    };
  },

  async paths() {
    const { topology, question, offerOf } = await topologyOf(process.env.TWIN_MESH_LEDGER);
    return {
      requests: {
        'twin.find-paths': async () => {
          const { candidates } = findPaths(topology, question());
          const ways = candidates.map(({ segments }) => ({ segments: segments.map(({ providerId, resources }) => ({ providerId, resources })) }));
          const resources = new Set(ways.flatMap(({ segments }) => segments.flatMap((segment) => segment.resources)));
          return { ways, offers: [...resources].map((id) => Buffer.from(offerOf(id).signed.offer).toString('base64')) };
        },
      },
    };
  },

  async advertising({ pool }) {
    const held = async ({ orderId, resourceIds, mbps }) =>
      transaction(pool, async (client) => {
        await reserve(client, { resourceIds, mbps });
        await record(client, orderId, [['hold-placed', { resourceIds, mbps }], ['capacity-held', { resourceIds, mbps }]]);
        return { orderId };
      });
    return { requests: { 'twin.hold': held } };
  },

  async provisioning({ pool, natsUrl, ask }) {
    await consume({ pool, natsUrl }, 'provisioning', {
      'contract-signed': async ({ orderId, body }, once) => {
        const segments = JSON.parse(body.text).segments.filter(({ route }) => route === 0);
        await transaction(pool, (client) => record(client, orderId, [['activation-started', { segments }]]));
        const receipts = await Promise.all(segments.map((segment) => ask('twin.activate', { orderId, segment })));
        if (!receipts.every(isGood)) throw new Error(`a receipt of ${orderId} is forged`);
        await once((client) => record(client, orderId, [...receipts.map((receipt) => ['segment-activated', receipt]), ['service-activated', {}]]));
      },
    });
    return {};
  },

  async billing({ pool, natsUrl }) {
    await consume({ pool, natsUrl }, 'billing', {
      'contract-signed': async ({ orderId, body }, once) => once((client) => client.query('insert into twin_agreement values ($1, $2)', [orderId, body])),
      'supply-contract-signed': async ({ orderId, body }, once) =>
        once((client) =>
          client.query('insert into twin_supply_agreement select id, $2, $3 from unnest($1::text[]) as t (id)', [JSON.parse(body.text).segments.map(({ segmentId }) => segmentId), orderId, body]),
        ),
      'service-activated': async ({ orderId }, once) =>
        once(async (client) => {
          const { rows } = await client.query('select body from twin_agreement where order_id = $1', [orderId]);
          if (rows.length === 0) throw new Error(`the agreement of ${orderId} is not here yet`);
          const until = new Date(Date.now() + MONTH_MS);
          await client.query('insert into twin_account values ($1, $2)', [orderId, rows[0].body]);
          await client.query('insert into twin_month values ($1, 1, $2)', [orderId, until]);
          await client.query('insert into twin_cycle values ($1, $2)', [orderId, until]);
          await record(client, orderId, [['billing-account-opened', rows[0].body.signature], ['billing-period-opened', { until }], ['billing-cycle-started', { until }]]);
        }),
    });
    return {};
  },

  async monitoring({ pool, natsUrl }) {
    const key = keyPair();
    await consume({ pool, natsUrl }, 'monitoring', {
      'contract-signed': async ({ orderId, body }, once) =>
        once(async (client) => {
          const { segments } = JSON.parse(body.text);
          await client.query('insert into twin_promise values ($1, $2)', [orderId, { segments: segments.length }]);
          await client.query('insert into twin_watched select id, $2, provider, own from unnest($1::text[], $3::text[], $4::jsonb[]) as t (id, provider, own)', [
            segments.map(({ segmentId }) => segmentId), orderId, segments.map(({ providerId }) => providerId), segments.map((segment) => JSON.stringify(segment)),
          ]);
        }),
    });
    const measured = async (batch) => {
      if (!isGood(batch)) throw new Error('a measurement is forged');
      const { orderId, segmentId, delayNs, at } = JSON.parse(batch.text);
      await transaction(pool, async (client) => {
        await client.query('insert into twin_measurement values ($1, $2, $3) on conflict (segment_id) do update set delay_ns = excluded.delay_ns, at = excluded.at', [segmentId, delayNs, at]);
        const hour = Math.floor(Date.parse(at) / 3_600_000);
        await client.query('insert into twin_slice values ($1, $2, $3) on conflict (segment_id, hour) do update set body = twin_slice.body || excluded.body', [segmentId, hour, { [at]: delayNs }]);
        await record(client, orderId, [['segment-measured', batch]]);
      });
      return signed({ accepted: sha256(batch.text) }, key);
    };
    return { requests: { 'twin.measured': measured } };
  },

  async agent({ ask }) {
    const key = keyPair();
    const journal = agentJournal();
    const measure = async ({ orderId, segment: { segmentId } }) => {
      await sleep(MEASURED_AFTER_MS);
      const receipt = await ask('twin.measured', signed({ orderId, segmentId, delayNs: 1_000_000, at: new Date().toISOString() }, key));
      if (!isGood(receipt)) throw new Error(`the receipt for a measurement of ${segmentId} is forged`);
    };
    return {
      requests: {
        'twin.activate': async ({ orderId, segment }) => {
          journal({ orderId, segment });
          measure({ orderId, segment }).catch((error) => process.send({ failed: error.message }));
          return signed({ orderId, segmentId: segment.segmentId, state: 'active' }, key);
        },
      },
    };
  },
};

if (process.send) await runTwin(SERVICES);
