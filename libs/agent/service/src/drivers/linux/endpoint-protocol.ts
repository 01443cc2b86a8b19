import type { Way } from '@carriermesh/agent-domain';
import type { WindowReport } from '@carriermesh/agent-stamp';

/** What an agent asks of the process that lives in a PoP's namespace, and what that answers; structured clones over IPC. */
export type EndpointRequest =
  | { readonly kind: 'reflect'; readonly id: number; readonly address: string }
  | { readonly kind: 'measure'; readonly id: number; readonly from: string; readonly to: string; readonly packets: number; readonly intervalMs: number; readonly patienceMs: number }
  | GuardRequest
  | { readonly kind: 'unguard'; readonly id: number; readonly name: string };

export interface GuardRequest {
  readonly kind: 'guard';
  readonly id: number;
  /** Of the service and its two ways. Asked again for the same ones, the exit is only told once more which way it takes. */
  readonly name: string;
  readonly intervalMs: number;
  readonly ways: Readonly<Record<Way, { readonly own: string; readonly peer: string }>>;
  /** Of tc, by which the exit is turned to a way. */
  readonly lines: Readonly<Record<Way, readonly string[]>>;
}

/** Told unasked: an exit was turned, or could not be. */
export interface Turned {
  readonly kind: 'turned';
  readonly name: string;
  readonly to?: Way;
  /** How long nothing had been heard of the way that was left. */
  readonly silentMs?: number;
  readonly failed?: string;
}

export type EndpointAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly report?: WindowReport }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };
