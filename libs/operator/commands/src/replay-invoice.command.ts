import { readFileSync } from 'node:fs';
import { renderReplay, replayInvoice, replayToJson } from '@carriermesh/billing-service';
import { Home, homeDirectory } from '@carriermesh/operator-home';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { signingKey } from '@carriermesh/platform-signing';
import { whatIfOf, withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT } from './say.js';

/** Recomputes an invoice from the ledger alone, in this process, with no view of anything. */
export function replayInvoiceCommand(invoiceId: string, flags: ReplayFlags): Promise<number> {
  return withReplayedLedger(flags, (ledger) => replayInvoiceOn(ledger, invoiceId, flags));
}

export async function replayInvoiceOn(ledger: LedgerReading, invoiceId: string, flags: ReplayFlags): Promise<number> {
  const home = new Home(homeDirectory({ flag: flags.home }));
  const operatorPublicKey = signingKey(readFileSync(home.operatorKeyFile, 'utf8')).publicKey;
  const report = await replayInvoice(ledger, invoiceId, { operatorKeys: [operatorPublicKey], ...whatIfOf(flags) });
  process.stdout.write(flags.json ? `${JSON.stringify(replayToJson(report))}\n` : renderReplay(report));
  if (!report.found) return EXIT.refused;
  return report.identical ? EXIT.done : EXIT.different;
}
