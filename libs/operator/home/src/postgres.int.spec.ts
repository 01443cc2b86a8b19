import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Home } from './home.js';
import { freePort } from './ports.js';
import { postgresBinaries } from './postgres-binaries.js';
import { postgresEnvironment, postmaster } from './postgres-cluster.js';
import { postgresUser } from './postgres-user.js';
import { startPostgres, type PostgresServer } from './postgres.js';
import type { ProcessEvent } from './process-event.js';
import { identify, isSameAlive } from './processes.js';
import { TestHomes, until } from './test-home.js';

const homes = new TestHomes();
const running: PostgresServer[] = [];
const start = async (home: Home, options: Parameters<typeof startPostgres>[1] = {}): Promise<PostgresServer> => {
  const server = await startPostgres(home, { env: {}, ...options });
  running.push(server);
  return server;
};
const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};
/** What a start leaves behind when it is killed: the same server over the same data, and nobody who keeps it. */
const orphan = async (home: Home): Promise<number> => {
  const { postgres } = await postgresBinaries();
  const directory = home.postgresDirectory;
  const args = ['-D', directory, '-p', String(await freePort()), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const child = spawn(postgres, args, { ...postgresUser(directory), cwd: '/', env: postgresEnvironment(), stdio: 'ignore', detached: true });
  await until('the orphan is ready', () => postmaster(directory)?.pid === child.pid && postmaster(directory)?.ready === true);
  return child.pid ?? 0;
};

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
  homes.removeAll();
}, 30_000);

describe('the database of a home', () => {
  const home = homes.make();

  it('is durable, is open to its password alone, and is there again after a stop', async () => {
    const first = await start(home);
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    expect(await query(first.url, "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'listen_addresses') ORDER BY name")).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
    await expect(query(first.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    await first.stop();
    const second = await start(home);
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    await second.stop();
  }, 60_000);

  it('sorts by code point, as every other machine does', async () => {
    const server = await start(home);
    expect(await query(server.url, "SELECT string_agg(word, '' ORDER BY word) AS words FROM unnest(ARRAY['b', 'ä', 'B', 'a', 'Z']) AS word")).toEqual([{ words: 'BZabä' }]);
    await server.stop();
  }, 60_000);

  it('is taken over from a start that was killed', async () => {
    const pid = await orphan(home);
    const identity = identify(pid);
    const said: string[] = [];
    const server = await start(home, { say: (line) => said.push(line) });
    expect(said).toEqual([`PostgreSQL was left running by an earlier start (process ${pid}): stopping it`]);
    expect(identity && isSameAlive(identity)).toBe(false);
    expect(await query(server.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    await server.stop();
  }, 60_000);

  it('starts although the process id in its lock now belongs to another program, which is left alone', async () => {
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    writeFileSync(join(home.postgresDirectory, 'postmaster.pid'), `${stranger.pid}\n${home.postgresDirectory}\n`);
    const server = await start(home);
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
    stranger.kill();
    await server.stop();
  }, 60_000);

  it('is started again at the same address when it is killed', async () => {
    const events: ProcessEvent[] = [];
    const server = await start(home, { onEvent: (event) => events.push(event) });
    const { pid, url } = server;
    process.kill(pid ?? 0, 'SIGKILL');
    await until('PostgreSQL is ready again', () => events.some(({ type }) => type === 'ready'));
    expect(server.pid).not.toBe(pid);
    expect(await query(url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    await server.stop();
  }, 60_000);

  it('names the port that it cannot have', async () => {
    const port = await freePort();
    const holder = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    await expect(start(home, { port })).rejects.toThrow(`port ${port} on 127.0.0.1 for PostgreSQL is taken by another process`);
    await new Promise((resolve) => holder.close(resolve));
  });

  it('is not opened with a new password when the old one is lost', async () => {
    rmSync(home.postgresPasswordFile);
    await expect(start(home)).rejects.toThrow(`${home.postgresPasswordFile} is missing`);
  });
});

describe('a database that DATABASE_URL names', () => {
  it('is used as it is, and is not stopped with the mesh', async () => {
    const own = await start(homes.make());
    const external = await startPostgres(homes.make(), { env: { DATABASE_URL: own.url } });
    expect(external).toMatchObject({ url: own.url, pid: undefined });
    await external.stop();
    expect(await query(own.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await own.stop();
  }, 60_000);

  it('is named by its host, never with its password, when it does not answer', async () => {
    const port = await freePort();
    const refusal = startPostgres(homes.make(), { env: { DATABASE_URL: `postgres://mesh:secret@127.0.0.1:${port}/mesh` } });
    await expect(refusal).rejects.toThrow(`(127.0.0.1:${port}) that cannot be used`);
    await expect(refusal).rejects.not.toThrow('secret');
  });
});
