import { afterEach, describe, expect, it } from '@jest/globals';
import { startHealthServer, type HealthCheck, type HealthServer } from './health-server.js';

describe('the health of a process', () => {
  const servers: HealthServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const well: HealthCheck = async () => [];
  const start = async (checks: { live?: HealthCheck; ready?: HealthCheck; metrics?: () => string; port?: number }): Promise<string> => {
    const server = await startHealthServer({ service: 'billing', port: 0, live: well, ready: well, metrics: () => 'up 1\n', ...checks });
    servers.push(server);
    return server.url;
  };
  const get = async (url: string): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(url);
    return { status: response.status, body: await response.json() };
  };

  it('is 200 when nothing is wrong', async () => {
    const url = await start({});
    expect(await get(`${url}/healthz`)).toEqual({ status: 200, body: { service: 'billing', status: 'ok', problems: [] } });
    expect(await get(`${url}/readyz?verbose`)).toMatchObject({ status: 200 });
  });

  it('is 503 with what is wrong, each page for itself', async () => {
    const url = await start({ ready: async () => ['still reading the ledger'] });
    expect(await get(`${url}/readyz`)).toEqual({ status: 503, body: { service: 'billing', status: 'failing', problems: ['still reading the ledger'] } });
    expect(await get(`${url}/healthz`)).toMatchObject({ status: 200 });
  });

  it('is 503 when the check itself fails, for pages and for metrics', async () => {
    const broken = (): never => {
      throw new Error('no such thing');
    };
    const url = await start({ live: async () => broken(), metrics: broken });
    const failing = { status: 503, body: { status: 'failing', problems: ['the check itself failed: no such thing'] } };
    expect(await get(`${url}/healthz`)).toMatchObject(failing);
    expect(await get(`${url}/metrics`)).toMatchObject(failing);
  });

  it('comes with metrics as text, and with no other pages', async () => {
    const url = await start({});
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await metrics.text()).toBe('up 1\n');
    expect(await get(`${url}/toString`)).toEqual({ status: 404, body: { error: 'no such page: /toString' } });
  });

  it('on a port that somebody has is misconfigured, and names the port', async () => {
    const { port } = new URL(await start({}));
    await expect(start({ port: Number(port) })).rejects.toMatchObject({ kind: 'misconfigured', message: expect.stringContaining(`the health port ${port} can't be listened on`) });
  });
});
