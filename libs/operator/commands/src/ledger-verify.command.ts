import { verifyLedger, type VerificationReport } from '@carriermesh/platform-evidence';
import { postgresLedgerUrl, operatorKeys, plainValue, savedHeads, type LedgerFlags } from './ledger-source.js';
import { count, counted, EXIT, sayOnStderr, seconds } from './say.js';

export interface VerifyFlags extends LedgerFlags {
  readonly head?: readonly string[];
  readonly json?: boolean;
}

/** Recomputes the whole ledger. Exit code 3 when anything deviates from what was signed. */
export async function verifyCommand(flags: VerifyFlags): Promise<number> {
  const beganAtMs = performance.now();
  const report = await verifyLedger({
    connectionString: postgresLedgerUrl(flags),
    operatorKeys: operatorKeys(flags),
    savedHeads: savedHeads(flags.head),
    progress: (events) => sayOnStderr(`${count(events)} events read (${seconds(performance.now() - beganAtMs)})`),
  });
  process.stdout.write(flags.json ? `${JSON.stringify(report, plainValue)}\n` : renderVerification(report));
  if (report.events > 0 && report.storedHeads + report.savedHeads === 0) sayOnStderr('There was no head to hold the ledger against: only its own order was checked.');
  return report.intact ? EXIT.done : EXIT.different;
}

export function renderVerification(report: VerificationReport): string {
  const read = `${counted(report.events, 'event')} in ${counted(report.commits, 'commit')}, held against ${count(report.storedHeads)} stored and ${counted(report.savedHeads, 'saved head')}`;
  const younger = report.uncovered > 0 ? `${counted(report.uncovered, 'commit')} ${report.uncovered === 1 ? 'is' : 'are'} younger than the newest head.\n` : '';
  if (report.intact) return `Intact: ${read}.\n${younger}`;
  const lines = report.deviations.map(({ kind, position, stream, detail }) => `${kind.padEnd(16)} position ${position}  ${stream === '' ? '(no stream)' : stream}  ${detail}`);
  const untold = report.untold > 0 ? `and ${counted(report.untold, 'more place')}\n` : '';
  return `${counted(report.deviations.length + report.untold, 'deviation')}: ${read}.\n${younger}${lines.join('\n')}\n${untold}`;
}
