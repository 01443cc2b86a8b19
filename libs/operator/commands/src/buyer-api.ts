import { OperationalError } from '@carriermesh/platform-errors';

/** What an order says, in the API's own words. */
export interface OrderBody {
  readonly requestId: string;
  readonly from: PlaceBody;
  readonly to: PlaceBody;
  readonly mbps: number;
  readonly maxLatencyMs?: string;
  readonly termMonths: number;
  readonly objective: string;
  readonly currency: string;
  readonly acceptance: string;
  readonly maxMonthlyPrice?: string;
  readonly split?: { readonly mostMembers: number; readonly maxDifferentialDelayMs: string };
  readonly revert?: { readonly waitSeconds: number };
  readonly layerOne?: string;
  readonly virtualNetwork?: boolean;
  readonly device?: Readonly<Record<string, readonly string[]>>;
  readonly media?: readonly string[];
}

export type PlaceBody = { readonly latitude: number; readonly longitude: number; readonly withinKm: number } | { readonly popId: string } | { readonly city: string };

/** What is asked of paths, in the API's own words. */
export interface PathQueryBody {
  readonly from: PlaceBody;
  readonly to: PlaceBody;
  readonly mbps: number;
  readonly maxLatencyMs?: string;
  readonly layerOne?: string;
  readonly virtualNetwork?: boolean;
  readonly objective: string;
  readonly paths: number;
  readonly asOf?: string;
  readonly revision?: string;
}

/** The refusal of an API, RFC 9457. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

export type ApiAnswer = { readonly ok: true; readonly body: Record<string, unknown> } | { readonly ok: false; readonly problem: Problem };

const WAIT_SECONDS = 60;
const TIMEOUT_MS = (WAIT_SECONDS + 10) * 1000;

/** The HTTP API as a buyer uses it. */
export class BuyerApi {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Orders, and waits until the order has an end or waits for its buyer. The same request id again is the same order. */
  order(body: OrderBody): Promise<ApiAnswer> {
    return this.call('POST', `/v1/service-requests?wait=${WAIT_SECONDS}`, body);
  }

  /** @param signature in Base64 */
  acceptQuote(quoteId: string, signature?: string): Promise<ApiAnswer> {
    return this.call('POST', `/v1/quotes/${encodeURIComponent(quoteId)}/accept`, signature === undefined ? {} : { signature });
  }

  declineQuote(quoteId: string, reason?: string): Promise<ApiAnswer> {
    return this.call('POST', `/v1/quotes/${encodeURIComponent(quoteId)}/decline`, reason === undefined ? {} : { reason });
  }

  findPaths(body: PathQueryBody): Promise<ApiAnswer> {
    return this.call('POST', '/v1/paths', body);
  }

  get(path: string): Promise<ApiAnswer> {
    return this.call('GET', path);
  }

  private async call(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const response = await this.fetch(method, path, body);
    const text = await response.text();
    const parsed = parse(text);
    if (response.ok) return { ok: true, body: parsed };
    const problem = { title: response.statusText, status: response.status, ...parsed } as Problem;
    if (response.status >= 500) throw new OperationalError('unavailable', `the API answered ${response.status}: ${problem.detail ?? problem.title}`);
    return { ok: false, problem };
  }

  private async fetch(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await fetch(`${this.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new OperationalError('unavailable', `the API at ${this.url} can't be reached: ${(error as Error).message}`, { cause: error });
    }
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { detail: text.slice(0, 200) };
  }
}
