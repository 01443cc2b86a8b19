import { expect } from '@jest/globals';
import { EXIT } from '@carriermesh/operator-commands';
import type { contracting } from '@carriermesh/wire';
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

/** Everything of a service comes out again from the ledger alone: a bill, the quote, the contract. @returns what was verified of the contract, as it is printed */
export async function expectAllReplayed(mesh: ScenarioMesh, invoiceId: string, { quoteId, contractId }: Pick<contracting.Contract, 'quoteId' | 'contractId'>): Promise<string> {
  const command = (...args: readonly string[]) => runCommand(...args, '--home', mesh.home.directory);
  const [bill, quote, contract, verified] = await Promise.all([
    replayed(mesh, invoiceId),
    command('replay', 'quote', quoteId, '--json'),
    command('replay', 'contract', contractId, '--json'),
    command('contract', 'verify', contractId),
  ]);
  expect(bill).toMatchObject({ code: EXIT.done, report: { identical: true, notChecked: [] } });
  for (const replay of [quote, contract]) expect(JSON.parse(replay.stdout)).toMatchObject({ identical: true, differences: [] });
  expect(JSON.parse(quote.stdout)).toMatchObject({ pathsFoundAgain: expect.any(Number) });
  expect(verified.code).toBe(EXIT.done);
  return verified.stdout;
}
