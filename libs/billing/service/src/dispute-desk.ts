import { Inject, Injectable } from '@nestjs/common';
import {
  accountFrom,
  accountStream,
  billOfInvoice,
  disputeIdOf,
  disputes,
  disputeStream,
  invoiceOfDispute,
  periodStream,
  type Account,
  type DisputeCommand,
  type DisputeEvent,
  type DisputesState,
} from '@carriermesh/billing-domain';
import { invariant, isRequestId } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, LEDGER, TypedLedger, type Clock, type TypedAppend } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { ExpectedRevision } from '@carriermesh/platform-ledger';
import type { billing } from '@carriermesh/wire';
import { AdjustmentPosting } from './adjustment-posting.js';
import { asRefusal, shown, type BillingRefusal } from './refusals.js';
import { issuedDocuments, unfounded } from './settlement-checks.js';

/** How often a command is decided again because something else was written first. */
const MAX_CONFLICTS = 16;
const MAX_LINES = 1_000;

export type DisputeOutcome = billing.OpenDisputeResponse['outcome'];

interface Found {
  readonly state: DisputesState;
  readonly revision: ExpectedRevision;
}

/** @param buyerId empty for the operator, whose business all of them are */
export const isOf = (buyerId: string, owned: { readonly buyerId: string }): boolean => buyerId === '' || owned.buyerId === buyerId;

/** Disputes about invoices. What a settlement changes is posted in the commit that records it. */
@Injectable()
export class DisputeDesk {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AdjustmentPosting) private readonly posting: AdjustmentPosting,
  ) {}

  async open({ invoiceId, lineIds, reason, requestId, buyerId: asking }: billing.OpenDisputeRequest, context: CallContext): Promise<DisputeOutcome> {
    if (!isRequestId(requestId)) return refused({ code: 'request-id-malformed', requestId: shown(requestId) });
    if (lineIds.length > MAX_LINES) return refused({ code: 'too-many-lines', count: lineIds.length, limit: MAX_LINES });
    const issued = await issuedDocuments(this.ledger, invoiceId);
    if (!issued || !isOf(asking, issued.invoice)) return refused({ code: 'invoice-unknown', invoiceId: shown(invoiceId) });
    const unknown = lineIds.find((lineId) => !issued.invoice.lines.some((line) => line.lineId === lineId));
    if (unknown !== undefined) return refused({ code: 'line-not-on-invoice', invoiceId, lineId: shown(unknown) });
    const { contractId, buyerId } = issued.invoice;
    return this.decide(invoiceId, context, async (state) => {
      const disputeId = disputeIdOf(invoiceId, state.disputes.length + 1);
      return { kind: 'open', disputed: { disputeId, invoiceId, contractId, buyerId, lineIds, reason, requestId }, by: context.actor, now: this.clock.now() };
    });
  }

  async settle({ disputeId, settlements, finding }: billing.SettleDisputeRequest, context: CallContext): Promise<DisputeOutcome> {
    const invoiceId = invoiceOfDispute(disputeId);
    const issued = invoiceId === undefined ? undefined : await issuedDocuments(this.ledger, invoiceId);
    if (invoiceId === undefined || !issued) return refused({ code: 'dispute-unknown', disputeId: shown(disputeId) });
    const account = await this.accountOf(issued.invoice.contractId);
    const command = async ({ disputes: known }: DisputesState): Promise<DisputeCommand | BillingRefusal> => {
      const earlier = known.slice(0, Math.max(known.findIndex((dispute) => dispute.disputeId === disputeId), 0)).flatMap((dispute) => dispute.settlements);
      return unfounded(settlements, issued, account, earlier) ?? { kind: 'settle', disputeId, settlements, finding, by: context.actor, now: this.clock.now() };
    };
    return this.decide(invoiceId, context, command, async () => this.posting.appends(await this.accountOf(issued.invoice.contractId), { disputeId, settlements }));
  }

  async withdraw({ disputeId, reason, buyerId }: billing.WithdrawDisputeRequest, context: CallContext): Promise<DisputeOutcome> {
    const invoiceId = invoiceOfDispute(disputeId);
    const dispute = await this.find(disputeId);
    if (invoiceId === undefined || !dispute || !isOf(buyerId, dispute)) return refused({ code: 'dispute-unknown', disputeId: shown(disputeId) });
    return this.decide(invoiceId, context, async () => ({ kind: 'withdraw', disputeId, reason, by: context.actor, now: this.clock.now() }));
  }

  /** `undefined` when no such bill is issued or being made. */
  async standing(invoiceId: string): Promise<billing.BillStanding | undefined> {
    const bill = billOfInvoice(invoiceId);
    if (!bill) return undefined;
    const { state } = await this.load(invoiceId);
    const last = state.disputes.at(-1);
    if (last) return { invoiceId, state: last.state, disputes: state.disputes };
    if (await issuedDocuments(this.ledger, invoiceId)) return { invoiceId, state: 'payment-due', disputes: [] };
    const { events } = await this.ledger.load(periodStream(bill.contractId, bill.periodNumber));
    const isOpen = bill.noteNumber === 0 && events.length > 0;
    return isOpen ? { invoiceId, state: 'generated', disputes: [] } : undefined;
  }

  async find(disputeId: string): Promise<billing.Dispute | undefined> {
    const invoiceId = invoiceOfDispute(disputeId);
    return invoiceId === undefined ? undefined : (await this.load(invoiceId)).state.disputes.find((dispute) => dispute.disputeId === disputeId);
  }

  private async decide(
    invoiceId: string,
    context: CallContext,
    commandFor: (state: DisputesState) => Promise<DisputeCommand | BillingRefusal>,
    appends: () => Promise<readonly TypedAppend[] | BillingRefusal> = async () => [],
  ): Promise<DisputeOutcome> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const { state, revision } = await this.load(invoiceId);
      const command = await commandFor(state);
      if ('code' in command) return refused(command);
      const decided = disputes.decide(command, state);
      if (decided.kind === 'refused') return refused(decided.refusal);
      const after = decided.kind === 'accepted' ? decided.events.reduce(disputes.evolve, state) : state;
      const dispute = after.disputes.find((each) => (command.kind === 'open' ? each.requestId === command.disputed.requestId : each.disputeId === command.disputeId));
      invariant(dispute, `${command.kind} of a dispute about ${invoiceId} left none`);
      if (decided.kind === 'ignored') return { kind: 'dispute', dispute };
      const changes = await appends();
      if ('code' in changes) return refused(changes);
      const result = await this.ledger.commit([{ stream: disputeStream(invoiceId), expected: revision, events: decided.events }, ...changes], context, command.now);
      if (result.kind === 'appended') return { kind: 'dispute', dispute };
    }
    throw new OperationalError('overloaded', `the disputes about ${invoiceId}: others wrote first ${MAX_CONFLICTS} times in a row`);
  }

  private async load(invoiceId: string): Promise<Found> {
    const { events, revision } = await this.ledger.load(disputeStream(invoiceId));
    return { state: (events as unknown as readonly DisputeEvent[]).reduce(disputes.evolve, disputes.initial), revision };
  }

  private async accountOf(contractId: string): Promise<Account> {
    const account = accountFrom((await this.ledger.load(accountStream(contractId))).events);
    invariant(account, `contract ${contractId} has bills and no account`);
    return account;
  }
}

const refused = (refusal: BillingRefusal): DisputeOutcome => ({ kind: 'refused', refused: asRefusal(refusal) });
