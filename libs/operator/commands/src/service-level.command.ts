import { formatInstant } from '@carriermesh/kernel';
import { monitoring } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { count, EXIT, tellRefusal } from './say.js';

const NANOS_PER_MS = 1e6;
const PPM_OF_PERCENT = 1e4;

export async function serviceLevelCommand(serviceId: string, { month = '', ...flags }: AskingFlags & { readonly month?: string }): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const { outcome } = await bus.request(monitoring.GetServiceLevel, { buyerId: '', serviceId, month }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    const { report } = outcome;
    process.stdout.write(flags.json ? `${JSON.stringify(monitoring.ServiceLevelReport.toJson(report))}\n` : levelText(report));
    return isMissed(report) ? EXIT.different : EXIT.done;
  });
}

/** Of the service; what a segment misses is a matter with its provider, and may be made up for by another. */
const isMissed = ({ clauses }: monitoring.ServiceLevelReport): boolean => clauses.some(({ verdict }) => verdict === 'missed');

export function levelText({ contractId, orderId, buyerId, from, until, figures, clauses, segments }: monitoring.ServiceLevelReport): string {
  const parts = segments.flatMap(({ segmentId, providerId, route, figures: of, clauses: held }) => [`${segmentId} of ${providerId}, route ${route}`, ...levelLines(of, held)]);
  return [
    `Contract ${contractId}, order ${orderId} of ${buyerId}`,
    `${formatInstant(from)} to ${formatInstant(until)}`,
    ...levelLines(figures, clauses),
    ...parts,
    '',
  ].join('\n');
}

function levelLines(figures: monitoring.LevelFigures, clauses: readonly monitoring.LevelClause[]): readonly string[] {
  const { measuredIntervals, unavailableIntervals, highLossIntervals, delays, delayP50Ns, delayP95Ns, delayP99Ns, delayP999Ns, roundTrips, roundTripP50Ns, roundTripP99Ns, endToEndIntervals } = figures;
  if (measuredIntervals === 0) return ['  nothing was measured'];
  const percentiles = [['p50', delayP50Ns], ['p95', delayP95Ns], ['p99', delayP99Ns], ['p99.9', delayP999Ns]] as const;
  const known = percentiles.flatMap(([name, ns]) => (ns === undefined ? [] : [`${name} ${inMs(ns)}`]));
  return [
    `  measured in ${count(measuredIntervals)} minutes: ${count(unavailableIntervals)} not available, ${count(highLossIntervals)} of high loss`,
    ...(endToEndIntervals === undefined ? [] : [`  ${count(endToEndIntervals)} of them from end to end, the others reckoned from its segments`]),
    known.length === 0 ? '  no delay of single packets is known' : `  one way, of ${count(Number(delays))} packets: ${known.join(', ')}`,
    ...(roundTrips === undefined ? [] : [`  there and back, of ${count(Number(roundTrips))} packets: p50 ${inMs(roundTripP50Ns ?? 0n)}, p99 ${inMs(roundTripP99Ns ?? 0n)}`]),
    ...clauses.map(clauseLine),
  ];
}

const NAMES: Readonly<Record<monitoring.PerformanceIndicator, readonly [name: string, bound: string]>> = {
  unspecified: ['', ''],
  'availability-ppm': ['availability', 'at least'],
  'frame-loss-ratio-ppm': ['frame loss ratio', 'at most'],
  'one-way-frame-delay-ns': ['one-way delay, p99', 'at most'],
  'inter-frame-delay-variation-ns': ['delay variation, p99', 'at most'],
};

function clauseLine({ indicator, promised, observed, verdict }: monitoring.LevelClause): string {
  const [name, bound] = NAMES[indicator];
  const shown = (figure: bigint): string => (indicator.endsWith('-ns') ? inMs(figure) : `${(Number(figure) / PPM_OF_PERCENT).toFixed(4)} %`);
  const found = observed === undefined ? 'too little was measured to say' : `${shown(observed)}: ${verdict}`;
  return `  ${name.padEnd(22)} promised ${bound} ${shown(promised)}; ${found}`;
}

const inMs = (ns: bigint): string => `${(Number(ns) / NANOS_PER_MS).toFixed(3)} ms`;
