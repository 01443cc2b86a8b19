import { formatInstant } from '@carriermesh/kernel';
import { paths } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { asOfIn, type AsOfFlags } from './as-of.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

export interface LatencyFlags extends AsOfFlags {
  readonly provider?: string;
  readonly home?: string;
  readonly json?: boolean;
}

/** What is known of the latency of links, now or as of an earlier time: declared, measured, and which of them paths are searched by. */
export async function latencyCommand(resourceIds: readonly string[], flags: LatencyFlags): Promise<number> {
  const asked = latencyQuestion(resourceIds, flags);
  return withRunningMesh(flags.home, async ({ bus }) => {
    const answer = await bus.request(paths.GetLatencies, asked, { context: OPERATOR });
    if (answer.outcome.kind === 'refused') return tellRefusal(answer.outcome.refused, flags.json);
    process.stdout.write(flags.json ? `${JSON.stringify(paths.GetLatenciesResponse.toJson(answer))}\n` : latencyText(answer.revision, answer.outcome.known));
    const unknown = unknownOf(resourceIds, answer.outcome.known);
    if (unknown.length > 0) process.stderr.write(`Of these nothing is known, since they are no links that are offered: ${unknown.join(', ')}\n`);
    return unknown.length > 0 ? EXIT.refused : EXIT.done;
  });
}

/** @throws OperationalError `misconfigured`, naming the flag and the value */
export function latencyQuestion(resourceIds: readonly string[], { provider, ...flags }: LatencyFlags): paths.GetLatenciesRequest {
  const asOf = asOfIn(flags);
  return { providerId: provider ?? '', resourceIds, atLeastRevision: 0n, ...(asOf && { asOf: { asOf } }) };
}

/** Links that were asked for by name and are not in an answer that left nothing out. */
export const unknownOf = (resourceIds: readonly string[], { latencies, leftOut }: paths.LatenciesKnown): readonly string[] =>
  leftOut > 0 ? [] : resourceIds.filter((id) => !latencies.some(({ resourceId }) => resourceId === id));

export function latencyText(revision: bigint, { latencies, leftOut }: paths.LatenciesKnown): string {
  const lines = latencies.flatMap(({ resourceId, latencyNs, source, declaredNs, declaredAt, measured }) => {
    const declared = `      declared ${milliseconds(declaredNs)} as of ${formatInstant(declaredAt)}`;
    return [`  ${resourceId}: ${milliseconds(latencyNs)}, ${source}`, declared, ...(measured ? [measuredText(measured)] : [])];
  });
  const more = leftOut > 0 ? [`  … and ${leftOut} more: ask for one provider, or for links by their ids`] : [];
  return [`On revision ${revision} of the topology:`, ...lines, ...more, ''].join('\n');
}

function measuredText({ segmentId, latencyNs, measuredAt, packets, confidenceNs, staleWindows }: paths.MeasuredLatency): string {
  const sure = confidenceNs === undefined ? '' : ` ± ${milliseconds(confidenceNs)} (95 of 100)`;
  const told = packets === 0 ? '' : `, of ${packets} packets`;
  const stale = staleWindows === 0 ? '' : `; ${staleWindows} older windows ignored`;
  return `      measured ${milliseconds(latencyNs)}${sure} at ${formatInstant(measuredAt)} on ${segmentId}${told}${stale}`;
}

/** To the nanosecond, without zeros that say nothing. */
const milliseconds = (ns: bigint): string => `${ns / 1_000_000n}.${(ns % 1_000_000n).toString().padStart(6, '0')}`.replace(/\.?0+$/, '').concat(' ms');
