import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, describe, it } from '@jest/globals';
import { startTracing, type SpanRecord, type Tracing } from '@carriermesh/platform-telemetry';
import { ORDER, TOKENS, TrialGateway } from '../testing/trial-gateway.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';

const directory = mkdtempSync(join(tmpdir(), 'carriermesh-traces-'));
let tracing: Tracing;
let trial: TrialGateway;
beforeAll(async () => {
  tracing = startTracing({ service: 'gateway', directory });
  trial = await TrialGateway.start();
}, 60_000);
afterAll(async () => {
  await trial.stop();
  await tracing.shutdown();
  rmSync(directory, { recursive: true });
}, 30_000);

async function spans(): Promise<readonly SpanRecord[]> {
  await tracing.flush();
  return readFileSync(join(directory, 'gateway.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as SpanRecord);
}

describe('a request’s trace', () => {
  it('goes on from its sender’s, through the bus, into the service, also behind a body', async () => {
    const headers = { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` };
    await trial.ask('/v1/service-requests', { as: 'acme', method: 'POST', headers, body: { ...ORDER, requestId: 'traced' } });
    const traced = (await spans()).filter(({ traceId }) => traceId === TRACE_ID);
    const [edge, asked, handled] = ['POST /v1/service-requests', 'ask RequestService', 'handle RequestService'].map((name) => traced.find((span) => span.name === name));
    expect(edge).toMatchObject({ parentSpanId: PARENT_ID, service: 'gateway', attributes: { 'http.route': '/v1/service-requests', 'http.response.status_code': 202 } });
    expect(asked?.parentSpanId).toBe(edge?.spanId);
    expect(handled?.parentSpanId).toBe(asked?.spanId);
  });

  it('begins anew where the sender’s header is none', async () => {
    await trial.ask('/v1/invoices', { as: 'acme', headers: { traceparent: 'nonsense' } });
    const edge = (await spans()).find(({ name }) => name === 'GET /v1/invoices');
    expect(edge).toBeDefined();
    expect(edge?.parentSpanId).toBeUndefined();
  });

  it('I10 holds no token', async () => {
    expect(JSON.stringify(await spans())).not.toContain(TOKENS.acme);
  });
});
