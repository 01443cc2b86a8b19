// What both twins of an order are made of: a process with Nest's NATS transport and a pool of pg connections.
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
