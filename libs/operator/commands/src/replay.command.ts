import { readFileSync } from 'node:fs';
import { renderReplay, replayInvoice, replayToJson } from '@carriermesh/billing-service';
import { Home, homeDirectory } from '@carriermesh/operator-home';
import { openLedger } from '@carriermesh/platform-chassis';
import { signingKey } from '@carriermesh/platform-signing';
import { ledgerUrl } from './ledger-source.js';
import { EXIT } from './say.js';

export interface ReplayFlags {
  readonly home?: string;
  readonly ledger?: string;
  readonly json?: boolean;
}

/** Recomputes an invoice from the ledger alone, in this process, with no view of anything. */
export async function replayInvoiceCommand(invoiceId: string, flags: ReplayFlags): Promise<number> {
  const home = new Home(homeDirectory({ flag: flags.home }));
  const ledger = await openLedger({ url: ledgerUrl(flags), applicationName: 'carriermesh-replay' });
  try {
    const operatorPublicKey = signingKey(readFileSync(home.operatorKeyFile, 'utf8')).publicKey;
    const report = await replayInvoice(ledger, invoiceId, { operatorKeys: [operatorPublicKey] });
    process.stdout.write(flags.json ? `${JSON.stringify(replayToJson(report))}\n` : renderReplay(report));
    if (!report.found) return EXIT.refused;
    return report.identical ? EXIT.done : EXIT.different;
  } finally {
    await ledger.close();
  }
}
