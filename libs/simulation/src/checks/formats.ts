import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting, type provisioning } from '@carriermesh/wire';
import { HeldCapacity } from './held-capacity.js';

const MILLION = 1_000_000n;
const KINDS = [['codec', 'codecs'], ['resolution', 'resolutions'], ['encapsulation', 'encapsulations']] as const;

/** A format as its choices make it, by the checker's own arithmetic. Money in millionths of the minor unit. */
export interface ReckonedFormat {
  readonly mbps: number;
  readonly addsNs: bigint;
  readonly pricePpm: bigint;
  readonly monthly: bigint;
  readonly setup: bigint;
}

const AS_ORDERED = { addsNs: 0n, pricePpm: MILLION, monthly: 0n, setup: 0n };

/** @param service as a quote or a contract names it; none: as it is ordered */
export function reckoned({ terms, formats }: Pick<contracting.Quote, 'terms' | 'formats'>, service: contracting.ServiceFormat | undefined): ReckonedFormat {
  if (!service) return { mbps: terms.mbps, ...AS_ORDERED };
  const choices = KINDS.flatMap(([one, all]) => formats?.terms[all].filter(({ id }) => id === service[one]) ?? []);
  const whole = MILLION ** BigInt(choices.length);
  const product = (of: (choice: contracting.FormatChoice) => number): bigint => choices.reduce((all, choice) => all * BigInt(of(choice)), 1n);
  const sum = (of: (choice: contracting.FormatChoice) => bigint): bigint => choices.reduce((all, choice) => all + of(choice), 0n);
  const travels = BigInt(terms.mbps) * product(({ bandwidthPpm }) => bandwidthPpm);
  return {
    mbps: Number(travels / whole + (travels % whole === 0n ? 0n : 1n)),
    addsNs: sum(({ addsNs }) => addsNs),
    pricePpm: (2n * product(({ pricePpm }) => pricePpm) * MILLION + whole) / (2n * whole),
    monthly: sum(({ monthly, monthlyPerMbps }) => monthly.microMinor + monthlyPerMbps.microMinor * BigInt(terms.mbps)),
    setup: sum(({ setup }) => setup.microMinor),
  };
}

/** What each segment has of what travels: where several lines carry it together an equal part, in whole Mbit/s. */
export const onEach = (mbps: number, split: { readonly members: number } | undefined): number => Math.ceil(mbps / (split?.members ?? 1));

/**
 * I1, I3, I5 of a service that is carried in a format: its device takes it, it is the one that was quoted, what travels in it is what is held, bought and asked for, on
 * whatever path, and what it takes of the order's limit is in its latency.
 */
export class Formats implements Check {
  readonly met = { sold: 0, active: 0 };
  private readonly quotes = new Map<string, contracting.Quote>();
  private readonly held = new HeldCapacity();
  private readonly contracts = new Map<string, contracting.Contract>();

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'contracting.v1.QuoteOffered':
        this.quotes.set(data.quoteId, contracting.Quote.decode(data.quote));
        return;
      case 'advertising.v1.CapacityHeld':
        return this.held.take(data);
      case 'contracting.v1.ContractSigned':
        return this.signed(contracting.Contract.decode(data.contract.body));
      case 'contracting.v1.SupplyContractSigned':
        return this.supplied(contracting.SupplyContract.decode(data.contract.body));
      case 'provisioning.v1.ActivationStarted':
        return this.started(data);
      case 'provisioning.v1.ServiceActivated':
        if (this.contracts.has(data.contractId)) this.met.active += 1;
        return;
      default:
        return;
    }
  }

  private signed(contract: contracting.Contract): void {
    const { contractId, quoteId, format, terms, alternatives, latencyNs } = contract;
    const quote = this.quotes.get(quoteId);
    if (!format || !quote) {
      holds(!quote?.formats, 'I5', () => `${contractId} is carried as it is, and was quoted in a format`);
      return;
    }
    this.met.sold += 1;
    this.contracts.set(contractId, contract);
    const refused = KINDS.find(([one, all]) => (terms.device?.[all] ? !terms.device[all].ids.includes(format[one] ?? '') : format[one] === undefined && (quote.formats?.terms[all].length ?? 0) > 0));
    holds(terms.device !== undefined && refused === undefined, 'I5', () => `${contractId} is carried with a ${refused?.[0]} that its device does not take`);
    const { mbps, addsNs } = reckoned(quote, format);
    holds(format.carriedMbps === mbps && format.addsNs === addsNs, 'I3', () => `${contractId} carries ${format.carriedMbps} Mbit/s in its format, and it comes to ${mbps}`);
    const path = quote.scenarios[0]?.path.latencyNs ?? 0n;
    holds(latencyNs === path + addsNs && latencyNs <= (terms.maxLatencyNs ?? latencyNs), 'I5', () => `${contractId} states ${latencyNs} ns, and takes ${path + addsNs}`);
    const beyond = alternatives.find((each) => each.withinLatencyLimit !== (each.path.latencyNs + addsNs <= (terms.maxLatencyNs ?? each.path.latencyNs + addsNs)));
    holds(beyond === undefined, 'I5', () => `${contractId} says of a path of ${beyond?.path.latencyNs} ns that it is ${beyond?.withinLatencyLimit ? 'within' : 'beyond'} its limit`);
    const wrong = this.held.whyNot(contract, onEach(mbps, contract.split));
    holds(wrong === undefined, 'I1', () => `${contractId} takes in its format ${wrong}`);
  }

  /** The suppliers' are recorded before the customer's. */
  private supplied({ contractId, providerId, mbps }: contracting.SupplyContract): void {
    const quote = [...this.quotes.values()].findLast(({ orderId }) => orderId.slice('ord_'.length) === contractId.slice('con_'.length));
    if (!quote?.formats) return;
    const [winner] = quote.scenarios;
    const agreed = onEach(reckoned(quote, winner?.format?.service).mbps, winner?.path.split);
    holds(mbps === agreed, 'I3', () => `${providerId} has agreed on ${mbps} Mbit/s for ${contractId}, and ${agreed} travel in its format`);
  }

  private started({ contractId, segments, standbys, maxLatencyNs }: provisioning.ActivationStarted): void {
    const contract = this.contracts.get(contractId);
    if (!contract?.format) return;
    const { format, terms, split } = contract;
    const travels = onEach(format.carriedMbps, split);
    const other = [...segments, ...standbys.flatMap((standby) => standby.segments)].find(({ mbps }) => mbps !== travels);
    holds(other === undefined, 'I5', () => `${other?.segmentId} is asked for with ${other?.mbps} Mbit/s, and ${travels} travel in the format of ${contractId}`);
    const left = terms.maxLatencyNs === undefined ? undefined : terms.maxLatencyNs - format.addsNs;
    holds(maxLatencyNs === left, 'I5', () => `paths of ${contractId} may take ${maxLatencyNs} ns, and its format leaves them ${left}`);
  }
}
