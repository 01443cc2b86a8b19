import { renderReplay, replayInvoice, replayToJson, type ReplayReport } from '@carriermesh/billing-service';
import { formatInstant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { bundleFromJson, verifyBundle, type Bundle, type BundleReport } from '@carriermesh/platform-evidence';
import { BundleLedger } from './bundle-ledger.js';
import { plainValue, publicKeyIn, readText, savedHeads } from './ledger-source.js';
import { counted, EXIT } from './say.js';

export interface BundleVerifyFlags {
  readonly head?: readonly string[];
  readonly operatorKey?: string;
  readonly json?: boolean;
}

/** Checks a bundle from the file alone. An invoice is also recomputed from what parties signed (I11). */
export async function bundleVerifyCommand(file: string, flags: BundleVerifyFlags): Promise<number> {
  const bundle = bundleIn(file);
  const trust = { savedHeads: savedHeads(flags.head), ...(flags.operatorKey === undefined ? {} : { operatorKey: publicKeyIn(flags.operatorKey) }) };
  const { report, events } = verifyBundle(bundle, trust);
  const { kind, id } = bundle.subject;
  const replay = kind === 'invoice' ? await replayInvoice(new BundleLedger(events), id, { operatorKeys: [bundle.operatorKey] }) : undefined;
  process.stdout.write(flags.json ? asJson(report, replay) : `${renderBundle(report)}${replay ? `\n${renderReplay(replay)}` : ''}`);
  return report.sound && (replay?.identical ?? true) ? EXIT.done : EXIT.different;
}

function bundleIn(file: string): Bundle {
  const text = readText(file);
  try {
    return bundleFromJson(text);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    throw new OperationalError(error.kind, `${file}: ${error.message}`, { cause: error });
  }
}

function asJson(report: BundleReport, replay: ReplayReport | undefined): string {
  return `${JSON.stringify({ ...report, ...(replay ? { replay: replayToJson(replay) } : {}) }, plainValue)}\n`;
}

export function renderBundle({ sound, subject, head, commits, events, signatures, findings, notChecked }: BundleReport): string {
  const size = head ? `, under the head of ${counted(Number(head.size), 'commit')} signed at ${formatInstant(head.signedAt)}` : '';
  const first = `${sound ? 'Sound' : counted(findings.length, 'finding')}: ${subject.kind} ${subject.id}, ${counted(events, 'event')} in ${counted(commits, 'commit')} with ${counted(signatures, 'signature')}${size}.`;
  const lines = findings.map(({ kind, position, stream, detail }) => `${kind.padEnd(18)} ${position === 0n ? '' : `position ${position}  ${stream}  `}${detail}`);
  return `${[first, ...lines, ...notChecked.map((what) => `Not checked: ${what}.`)].join('\n')}\n`;
}
