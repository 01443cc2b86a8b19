import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is wrong, in a few words; nothing when all is well. */
export type HealthCheck = () => Promise<readonly string[]>;

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface HealthOptions {
  readonly service: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Is it worth keeping this process? Failing it means: restart me. */
  readonly live: HealthCheck;
  /** Can it serve now? Failing it means: send requests elsewhere. */
  readonly ready: HealthCheck;
  /** Lines in the Prometheus text format. */
  readonly metrics: () => string;
}

/** Answers `/healthz`, `/readyz` and `/metrics` on the loopback interface, for supervisors and for people. */
export async function startHealthServer({ service, port, live, ready, metrics }: HealthOptions): Promise<HealthServer> {
  const routes: Readonly<Record<string, HealthCheck>> = { '/healthz': live, '/readyz': ready };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/metrics') {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
      return;
    }
    const check = routes[path];
    if (!check) {
      response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ error: `no such page: ${path}` }));
      return;
    }
    void check().then((problems) => {
      const status = problems.length === 0 ? 'ok' : 'failing';
      response.writeHead(problems.length === 0 ? 200 : 503, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify({ service, status, problems })}\n`);
    });
  });
  await listening(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
