import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting, type provisioning } from '@carriermesh/wire';
import { reckoned } from './formats.js';
import { setupOf } from './prices.js';

/** What was ordered, and what travels of that. */
interface Ordered {
  readonly number: number;
  readonly mbps: number;
  readonly carriedMbps?: number;
}

/**
 * I3, I5 of a service whose bandwidth is changed: what travels of it follows from the format that was quoted, is what its providers came to carry, and what its suppliers'
 * contracts say and cost; the customer's says and costs what was ordered; and nothing is sold below its floor. Reckons both figures anew from the quote.
 */
export class Bandwidths implements Check {
  /** Formatted services that were changed, and of those that carry what they did. */
  readonly met = { formatted: 0, asBefore: 0 };
  private readonly quotes = new Map<string, contracting.Quote>();
  private readonly contracts = new Map<string, contracting.Contract>();
  private readonly supplies = new Map<string, contracting.SupplyContract>();
  private readonly ordered = new Map<string, Ordered>();

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'contracting.v1.QuoteOffered':
        this.quotes.set(data.quoteId, contracting.Quote.decode(data.quote));
        return;
      case 'contracting.v1.ContractSigned':
        this.contracts.set(data.contractId, contracting.Contract.decode(data.contract.body));
        return;
      case 'contracting.v1.SupplyContractSigned':
        this.supplies.set(data.supplyContractId, contracting.SupplyContract.decode(data.contract.body));
        return;
      case 'contracting.v1.ServiceChangeOrdered':
        return this.order(data);
      case 'provisioning.v1.ServiceChanged':
        return this.changed(data);
      case 'contracting.v1.ContractAmended':
        return this.amended(contracting.ContractAmendment.decode(data.amendment.body));
      case 'contracting.v1.SupplyContractAmended':
        return this.supplierAmended(contracting.SupplyContractAmendment.decode(data.amendment.body));
      default:
        return;
    }
  }

  private order({ contractId, number, change, carriedMbps }: contracting.ServiceChangeOrdered): void {
    const { mbps } = change;
    if (mbps === undefined) {
      holds(carriedMbps === undefined, 'I5', () => `the change ${number} of ${contractId} is of no bandwidth, and ${carriedMbps} Mbit/s are to travel`);
      return;
    }
    const { contract, quote } = this.known(contractId);
    const travels = reckoned({ ...quote, terms: { ...quote.terms, mbps } }, contract.format);
    const due = contract.format ? travels.mbps : undefined;
    holds(carriedMbps === due, 'I5', () => `${contractId} is to carry ${carriedMbps} Mbit/s for ${mbps}, and its format makes ${due} of them`);
    this.isPaidFor({ contract, quote, mbps, travels });
    this.ordered.set(contractId, { number, mbps, ...(carriedMbps !== undefined && { carriedMbps }) });
  }

  /** What was contracted may be its least price with less than a unit off, and of that each Mbit/s has its share. */
  private isPaidFor({ contract, quote, mbps, travels }: { readonly contract: contracting.Contract; readonly quote: contracting.Quote; readonly mbps: number; readonly travels: ReturnType<typeof reckoned> }): void {
    const { contractId, terms, format, prices } = contract;
    const { policy, buyerTerms, scenarios } = quote;
    const [months, first, now] = [BigInt(terms.termMonths), BigInt(terms.mbps), BigInt(mbps)];
    const resources = (scenarios[0]?.costs ?? []).reduce((sum, { monthly, monthlyFee }) => sum + (monthly.microMinor / BigInt(format?.carriedMbps ?? terms.mbps)) * BigInt(travels.mbps) + (monthlyFee?.microMinor ?? 0n), 0n);
    const owed = ((resources + travels.monthly) * months + travels.setup + setupOf(scenarios[0]?.costs ?? [])) * (10_000n + BigInt(policy.minimumMarginBasisPoints));
    const price = prices.reduce((sum, { monthlyRecurring }) => sum + monthlyRecurring.microMinor, 0n);
    const comesTo = (price + 1n) * now + first;
    const agreed = buyerTerms?.terms.floorMonthly?.microMinor ?? 0n;
    holds(comesTo * 10_000n * months >= owed * first && comesTo >= agreed * first, 'I3', () => `${mbps} Mbit/s of ${contractId} come to ${(price * now) / first} a month, below the floor of ${owed / (10_000n * months)} or ${agreed}`);
  }

  private changed({ contractId, changeNumber, from, to }: provisioning.ServiceChanged): void {
    const ordered = this.ordered.get(contractId);
    if (ordered?.number !== changeNumber) {
      holds(from.mbps === to.mbps && from.orderedMbps === to.orderedMbps, 'I5', () => `${contractId} carries ${to.mbps} Mbit/s after ${from.mbps}, and nobody ordered that`);
      return;
    }
    const { mbps, carriedMbps } = ordered;
    const is = `${to.mbps} Mbit/s, ${to.orderedMbps} ordered`;
    holds(to.mbps === (carriedMbps ?? mbps) && to.orderedMbps === (carriedMbps === undefined ? undefined : mbps), 'I5', () => `${contractId} is changed to ${is}, and was to carry ${carriedMbps ?? mbps} for ${mbps}`);
    if (carriedMbps === undefined) return;
    this.met.formatted += 1;
    if (from.mbps === to.mbps) this.met.asBefore += 1;
  }

  private amended({ contractId, change }: contracting.ContractAmendment): void {
    if (change.kind !== 'bandwidth') return;
    const { mbps, carriedMbps, prices } = change.bandwidth;
    const { contract } = this.known(contractId);
    const ordered = this.ordered.get(contractId);
    holds(mbps === ordered?.mbps && carriedMbps === ordered.carriedMbps, 'I5', () => `a version of ${contractId} says ${mbps} Mbit/s (${carriedMbps} travel), and ${ordered?.mbps} (${ordered?.carriedMbps}) were ordered`);
    this.isPriced(contractId, { first: [contract, ...contract.alternatives].flatMap((each) => each.prices), now: prices, share: [mbps, contract.terms.mbps] });
  }

  private supplierAmended({ supplyContractId, contractId, change }: contracting.SupplyContractAmendment): void {
    const supply = this.supplies.get(supplyContractId);
    if (change.kind !== 'bandwidth' || !supply) return;
    const { mbps, carriedMbps, prices } = change.bandwidth;
    const { carriedMbps: travels = this.ordered.get(contractId)?.mbps } = this.ordered.get(contractId) ?? {};
    holds(mbps === travels && carriedMbps === undefined, 'I5', () => `a version of ${supplyContractId} says ${mbps} Mbit/s, and ${travels} travel`);
    this.isPriced(supplyContractId, { first: [...supply.prices, ...supply.standbyPrices], now: prices, share: [mbps, supply.mbps] });
  }

  private isPriced(what: string, { first, now, share: [part, of] }: { readonly first: readonly contracting.PriceRule[]; readonly now: readonly contracting.PriceRule[]; readonly share: readonly [number, number] }): void {
    const due = first.map(({ segmentId, monthlyRecurring }) => `${segmentId} ${(2n * monthlyRecurring.microMinor * BigInt(part) + BigInt(of)) / (2n * BigInt(of))}`).sort();
    const is = now.map(({ segmentId, monthlyRecurring }) => `${segmentId} ${monthlyRecurring.microMinor}`).sort();
    holds(String(is) === String(due), 'I3', () => `a version of ${what} costs ${is.join(', ')} a month, and ${part} of ${of} Mbit/s come to ${due.join(', ')}`);
  }

  private known(contractId: string): { readonly contract: contracting.Contract; readonly quote: contracting.Quote } {
    const contract = this.contracts.get(contractId);
    const quote = contract && this.quotes.get(contract.quoteId);
    holds(contract !== undefined && quote !== undefined, 'I5', () => `the bandwidth of ${contractId} is changed, which was never quoted or signed`);
    return { contract, quote };
  }
}
