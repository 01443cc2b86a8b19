// A run of the whole mesh as a part of a row.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RATE = { full: 300, quick: 200 };
const SEED = 1;

/** Resolves to `{ failures, seen }`. */
export async function runChaosPart(row, { size, say, interrupted }) {
  const chaos = await import('../../libs/scenarios/dist/index.js');
  const { leastKills = 0, leastEventsPerSecond = 0, drainsWithinSeconds, ...options } = row.chaos(chaos, size === 'quick');
  const homeDirectory = mkdtempSync(join(tmpdir(), 'carriermesh-chaos-'));
  let report;
  try {
    report = await chaos.runChaos({ seed: SEED, eventsPerSecond: RATE[size], homeDirectory, say, interrupted, ...options });
  } finally {
    if (report?.ok === false) say(`What is left of the run is in ${homeDirectory}; look at it again with: npm run chaos -- --check ${homeDirectory}`);
    else rmSync(homeDirectory, { recursive: true, force: true });
  }
  const failures = [...report.troubles, ...report.checks.flatMap(({ findings }) => findings.map(({ invariant, what }) => `${invariant}: ${what}`))];
  if (report.kills < leastKills) failures.push(`only ${report.kills} of ${leastKills} processes were killed`);
  if (report.eventsPerSecond < leastEventsPerSecond) failures.push(`only ${report.eventsPerSecond} of ${leastEventsPerSecond} events a second were written`);
  if (drainsWithinSeconds !== undefined && !(report.drainedAfterSeconds <= drainsWithinSeconds)) failures.push(`drained after ${report.drainedAfterSeconds} s, not within ${drainsWithinSeconds} s`);
  return { failures, seen: [inWords(report)] };
}

function inWords({ kills, otherFaults, seconds, eventsPerSecond, receipts, orders, invoices, drainedAfterSeconds, quietAfterSeconds, checks }) {
  const faults = [kills > 0 && `${kills} kills`, otherFaults > 0 && `${otherFaults} other faults`].filter(Boolean).join(' and ') || 'no faults';
  const ends = Object.entries(orders).map(([state, count]) => `${count} ${state}`).join(', ');
  const findings = checks.reduce((sum, each) => sum + each.findings.length, 0);
  return `${faults} in ${seconds} s at ${eventsPerSecond} events/s; ${receipts} receipts, orders: ${ends}, ${invoices} months billed; drained after ${drainedAfterSeconds ?? 'never'} s, all ended after ${quietAfterSeconds ?? 'never'} s; ${checks.length} offline checks, ${findings} findings`;
}
