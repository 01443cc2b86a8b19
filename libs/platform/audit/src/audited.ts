import { decodeEvent } from '@carriermesh/platform-chassis';
import { LEDGER_START, type Ledger } from '@carriermesh/platform-ledger';
import { BillAudit } from './bill-audit.js';

const PAGE_EVENTS = 1_000;

/** Holds every bill of a ledger against the second reckoning. @throws Violation that names the line and both figures */
export async function auditedBills(ledger: Pick<Ledger, 'readAll'>, operatorKey: Uint8Array): Promise<BillAudit> {
  const audit = new BillAudit(operatorKey);
  let after = LEDGER_START;
  for (;;) {
    const page = await ledger.readAll(after, PAGE_EVENTS);
    const last = page.at(-1);
    if (!last) break;
    after = last.position;
    for (const event of page) audit.take(decodeEvent(event));
  }
  audit.finish();
  return audit;
}
