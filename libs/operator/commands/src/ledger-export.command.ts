import { setTimeout as sleep } from 'node:timers/promises';
import { bundleToJson, EvidenceReader, exportBundle, type Bundle } from '@carriermesh/platform-evidence';
import { OperationalError } from '@carriermesh/platform-errors';
import { selectForBundle } from './bundle-selection.js';
import { postgresLedgerUrl, operatorKeys, savedHeads, type LedgerFlags } from './ledger-source.js';
import { counted, EXIT, sayOnStderr } from './say.js';
import { writeFile } from './write-file.js';

/** The youngest events get their head within a fraction of a second, while the relay runs. */
const ATTEMPTS = 5;
const RETRY_MS = 500;

export interface ExportFlags extends LedgerFlags {
  readonly stream?: string;
  readonly order?: string;
  readonly invoice?: string;
  readonly out: string;
  readonly head?: readonly string[];
  readonly json?: boolean;
}

/** Writes a bundle. Exit code 2 when the ledger holds nothing of what was asked for. */
export async function exportCommand(flags: ExportFlags): Promise<number> {
  const subject = subjectOf(flags);
  const bundle = await exported(subject, flags);
  if (!bundle) {
    sayOnStderr(`carriermesh: the ledger holds nothing of ${subject.kind} ${subject.id}`);
    return EXIT.refused;
  }
  writeFile(flags.out, bundleToJson(bundle));
  const events = bundle.commits.reduce((sum, commit) => sum + commit.events.length, 0);
  if (flags.json) process.stdout.write(`${JSON.stringify({ subject, out: flags.out, events, commits: bundle.commits.length })}\n`);
  sayOnStderr(`${counted(events, 'event')} of ${counted(bundle.commits.length, 'commit')} are in ${flags.out}; "carriermesh bundle verify ${flags.out}" checks it`);
  return EXIT.done;
}

async function exported(subject: Bundle['subject'], flags: ExportFlags): Promise<Bundle | undefined> {
  const [operatorKey] = operatorKeys(flags);
  if (!operatorKey) throw new OperationalError('misconfigured', 'no operator key is known');
  const olderHeads = savedHeads(flags.head).map(({ envelope }) => envelope);
  return untilProven(async () => {
    const reader = await EvidenceReader.open(postgresLedgerUrl(flags));
    try {
      const events = await selectForBundle(reader, subject);
      return events.length === 0 ? undefined : await exportBundle(reader, { subject, events, operatorKey, olderHeads });
    } finally {
      await reader.close();
    }
  });
}

/** Tries again while the youngest events have no signed head yet. */
export async function untilProven<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof OperationalError) || !error.retryable) throw error;
    }
    await sleep(RETRY_MS);
  }
}

function subjectOf({ stream, order, invoice }: ExportFlags): Bundle['subject'] {
  const given = Object.entries({ stream, order, invoice }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const [only] = given;
  if (only && given.length === 1) return { kind: only[0] as Bundle['subject']['kind'], id: only[1] };
  throw new OperationalError('malformed', `an export is of one thing: give one of --stream, --order and --invoice, not ${given.length}`);
}
