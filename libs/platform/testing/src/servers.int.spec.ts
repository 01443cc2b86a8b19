import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectNats } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startNats } from './nats.js';
import { startPostgres } from './postgres.js';
import { ServerProcess, isAlive } from './server-process.js';

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

describe('the test PostgreSQL', () => {
  it('is durable, keeps what was committed through kill -9, and leaves nothing behind', async () => {
    const postgres = await startPostgres();
    const url = await postgres.createDatabase();
    expect(await ask(url, `select current_setting('fsync'), current_setting('synchronous_commit')`)).toEqual(['on', 'on']);
    await ask(url, 'create table kept as select 7 as n');
    const open = new pg.Client({ connectionString: url });
    await open.connect();
    // A dying server may be heard of twice: by its last words, and by the end of the connection.
    const ended = new Promise((resolve) => open.on('error', resolve));
    await postgres.kill9();
    // The backend of an open connection dies with its server, and does not go on until it notices.
    await ended;
    await expect(ask(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    expect(await ask(url, 'select n from kept')).toEqual([7]);
    const { pid, directory } = postgres;
    await postgres.stop();
    expect([isAlive(pid), existsSync(directory)]).toEqual([false, false]);
  }, 60_000);

  it('takes settings, gives every caller a database of its own, and runs beside another one', async () => {
    const [one, other] = await Promise.all([startPostgres({ settings: { fsync: 'off' } }), startPostgres()]);
    try {
      expect(await ask(one.url, `select current_setting('fsync')`)).toEqual(['off']);
      expect(await ask(other.url, `select current_setting('fsync')`)).toEqual(['on']);
      const databases = [await one.createDatabase(), await one.createDatabase()];
      expect(new Set([...databases, one.url]).size).toBe(3);
    } finally {
      await Promise.all([one.stop(), other.stop()]);
    }
  }, 60_000);

  it('says what the server said when it refuses to start', async () => {
    await expect(startPostgres({ settings: { shared_buffers: 'many' } })).rejects.toThrow('invalid value for parameter "shared_buffers"');
  }, 60_000);
});

describe('the test nats-server', () => {
  it('keeps a stream through kill -9 and loses it when its store is wiped', async () => {
    const nats = await startNats({ config: 'max_payload: 65536' });
    const streams = async () => {
      const connection = await connectNats({ servers: nats.url });
      const manager = await jetstreamManager(connection);
      const names: string[] = [];
      for await (const name of manager.streams.names()) names.push(name);
      const limit = connection.info?.max_payload;
      await connection.close();
      return { names, limit };
    };
    const connection = await connectNats({ servers: nats.url });
    await (await jetstreamManager(connection)).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
    await connection.close();
    await nats.kill9();
    await nats.start();
    expect(await streams()).toEqual({ names: ['KEPT'], limit: 65_536 });
    await nats.halt();
    nats.wipeStore();
    await nats.start();
    expect((await streams()).names).toEqual([]);
    await nats.stop();
    expect(existsSync(nats.directory)).toBe(false);
  }, 60_000);

  it('says what the server said about a configuration that it refuses', async () => {
    await expect(startNats({ config: 'max_payload: "much"' })).rejects.toThrow('nats.conf:3');
  }, 60_000);
});

describe('a server process', () => {
  it('does not outlive the process that started it, even when that one is killed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-watchdog-'));
    const server = await ServerProcess.start(
      { name: 'sleeper', file: 'sleep', args: ['600'], logFile: join(directory, 'log'), directory },
      () => true,
    );
    // What the operating system does to a killed process: it closes its end of the pipe.
    (server as unknown as { watchdog: ChildProcess }).watchdog.stdin?.destroy();
    for (let waited = 0; waited < 200 && existsSync(directory); waited++) await sleep(50);
    expect([isAlive(server.pid), existsSync(directory)]).toEqual([false, false]);
  }, 60_000);
});
