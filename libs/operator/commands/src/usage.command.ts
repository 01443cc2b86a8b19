import { formatInstant, parseInstant, type Instant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { billing } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { withRunningMesh } from './running-mesh.js';
import { count, EXIT, tellRefusal } from './say.js';

interface Flags {
  readonly home?: string;
  readonly json?: boolean;
}

export interface ListFlags extends AskingFlags {
  readonly provider?: string;
  readonly all?: boolean;
  readonly limit: string;
}

export interface ReleaseFlags extends Flags {
  readonly reason: string;
  readonly segment?: string;
  readonly from?: string;
  readonly until?: string;
  readonly octets?: string;
  readonly subject?: string;
  readonly category?: string;
}

const context = OPERATOR;
const MAX_OCTETS = 2n ** 64n - 1n;

export async function listQuarantinedCommand({ provider = '', all = false, limit, ...flags }: ListFlags): Promise<number> {
  if (!/^[1-9]\d{0,2}$|^1000$/.test(limit)) throw new OperationalError('malformed', `--limit is a number from 1 to 1000, not "${limit}"`);
  return withMeshAsOf(flags, async ({ bus }) => {
    const answer = await bus.request(billing.ListQuarantinedUsage, { providerId: provider, withReleased: all, limit: Number(limit) }, { context });
    const { records } = answer;
    const lines = records.map(({ providerId, recordId, reason, releasedAt }) => `${providerId}  ${recordId}  ${reason.code}${releasedAt === undefined ? '' : `  released ${formatInstant(releasedAt)}`}\n    ${reason.message}\n`);
    const text = records.length === 0 ? 'No usage is quarantined.\n' : `${lines.join('')}Records: ${count(records.length)}; "carriermesh usage quarantined show PROVIDER RECORD" shows one.\n`;
    process.stdout.write(flags.json ? `${JSON.stringify(billing.ListQuarantinedUsageResponse.toJson(answer))}\n` : text);
    return EXIT.done;
  });
}

export async function showQuarantinedCommand(providerId: string, recordId: string, flags: AskingFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const { outcome } = await bus.request(billing.GetQuarantinedUsage, { providerId, recordId }, { context });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    const { usage, segmentId, localId, from, until, octets, subject, category } = outcome.found;
    const lines = [
      `${usage.providerId} ${usage.recordId} of batch ${usage.batchId}, quarantined ${formatInstant(usage.quarantinedAt)}`,
      `  ${usage.reason.code}: ${usage.reason.message}`,
      `  ${localId === undefined ? `segment ${segmentId}` : `local id ${localId}`}, ${formatInstant(from)} to ${formatInstant(until)}, ${octets} octets${subject === undefined ? '' : `, subject ${subject}`}${category === undefined ? '' : `, category ${category}`}`,
      usage.releasedAt === undefined ? '  charged to nobody' : `  released and charged since ${formatInstant(usage.releasedAt)}`,
    ];
    process.stdout.write(flags.json ? `${JSON.stringify(billing.QuarantinedRecord.toJson(outcome.found))}\n` : `${lines.join('\n')}\n`);
    return EXIT.done;
  });
}

export async function releaseUsageCommand(providerId: string, recordId: string, { home, json, reason, ...flags }: ReleaseFlags): Promise<number> {
  const correction = correctionOf(flags);
  return withRunningMesh(home, async ({ bus }) => {
    const { outcome } = await bus.request(billing.ReleaseUsage, { providerId, recordId, correction, reason }, { context });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
    const { released } = outcome;
    process.stdout.write(json ? `${JSON.stringify(billing.QuarantinedUsage.toJson(released))}\n` : `${providerId} ${recordId} is charged since ${formatInstant(released.releasedAt as Instant)}.\n`);
    return EXIT.done;
  });
}

export async function reviewFraudCommand(providerId: string, { home, json, finding, upTo }: Flags & { readonly finding: string; readonly upTo: string }): Promise<number> {
  const contradictions = numberOf(upTo);
  return withRunningMesh(home, async ({ bus }) => {
    const { outcome } = await bus.request(billing.ReviewUsageFraud, { providerId, finding, contradictions }, { context });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
    const { reviewed } = outcome;
    process.stdout.write(json ? `${JSON.stringify(billing.UsageFraudReview.toJson(reviewed))}\n` : `Reviewed: what ${providerId} presented again with other contents, ${count(reviewed.contradictions)} in all.\n`);
    return EXIT.done;
  });
}

/** @throws OperationalError `malformed` naming the flag */
export function correctionOf({ segment, from, until, octets, subject, category }: Omit<ReleaseFlags, 'reason'>): billing.UsageCorrection {
  return {
    ...(segment === undefined ? {} : { segmentId: segment }),
    ...(from === undefined ? {} : { from: timeOf('--from', from) }),
    ...(until === undefined ? {} : { until: timeOf('--until', until) }),
    ...(octets === undefined ? {} : { octets: octetsOf(octets) }),
    ...(subject === undefined ? {} : { subject }),
    ...(category === undefined ? {} : { category }),
  };
}

function timeOf(flag: string, text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new OperationalError('malformed', `${flag} is a time like 2027-02-28T12:00:00Z, not "${text}"`);
  return at;
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new OperationalError('malformed', `--up-to is a number from 1 on, not "${text}"`);
  return Number(text);
}

function octetsOf(text: string): bigint {
  const octets = /^\d{1,20}$/.test(text) ? BigInt(text) : -1n;
  if (octets < 0n || octets > MAX_OCTETS) throw new OperationalError('malformed', `--octets is a whole number from 0 to ${MAX_OCTETS}, not "${text}"`);
  return octets;
}
