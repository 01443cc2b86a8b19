import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { headers } from '@nats-io/transport-node';
import { instant } from '@carriermesh/kernel';
import { defineService, Handles, HandlesInbound, LEDGER, receipted, SIGNER, TypedLedger, type Call, type InboundCall, type Signer } from '@carriermesh/platform-chassis';
import { isSealedBy, sealEnvelope, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';
import { agent, common, inboundSubject, provisioning } from '@carriermesh/wire';
import pg from 'pg';
import { eventually, newKeyPem, TrialMesh } from './trial-mesh.js';

let handling = 0;
const calls: InboundCall[] = [];
const hooks: string[] = [];

@Injectable()
@Handles(provisioning.GetActivation)
class SlowQuestion {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async execute({ body }: Call<provisioning.GetActivationRequest>): Promise<provisioning.GetActivationResponse> {
    handling += 1;
    await sleep(300);
    const { events } = await this.ledger.load(body.contractId);
    return { outcome: { kind: 'refused', refused: { code: 'activation-unknown', message: `${events.length} events.`, facts: {} } } };
  }
}

@Injectable()
@HandlesInbound('measure')
class Inbound {
  constructor(@Inject(SIGNER) private readonly signer: Signer) {}

  async receive(call: InboundCall): Promise<agent.BatchReply> {
    calls.push(call);
    return receipted(this.signer, { providerId: call.providerId, batchId: 'b', body: call.envelope.body, position: 1n, recordedAt: instant(1n) });
  }
}

@Injectable()
class Furniture implements OnModuleInit, OnModuleDestroy {
  onModuleInit(): void {
    hooks.push('init');
  }
  onModuleDestroy(): void {
    hooks.push('destroy');
  }
}

@Injectable()
class Unmarked {}

const desk = defineService({ name: 'desk', handlers: [SlowQuestion, Inbound], providers: [Furniture], listens: [], publishes: [] });
const broken = defineService({ name: 'broken', handlers: [Unmarked], listens: [], publishes: [] });

describe('a service', () => {
  let mesh: TrialMesh;
  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [] });
  }, 60_000);
  afterAll(() => mesh.stop(), 60_000);

  const connectionsOf = async (service: string): Promise<number> => {
    const client = new pg.Client({ connectionString: mesh.environment.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from pg_stat_activity where application_name like $1', [`carriermesh-${service}%`]);
    await client.end();
    return rows[0]?.count ?? 0;
  };

  it('that can not be started says why, and leaves nothing behind', async () => {
    await expect(mesh.add(broken)).rejects.toThrow('Unmarked of broken is marked neither @Handles nor @HandlesInbound');
    await eventually('no connection of it', async () => ((await connectionsOf('broken')) === 0 ? true : undefined));
  });

  it('answers a request that it works on while it is stopped, with all that it needs for that', async () => {
    const running = await mesh.add(desk);
    const answer = mesh.bus.request(provisioning.GetActivation, { contractId: 'nothing' }, { context: mesh.context('operator') });
    await eventually('the request at its handler', async () => (handling === 1 ? true : undefined));
    const stopped = running.stop();
    expect(await answer).toMatchObject({ outcome: { refused: { message: '0 events.' } } });
    await stopped;
    await expect(mesh.bus.request(provisioning.GetActivation, { contractId: 'nothing' }, { context: mesh.context('operator') })).rejects.toMatchObject({ kind: 'unavailable' });
    await eventually('no connection of it', async () => ((await connectionsOf('desk')) === 0 ? true : undefined));
  });

  it('begins and ends each of its parts once', async () => {
    hooks.length = 0;
    const running = await mesh.add(desk);
    expect(hooks).toEqual(['init']);
    await Promise.all([running.stop(), running.stop()]);
    expect(hooks).toEqual(['init', 'destroy']);
  });

  it('says on its pages how it is', async () => {
    const running = await mesh.add(desk);
    expect(await (await fetch(`${running.healthUrl}/healthz`)).json()).toEqual({ service: 'desk', status: 'ok', problems: [] });
    expect((await fetch(`${running.healthUrl}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${running.healthUrl}/metrics`)).text()).toMatch(/^carriermesh_feed_position\{service="desk"\} \d+\n/);
    await running.stop();
    await expect(fetch(`${running.healthUrl}/healthz`)).rejects.toThrow();
  });

  it('knows who sent a batch from the subject, whatever the sender states', async () => {
    const running = await mesh.add(desk);
    const stated = headers();
    stated.set('cm-actor', 'operator');
    stated.set('cm-correlation', 'batch-1');
    const envelope = sealEnvelope(signingKey(newKeyPem()), SIGNED_AS.measurementBatch, Uint8Array.of(1));
    const reply = await mesh.connection.request(inboundSubject('alfa', 'measure'), common.SignedEnvelope.encode(envelope), { headers: stated, timeout: 2_000 });
    expect(calls.at(-1)).toMatchObject({ providerId: 'alfa', context: { actor: 'provider:alfa', correlationId: 'batch-1' } });
    const { outcome } = agent.BatchReply.decode(reply.data);
    expect(outcome.kind === 'receipt' && isSealedBy(mesh.operator.publicKey, SIGNED_AS.receipt, outcome.receipt)).toBe(true);
    const garbage = await mesh.connection.request(inboundSubject('alfa', 'measure'), Uint8Array.of(0xff), { timeout: 2_000 });
    expect(garbage.headers?.get('cm-error')).toBe('malformed');
    expect(await (await fetch(`${running.healthUrl}/metrics`)).text()).toContain('carriermesh_requests_failed{service="desk",kind="malformed"} 1\n');
    await running.stop();
  });
});
