import { readFileSync } from 'node:fs';
import { billsOfDispute, renderReplay, replayInvoices, replayToJson, type ReplayReport } from '@carriermesh/billing-service';
import { Home, homeDirectory } from '@carriermesh/operator-home';
import { signingKey } from '@carriermesh/platform-signing';
import { whatIfOf, withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT, tellRefusal } from './say.js';

/** Recomputes the disputed invoice and, once it was settled, the bill that takes what is corrected. Exit code 3 when one of them does not come out the same. */
export async function replayDisputeCommand(disputeId: string, flags: ReplayFlags): Promise<number> {
  const whatIf = whatIfOf(flags);
  const operatorKey = signingKey(readFileSync(new Home(homeDirectory({ flag: flags.home })).operatorKeyFile, 'utf8')).publicKey;
  return withReplayedLedger(flags, async (ledger) => {
    const invoiceIds = await billsOfDispute(ledger, disputeId);
    if (invoiceIds.length === 0) return tellRefusal({ code: 'dispute-unknown', message: `The ledger holds no dispute ${JSON.stringify(disputeId.slice(0, 80))}.`, facts: {} }, flags.json);
    const reports: ReplayReport[] = [];
    for await (const report of replayInvoices(ledger, invoiceIds, { operatorKeys: [operatorKey], ...whatIf })) reports.push(report);
    process.stdout.write(flags.json ? `${JSON.stringify({ disputeId, bills: reports.map(replayToJson) })}\n` : reports.map(renderReplay).join('\n'));
    // What is corrected in an open month is no deviation: its bill is yet to be issued.
    return reports.every(({ found, identical }) => !found || identical) ? EXIT.done : EXIT.different;
  });
}
