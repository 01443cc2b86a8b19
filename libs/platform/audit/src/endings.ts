import { isSealedBy, SIGNED_AS } from '@carriermesh/platform-signing';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting, type billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import { Months } from './months.js';

const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_HOUR = 3_600n * NANOS_PER_SECOND;
const BASIS_POINTS = 10_000n;

interface Account {
  readonly opened: billing.BillingAccountOpened;
  ended?: billing.BillingAccountEnded;
  /** Months that were closed when the end was booked. */
  closed: number;
}

/** Half away from zero; no figure here is negative. */
const share = (whole: bigint, part: bigint, of: bigint): bigint => (2n * whole * part + of) / (2n * of);

/** I5: a contract that ends is charged up to its end, on both sides, and not a nanosecond longer; what is due for the rest of its term once. */
export class Endings implements Check {
  readonly met = { ended: 0, early: 0, needsOperator: 0 };
  /** With the hash of the newest version, which the next one amends. */
  private readonly contracts = new Map<string, { readonly contract: contracting.Contract; version: number; sha256: string }>();
  /** Of the suppliers' contracts: the share of the rest that is due to each, by `<contract>/<provider>`. */
  private readonly supplies = new Map<string, contracting.SupplyContract>();
  private readonly amended = new Map<string, contracting.ContractAmendment & { readonly change: { readonly kind: 'termination' } }>();
  private readonly accounts = new Map<string, Account>();
  private readonly terminated = new Set<string>();
  private readonly months = new Months();

  constructor(private readonly operatorKey: Uint8Array) {}

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'contracting.v1.ContractSigned':
        this.contracts.set(data.contractId, { contract: contracting.Contract.decode(data.contract.body), version: 1, sha256: Buffer.from(data.contractSha256).toString('hex') });
        return;
      case 'contracting.v1.SupplyContractSigned':
        this.supplies.set(`${data.contractId}/${data.providerId}`, contracting.SupplyContract.decode(data.contract.body));
        return;
      case 'contracting.v1.ContractAmended':
        return this.agreed(data);
      case 'billing.v1.BillingAccountOpened':
        this.accounts.set(data.contractId, { opened: data, closed: 0 });
        this.months.open(data);
        return;
      case 'billing.v1.BillingPeriodCutOff': {
        const account = this.accountOf(data.contractId);
        if (!account.ended) account.closed = data.periodNumber;
        return;
      }
      case 'billing.v1.BillingAccountEnded':
        return this.ended(data);
      case 'provisioning.v1.TeardownNeedsOperator':
        this.met.needsOperator += 1;
        return;
      case 'provisioning.v1.ServiceTerminated':
        holds(this.amended.has(data.contractId), 'I5', () => `the service of ${data.contractId} is taken down, and nobody agreed to that`);
        return;
      case 'contracting.v1.ContractTerminated':
        holds(!this.terminated.has(data.contractId), 'I5', () => `${data.contractId} ends a second time`);
        this.terminated.add(data.contractId);
        return;
      default:
        return;
    }
  }

  /** The last month of a contract, of its term or before. */
  lastMonthOf(contractId: string): number {
    const { opened, ended } = this.accountOf(contractId);
    return ended?.finalPeriodNumber ?? opened.termMonths;
  }

  /** A month as far as the contract lets it last; `termUntil` where it would have ended. */
  monthOf({ contractId, periodNumber }: Pick<billing.Invoice, 'contractId' | 'periodNumber'>): { readonly from: bigint; readonly until: bigint; readonly termUntil: bigint } {
    const { from, until: termUntil } = this.months.of(contractId, periodNumber);
    const end = this.accountOf(contractId).ended?.endedAt ?? termUntil;
    return { from, until: end < from ? from : end < termUntil ? end : termUntil, termUntil };
  }

  /** The end of the contract, or of its term. */
  endOf(contractId: string): bigint {
    const { opened, ended } = this.accountOf(contractId);
    return ended?.endedAt ?? this.months.of(contractId, opened.termMonths).until;
  }

  /** What is due for the rest of the term, or nothing. */
  earlyOf({ contractId, periodNumber }: Pick<billing.Invoice, 'contractId' | 'periodNumber'>, side: 'customer' | 'supplier', monthly: bigint): bigint {
    const { opened, ended } = this.accountOf(contractId);
    if (ended?.finalPeriodNumber !== periodNumber) return 0n;
    let left = 0n;
    for (let month = 1; month <= opened.termMonths; month++) {
      const { from, until } = this.months.of(contractId, month);
      if (ended.endedAt < until) left += share(monthly, until - (ended.endedAt > from ? ended.endedAt : from), until - from);
    }
    this.met.early += left > 0n ? 1 : 0;
    return share(left, BigInt(side === 'customer' ? ended.customerChargeBasisPoints : ended.supplierChargeBasisPoints), BASIS_POINTS);
  }

  /** Usage that is charged although it was measured after the end: only where it was charged before the end was booked. */
  isCharged(contractId: string, { until }: { readonly until: bigint }): boolean {
    const { ended } = this.accountOf(contractId);
    return !ended || until <= ended.endedAt;
  }

  /** @param billedUntil of each contract, the end of what its months' bills charge */
  finish(billedUntil: (contractId: string) => bigint | undefined): void {
    for (const contractId of this.amended.keys()) {
      holds(this.terminated.has(contractId), 'I13', () => `${contractId} was to end and has not`);
      const { opened, ended } = this.accountOf(contractId);
      const { until } = this.months.of(contractId, opened.termMonths);
      const end = ended?.endedAt ?? until;
      holds(billedUntil(contractId) === end, 'I5', () => `${contractId} ends at ${end}, and is billed until ${billedUntil(contractId)}`);
    }
  }

  private agreed({ contractId, amendment, amendmentSha256, endsAt }: contracting.ContractAmended): void {
    const signed = this.contracts.get(contractId);
    holds(signed !== undefined, 'I5', () => `${contractId} is amended and was never signed`);
    holds(isSealedBy(this.operatorKey, SIGNED_AS.contractAmendment, amendment), 'I6', () => `the amendment of ${contractId} is not sealed by the operator`);
    const read = contracting.ContractAmendment.decode(amendment.body);
    const { change, request, amendedSha256, version } = read;
    holds(version === signed.version + 1 && Buffer.from(amendedSha256).toString('hex') === signed.sha256, 'I5', () => `the amendment of ${contractId} amends something else`);
    Object.assign(signed, { version, sha256: Buffer.from(amendmentSha256).toString('hex') });
    if (change.kind !== 'termination') return;
    holds(!this.amended.has(contractId), 'I5', () => `${contractId} is ended a second time`);
    const notice = BigInt(signed.contract.termination?.noticeSeconds ?? 0) * NANOS_PER_SECOND;
    holds(change.termination.endsAt === endsAt && change.termination.endsAt >= request.requestedAt + notice, 'I5', () => `${contractId} ends at ${endsAt}, before its notice is over`);
    this.amended.set(contractId, { ...read, change });
  }

  private ended(ended: billing.BillingAccountEnded): void {
    const { contractId, endedAt, finalPeriodNumber } = ended;
    const account = this.accountOf(contractId);
    const amendment = this.amended.get(contractId);
    holds(amendment !== undefined && !account.ended, 'I5', () => `the account of ${contractId} ends ${amendment ? 'a second time' : 'and its contract does not'}`);
    const { endsAt, earlyChargeBasisPoints } = amendment.change.termination;
    const billedUntil = account.closed === 0 ? account.opened.serviceStartAt : this.months.of(contractId, account.closed).until;
    holds(endedAt === (endsAt > billedUntil ? endsAt : billedUntil), 'I5', () => `the account of ${contractId} ends at ${endedAt}; agreed is ${endsAt}, and ${billedUntil} is billed`);
    holds((endedAt - account.opened.serviceStartAt) % NANOS_PER_HOUR === 0n, 'I12', () => `${contractId} ends at ${endedAt}, within an hour of its service`);
    holds(finalPeriodNumber > account.closed, 'I5', () => `${contractId} ends with month ${finalPeriodNumber}, which is closed`);
    holds(ended.customerChargeBasisPoints === earlyChargeBasisPoints, 'I3', () => `${contractId} charges ${ended.customerChargeBasisPoints} basis points of its rest, not ${earlyChargeBasisPoints}`);
    for (const { providerId } of account.opened.tariffs) {
      const due = this.supplies.get(`${contractId}/${providerId}`)?.termination?.earlyChargeBasisPoints ?? 0;
      holds(ended.supplierChargeBasisPoints === due, 'I3', () => `${contractId} owes ${providerId} ${ended.supplierChargeBasisPoints} basis points of its rest, not ${due}`);
    }
    account.ended = ended;
    this.met.ended += 1;
  }

  private accountOf(contractId: string): Account {
    const account = this.accounts.get(contractId);
    holds(account !== undefined, 'I5', () => `${contractId} is billed and has no account`);
    return account;
  }
}
