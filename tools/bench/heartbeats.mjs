// Agents say by heartbeats that they live (decision 53): a thousand of them at the default interval, heard by advertising in a process of its own, on a
// NATS and a PostgreSQL of the run's own. Processor time is the kernel's count, less what the same processes take while nobody beats.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { heartbeatWait } from '../../libs/agent/domain/dist/index.js';
import { instantFromMs } from '../../libs/kernel/dist/index.js';
import { sealEnvelope, SIGNED_AS, signingKey } from '../../libs/platform/signing/dist/index.js';
import { freePort } from '../../libs/platform/testing/dist/index.js';
import { newKeyPem, TrialMesh } from '../../libs/platform/trial/dist/index.js';
import { agent, common, inboundSubject } from '../../libs/wire/dist/index.js';
import { processorMsUnder } from './order/processor.mjs';

const AGENTS = 1_000;
/** The default of `heartbeatMs` in provider.yaml. */
const INTERVAL_MS = 10_000;
const ENROLLED_AT_A_TIME = 100;
/** Longer than it takes until the last agent has sent its first heartbeat. */
const SETTLING_MS = INTERVAL_MS + 2_000;
const SERVICE = fileURLToPath(new URL('../../apps/advertising/dist/main.js', import.meta.url));

export async function run({ quick }) {
  const windowMs = quick ? 10_000 : 25_000;
  const brokerPort = await freePort();
  const mesh = await TrialMesh.start({ services: [], natsConfig: `http: "127.0.0.1:${brokerPort}"` });
  const client = new pg.Client({ connectionString: mesh.postgres.url });
  let service;
  let crowd;
  try {
    await client.connect();
    const keys = await enrolled(mesh);
    service = await started(mesh);
    await sleep(3_000);
    const look = () => looked({ mesh, service, client, brokerPort });
    const before = await look();
    await sleep(windowMs);
    const idle = since(before, await look());
    crowd = new Crowd(mesh, keys);
    crowd.begin();
    await sleep(SETTLING_MS);
    const begun = await look();
    if (begun.up !== AGENTS) throw new Error(`${begun.up} of ${AGENTS} sessions are up`);
    const [beatsBefore, agentsBefore] = [crowd.beats, process.cpuUsage()];
    await sleep(windowMs);
    const beating = since(begun, await look());
    const agents = process.cpuUsage(agentsBefore);
    return rowsOf({ idle, beating, beats: crowd.beats - beatsBefore, agentsMs: (agents.user + agents.system) / 1_000, established: begun.events - before.events });
  } finally {
    crowd?.stop();
    service?.child.kill('SIGTERM');
    if (service) rmSync(service.directory, { recursive: true, force: true });
    await client.end().catch(() => undefined);
    await mesh.stop();
  }
}

function rowsOf({ idle, beating, beats, agentsMs, established }) {
  const perSecond = (sum, { ms }) => (sum * 1_000) / ms;
  /** Milliseconds of processor time in a second, beside what the process takes anyway. */
  const more = (name) => perSecond(beating[name], beating) - perSecond(idle[name], idle);
  const each = (msPerSecond) => Math.round((1_000 * msPerSecond) / perSecond(beats, beating));
  const row = (metric, value, unit) => ({ goal: '-', metric, value, unit });
  return [
    row(`heartbeats of ${AGENTS} agents, ${INTERVAL_MS / 1_000} s announced`, round1(perSecond(beats, beating)), '1/s'),
    row('heard and counted by an instance of advertising', round1(perSecond(beating.heard, beating)), '1/s'),
    row('refused by it', beating.refused, ''),
    row('messages that the broker took', round1(perSecond(beating.taken, beating)), '1/s'),
    row('the same while nobody beats', round1(perSecond(idle.taken, idle)), '1/s'),
    row('bytes that the broker took for them', Math.round((perSecond(beating.bytes, beating) - perSecond(idle.bytes, idle)) / perSecond(beats, beating)), 'B each'),
    row('processor time of an instance of advertising', round1(more('advertisingMs')), 'ms/s'),
    row('the same for each heartbeat', each(more('advertisingMs')), 'µs'),
    row('the same while nobody beats', round1(perSecond(idle.advertisingMs, idle)), 'ms/s'),
    row('processor time of the broker', round1(more('brokerMs')), 'ms/s'),
    row('processor time of PostgreSQL', round1(more('postgresMs')), 'ms/s'),
    row('processor time of the agents, all together, with what else the bench does', round1(perSecond(agentsMs, beating)), 'ms/s'),
    row('events written while all of them beat', beating.events, ''),
    row('rows that PostgreSQL wrote meanwhile, in all tables', beating.rows, ''),
    row('the same while nobody beats', idle.rows, ''),
    row('events written when they began, one for each session', established, ''),
  ];
}

const round1 = (value) => Math.round(10 * value) / 10;

/** Everybody's first heartbeat falls into one interval, as those of a thousand agents do that were started at different times. */
class Crowd {
  beats = 0;
  timers = new Set();

  constructor(mesh, keys) {
    this.mesh = mesh;
    this.agents = keys.map((key, index) => ({ key, providerId: providerIdOf(index), sessionId: `ses_${index}`, beganAt: mesh.now(), number: 0n }));
  }

  begin() {
    this.agents.forEach((each, index) => this.later(each, (INTERVAL_MS * index) / AGENTS));
  }

  stop() {
    for (const timer of this.timers) clearTimeout(timer);
  }

  later(each, ms) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.beat(each);
      this.later(each, heartbeatWait(INTERVAL_MS, `${each.sessionId} ${each.number}`));
    }, ms);
    this.timers.add(timer);
  }

  beat(each) {
    this.beats += 1;
    const { key, providerId, sessionId, beganAt } = each;
    const number = ++each.number;
    const body = agent.SessionHeartbeat.encode({ providerId, sessionId, beganAt, number, intervalMs: INTERVAL_MS, sentSequence: 0n, receiptedSequence: 0n, agentVersion: '0.1.0' });
    this.mesh.connection.publish(inboundSubject(providerId, 'session'), common.SignedEnvelope.encode(sealEnvelope(key, SIGNED_AS.sessionHeartbeat, body)));
  }
}

const providerIdOf = (index) => `net-${String(index).padStart(4, '0')}`;

async function enrolled(mesh) {
  const keys = Array.from({ length: AGENTS }, () => signingKey(newKeyPem()));
  const enrolledAt = instantFromMs(Date.now());
  for (let from = 0; from < AGENTS; from += ENROLLED_AT_A_TIME) {
    const appends = keys.slice(from, from + ENROLLED_AT_A_TIME).map(({ publicKey }, index) => {
      const providerId = providerIdOf(from + index);
      return { stream: `provider-${providerId}`, expected: 'none', events: [{ type: 'advertising.v1.ProviderEnrolled', data: { providerId, name: providerId, publicKey, enrolledAt } }] };
    });
    await mesh.ledger.commit(appends, mesh.context('operator'));
  }
  return keys;
}

async function started(mesh) {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-bench-'));
  const keyFile = join(directory, 'operator.pem');
  writeFileSync(keyFile, mesh.environment.signingKeyPem, { mode: 0o600 });
  const port = await freePort();
  const own = { DATABASE_URL: mesh.postgres.url, CARRIERMESH_BUS_URL: mesh.nats.url, CARRIERMESH_SIGNING_KEY_FILE: keyFile, CARRIERMESH_HEALTH_PORT: String(port), CARRIERMESH_LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [SERVICE], { env: { ...process.env, ...own }, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 300; tries += 1) {
    await sleep(100);
    if (child.exitCode !== null) throw new Error(`advertising ended with ${child.exitCode}`);
    if ((await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok) return { child, port, directory };
  }
  throw new Error('advertising was not ready within 30 s');
}

async function looked({ mesh, service: { child, port }, client, brokerPort }) {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const metric = (name) => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(metrics)?.[1] ?? NaN);
  const { rows: [ledger] } = await client.query(`select (select count(*) from ledger.event)::int as events, (select sum(tup_inserted + tup_updated + tup_deleted) from pg_stat_database)::float8 as rows`);
  const { in_msgs: taken, in_bytes: bytes } = await (await fetch(`http://127.0.0.1:${brokerPort}/varz`)).json();
  return {
    ms: performance.now(),
    ...{ heard: metric('carriermesh_heartbeats_heard'), refused: metric('carriermesh_heartbeats_refused'), up: metric('carriermesh_sessions_up') },
    ...{ events: ledger.events, rows: ledger.rows, taken, bytes },
    ...{ advertisingMs: processorMsUnder(child.pid), brokerMs: processorMsUnder(mesh.nats.pid), postgresMs: processorMsUnder(mesh.postgres.pid) },
  };
}

const since = (before, now) => Object.fromEntries(Object.entries(now).map(([name, value]) => [name, value - before[name]]));
