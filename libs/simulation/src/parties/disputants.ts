import type { CallContext } from '@carriermesh/platform-bus';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { billing } from '@carriermesh/wire';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import { NetworkBus } from '../world/network.js';
import type { MachineProcess } from '../world/machine-process.js';
import type { Random } from '../world/random.js';
import type { HandedOut } from './handed-out.js';

const ASK_AGAIN_MS = 700;
/** Of a hundred bills that went out so many are disputed, and of these so many again once that has ended. */
const DISPUTED_PERCENT = 30;
const AGAIN_PERCENT = 50;
const MAX_DISPUTES = 4;
/** Of those that have ended so many are asked for again, in the same words. */
const HEARD_AGAIN_CHANCE = 0.3;
/** Each within so long from when it is looked at. */
const WITHIN_MS = 2_000;
const OPERATOR = 'operator';
const CENT = 1_000_000n;

interface Bill {
  readonly invoice: billing.Invoice;
  readonly settlements: readonly billing.Settlement[];
}

type Settling = readonly billing.LineSettlement[];

/**
 * Buyers who do not agree with a bill, and the operator who settles with them: by a credit of a segment or of a charge of the tariff, by a corrected rate, by nothing; or the
 * buyer takes it back, often while it is settled. Whoever is not answered asks again in the same words, and some do when it has ended.
 */
export class Disputants {
  private readonly bus: NetworkBus;
  private readonly chance: Random;
  private readonly echoes: Random;
  private seen = 0n;
  /** Of two requests at once one is refused, and is on no record: a copy of it may come when the other one's dispute has ended, and then opens one. */
  private readonly refusedOnce = new Set<string>();

  constructor(
    private readonly mesh: SimulatedMesh,
    private readonly process: MachineProcess,
    private readonly handedOut: HandedOut,
  ) {
    this.bus = new NetworkBus(mesh.network, process);
    this.chance = mesh.world.random('disputes');
    this.echoes = mesh.world.random('disputes that are asked for again');
  }

  /** Some of the bills that went out since the last look are disputed. */
  look(): void {
    const events = this.mesh.database.after(this.seen, Number.MAX_SAFE_INTEGER);
    this.seen = events.at(-1)?.position ?? this.seen;
    for (const bill of billsIn(events)) {
      const { invoiceId } = bill.invoice;
      if (this.chance.below(100) >= DISPUTED_PERCENT) continue;
      this.handedOut.wishes.add(`what is disputed of ${invoiceId}`);
      this.process.after(this.chance.below(WITHIN_MS), () => void this.dispute(bill).finally(() => this.handedOut.wishes.delete(`what is disputed of ${invoiceId}`)));
    }
  }

  private async dispute(bill: Bill): Promise<void> {
    for (let number = 1; number <= MAX_DISPUTES; number += 1) {
      if (number > 1 && this.chance.below(100) >= AGAIN_PERCENT) return;
      await this.disputeOnce(bill, number);
    }
  }

  private async disputeOnce({ invoice, settlements }: Bill, number: number): Promise<void> {
    const { invoiceId, buyerId } = invoice;
    const open = (reason: string) =>
      this.ask(`buyer:${buyerId}`, (options) => this.bus.request(billing.OpenDispute, { requestId: reason.replace(' ', '-'), invoiceId, lineIds: [], reason, buyerId }, options));
    const [outcome, other] = await Promise.all([open(`number ${number}`), this.chance.chance(0.2) ? open(`another ${number}`) : undefined]);
    const opened = [outcome, other].flatMap((each) => (each?.kind === 'dispute' ? [each.dispute.disputeId] : []));
    const openedLate = outcome.kind === 'refused' && this.refusedOnce.has(invoiceId) ? outcome.refused.facts['dispute_id'] : undefined;
    const disputeId = opened[0] ?? openedLate;
    if (other) this.refusedOnce.add(invoiceId);
    // Of two at once one is refused, and the other is what both would have been.
    if (disputeId === undefined || opened.length > 1) return void this.handedOut.contradictions.push(`${opened.length} disputes at once about ${invoiceId}`);
    const withdraw = () => this.ask(`buyer:${buyerId}`, (options) => this.bus.request(billing.WithdrawDispute, { disputeId, reason: 'our counter was wrong', buyerId }, options));
    const settle = (how: Settling) => this.ask(OPERATOR, (options) => this.bus.request(billing.SettleDispute, { disputeId, settlements: how, finding: 'looked into' }, options));
    const ending = this.chance.below(100);
    const how = this.settling(invoice, settlements);
    const answers = await Promise.all([...(ending < 80 ? [settle(how)] : []), ...(ending < 20 ? [settle(how)] : []), ...(ending >= 70 ? [withdraw()] : [])]);
    for (const answer of answers) if (answer.kind === 'dispute') this.handedOut.disputes.set(disputeId, answer.dispute.state);
    // What was given back already can't be given back again: then the bill stands.
    if (answers.every(({ kind }) => kind === 'refused')) {
      const answer = await settle([]);
      if (answer.kind === 'refused') this.handedOut.contradictions.push(`the end of ${disputeId} (${answer.refused.code})`);
    }
    if (opened.length === 0 || !this.echoes.chance(HEARD_AGAIN_CHANCE)) return;
    const heard = await open(`${outcome.kind === 'dispute' ? 'number' : 'another'} ${number}`);
    if (heard.kind !== 'dispute' || heard.dispute.disputeId !== disputeId) this.handedOut.contradictions.push(`for ${disputeId}, which has ended,`);
  }

  /** Some of what a line or segment comes to on the bill, or all of it. */
  private settling({ lines, total: { currency } }: billing.Invoice, settlements: Bill['settlements']): Settling {
    const chance = this.chance;
    const charges = lines.flatMap(({ kind, lineId, amount }) => (kind === 'tariff-charge' && amount.microMinor > 0n ? [{ tariffChargeId: lineId.slice('tariff/'.length), amount: amount.microMinor }] : []));
    const money = (microMinor: bigint) => ({ currency, microMinor });
    const some = (amount: bigint): bigint => (amount <= 0n ? 0n : chance.chance(0.3) ? amount : ((amount * BigInt(chance.below(100))) / (100n * CENT)) * CENT);
    if (charges.length > 0 && chance.chance(0.6)) {
      const { tariffChargeId, amount } = chance.pick(charges);
      return [{ segmentId: '', tariffChargeId, how: { kind: 'credit', credit: { customer: money(some(amount) || CENT), supplier: money(0n) } } }];
    }
    const segmentIds = [...new Set(lines.flatMap(({ segmentId }) => (segmentId === '' ? [] : [segmentId])))];
    if (segmentIds.length === 0 || chance.chance(0.1)) return [];
    const segmentId = chance.pick(segmentIds);
    const comesTo = (all: readonly billing.BillLine[]): bigint => all.reduce((sum, line) => sum + (line.segmentId === segmentId ? line.amount.microMinor : 0n), 0n);
    if (chance.chance(0.4)) {
      const customer = charges.length > 0 ? 0n : BigInt(chance.below(5_000_000));
      return [{ segmentId, how: { kind: 'rate', rate: { customerPerGigabyte: money(customer), supplierPerGigabyte: money(BigInt(chance.below(4_000_000))) } } }];
    }
    const [customer, supplier] = [some(comesTo(lines)), some(comesTo(settlements.flatMap((each) => each.lines)))];
    return [{ segmentId, how: { kind: 'credit', credit: { customer: money(customer || CENT), supplier: money(supplier) } } }];
  }

  private async ask<T>(actor: string, once: (options: { readonly context: CallContext }) => Promise<{ readonly outcome: T }>): Promise<T> {
    for (;;) {
      const answer = await once({ context: { actor, correlationId: 'dispute', causationId: 'dispute' } }).catch(() => undefined);
      if (answer) return answer.outcome;
      await new Promise<void>((resolve) => this.process.after(ASK_AGAIN_MS, resolve));
    }
  }
}

function billsIn(events: readonly RecordedEvent[]): readonly Bill[] {
  const settled = events.flatMap(({ type, payload }) => (type === 'billing.v1.SettlementIssued' ? [billing.SettlementIssued.decode(payload)] : []));
  return events.flatMap(({ type, payload }) => {
    if (type !== 'billing.v1.InvoiceIssued') return [];
    const invoice = billing.Invoice.decode(billing.InvoiceIssued.decode(payload).invoice);
    return [{ invoice, settlements: settled.filter(({ invoiceId }) => invoiceId === invoice.invoiceId).map(({ settlement }) => billing.Settlement.decode(settlement)) }];
  });
}
