import type { LegDemand, Loss, MembersDemand, QuoteDocument, Together, Way, Ways, WaysFound } from '@carriermesh/contracting-service';
import type { OfflinePaths } from '@carriermesh/paths-service';
import { OperationalError } from '@carriermesh/platform-errors';
import { DEVICE } from './quote-topology.js';

interface PathsAnswer {
  readonly error?: string;
  readonly paths?: readonly { readonly cost: number; readonly latencyNs: number; readonly handovers: number; readonly nodes: readonly string[]; readonly links: readonly string[] }[];
  readonly totalCost?: number;
  readonly complete?: boolean;
  readonly bound?: { readonly cost?: number; readonly latencyNs?: number };
  readonly refusal?: { readonly code: string };
}

/** The path engine as a quote asks it: ways in the order of optimistic prices, which are the costs of its graph. */
export class QuoteWays implements Ways {
  private readonly known = new Map<string, PathsAnswer>();

  constructor(
    private readonly paths: OfflinePaths,
    private readonly document: QuoteDocument,
    /** Links of a medium that the service may not go over. */
    private readonly excludeLinks: readonly string[],
  ) {}

  cheapest(leg: LegDemand, count: number): WaysFound {
    return this.found(leg, 'cost', count);
  }

  fastest(leg: LegDemand, count: number): WaysFound {
    return this.found(leg, 'latencyNs', count);
  }

  together({ members, demands, bufferNs }: MembersDemand): Together | undefined {
    const [leg] = demands;
    // Where providers have to be passed the flow does not know of them, and asking for each by itself is all there is.
    if (!leg || this.document.requireProviders?.length) return undefined;
    const { mbps: memberMbps, ...query } = this.queryOf(leg, demands.map(({ delivery }) => delivery));
    const answer = this.ask({ ...query, objective: 'cost', split: { members, memberMbps, maxDifferentialDelayNs: bufferNs } });
    if (answer.refusal) return answer.refusal.code === 'undecided' ? undefined : { kind: 'none', lost: lossOf(answer.refusal) };
    const least = answer.complete === false ? (answer.bound?.cost ?? 0) : (answer.totalCost ?? 0);
    return { kind: 'found', ways: this.waysOf(answer, leg), least: BigInt(least) };
  }

  without(links: readonly string[]): Ways {
    return new QuoteWays(this.paths, this.document, [...this.excludeLinks, ...links]);
  }

  private found(leg: LegDemand, figure: 'cost' | 'latencyNs', count: number): WaysFound {
    const answer = this.ask({ ...this.queryOf(leg), objective: figure === 'cost' ? 'cost' : 'latency', k: count });
    if (answer.refusal) return { kind: 'none', lost: lossOf(answer.refusal) };
    const ways = this.waysOf(answer, leg);
    if (answer.complete === false) return { kind: 'found', ways, beyond: BigInt(answer.bound?.[figure] ?? 0) };
    return ways.length < count ? { kind: 'found', ways } : { kind: 'found', ways, beyond: BigInt(answer.paths!.at(-1)![figure]) };
  }

  private queryOf({ from, to, mbps, maxLatencyNs, delivery }: LegDemand, endsIn = [delivery]): Readonly<Record<string, unknown>> {
    const { sla = {}, requireProviders = [], excludeProviders = [], deliveries = [] } = this.document;
    const { maxHandovers, maxJitterNs, maxLossPpm } = sla;
    // The last step, to the device itself, is no handover between providers.
    const handovers = maxHandovers === undefined ? {} : { maxHandovers: maxHandovers + (delivery === undefined ? 0 : 1) };
    return {
      from: from ?? this.document.from,
      to: to ?? (delivery === undefined ? this.document.to : DEVICE),
      mbps,
      ...(maxLatencyNs === undefined ? {} : { maxLatencyNs }),
      ...handovers,
      ...(maxJitterNs === undefined ? {} : { maxJitterNs }),
      ...(maxLossPpm === undefined ? {} : { maxLossPpm }),
      requireProviders,
      excludeProviders,
      excludeLinks: [...this.excludeLinks, ...deliveries.map(({ id }) => id).filter((id) => !endsIn.includes(id))],
    };
  }

  private waysOf({ paths = [] }: PathsAnswer, { delivery }: LegDemand): readonly Way[] {
    return paths.map(({ links, nodes, latencyNs, handovers }) => ({ links, nodes, latencyNs, handovers: handovers - (delivery === undefined ? 0 : 1) }));
  }

  private ask(query: Readonly<Record<string, unknown>>): PathsAnswer {
    const line = JSON.stringify(query);
    const answer = this.known.get(line) ?? (this.paths.answer(line, 1) as PathsAnswer);
    if (answer.error !== undefined) throw new OperationalError('malformed', `the request cannot be read: ${answer.error.replace(/^line 1: /, '')}`);
    this.known.set(line, answer);
    return answer;
  }
}

/** `no-bandwidth`: "There is no way: requestedMbps 90000, mostMbps 40000, bottleneck x." */
function lossOf({ code, ...facts }: { readonly code: string }): Loss {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  return { code, message: `There is no way${told.length > 0 ? `: ${told.join(', ')}` : ''}.` };
}
