import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { createUser } from '@nats-io/nkeys';
import { sampleExchange } from '@carriermesh/exchange';
import { instantFromMs, toHex } from '@carriermesh/kernel';
import { connectBus } from '@carriermesh/platform-bus';
import { startNats, type TestNats } from '@carriermesh/platform-testing';
import { agent, operationSubject, type Rpc } from '@carriermesh/wire';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentHome, until, type StartedAgent } from './testing/agent-home.js';
import { MeshDesk, newOperator } from './testing/mesh-desk.js';

const PROVIDERS = sampleExchange().providers.slice(0, 3);
const ids = PROVIDERS.map(({ id }) => id);

/** One account for the mesh and one for each provider, joined as the mesh's own bus joins them. */
function accounts(meshNkey: string, nkeys: ReadonlyMap<string, string>): string {
  const core = ids.map((id) => `{ service: "cm.in.${id}.>", accounts: [ "P_${id}" ] }`).join('\n');
  const heard = ids.map((id) => `{ service: { account: "P_${id}", subject: "out.v1.>" }, to: "cm.out.${id}.v1.>" }`).join('\n');
  const providers = ids.map(
    (id) => `"P_${id}" {
      users: [ { nkey: ${nkeys.get(id)}, permissions: {
        publish: { allow: [ "in.>", "_INBOX.>" ], deny: [ "$JS.>", "$SYS.>" ] }, subscribe: { allow: [ "out.>", "_INBOX.>" ] }, allow_responses: true } } ]
      exports: [ { service: "out.v1.>", accounts: [ CORE ] } ]
      imports: [ { service: { account: CORE, subject: "cm.in.${id}.>" }, to: "in.>" } ]
    }`,
  );
  return `accounts {
    CORE { jetstream: enabled, users: [ { nkey: ${meshNkey} } ]
      exports: [ ${core} ]
      imports: [ ${heard} ] }
    ${providers.join('\n')}
  }`;
}

let nats: TestNats;
let connection: NatsConnection;
let home: AgentHome;
let desk: MeshDesk;
let started: StartedAgent;

beforeAll(async () => {
  home = new AgentHome(ids);
  const mesh = createUser();
  const seedFile = join(home.directory, 'mesh.nk');
  writeFileSync(seedFile, mesh.getSeed());
  nats = await startNats({ config: accounts(mesh.getPublicKey(), home.publicNkeys) });
  connection = await connectBus({ url: nats.url, name: 'mesh-desk', nkeySeedFile: seedFile });
  desk = new MeshDesk(connection, newOperator(), home.publicKeys);
  await desk.open('cm.in.*.*.v1');
  started = await home.start(nats.url, desk.operator.publicKey, { changes: { providers: configured() } });
});
afterAll(async () => {
  await home.close();
  await connection.close();
  await nats.stop();
});

const configured = () =>
  ids.map((id) => ({ id, busNkeyFile: `${id}.nk`, signingKeyFile: `${id}.pem`, operatorPublicKeyHex: toHex(desk.operator.publicKey) }));

describe('one agent for several providers', () => {
  it('S0-2 speaks for each of them through its own account, and the server names the sender', async () => {
    const all = PROVIDERS.reduce((sum, { pops, links, interconnects }) => sum + pops.length + links.length + interconnects.length, 0);
    expect(await started.advertised).toMatchObject({ offers: all, refusedOffers: 0 });
    for (const id of ids) {
      expect(new Set(desk.of('advert', id).map(({ subject }) => subject))).toEqual(new Set([`cm.in.${id}.advert.v1`]));
      expect(new Set(desk.offers(id).map(({ providerId }) => providerId))).toEqual(new Set([id]));
    }
    expect(desk.complaints).toEqual([]);
  });

  it('S3-7 is asked for each of them by name', async () => {
    for (const { id, links } of PROVIDERS) {
      const [link] = links;
      const segmentId = `seg_${id}`;
      const response = await desk.ask(operationSubject(id, agent.ActivateSegment as Rpc<never, unknown>), agent.ActivateSegment, {
        segmentId, contractId: 'con_1', contractSha256: new Uint8Array(32), fromPopId: link?.fromPopId ?? '', toPopId: link?.toPopId ?? '',
        resourceIds: [link?.id ?? ''], mbps: 1, serviceStartAt: instantFromMs(Date.now()), answerBy: instantFromMs(Date.now() + 30_000),
      });
      expect(response.outcome.kind).toBe('receipt');
      await until('the segment was measured', () => desk.of('measure', id).length === 1);
    }
  });

  it('says who is not connected while the bus is away, and comes back by itself', async () => {
    const ready = async () => (await fetch(`${started.running.healthUrl}/readyz`)).json() as Promise<{ problems: string[] }>;
    expect((await ready()).problems).toEqual([]);
    await nats.kill9();
    let problems: string[] = [];
    const watching = setInterval(() => void ready().then((answer) => (problems = answer.problems)), 20);
    await until('all are missed', () => problems.length === ids.length);
    expect(problems).toEqual(ids.map((id) => `provider ${id} is not connected to the bus`));
    await nats.start();
    await until('all are back', () => problems.length === 0);
    clearInterval(watching);
  });

  it('does not start for an account that the bus does not know, and says which', async () => {
    const stranger = new AgentHome([ids[0] ?? '']);
    const failed = stranger.start(nats.url, desk.operator.publicKey, { changes: { providers: configured().slice(0, 1) } });
    await expect(failed).rejects.toMatchObject({ kind: 'denied', message: expect.stringContaining(`agent-${ids[0]}`) });
    await stranger.close();
  });

  it('does not start for a provider that the exchange does not have', async () => {
    const stranger = new AgentHome(['nobody']);
    await expect(stranger.start(nats.url, desk.operator.publicKey)).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('none of the id nobody') });
    await stranger.close();
  });
});
