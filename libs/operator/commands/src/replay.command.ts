import { readFileSync } from 'node:fs';
import { renderReplay, replayInvoice, replayToJson } from '@carriermesh/billing-service';
import { Home, homeDirectory, readRun } from '@carriermesh/operator-home';
import { OperationalError } from '@carriermesh/platform-errors';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { signingKey } from '@carriermesh/platform-signing';
import { EXIT } from './say.js';

export interface ReplayFlags {
  readonly home?: string;
  readonly ledger?: string;
  readonly json?: boolean;
}

/** Recomputes an invoice from the ledger alone, in this process, with no view of anything. */
export async function replayInvoiceCommand(invoiceId: string, flags: ReplayFlags): Promise<number> {
  const home = new Home(homeDirectory({ flag: flags.home }));
  const connectionString = flags.ledger ?? readRun(home)?.postgresUrl;
  if (!connectionString) {
    throw new OperationalError('misconfigured', `no mesh runs in ${home.directory}: start it, or name a ledger with --ledger postgres://…`);
  }
  const ledger = await PostgresLedger.open({ connectionString, applicationName: 'carriermesh-replay' });
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
