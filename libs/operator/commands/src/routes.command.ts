import { asOfIn, type AsOfFlags } from './as-of.js';
import { BuyerApi, type PathQueryBody } from './buyer-api.js';
import { readToken } from './mesh-keys.js';
import { decimal, number, place } from './order-flags.js';
import { tellProblem } from './order.command.js';
import { withRunningMesh } from './running-mesh.js';
import { counted, EXIT } from './say.js';

export interface RoutesFlags extends AsOfFlags {
  readonly from: string;
  readonly to: string;
  readonly withinKm: string;
  readonly mbps: string;
  readonly maxLatencyMs?: string;
  readonly objective: string;
  readonly paths: string;
  readonly layerOne?: string;
  readonly virtualNetwork?: boolean;
  readonly home?: string;
  readonly json?: boolean;
}

/** Which ways there are in a running mesh, or were, as its demonstration's buyer may see them. */
export async function routesCommand(flags: RoutesFlags): Promise<number> {
  // What can be no time is refused in the words of every other question, and not in the API's.
  asOfIn(flags);
  const body = pathQueryBody(flags);
  return withRunningMesh(flags.home, async ({ home, apiUrl }) => {
    const answer = await new BuyerApi(apiUrl, readToken(home)).findPaths(body);
    if (!answer.ok) return tellProblem(answer.problem, flags.json);
    process.stdout.write(flags.json ? `${JSON.stringify(answer.body)}\n` : routesText(answer.body as unknown as FoundRoutes));
    return EXIT.done;
  });
}

/** @throws OperationalError `misconfigured`, naming the flag and the value; what the business checks is left to it */
export function pathQueryBody({ from, to, withinKm, mbps, maxLatencyMs, objective, paths, layerOne, virtualNetwork, asOf, revision }: RoutesFlags): PathQueryBody {
  return {
    from: place('--from', from, withinKm),
    to: place('--to', to, withinKm),
    mbps: number('--mbps', mbps),
    ...(maxLatencyMs === undefined ? {} : { maxLatencyMs: decimal('--max-latency-ms', maxLatencyMs) }),
    ...(layerOne === undefined ? {} : { layerOne }),
    ...(virtualNetwork ? { virtualNetwork } : {}),
    objective,
    paths: number('--paths', paths),
    ...(asOf === undefined ? {} : { asOf }),
    ...(revision === undefined ? {} : { revision }),
  };
}

/** As the API answers. */
export interface FoundRoutes {
  readonly topologyRevision: string;
  readonly complete: boolean;
  readonly paths: readonly {
    readonly latencyMs: string;
    readonly handovers: number;
    readonly providers: readonly string[];
    readonly popIds: readonly string[];
    readonly disjointFromBest: boolean;
    readonly units?: readonly string[];
    readonly measuredLinks?: readonly { readonly resourceId: string; readonly declaredMs: string; readonly measuredMs: string; readonly measuredAt: string }[];
  }[];
}

export function routesText({ topologyRevision, complete, paths }: FoundRoutes): string {
  const lines = paths.map(({ latencyMs, handovers, providers, popIds, disjointFromBest, units = [], measuredLinks = [] }) => {
    const measured = measuredLinks.map((link) => `\n      ${link.resourceId} was measured to take ${link.measuredMs} ms at ${link.measuredAt}; declared are ${link.declaredMs} ms`);
    const crossings = counted(handovers, 'handover');
    return `  ${latencyMs} ms, ${crossings}, ${providers.join(' → ')}${disjointFromBest ? ', shares nothing with the first' : ''}\n      ${popIds.join(' – ')}${units.length > 0 ? `\n      ${units.join(', ')}` : ''}${measured.join('')}`;
  });
  const doubt = complete ? '' : ' The search ended before it was proven that there is nothing better.';
  return [`On revision ${topologyRevision} of the topology:${doubt}`, ...lines, ''].join('\n');
}
