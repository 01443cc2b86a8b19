import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting, type provisioning } from '@carriermesh/wire';

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

/**
 * I1, I3, I5 of a service that is carried in a format: its device takes it, it is the one that was quoted, what travels in it is what is held, bought and asked for, on
 * whatever path, and what it takes of the order's limit is in its latency.
 */
export class Formats implements Check {
  readonly met = { sold: 0, active: 0 };
  private readonly quotes = new Map<string, contracting.Quote>();
  private readonly held = new Map<string, Map<string, number>>();
  private readonly contracts = new Map<string, contracting.Contract>();

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'contracting.v1.QuoteOffered':
        this.quotes.set(data.quoteId, contracting.Quote.decode(data.quote));
        return;
      case 'advertising.v1.CapacityHeld': {
        const needs = this.held.get(data.holdId) ?? new Map<string, number>();
        this.held.set(data.holdId, needs.set(data.resourceId, data.mbps));
        return;
      }
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
    const { contractId, quoteId, format, terms, segments, alternatives, latencyNs } = contract;
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
    const needs = new Map<string, number>();
    for (const { resourceId } of segments.flatMap(({ resources }) => resources)) needs.set(resourceId, (needs.get(resourceId) ?? 0) + mbps);
    const held = this.held.get(`hol_${quoteId.slice('quo_'.length)}`) ?? new Map<string, number>();
    const wrong = [...new Set([...needs.keys(), ...held.keys()])].find((resourceId) => needs.get(resourceId) !== held.get(resourceId));
    holds(wrong === undefined, 'I1', () => `${contractId} takes ${needs.get(wrong as string)} Mbit/s of ${wrong} in its format, and ${held.get(wrong as string)} are held`);
  }

  /** The suppliers' are recorded before the customer's. */
  private supplied({ contractId, providerId, mbps }: contracting.SupplyContract): void {
    const quote = [...this.quotes.values()].findLast(({ orderId }) => orderId.slice('ord_'.length) === contractId.slice('con_'.length));
    if (!quote?.formats) return;
    const agreed = reckoned(quote, quote.scenarios[0]?.format?.service).mbps;
    holds(mbps === agreed, 'I3', () => `${providerId} has agreed on ${mbps} Mbit/s for ${contractId}, and ${agreed} travel in its format`);
  }

  private started({ contractId, segments, standbys, maxLatencyNs }: provisioning.ActivationStarted): void {
    const contract = this.contracts.get(contractId);
    if (!contract?.format) return;
    const { format, terms } = contract;
    const other = [...segments, ...standbys.flatMap((standby) => standby.segments)].find(({ mbps }) => mbps !== format.carriedMbps);
    holds(other === undefined, 'I5', () => `${other?.segmentId} is asked for with ${other?.mbps} Mbit/s, and ${format.carriedMbps} travel in the format of ${contractId}`);
    const left = terms.maxLatencyNs === undefined ? undefined : terms.maxLatencyNs - format.addsNs;
    holds(maxLatencyNs === left, 'I5', () => `paths of ${contractId} may take ${maxLatencyNs} ns, and its format leaves them ${left}`);
  }
}
