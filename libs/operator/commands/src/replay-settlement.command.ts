import { issuedSettlement, replaySettlement, type SettlementReplay } from '@carriermesh/billing-service';
import { replayInvoiceOn } from './replay-invoice.command.js';
import { withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT } from './say.js';

/** Makes a settlement again, from the ledger alone: one of a contract with its invoice, one of a supplier's whole month from what it adds up. */
export async function replaySettlementCommand(settlementId: string, flags: ReplayFlags): Promise<number> {
  return withReplayedLedger(flags, async (ledger) => {
    const ofContract = await issuedSettlement(ledger, settlementId);
    if (ofContract && ofContract.invoiceId !== '') return replayInvoiceOn(ledger, ofContract.invoiceId, flags);
    const replay = await replaySettlement(ledger, settlementId);
    process.stdout.write(flags.json ? `${JSON.stringify(replay, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n` : replayText(replay));
    if (!replay.found) return EXIT.refused;
    return replay.identical ? EXIT.done : EXIT.different;
  });
}

function replayText({ settlementId, found, identical, differences, position, knownRevision }: SettlementReplay): string {
  if (!found) return `${settlementId}: there is no such settlement in the ledger.\n`;
  const verdict = `made again from what was stated and settled up to position ${knownRevision}: ${identical ? 'identical, to the byte.' : 'NOT identical.'}`;
  return [`${settlementId}: ${verdict}`, ...differences.map(({ at, recorded, recomputed }) => `  ≠ ${at}: recorded ${recorded}, recomputed ${recomputed} (event ${position})`), ''].join('\n');
}
