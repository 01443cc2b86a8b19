import { billsUnder, renderReplay, replayInvoice, replayToJson, type ReplayReport } from '@carriermesh/billing-service';
import { type ContractReplay, replayContract } from '@carriermesh/contracting-service';
import { formatInstant, toHex } from '@carriermesh/kernel';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { whatIfOf, withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT } from './say.js';

/** Writes a contract and those with its suppliers again, from the ledger alone; with another tariff, also every bill under it. */
export async function replayContractCommand(contractId: string, flags: ReplayFlags): Promise<number> {
  const whatIf = whatIfOf(flags);
  return withReplayedLedger(flags, async (ledger) => {
    const replay = await replayContract(ledger, contractId);
    const bills = whatIf.whatIf && replay.found ? await billsByTariff(ledger, contractId, whatIf.whatIf) : undefined;
    process.stdout.write(flags.json ? `${JSON.stringify(replayJson(replay, bills))}\n` : `${replayText(replay)}${(bills ?? []).map(renderReplay).join('\n')}`);
    if (!replay.found) return EXIT.refused;
    return replay.identical && (bills ?? []).every(({ identical }) => identical) ? EXIT.done : EXIT.different;
  });
}

async function billsByTariff(ledger: LedgerReading, contractId: string, whatIf: NonNullable<ReturnType<typeof whatIfOf>['whatIf']>): Promise<readonly ReplayReport[]> {
  const bills: ReplayReport[] = [];
  for (const invoiceId of await billsUnder(ledger, contractId)) bills.push(await replayInvoice(ledger, invoiceId, { whatIf }));
  return bills;
}

const replayJson = (replay: ContractReplay, bills: readonly ReplayReport[] | undefined): Record<string, unknown> => ({
  ...replay,
  differences: replay.differences.map((difference) => ({ ...difference, events: difference.events.map(String) })),
  ...(replay.inForce ? { inForce: inForceJson(replay.inForce) } : {}),
  documents: replay.documents.map((document) => ({ ...document, position: document.position.toString() })),
  ...(bills ? { bills: bills.map(replayToJson) } : {}),
});

function inForceJson({ sha256, signedAt, endsAt, ...version }: NonNullable<ContractReplay['inForce']>): Record<string, unknown> {
  return { ...version, sha256: toHex(sha256), signedAt: formatInstant(signedAt), ...(endsAt === undefined ? {} : { endsAt: formatInstant(endsAt) }) };
}

function inForceText({ version, signedAt, mbps, endsAt }: NonNullable<ContractReplay['inForce']>): string {
  return `  in force: version ${version} of ${formatInstant(signedAt)}, ${mbps} Mbit/s${endsAt === undefined ? '' : `, ending at ${formatInstant(endsAt)}`}`;
}

function replayText({ contractId, found, identical, differences, documents, inForce }: ContractReplay): string {
  if (!found) return `${contractId}: there is no such contract in the ledger.\n`;
  const basis = documents.some(({ what }) => what.startsWith('version[')) ? 'its quote, its offers, its acceptance and what was changed since' : 'its quote, its offers and its acceptance';
  const verdict = `written again from ${basis}: ${identical ? 'identical, to the byte.' : 'NOT identical.'}`;
  return [
    `${contractId}: ${verdict}`,
    ...documents.map(({ what, sha256, position }) => `    ${what}  sha256 ${sha256}, at position ${position}`),
    ...(inForce ? [inForceText(inForce)] : []),
    ...differences.map(({ at, recorded, recomputed, events }) => `  ≠ ${at}: recorded ${recorded}, recomputed ${recomputed || '–'} (events ${events.join(', ')})`),
    '',
  ].join('\n');
}
