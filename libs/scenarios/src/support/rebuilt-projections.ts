import { expect, it } from '@jest/globals';
import { EXIT } from '@carriermesh/operator-commands';
import pg from 'pg';
import { statementOf, type ActiveService } from './active-service.js';
import { runCommand } from './command.js';
import { projectionRows } from './projection-rows.js';
import { STEP_LIMIT_MS, type ScenarioMesh } from './scenario-mesh.js';

/** What an operator does about projections while the mesh answers from them. A step of a scenario with a service that was billed twice. */
export function rebuiltProjections(given: () => { readonly mesh: ScenarioMesh; readonly service: ActiveService }): void {
  it('I8 projections are rebuilt beside the running mesh, row for row, and one that was wiped answers again as before', async () => {
    const { mesh, service } = given();
    const url = mesh.launched.postgresUrl;
    const statement = await statementOf(mesh, service, 2);
    const live = await projectionRows(url, ['billing', 'contracting']);
    for (const name of ['billing/bills', 'order-register']) {
      const { code, stdout } = await runCommand('projection', 'rebuild', name, '--json', '--home', mesh.home.directory);
      const { rows, rowsBefore } = JSON.parse(stdout) as { rows: number; rowsBefore: number };
      expect([code, rows, rows > 0]).toEqual([EXIT.done, rowsBefore, true]);
    }
    expect(await projectionRows(url, ['billing', 'contracting'])).toEqual(live);
    await wipe(url, 'drop table view_billing.invoice, view_billing.settlement');
    expect(await statementOf(mesh, service, 2)).toEqual(statement);
    expect(await projectionRows(url, ['billing', 'contracting'])).toEqual(live);
    const { stdout } = await runCommand('projection', 'list', '--json', '--home', mesh.home.directory);
    const { projections } = JSON.parse(stdout) as { projections: readonly { name: string; state: string; missing: readonly string[] }[] };
    expect(projections.filter(({ state, missing }) => state !== 'live' || missing.length > 0)).toEqual([]);
    expect(projections.map(({ name }) => name)).toEqual(expect.arrayContaining(['billing/bills', 'contracting/order-register', 'monitoring/segment-measurements']));
  }, STEP_LIMIT_MS);
}

async function wipe(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
