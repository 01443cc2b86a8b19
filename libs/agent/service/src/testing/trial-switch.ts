import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SwitchDevice, SwitchEvent } from '@carriermesh/agent-domain';
import { createLogger } from '@carriermesh/platform-telemetry';
import type { FastifyInstance } from 'fastify';
import { machineClock } from '../clock.js';
import { Journal } from '../journal.js';
import { SwitchBook } from '../switch/switch-book.js';
import { switchEdge, type SwitchRoute } from '../switch/switch-edge.js';
import type { SwitchFabric } from '../switch/switch-fabric.port.js';
import { switchDeviceOf } from '../switch/switch-file.js';

export const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex');
const newToken = (): string => randomBytes(32).toString('hex');

export interface Answer {
  readonly status: number;
  /** Of the headers, `Allow` alone. */
  readonly allow?: string;
  readonly body: Record<string, never> & { readonly [field: string]: unknown };
}

/** A shared device with its owner `noc` and two networks on it, each with a token of its own. */
export class TrialSwitch {
  readonly directory = mkdtempSync(join(tmpdir(), 'carriermesh-switch-'));
  readonly tokens = { noc: newToken(), alfa: newToken(), bravo: newToken() };
  readonly device: SwitchDevice = switchDeviceOf({
    device: 'ix1',
    currency: 'EUR',
    capacityMbps: 1_000,
    ports: ['ge1', 'ge2', 'ge3', 'ge4', 'ge5'].map((name) => ({ name, mbps: 400 })),
    monthlyPricePerMbps: '0.40',
    monthlyPricePerPort: '25',
    administrators: [{ name: 'noc', tokenSha256: sha256(this.tokens.noc) }],
  }, 'switch.yaml');
  routes: readonly SwitchRoute[] = [];
  private url = '';
  private server: FastifyInstance | undefined;
  private book: SwitchBook | undefined;

  async start(fabric?: SwitchFabric): Promise<void> {
    const log = createLogger({ service: 'provider-agent', level: 'silent' });
    const { journal, entries } = await Journal.open<SwitchEvent>(this.directory);
    this.book = await SwitchBook.open({ device: this.device, journal, fabric, log }, entries);
    const { server, routes } = switchEdge({ device: this.device, book: this.book, clock: machineClock, log });
    this.server = server;
    this.url = await server.listen({ host: '127.0.0.1', port: 0 });
    this.routes = routes;
  }

  /** Cuts the shares of both: alfa has ge1 and ge2 with 600 Mbit/s, bravo ge3 and ge4 with 300. */
  async share(quotas: { readonly alfa: number; readonly bravo: number } = { alfa: 600, bravo: 300 }): Promise<void> {
    const ports = { alfa: ['ge1', 'ge2'], bravo: ['ge3', 'ge4'] };
    for (const id of ['alfa', 'bravo'] as const) {
      const administrator = { name: 'first', tokenSha256: sha256(this.tokens[id]) };
      await this.as('noc').put(`elements/${id}`, { owner: `${id}-net`, quotaMbps: quotas[id], ports: ports[id], administrator });
    }
  }

  as(who: keyof TrialSwitch['tokens'] | { readonly token: string }) {
    const token = typeof who === 'string' ? this.tokens[who] : who.token;
    const ask = (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answer> => this.ask({ method, path, token, ...(body ? { body } : {}) });
    return {
      get: (path: string) => ask('GET', path),
      put: (path: string, body: object) => ask('PUT', path, body),
      delete: (path: string) => ask('DELETE', path),
    };
  }

  async ask({ method, path, token, body }: { readonly method: string; readonly path: string; readonly token?: string; readonly body?: object }): Promise<Answer> {
    const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) };
    const response = await fetch(`${this.url}/switch/v1/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const allow = response.headers.get('allow');
    return { status: response.status, ...(allow === null ? {} : { allow }), body: (await response.json()) as Answer['body'] };
  }

  async stop(): Promise<void> {
    await this.server?.close();
    await this.book?.close();
    this.server = undefined;
    this.book = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
