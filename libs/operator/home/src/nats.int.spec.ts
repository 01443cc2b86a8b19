import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { readIfThere } from './files.js';
import { ensureNkey } from './keys.js';
import { startNats, type NatsServer } from './nats.js';
import type { BusAccounts } from './nats-config.js';
import { findNatsServer } from './nats-server.js';
import { isSameAlive, identify } from './processes.js';
import type { ProcessEvent } from './process-event.js';
import { TestHomes, until } from './test-home.js';

const homes = new TestHomes();
const home = homes.make();
const accountsOf = (...ids: string[]): BusAccounts => ({
  mesh: ensureNkey(home.meshNkeyFile),
  providers: ids.map((id) => ({ id, publicNkey: ensureNkey(home.providerNkeyFile(id)).publicNkey })),
});
const events: ProcessEvent[] = [];
const open: NatsConnection[] = [];
let server: NatsServer;

const signIn = async (keyFile: string): Promise<NatsConnection> => {
  const connection = await connect({ servers: server.url, authenticator: nkeyAuthenticator(ensureNkey(keyFile).seed), reconnect: false });
  open.push(connection);
  return connection;
};
const asMesh = (): Promise<NatsConnection> => signIn(home.meshNkeyFile);
const asProvider = (id: string): Promise<NatsConnection> => signIn(home.providerNkeyFile(id));

/** Answers each request on a subject with the subject that it arrived under. */
const echo = (connection: NatsConnection, subject: string, heard: string[] = []): string[] => {
  connection.subscribe(subject, {
    callback: (error, message) => {
      if (error) return;
      heard.push(message.subject);
      message.respond(`${subject} heard ${message.subject}`);
    },
  });
  return heard;
};
const ask = async (connection: NatsConnection, subject: string): Promise<string> => (await connection.request(subject, 'x', { timeout: 500 })).string();

beforeAll(async () => {
  server = await startNats(home, accountsOf('alfa', 'bravo', 'charlie'), { onEvent: (event) => events.push(event) });
}, 30_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});
afterAll(async () => {
  await server.stop();
  homes.removeAll();
});

describe('the accounts of the bus', () => {
  it('carry what a provider says into CORE under its own name, and the answer back', async () => {
    const mesh = await asMesh();
    echo(mesh, 'cm.in.>');
    await mesh.flush();
    expect(await ask(await asProvider('alfa'), 'in.advert.v1')).toBe('cm.in.> heard cm.in.alfa.advert.v1');
    expect(await ask(await asProvider('bravo'), 'in.usage.v1')).toBe('cm.in.> heard cm.in.bravo.usage.v1');
  });

  it('carry what the mesh asks to the one provider that it names, and the answer back', async () => {
    const [mesh, alfa, bravo] = [await asMesh(), await asProvider('alfa'), await asProvider('bravo')];
    const heardByBravo = echo(bravo, 'out.>');
    echo(alfa, 'out.v1.*');
    await Promise.all([alfa.flush(), bravo.flush()]);
    expect(await ask(mesh, 'cm.out.alfa.v1.Activate')).toBe('out.v1.* heard out.v1.Activate');
    expect(heardByBravo).toEqual([]);
    expect(await ask(mesh, 'cm.out.bravo.v1.Release')).toBe('out.> heard out.v1.Release');
  });

  it.each(['cm.in.bravo.usage.v1', 'cm.in.alfa.usage.v1', 'cm.evt.billing.v1.UsageRated.x', 'cm.cmd.billing.v1.RateUsage', '$JS.API.INFO', '$SYS.REQ.SERVER.PING'])(
    'let no provider publish %s',
    async (subject) => {
      const mesh = await asMesh();
      const heard = echo(mesh, 'cm.>');
      await mesh.flush();
      await expect(ask(await asProvider('alfa'), subject)).rejects.toThrow();
      await mesh.flush();
      expect(heard).toEqual([]);
    },
  );

  it.each(['cm.out.bravo.>', 'cm.>', '>', '$SYS.>', '$JS.>', 'in.>'])('let no provider subscribe to %s', async (subject) => {
    const alfa = await asProvider('alfa');
    const refused = new Promise<Error | undefined>((resolve) => alfa.subscribe(subject, { callback: (error) => void (error && resolve(error)) }));
    expect((await refused)?.message).toContain('Permissions Violation');
  });

  it('hide from a provider what another answers to the mesh', async () => {
    const [mesh, alfa, bravo] = [await asMesh(), await asProvider('alfa'), await asProvider('bravo')];
    const overheard: string[] = [];
    alfa.subscribe('_INBOX.>', { callback: (_, message) => void overheard.push(message.subject) });
    echo(bravo, 'out.v1.>');
    await Promise.all([alfa.flush(), bravo.flush()]);
    await ask(mesh, 'cm.out.bravo.v1.Activate');
    await alfa.flush();
    expect(overheard).toEqual([]);
  });

  it('turn away who has no key, and who has an unknown one', async () => {
    await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/uthorization/);
    await expect(signIn(home.providerNkeyFile('unknown'))).rejects.toThrow(/uthorization/);
  });

  it('let a provider in after a reload, without breaking the connections or the streams of the others', async () => {
    const [mesh, alfa] = [await asMesh(), await asProvider('alfa')];
    echo(mesh, 'cm.in.>');
    const streams = await jetstreamManager(mesh);
    await streams.streams.add({ name: 'EVENTS', subjects: ['cm.evt.>'] });
    await jetstream(mesh).publish('cm.evt.billing.v1.UsageRated.a');
    await server.reload(accountsOf('alfa', 'bravo', 'charlie', 'delta'));
    expect(await ask(await asProvider('delta'), 'in.advert.v1')).toBe('cm.in.> heard cm.in.delta.advert.v1');
    expect(await ask(alfa, 'in.advert.v1')).toBe('cm.in.> heard cm.in.alfa.advert.v1');
    expect((await jetstream(mesh).publish('cm.evt.billing.v1.UsageRated.b')).seq).toBe(2);
    await server.reload(accountsOf('alfa', 'bravo', 'charlie'));
    await expect(asProvider('delta')).rejects.toThrow(/uthorization/);
  });
});

describe('the server of the bus', () => {
  it('takes at most half of the machine’s processors, unless the environment says otherwise', () => {
    const environment = new Map((readIfThere(`/proc/${server.pid}/environ`) ?? '').split('\0').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    const half = Math.max(1, Math.floor(availableParallelism() / 2));
    expect([environment.get('GOMAXPROCS'), environment.get('GOGC')]).toEqual([process.env['GOMAXPROCS'] ?? String(half), process.env['GOGC'] ?? '400']);
  });

  it('is started again at the same address when it is killed', async () => {
    const { pid, url } = server;
    process.kill(pid, 'SIGKILL');
    await until('the bus is ready again', () => events.some(({ type }) => type === 'ready'));
    expect(server.pid).not.toBe(pid);
    expect(server.url).toBe(url);
    const mesh = await asMesh();
    echo(mesh, 'cm.in.>');
    await mesh.flush();
    expect(await ask(await asProvider('alfa'), 'in.advert.v1')).toContain('cm.in.alfa.advert.v1');
  }, 30_000);

  it('names the port that it cannot have', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startNats(homes.make(), accountsOf(), { port })).rejects.toThrow(`port ${port} on 127.0.0.1 for NATS is taken by another process`);
  });

  it('that a killed start left behind is ended by the next one', async () => {
    const other = homes.make();
    const first = await startNats(other, accountsOf('alfa'));
    await first.stop();
    const { path } = await findNatsServer();
    const pidFile = join(other.natsDirectory, 'server.pid');
    const orphan = spawn(path, ['-c', join(other.natsDirectory, 'server.conf'), '-P', pidFile], { stdio: 'ignore', detached: true });
    const identity = identify(orphan.pid ?? 0);
    await until('the orphan has written its process id', () => readIfThere(pidFile)?.trim() === String(orphan.pid));
    const said: string[] = [];
    const second = await startNats(other, accountsOf('alfa'), { say: (line) => said.push(line) });
    expect(identity && isSameAlive(identity)).toBe(false);
    expect(said).toContain(`nats-server was left running by an earlier start (process ${orphan.pid}): stopping it`);
    await second.stop();
  }, 30_000);

  it('that is nowhere to be found is explained with the ways to get one', async () => {
    await expect(findNatsServer({ path: '', install: false })).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringMatching(/apt-get install nats-server.*github\.com\/nats-io\/nats-server\/releases/),
    });
  });
});
