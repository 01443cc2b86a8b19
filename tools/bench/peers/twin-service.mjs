// What both twins of an order are made of: a process with Nest's NATS transport and a pool of pg connections.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { ClientNats, ServerNats } from '@nestjs/microservices';
import pg from 'pg';
import { firstValueFrom } from 'rxjs';

const POOL = 16;

/** Runs one role of a twin in a process of its own: `node <twin>.mjs <role> <nats url> <postgres url>`. */
export async function runTwin(services) {
  // Its words about a connection that is closed would stand among the figures.
  Logger.overrideLogger(false);
  const [role, natsUrl, postgresUrl] = process.argv.slice(2);
  process.on('disconnect', () => process.exit(0));
  const pool = new pg.Pool({ connectionString: postgresUrl, max: POOL });
  const client = new ClientNats({ servers: [natsUrl] });
  await client.connect();
  const parts = { pool, natsUrl, postgresUrl, ask: (subject, body) => firstValueFrom(client.send(subject, body)), tell: (subject, body) => client.emit(subject, body) };
  const server = new ServerNats({ servers: [natsUrl], queue: role });
  const { requests = {}, events = {} } = await services[role](parts);
  for (const [subject, handle] of Object.entries(requests)) server.addHandler(subject, handle);
  for (const [subject, handle] of Object.entries(events)) server.addHandler(subject, handle, true);
  await new Promise((resolve, reject) => server.listen((error) => (error ? reject(error) : resolve())));
  process.send('ready');
}

export async function transaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const CAPACITY = 1_000_000_000;

/** What holding capacity writes, of tables `twin_resource (id, free)`: in one order of rows, so that no two orders wait for one another. */
export async function reserve(client, { resourceIds, mbps }) {
  for (const id of resourceIds.toSorted()) {
    const { rows } = await client.query('select free from twin_resource where id = $1 for update', [id]);
    if (rows.length === 0) await client.query('insert into twin_resource values ($1, $2) on conflict do nothing', [id, CAPACITY]);
    await client.query('update twin_resource set free = free - $2 where id = $1 and free >= $2', [id, mbps]);
  }
}

/** An agent's journal, in a directory that goes with the process: returns what writes a line and waits for the disk. */
export function agentJournal() {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-twin-'));
  const journal = openSync(join(directory, 'journal'), 'a');
  process.on('exit', () => {
    closeSync(journal);
    rmSync(directory, { recursive: true, force: true });
  });
  return (line) => {
    writeSync(journal, `${JSON.stringify(line)}\n`);
    fdatasyncSync(journal);
  };
}
