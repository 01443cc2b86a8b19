import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import type { GatewayEnvironment } from '../configuration.js';
import { startGateway, type RunningGateway } from '../gateway-host.js';
import { makeCounterpart, type Counterpart } from './counterpart.js';

export const TOKENS = { acme: 'token-of-acme-7f3a', globex: 'token-of-globex-91cd' } as const;
export type TrialBuyer = keyof typeof TOKENS;
export const SUPPLIER_TOKENS = { NetAlpha: 'token-of-alpha-2b5e', NetBeta: 'token-of-beta-c07d' } as const;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `undefined` when there is none. */
  readonly json: any;
}

interface Asking {
  readonly as?: TrialBuyer;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A gateway over a real bus and a real ledger, with a counterpart behind it and two buyers before it. */
export class TrialGateway {
  private constructor(
    readonly mesh: TrialMesh,
    readonly gateway: RunningGateway,
    readonly counterpart: Counterpart,
    readonly buyersFile: string,
  ) {}

  static async start({ answered = true }: { readonly answered?: boolean } = {}): Promise<TrialGateway> {
    const counterpart = makeCounterpart();
    const mesh = await TrialMesh.start({ services: answered ? [counterpart.definition] : [] });
    const buyersFile = join(mkdtempSync(join(tmpdir(), 'carriermesh-gateway-')), 'buyers.json');
    writeBuyers(buyersFile, TOKENS);
    writeFileSync(suppliersOf(buyersFile), bearers('suppliers', SUPPLIER_TOKENS));
    return new TrialGateway(mesh, await startGateway(environmentOf(mesh, buyersFile)), counterpart, buyersFile);
  }

  /** A second gateway before the same mesh, ready to serve. */
  async startAnother(): Promise<RunningGateway> {
    const another = await startGateway(environmentOf(this.mesh, this.buyersFile));
    await eventually('readiness', async () => ((await fetch(`${another.healthUrl}/readyz`)).ok ? true : undefined));
    return another;
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.mesh.stop();
    rmSync(join(this.buyersFile, '..'), { recursive: true, force: true });
  }

  fetch(path: string, { as, method = 'GET', headers = {}, body }: Asking = {}, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.gateway.healthUrl}${path}`, {
      method,
      headers: {
        ...(as ? { authorization: `Bearer ${TOKENS[as]}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  }

  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const response = await this.fetch(path, asking);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text === '' ? undefined : JSON.parse(text) };
  }

  order(as: TrialBuyer, changed: object = {}, query = ''): Promise<Answer> {
    return this.ask(`/v1/service-requests${query}`, { as, method: 'POST', body: { ...ORDER, ...changed } });
  }
}

function environmentOf({ environment: { bus } }: TrialMesh, buyersFile: string): GatewayEnvironment {
  return { bus, apiHost: '127.0.0.1', apiPort: 0, buyersFile, suppliersFile: suppliersOf(buyersFile), logLevel: 'silent' };
}

export const ORDER = { requestId: 'r-1', from: { city: 'London' }, to: { popId: 'NYC1' }, mbps: 100, maxLatencyMs: '35.5', termMonths: 12 };

/** A person, as a buyer says it of itself. */
export const PERSON = {
  formattedName: 'Zoë Müller',
  contactMedium: [
    { '@type': 'EmailContactMedium', emailAddress: 'zoe@example.com' },
    { '@type': 'PhoneContactMedium', phoneNumber: '+44 (20) 7946 0958' },
    { '@type': 'GeographicAddressContactMedium', street1: '1 High Street', city: 'London', postCode: 'N1 9GU', country: 'GB' },
  ],
};

export function writeBuyers(file: string, tokens: Readonly<Record<string, string>>): void {
  writeFileSync(file, bearers('buyers', tokens));
}

const suppliersOf = (buyersFile: string): string => join(buyersFile, '..', 'suppliers.json');

const bearers = (list: string, tokens: Readonly<Record<string, string>>): string =>
  JSON.stringify({ [list]: Object.entries(tokens).map(([id, token]) => ({ id, name: id.toUpperCase(), tokenSha256: createHash('sha256').update(token).digest('hex') })) });
