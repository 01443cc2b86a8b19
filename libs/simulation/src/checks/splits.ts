import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising, agent, common, contracting, type provisioning } from '@carriermesh/wire';
import { onEach, reckoned, type ReckonedFormat } from './formats.js';
import { HeldCapacity } from './held-capacity.js';

type Segment = contracting.ContractSegment;

/**
 * I1, I3, I5 of a service that several lines carry together: each line leads from one end to the other and keeps the order's limits, all of them have
 * their capacity and their price, both ends are told the same of it, and it is up with all of its lines or not at all. Works the lines out anew from
 * the offers and from where segments begin and end.
 */
export class Splits implements Check {
  readonly met = { sold: 0, active: 0, formatted: 0 };
  private readonly latencies = new Map<string, bigint>();
  private readonly held = new HeldCapacity();
  private readonly quotes = new Map<string, contracting.Quote>();
  private readonly contracts = new Map<string, contracting.Contract>();
  /** Of every contract, and of what stands by in it. */
  private readonly segments = new Map<string, Segment>();
  /** Links that a segment over them was measured to be slower than they were declared to be. */
  private readonly slow = new Set<string>();
  private readonly up = new Set<string>();

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'advertising.v1.ResourceAdvertised':
        this.latencies.set(hex(data.offerSha256), latencyOf(advertising.ResourceOffer.decode(data.signedOffer.offer)));
        return;
      case 'advertising.v1.CapacityHeld':
        return this.held.take(data);
      case 'contracting.v1.QuoteOffered':
        this.quotes.set(data.quoteId, contracting.Quote.decode(data.quote));
        return;
      case 'contracting.v1.ContractSigned':
        return this.signed(contracting.Contract.decode(data.contract.body));
      case 'monitoring.v1.MeasurementsReported':
        return this.measured(agent.MeasurementBatch.decode(data.batch.body));
      case 'provisioning.v1.ActivationStarted':
        return this.started(data);
      case 'provisioning.v1.SegmentActivated':
        this.up.add(data.segmentId);
        return;
      case 'provisioning.v1.SegmentReleased':
        this.up.delete(data.segmentId);
        return;
      case 'provisioning.v1.ServiceActivated': {
        const contract = this.contracts.get(data.contractId);
        const down = contract?.segments.filter(({ segmentId }) => !this.up.has(segmentId)) ?? [];
        holds(down.length === 0, 'I5', () => `${data.contractId} is active, and ${down[0]?.segmentId} of its lines is not`);
        if (contract) this.met.active += 1;
        return;
      }
      case 'provisioning.v1.RerouteSecured':
        holds(!this.contracts.has(data.contractId), 'I5', () => `${data.contractId} is moved, and nothing can stand in for several lines`);
        return;
      default:
        return;
    }
  }

  /** What a provider was asked for is what its contract says of the ends of lines, and nothing of one that lies between. */
  asked({ contractId, segmentId, split, mbps }: agent.ActivateSegmentRequest): void {
    const contract = this.contracts.get(contractId);
    const agreed = contract?.segments.find((segment) => segment.segmentId === segmentId);
    holds(told(split) === told(agreed?.split), 'I5', () => `${segmentId} was asked for as ${told(split)}, and is ${told(agreed?.split)} under contract`);
    if (agreed) holds(mbps === contract?.split?.memberMbps, 'I5', () => `${segmentId} was asked for with ${mbps} Mbit/s, and its line has ${contract?.split?.memberMbps}`);
  }

  private signed(contract: contracting.Contract): void {
    const { split, terms, contractId, segments, prices, format, alternatives } = contract;
    for (const segment of [...segments, ...alternatives.flatMap((each) => each.segments)]) this.segments.set(segment.segmentId, segment);
    if (!split) {
      holds(segments.every((segment) => !segment.split), 'I5', () => `${contractId} is one line, and has an end of several`);
      return;
    }
    this.met.sold += 1;
    this.contracts.set(contractId, contract);
    const { members, memberMbps, maxDifferentialDelayNs } = split;
    holds(terms.split !== undefined && members <= terms.split.mostMembers && maxDifferentialDelayNs === terms.split.maxDifferentialDelayNs, 'I5', () => `${contractId} is split otherwise than it was ordered`);
    const { mbps: travels, addsNs } = this.travelling(contract);
    if (format) this.met.formatted += 1;
    holds(memberMbps === onEach(travels, split), 'I5', () => `${contractId} has ${members} lines of ${memberMbps} Mbit/s for ${travels}`);
    const lines = linesOf(segments);
    holds(lines.length === members, 'I5', () => `${contractId} has ${lines.length} whole lines, and ${members} were sold`);
    lines.forEach((line, index) => this.isLine(contract, line, index + 1));
    const latencies = lines.map((line) => this.countedNs(contract, line));
    const [least, most] = latencies.reduce(([low, high], each) => [each < low ? each : low, each > high ? each : high], [latencies[0] ?? 0n, 0n]);
    holds(most - least <= maxDifferentialDelayNs, 'I5', () => `the lines of ${contractId} are ${most - least} ns apart, and ${maxDifferentialDelayNs} were sold`);
    const whole = most + addsNs;
    holds(contract.latencyNs === whole && (terms.maxLatencyNs === undefined || whole <= terms.maxLatencyNs), 'I5', () => `${contractId} states ${contract.latencyNs} ns, and its slowest line takes ${whole}`);
    holds(String(prices.map(({ segmentId }) => segmentId)) === String(segments.map(({ segmentId }) => segmentId)), 'I3', () => `${contractId} does not price each segment of its lines once`);
    const wrong = this.held.whyNot(contract, memberMbps);
    holds(wrong === undefined, 'I1', () => `the lines of ${contractId} take ${wrong}`);
  }

  /** All lines together: what was ordered, or what its format makes of it. */
  private travelling({ quoteId, terms, format }: contracting.Contract): Pick<ReckonedFormat, 'mbps' | 'addsNs'> {
    const quote = this.quotes.get(quoteId);
    return format && quote ? reckoned(quote, format) : { mbps: terms.mbps, addsNs: 0n };
  }

  /** In its marks, and in going on where it was handed over. */
  private isLine({ contractId, split, segments }: contracting.Contract, line: readonly Segment[], ordinal: number): void {
    const splitId = `spl_${contractId.slice('con_'.length)}`;
    const mark = told({ splitId, ordinal, members: split!.members, leastMembers: split!.members, maxDifferentialDelayNs: split!.maxDifferentialDelayNs });
    holds(line[0]?.fromPopId === segments[0]?.fromPopId, 'I5', () => `the line ${ordinal} of ${contractId} begins elsewhere than the first`);
    line.forEach((segment, index) => {
      const isEnd = index === 0 || index === line.length - 1;
      holds(told(segment.split) === (isEnd ? mark : told(undefined)), 'I5', () => `${segment.segmentId} is marked as ${told(segment.split)}`);
      const next = line[index + 1];
      if (!next) return;
      const [out, into] = [segment.resources.at(-1)?.resourceId, next.resources[0]?.resourceId];
      holds(out === `${segment.toPopId}~${next.fromPopId}` && into === `${next.fromPopId}~${segment.toPopId}`, 'I5', () => `the line ${ordinal} of ${contractId} does not go on after ${segment.segmentId}`);
    });
  }

  private measured({ measurements }: agent.MeasurementBatch): void {
    for (const { segmentId, latencyNs } of measurements) {
      const segment = this.segments.get(segmentId);
      if (!segment || latencyNs <= this.declaredNs([segment])) continue;
      for (const { resourceId } of segment.resources) this.slow.add(resourceId);
    }
  }

  /** As its quote counts it: what is declared, and more only where more was measured. */
  private countedNs({ contractId, quoteId, segments }: contracting.Contract, line: readonly Segment[]): bigint {
    const path = this.quotes.get(quoteId)?.scenarios[0]?.path.segments ?? [];
    const counted = line.reduce((sum, segment) => sum + (path[segments.indexOf(segment)]?.latencyNs ?? 0n), 0n);
    const declared = this.declaredNs(line);
    const isSlow = line.some(({ resources }) => resources.some(({ resourceId }) => this.slow.has(resourceId)));
    holds(counted === declared || (counted > declared && isSlow), 'I5', () => `a line of ${contractId} counts for ${counted} ns, and is declared to take ${declared}`);
    return counted;
  }

  private started({ contractId, segments }: provisioning.ActivationStarted): void {
    const contract = this.contracts.get(contractId);
    if (!contract) return;
    const plans = segments.map(({ segmentId, mbps, split }) => `${segmentId} ${mbps} ${told(split)}`);
    const agreed = contract.segments.map(({ segmentId, split }) => `${segmentId} ${contract.split?.memberMbps} ${told(split)}`);
    holds(String(plans) === String(agreed), 'I5', () => `${contractId} is asked for as ${plans.join(', ')}, and was agreed as ${agreed.join(', ')}`);
  }

  private declaredNs(line: readonly Segment[]): bigint {
    const declared = ({ offerSha256 }: contracting.ContractedResource): bigint => this.latencies.get(hex(offerSha256)) ?? 0n;
    const all = line.flatMap(({ resources }) => resources).reduce((sum, resource) => sum + declared(resource), 0n);
    // Both sides declare a handover, and the slower one counts.
    const twice = line.slice(1).map(({ resources }, index) => [line[index]?.resources.at(-1), resources[0]].map((half) => (half ? declared(half) : 0n)));
    return twice.reduce((sum, [out = 0n, into = 0n]) => sum - (out < into ? out : into), all);
  }
}

/** A line ends where the last one does, which no line passes on its way. */
function linesOf(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [];
  let line: Segment[] = [];
  for (const segment of segments) {
    line.push(segment);
    if (segment.toPopId !== segments.at(-1)?.toPopId) continue;
    lines.push(line);
    line = [];
  }
  return lines;
}

function latencyOf({ resource }: advertising.ResourceOffer): bigint {
  if (resource.kind === 'link') return resource.link.latencyNs;
  return resource.kind === 'interconnect' ? resource.interconnect.latencyNs : 0n;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const told = (split: common.SplitMember | undefined): string => (split ? Buffer.from(common.SplitMember.encode(split)).toString('hex') : 'one line');
