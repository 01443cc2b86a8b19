import { contractChecks, type ContractCheck } from '@carriermesh/contracting-service';
import { OperationalError } from '@carriermesh/platform-errors';
import { EvidenceReader, exportBundle, verifyBundle, type BundleReport } from '@carriermesh/platform-evidence';
import { selectForContract } from './bundle-selection.js';
import { renderBundle } from './bundle-verify.command.js';
import { untilProven } from './ledger-export.command.js';
import { operatorKeys, plainValue, postgresLedgerUrl, savedHeads, type LedgerFlags } from './ledger-source.js';
import { EXIT, sayOnStderr } from './say.js';

export interface ContractVerifyFlags extends LedgerFlags {
  readonly head?: readonly string[];
  readonly json?: boolean;
}

interface Verification {
  readonly report: BundleReport;
  readonly checks: readonly ContractCheck[];
}

/** Holds a contract against signatures, hashes and the ledger's tree. Exit code 3 when anything of it does not hold. */
export async function verifyContractCommand(contractId: string, flags: ContractVerifyFlags): Promise<number> {
  const [operatorKey] = operatorKeys(flags);
  if (!operatorKey) throw new OperationalError('misconfigured', 'no operator key is known');
  const found = await untilProven(() => verified(contractId, operatorKey, flags));
  if (!found) {
    sayOnStderr(`carriermesh: the ledger holds no contract ${contractId}`);
    return EXIT.refused;
  }
  const holds = found.report.sound && found.checks.every((check) => check.holds);
  process.stdout.write(flags.json ? `${JSON.stringify({ contractId, holds, ...found }, plainValue)}\n` : render(contractId, holds, found));
  return holds ? EXIT.done : EXIT.different;
}

/** The same bundle as anybody would get, verified as anybody would; with whatever deviates still in it. */
async function verified(contractId: string, operatorKey: Uint8Array, flags: ContractVerifyFlags): Promise<Verification | undefined> {
  const heads = savedHeads(flags.head);
  const reader = await EvidenceReader.open(postgresLedgerUrl(flags));
  try {
    const events = await selectForContract(reader, contractId);
    if (events.length === 0) return undefined;
    const subject = { kind: 'order' as const, id: contractId };
    const bundle = await exportBundle(reader, { subject, events, operatorKey, olderHeads: heads.map(({ envelope }) => envelope), carriesDeviations: true });
    const { report } = verifyBundle(bundle, { operatorKey, savedHeads: heads });
    return { report, checks: contractChecks(contractId, events) };
  } finally {
    await reader.close();
  }
}

function render(contractId: string, holds: boolean, { report, checks }: Verification): string {
  const lines = checks.map(({ what, holds: isSo, detail, position }) => `${isSo ? '  ✓' : '  ✗'} ${what}: ${detail} (position ${position})`);
  return [`${contractId}: ${holds ? 'everything holds.' : 'NOT everything holds.'}`, ...lines, renderBundle(report)].join('\n');
}
