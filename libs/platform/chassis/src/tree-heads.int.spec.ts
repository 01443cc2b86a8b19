import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inject, Injectable } from '@nestjs/common';
import { instant } from '@carriermesh/kernel';
import { connectBus, NatsBus, type LeanConnection } from '@carriermesh/platform-bus';
import { verifyLedger } from '@carriermesh/platform-evidence';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { isSealedBy, SIGNED_AS, signingKey, type Envelope } from '@carriermesh/platform-signing';
import { startNats, startPostgres, type TestNats, type TestPostgres } from '@carriermesh/platform-testing';
import { agent, common, ledger as wire } from '@carriermesh/wire';
import type { MeshEnvironment } from './configuration.js';
import { HandlesInbound, type InboundCall, type InboundHandler } from './inbound.js';
import { TREE_HEAD_SUBJECT } from './newest-head.js';
import type { Signer } from './ports.js';
import { receipted } from './receipts.js';
import { startRelay } from './relay-host.js';
import { startService } from './service-host.js';
import { defineService } from './service.js';
import { SIGNER } from './tokens.js';

const AT = instant(1_772_323_200_000_000_000n);
const LIMIT_MS = 20_000;

/** Receipts whatever comes, except what is empty. */
@Injectable()
@HandlesInbound('usage')
class Receiver implements InboundHandler {
  constructor(@Inject(SIGNER) private readonly signer: Signer) {}

  async receive({ providerId, envelope }: InboundCall): Promise<agent.BatchReply> {
    if (envelope.body.length === 0) return { outcome: { kind: 'refused', refused: { code: 'empty', message: 'The batch is empty.', facts: {} } } };
    return receipted(this.signer, { providerId, batchId: 'b', body: envelope.body, position: 1n, recordedAt: AT });
  }
}

describe('M7 heads of the ledger’s tree', () => {
  let postgres: TestPostgres;
  let nats: TestNats;
  let connection: LeanConnection;
  let ledger: PostgresLedger;
  let environment: MeshEnvironment;
  let key: ReturnType<typeof signingKey>;
  const told: Envelope[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    nats = await startNats();
    const signingKeyPem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    key = signingKey(signingKeyPem);
    environment = { databaseUrl: postgres.url, bus: { url: nats.url }, signingKeyPem, healthPort: 0, logLevel: 'silent' };
    connection = await connectBus({ url: nats.url, name: 'spec' });
    new NatsBus(connection, 'spec').hear(TREE_HEAD_SUBJECT, (_, body) => told.push(common.SignedEnvelope.decode(body)));
    ledger = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'spec' });
  }, 120_000);
  afterAll(async () => {
    await ledger.close();
    await connection.close();
    await nats.stop();
    await postgres.stop();
  });

  const sizeOf = ({ body }: Envelope): bigint => wire.TreeHead.decode(body).size;

  async function append(n: number): Promise<void> {
    const metadata = { correlationId: 'c', causationId: 'c', actor: 'operator', occurredAt: AT };
    const event = { eventId: `0198c0de-0000-7000-8000-00000000000${n}`, type: 'contracting.v1.QuoteExpired', payload: Uint8Array.of(n), metadata };
    await ledger.append([{ stream: `s-${n}`, expected: 'none', events: [event] }]);
  }

  async function until<T>(probe: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const giveUpAt = Date.now() + LIMIT_MS;
    for (;;) {
      const found = await probe();
      if (found !== undefined) return found;
      if (Date.now() > giveUpAt) throw new Error(`what was waited for did not come within ${LIMIT_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function send(body: Uint8Array): Promise<agent.BatchReply> {
    const bytes = common.SignedEnvelope.encode({ body, signature: new Uint8Array(64), keyId: 'k' });
    return agent.BatchReply.decode((await connection.request('cm.in.alfa.usage.v1', bytes, { timeout: LIMIT_MS })).data);
  }

  it('are told on the bus by the relay that leads, and by the next one when it is gone', async () => {
    const first = await startRelay(environment);
    await append(1);
    const head = await until(() => told.find((each) => sizeOf(each) === 1n));
    expect(isSealedBy(key.publicKey, SIGNED_AS.treeHead, head)).toBe(true);
    await first.stop();
    await append(2);
    const second = await startRelay(environment);
    await until(() => told.find((each) => sizeOf(each) === 2n));
    await second.stop();
    expect(await verifyLedger({ connectionString: postgres.url, operatorKeys: [key.publicKey], savedHeads: told.map((envelope) => ({ name: 'told', envelope })) })).toMatchObject({ intact: true, uncovered: 0 });
  });

  it('come beside receipts, outside the bytes that must not change, and with no refusal', async () => {
    const relay = await startRelay(environment);
    const service = await startService(defineService({ name: 'receiver', handlers: [Receiver], listens: [], publishes: [] }), environment);
    const withHead = await until(async () => {
      const reply = await send(Uint8Array.of(7));
      return reply.treeHead === undefined ? undefined : reply;
    });
    expect(isSealedBy(key.publicKey, SIGNED_AS.treeHead, withHead.treeHead as Envelope)).toBe(true);
    const before = sizeOf(withHead.treeHead as Envelope);
    await append(3);
    const later = await until(async () => {
      const reply = await send(Uint8Array.of(7));
      return sizeOf(reply.treeHead as Envelope) > before ? reply : undefined;
    });
    expect(later.outcome).toEqual(withHead.outcome);
    expect(await send(new Uint8Array())).toMatchObject({ outcome: { kind: 'refused' } });
    expect((await send(new Uint8Array())).treeHead).toBeUndefined();
    await service.stop();
    await relay.stop();
  });

  it('of another signer are not handed on', async () => {
    const relay = await startRelay(environment);
    const service = await startService(defineService({ name: 'receiver', handlers: [Receiver], listens: [], publishes: [] }), environment);
    const forged = { size: 999n, root: new Uint8Array(32), position: 1n, signedAt: AT };
    const stranger = signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const body = wire.TreeHead.encode(forged);
    for (const noise of [common.SignedEnvelope.encode({ body, signature: stranger.sign(SIGNED_AS.treeHead, body), keyId: stranger.keyId }), Uint8Array.of(255)]) connection.publish(TREE_HEAD_SUBJECT, noise);
    const reply = await until(async () => {
      const each = await send(Uint8Array.of(8));
      return each.treeHead === undefined ? undefined : each;
    });
    expect(sizeOf(reply.treeHead as Envelope)).toBe(3n);
    await service.stop();
    await relay.stop();
  });
});
