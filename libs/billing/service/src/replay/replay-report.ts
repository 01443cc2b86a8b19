import type { WhatIfBill } from '@carriermesh/billing-domain';
import type { Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

/** Where in the ledger something stands. */
export interface EventReference {
  readonly position: bigint;
  readonly stream: string;
  readonly type: string;
}

/** Why a line or a document can't be believed as it stands. */
export interface Reason {
  /** For programs: `price-differs`, `offer-altered`, `usage-record-altered` … */
  readonly code: string;
  readonly detail: string;
  /** The events that the deviation lies between, or in. */
  readonly events: readonly EventReference[];
}

/** The same line on both sides: the customer's invoice and the supplier's settlement. */
export interface LineSides {
  readonly invoice?: billing.BillLine;
  readonly settlement?: billing.BillLine;
}

export interface ReplayedLine {
  readonly lineId: string;
  /** Both sides are what the evidence gives, to the byte, and the line's own evidence is sound. */
  readonly identical: boolean;
  readonly recorded: LineSides;
  readonly recomputed: LineSides;
  /** What happened to the service that the line follows from, in its order. */
  readonly behind: readonly EventReference[];
  readonly reasons: readonly Reason[];
}

/** A sum that stands below the lines. */
export interface ReplayedFigure {
  /** `net`, `tax`, `total`, `margin`, `rounding`, `settlement <id>`. */
  readonly name: string;
  readonly recorded?: Money;
  readonly recomputed?: Money;
  readonly identical: boolean;
}

/** A document whose hash, signature or contents are not what they were. */
export interface BrokenDocument extends Reason {
  /** The lines that the damage was located to or, when it could not be located, all that rest on the document. */
  readonly lineIds: readonly string[];
}

/** What a replay found. Nothing in it comes from a view, a cache or a running service. */
export interface ReplayReport {
  readonly invoiceId: string;
  /** False when the ledger holds no such invoice: then there was nothing to compare, and the lines are what the evidence gives so far. */
  readonly found: boolean;
  /** Recomputed from the evidence alone, everything that was recorded came out the same, to the byte. */
  readonly identical: boolean;
  readonly lines: readonly ReplayedLine[];
  readonly figures: readonly ReplayedFigure[];
  readonly documents: readonly BrokenDocument[];
  /** What could not be checked for want of something that only the caller has. */
  readonly notChecked: readonly string[];
  /** Against what the evidence gives; absent when nobody asked, or when it gives no bill. */
  readonly whatIf?: WhatIfBill;
  readonly inputsRead: number;
  readonly resultsRead: number;
  readonly readUpTo: bigint;
}
