import type { billing, common } from '@carriermesh/wire';

/** What the mesh gave its word for, as those have it who got it. */
export class HandedOut {
  /** Receipts for batches, with the provider that has them. */
  readonly receipts: { readonly providerId: string; readonly receipt: common.Receipt }[] = [];
  /** Heads of the tree, from receipts. */
  readonly heads: common.SignedEnvelope[] = [];
  /** Requests that were acknowledged a second time, with other terms: the first acknowledgement was forgotten. */
  readonly contradictions: string[] = [];
  /** Orders that were acknowledged, and quotes whose acceptance was. */
  readonly orders = new Set<string>();
  readonly acceptances = new Set<string>();
  readonly declines = new Set<string>();
  /** What buyers have not come to an end with. */
  readonly wishes = new Set<string>();
  /** Disputes that were said to have ended, and how the bill stands by it. */
  readonly disputes = new Map<string, billing.BillState>();
  /** Contracts whose end was confirmed. */
  readonly endings = new Set<string>();
}
