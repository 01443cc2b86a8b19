import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleExchange } from '@carriermesh/exchange';
import { freePort, startNats, type TestNats } from '@carriermesh/platform-testing';
import { AgentHome } from './testing/agent-home.js';
import { newOperator } from './testing/mesh-desk.js';

const [ID = ''] = sampleExchange().providers.map(({ id }) => id);
const operator = newOperator().publicKey;

describe('S3-7 an agent that starts before the bus answers', () => {
  let nats: TestNats;
  let home: AgentHome;

  beforeAll(async () => {
    nats = await startNats();
    home = new AgentHome([ID]);
    await nats.halt();
  });
  afterAll(async () => {
    await home.close();
    await nats.stop();
  });

  it('ends at once where its health port is somebody’s, and names it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { readonly port: number };
    await expect(home.start(nats.url, operator, { healthPort: port })).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(`${port}`) });
    server.close();
  });

  it('ends at once where its state can’t be kept, and where its credentials are none', async () => {
    await expect(home.start(nats.url, operator, { changes: { stateDirectory: `${ID}.pem/state` } })).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(`${ID}.pem/state`) });
    const provider = { id: ID, signingKeyFile: `${ID}.pem`, busNkeyFile: `${ID}.pem`, operatorPublicKeyHex: Buffer.from(operator).toString('hex') };
    await expect(home.start(nats.url, operator, { changes: { providers: [provider] } })).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(`${ID}.pem are no NKey seed`) });
  });

  it('says meanwhile who is not connected, and is ready once the bus answers', async () => {
    const healthPort = await freePort();
    const ready = async () => (await fetch(`http://127.0.0.1:${healthPort}/readyz`)).json();
    const starting = home.start(nats.url, operator, { healthPort });
    // It opens its health before it asks for the bus.
    let waiting: unknown;
    while (waiting === undefined) waiting = await ready().catch(() => undefined);
    expect(waiting).toMatchObject({ status: 'failing', problems: [`provider ${ID} is not connected to the bus`] });
    await nats.start();
    await starting;
    expect(await ready()).toMatchObject({ status: 'ok', problems: [] });
  });
});
