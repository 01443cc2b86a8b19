import { readToken } from '@carriermesh/operator-commands';
import type { ScenarioMesh } from './scenario-mesh.js';

/** As much of the API's answers as is looked at here. */
export interface Answered {
  readonly state?: string;
  readonly code?: string;
  readonly endsAt?: string;
  readonly changes?: readonly { readonly change: string; readonly state: string; readonly mbps?: number; readonly refusal?: { readonly code: string } }[];
  readonly amendments?: readonly { readonly version: number; readonly termination?: { readonly endsAt: string; readonly reason: string }; readonly bandwidth?: { readonly mbps: number; readonly carriedMbps?: number } }[];
}

/** With a body it is posted. */
export async function answerTo(mesh: ScenarioMesh, path: string, body?: object): Promise<{ readonly status: number; readonly json: Answered }> {
  const headers = { authorization: `Bearer ${readToken(mesh.home)}`, ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(`${mesh.launched.apiUrl}${path}`, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
  return { status: response.status, json: (await response.json()) as Answered };
}
