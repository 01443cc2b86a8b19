// Replays every invoice of a ledger in a process of its own, as `carriermesh replay period` does, and says how many, how long and with what.
import { invoicesIssuedIn, replayInvoices } from '../../../libs/billing/service/dist/index.js';
import { PostgresLedger } from '../../../libs/platform/ledger/dist/index.js';

const [url, operatorKey] = process.argv.slice(2);
const ledger = await PostgresLedger.open({ connectionString: url, applicationName: 'replay' });
const begin = performance.now();
const invoiceIds = await invoicesIssuedIn(ledger, { from: 0n, until: 1n << 62n });
const differing = [];
let identical = 0;
for await (const report of replayInvoices(ledger, invoiceIds, { operatorKeys: [Buffer.from(operatorKey, 'hex')] })) {
  if (report.identical) identical += 1;
  else differing.push(`${report.invoiceId}: ${report.lines.filter((line) => !line.identical).map(({ lineId }) => lineId).join(', ')}`);
}
const seconds = (performance.now() - begin) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
await ledger.close();
process.stdout.write(JSON.stringify({ identical, differing: differing.slice(0, 10), seconds, peakMib: Math.round(maxRSS / 1024), processorSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
