import type { WindowReport } from '@carriermesh/agent-stamp';

/** What an agent asks of the process that lives in a PoP's namespace, and what that answers; structured clones over IPC. */
export type EndpointRequest =
  | { readonly kind: 'reflect'; readonly id: number; readonly address: string }
  | { readonly kind: 'measure'; readonly id: number; readonly from: string; readonly to: string; readonly packets: number; readonly intervalMs: number; readonly patienceMs: number };

export type EndpointAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly report?: WindowReport }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };
