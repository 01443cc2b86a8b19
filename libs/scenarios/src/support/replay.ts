import { runCommand } from './command.js';
import type { ScenarioMesh } from './scenario-mesh.js';

/** What a scenario reads of a replay's report. */
export interface ReplayedReport {
  readonly invoiceId: string;
  readonly found: boolean;
  readonly identical: boolean;
  readonly lines: readonly { readonly lineId: string; readonly identical: boolean }[];
  readonly notChecked: readonly string[];
}

/** Recomputes an invoice in a fresh process, from the mesh's ledger or from another one. */
export async function replayed(mesh: ScenarioMesh, invoiceId: string, ledgerUrl?: string): Promise<{ readonly code: number | null; readonly report: ReplayedReport }> {
  const other = ledgerUrl === undefined ? [] : ['--ledger', ledgerUrl];
  const { code, stdout, stderr } = await runCommand('replay', 'invoice', invoiceId, '--home', mesh.home.directory, '--json', ...other);
  if (stdout === '') throw new Error(`the replay of ${invoiceId} ended with exit code ${code} and without a report: ${stderr}`);
  return { code, report: JSON.parse(stdout) as ReplayedReport };
}
