import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperationalError } from '@carriermesh/platform-errors';

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

interface Page {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const json = (status: number, body: object): Page => ({ status, type: 'application/json', text: `${JSON.stringify(body)}\n` });

/**
 * Answers `/healthz`, `/readyz` and `/metrics` on the loopback interface, for supervisors and for people.
 * @throws OperationalError `misconfigured` when the port can't be listened on
 */
export async function startHealthServer({ service, port, live, ready, metrics }: HealthOptions): Promise<HealthServer> {
  const check = async (problemsOf: HealthCheck): Promise<Page> => {
    const problems = await problemsOf();
    const status = problems.length === 0 ? 'ok' : 'failing';
    return json(problems.length === 0 ? 200 : 503, { service, status, problems });
  };
  const pages: Readonly<Record<string, () => Promise<Page>>> = {
    '/healthz': () => check(live),
    '/readyz': () => check(ready),
    '/metrics': async () => ({ status: 200, type: 'text/plain; version=0.0.4', text: metrics() }),
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    const made = page ? page() : Promise.resolve(json(404, { error: `no such page: ${path}` }));
    void made
      // A check that fails is an answer too: a supervisor that hears nothing would wait, and an unhandled failure end the process.
      .catch((error: Error) => json(503, { service, status: 'failing', problems: [`the check itself failed: ${error.message}`] }))
      .then(({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text));
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
    server.once('error', (error) => {
      reject(new OperationalError('misconfigured', `the health port ${port} can't be listened on: ${error.message}`, { cause: error }));
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
