import ms, { type StringValue } from 'ms';
import { ClockHands } from '@carriermesh/platform-chassis';
import { formatInstant, instantFromMs, NANOS_PER_MS, plus } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { EXIT } from './say.js';
import { withRunningMesh } from './running-mesh.js';

/** Nobody demonstrates more at once, and every hour of it is metered. */
const MAX_ADVANCE_MS = 400 * 24 * 3_600_000;

/** @throws OperationalError `misconfigured`, naming the value and the limit */
export function parseAdvance(text: string): bigint {
  const parsed = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? ms(text as StringValue) : undefined;
  if (parsed === undefined || !(parsed > 0) || parsed > MAX_ADVANCE_MS) {
    throw new OperationalError('misconfigured', `the clock is advanced by a time like 31d, 6h or 90s, 400d at most, not by "${text}"`);
  }
  return BigInt(Math.round(parsed)) * NANOS_PER_MS;
}

/** Moves the clock of a demonstration home forward, and of no other. */
export async function advanceClockCommand(by: string, flags: { home?: string; json?: boolean }): Promise<number> {
  const byNs = parseAdvance(by);
  return withRunningMesh(flags.home, async ({ home, postgresUrl, bus }) => {
    const offsetNs = home.facts?.demonstration ? await new ClockHands(postgresUrl, bus).advance(byNs) : undefined;
    if (offsetNs === undefined) {
      process.stderr.write(`carriermesh: the mesh in ${home.directory} is no demonstration: its clock is the world's\n`);
      return EXIT.refused;
    }
    const now = formatInstant(plus(instantFromMs(Date.now()), offsetNs));
    process.stdout.write(flags.json ? `${JSON.stringify({ now, offsetSeconds: Number(offsetNs / 1_000_000_000n) })}\n` : `The clock shows ${now}.\n`);
    return EXIT.done;
  });
}
