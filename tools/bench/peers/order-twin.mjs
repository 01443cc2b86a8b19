// The usual way to build the same: Nest's NATS transport, BEGIN … COMMIT on a pool of pg connections, JSON; the same steps of an order
// in the same number of processes. One role in a process of its own: `node order-twin.mjs <role> <nats url> <postgres url>`.
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { findPaths } from '../../../libs/paths/domain/dist/index.js';
import { topologyOf } from '../order/topology.mjs';
import { agentJournal, reserve, runTwin, transaction } from './twin-service.mjs';

export const ROLES = ['contracting', 'paths', 'advertising', 'provisioning', 'agent'];
export const SCHEMA = `
  create table twin_event (id bigserial primary key, order_id text not null, type text not null, body jsonb not null, at timestamptz not null default now());
  create index on twin_event (order_id);
  create table twin_resource (id text primary key, free integer not null);`;

const record = (client, orderId, type, body) => client.query('insert into twin_event (order_id, type, body) values ($1, $2, $3)', [orderId, type, body]);

const SERVICES = {
  async contracting({ pool, ask, tell }) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const fulfil = async ({ orderId, terms }) => {
      const { path, offers } = await ask('twin.find-paths', terms);
      const quote = { orderId, path, offers };
      await transaction(pool, (client) => record(client, orderId, 'quoted', quote));
      await ask('twin.hold', { orderId, resourceIds: path.flatMap(({ resources }) => resources), mbps: terms.mbps });
      const contract = { ...quote, terms };
      const signature = sign(null, Buffer.from(JSON.stringify(contract)), privateKey).toString('base64');
      await transaction(pool, (client) => record(client, orderId, 'signed', { contract, signature }));
      tell('twin.contract-signed', { orderId, segments: path });
    };
    return {
      requests: {
        'twin.order': async ({ orderId, terms }) => {
          await transaction(pool, (client) => record(client, orderId, 'requested', terms));
          fulfil({ orderId, terms }).catch((error) => process.send({ failed: error.message }));
          return { orderId };
        },
      },
      events: {
        'twin.service-activated': async ({ orderId }) => {
          await transaction(pool, (client) => record(client, orderId, 'completed', {}));
          tell('twin.completed', { orderId });
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
          const resources = new Set(candidates.flatMap(({ segments }) => segments.flatMap((segment) => segment.resources)));
          const path = candidates[0].segments.map(({ providerId, resources: ids }) => ({ providerId, resources: ids }));
          return { path, offers: [...resources].map((id) => Buffer.from(offerOf(id).signed.offer).toString('base64')) };
        },
      },
    };
  },

  async advertising({ pool }) {
    const held = async ({ orderId, resourceIds, mbps }) =>
      transaction(pool, async (client) => {
        await reserve(client, { resourceIds, mbps });
        await record(client, orderId, 'held', { resourceIds, mbps });
        return { orderId };
      });
    return { requests: { 'twin.hold': held } };
  },

  async provisioning({ pool, ask, tell }) {
    return {
      events: {
        'twin.contract-signed': async ({ orderId, segments }) => {
          await transaction(pool, (client) => record(client, orderId, 'activation-started', { segments }));
          const receipts = await Promise.all(segments.map((segment, index) => ask('twin.activate', { orderId, segment, index })));
          const isGood = receipts.every(({ body, signature, publicKey }) => verify(null, Buffer.from(body), { key: publicKey, format: 'pem' }, Buffer.from(signature, 'base64')));
          if (!isGood) throw new Error(`a receipt of ${orderId} is forged`);
          await transaction(pool, (client) => record(client, orderId, 'activated', { receipts }));
          tell('twin.service-activated', { orderId });
        },
      },
    };
  },

  async agent() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const journal = agentJournal();
    return {
      requests: {
        'twin.activate': async ({ orderId, segment, index }) => {
          const body = JSON.stringify({ orderId, index, state: 'active' });
          journal({ orderId, segment });
          return { body, signature: sign(null, Buffer.from(body), privateKey).toString('base64'), publicKey: pem };
        },
      },
    };
  },
};

/** Nobody waits for an event; Nest loses it when its handler throws, which no order of this benchmark makes it do. */
if (process.send) await runTwin(SERVICES);
