import { COURSE_TYPES } from '@carriermesh/billing-domain';
import { decodeEvent, type EventData, type EventType } from '@carriermesh/wire';
import { LEDGER_START, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { EventReference } from './replay-report.js';

/**
 * What an invoice is recomputed from: what parties said and signed, when a service started, moved and was impaired, what an operator released or
 * settled, and at which place in the ledger a month was cut off, a move or an impairment or the end of the contract booked; of these the place alone
 * counts. Nothing that billing computed is among them.
 */
export const INPUT_TYPES = [
  'advertising.v1.ProviderEnrolled',
  'advertising.v1.ProviderKeyReplaced',
  'advertising.v1.ResourceAdvertised',
  'contracting.v1.QuoteOffered',
  'contracting.v1.ContractSigned',
  'contracting.v1.SupplyContractSigned',
  'contracting.v1.ContractVoided',
  'contracting.v1.ContractAmended',
  'provisioning.v1.ServiceActivated',
  ...COURSE_TYPES,
  'billing.v1.UsageBatchAccepted',
  'billing.v1.UsageReleased',
  'billing.v1.BillingPeriodCutOff',
  'billing.v1.BillingAccountEnded',
  'billing.v1.BillingPhaseBegun',
  'billing.v1.SegmentFaultBooked',
  'billing.v1.DisputeSettled',
] as const satisfies readonly EventType[];

/** What billing computed. Read only after the recomputation is finished. */
export const RESULT_TYPES = [
  'billing.v1.BillingAccountOpened',
  'billing.v1.BillingPhaseBegun',
  'billing.v1.SegmentFaultBooked',
  'billing.v1.BillingAccountEnded',
  'billing.v1.UsageRated',
  'billing.v1.AdjustmentPosted',
  'billing.v1.InvoiceIssued',
  'billing.v1.SettlementIssued',
  'billing.v1.BillingPeriodClosed',
  'billing.v1.CorrectionNoteIssued',
] as const satisfies readonly EventType[];

export type InputType = (typeof INPUT_TYPES)[number];
export type ResultType = (typeof RESULT_TYPES)[number];

/** An event as the replay found it: sound, or with bytes that are no such event any more. */
export type Found<T extends EventType> = { readonly at: EventReference } & (
  | { [K in T]: { readonly kind: 'sound'; readonly type: K; readonly data: EventData[K] } }[T]
  | { readonly kind: 'damaged'; readonly type: T; readonly problem: string }
);

/** A batch of usage may be a megabyte: a page of these events is some hundred of them at worst. */
const PAGE_EVENTS = 128;

/** One walk over the ledger in commit order. Events of other types are passed over unread. */
export class LedgerPass<T extends EventType> {
  read = 0;

  constructor(
    private readonly ledger: Pick<Ledger, 'readAll'>,
    private readonly types: readonly T[],
    private readonly upTo: Position,
  ) {}

  /** @param concerns chooses by stream before anything is decoded */
  async *events(concerns: (event: { readonly type: string; readonly stream: string }) => boolean): AsyncGenerator<Found<T>> {
    const allowed: ReadonlySet<string> = new Set(this.types);
    let after = LEDGER_START;
    while (after < this.upTo) {
      const page = await this.ledger.readAll(after, PAGE_EVENTS);
      const last = page.at(-1);
      if (!last) return;
      after = last.position;
      for (const event of page) {
        if (event.position > this.upTo || !allowed.has(event.type) || !concerns(event)) continue;
        this.read += 1;
        yield found<T>(event);
      }
    }
  }
}

/** Bytes that can't be read any more are a deviation to report, and nothing to stumble over. */
export function found<T extends EventType>(event: RecordedEvent): Found<T> {
  const { position, stream, type } = event;
  const at = { position, stream, type };
  try {
    const { data } = decodeEvent(type, event.payload);
    return { at, kind: 'sound', type, data } as Found<T>;
  } catch (error) {
    return { at, kind: 'damaged', type, problem: messageOf(error) } as Found<T>;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
