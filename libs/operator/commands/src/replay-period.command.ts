import { readFileSync } from 'node:fs';
import { invoicesIssuedIn, renderReplay, replayInvoices, replayToJson, type ReplayReport } from '@carriermesh/billing-service';
import { Home, homeDirectory } from '@carriermesh/operator-home';
import { signingKey } from '@carriermesh/platform-signing';
import { withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { count, counted, EXIT, sayOnStderr } from './say.js';
import { readPeriod } from './settlement-period.js';

/** Invoices between two lines of progress. */
const PROGRESS_EVERY = 200;

/** Recomputes every invoice that was issued in a period. Exit code 3 when one of them does not come out the same. */
export async function replayPeriodCommand(period: string, flags: ReplayFlags): Promise<number> {
  const span = readPeriod(period);
  const home = new Home(homeDirectory({ flag: flags.home }));
  return withReplayedLedger(flags, async (ledger) => {
    const operatorPublicKey = signingKey(readFileSync(home.operatorKeyFile, 'utf8')).publicKey;
    const invoiceIds = await invoicesIssuedIn(ledger, span);
    const differing: ReplayReport[] = [];
    let done = 0;
    for await (const report of replayInvoices(ledger, invoiceIds, { operatorKeys: [operatorPublicKey] })) {
      if (!report.identical) differing.push(report);
      done += 1;
      if (done % PROGRESS_EVERY === 0) sayOnStderr(`${count(done)} of ${count(invoiceIds.length)} invoices`);
    }
    const json = { period, invoices: invoiceIds.length, identical: invoiceIds.length - differing.length, differing: differing.map(replayToJson) };
    const verdict = differing.length === 0 ? 'all identical, to the byte' : `${count(differing.length)} NOT identical`;
    process.stdout.write(flags.json ? `${JSON.stringify(json)}\n` : `${period}: ${invoiceIds.length === 0 ? 'no invoice was issued in it' : `${counted(invoiceIds.length, 'invoice')} recomputed, ${verdict}`}.\n${differing.map(renderReplay).join('\n')}`);
    return differing.length === 0 ? EXIT.done : EXIT.different;
  });
}
