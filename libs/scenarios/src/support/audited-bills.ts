import { readFileSync } from 'node:fs';
import { auditedBills, type BillAudit } from '@carriermesh/platform-audit';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { signingKey } from '@carriermesh/platform-signing';
import type { billing } from '@carriermesh/wire';
import type { ScenarioMesh } from './scenario-mesh.js';

/** Holds every bill of the mesh against a second reckoning from the signed documents and from what happened. @throws Violation that names the line and both figures */
export async function audited({ ledger: { url }, home }: ScenarioMesh): Promise<BillAudit> {
  const ledger = await PostgresLedger.open({ connectionString: url, applicationName: 'audit' });
  try {
    return await auditedBills(ledger, signingKey(readFileSync(home.operatorKeyFile, 'utf8')).publicKey);
  } finally {
    await ledger.close();
  }
}

/** How many records stand on each usage line of an invoice, in its order. */
export const recordsOn = ({ lines }: billing.Invoice): readonly number[] => lines.filter(({ kind }) => kind === 'usage').map(({ records }) => records);
