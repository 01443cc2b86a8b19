import { expect, it } from '@jest/globals';
import { DEMONSTRATION_BUYER, EXIT } from '@carriermesh/operator-commands';
import { contracting } from '@carriermesh/wire';
import type { ActiveService } from './active-service.js';
import { runCommand } from './command.js';
import { uuidOf } from './orders.js';
import { eventually } from './patience.js';
import { STEP_LIMIT_MS, type ScenarioMesh } from './scenario-mesh.js';

const OTHER = 'acme-before-the-sale';

/** What an operator does who finds out that two buyers are one. A last step of a scenario with a service under contract. */
export function mergedParties(given: () => { readonly mesh: ScenarioMesh; readonly service: ActiveService }): void {
  it('S3-20 a party under contract is merged into another one, once, and each is found by either of its ids from then on', async () => {
    const { mesh, service } = given();
    const command = async (...args: readonly string[]) => {
      const { code, stdout } = await runCommand('party', ...args, '--json', '--home', mesh.home.directory);
      return { code, json: JSON.parse(stdout) };
    };
    const merge = (merged: string, into: string) => command('merge', merged, '--into', into, '--reason', 'bought in May');
    expect(await merge(OTHER, DEMONSTRATION_BUYER)).toMatchObject({ code: EXIT.refused, json: { refusal: { code: 'party-without-contract' } } });
    const caller = { context: { actor: `buyer:${OTHER}`, correlationId: 'merge', causationId: 'merge' }, timeoutMs: STEP_LIMIT_MS };
    const { terms } = service.contract;
    const { outcome } = await mesh.launched.bus.request(contracting.RequestService, { buyerId: OTHER, requestId: 'own', terms }, caller);
    const orderId = outcome.kind === 'acknowledged' ? outcome.acknowledged.orderId : '';
    await eventually('a contract with the other party', async () => ((await mesh.ledger.all('contracting.v1.ContractSigned', uuidOf(orderId))).length > 0 ? true : undefined));
    const merged = await merge(OTHER, DEMONSTRATION_BUYER);
    expect(merged).toMatchObject({ code: EXIT.done, json: { partyId: DEMONSTRATION_BUYER, mergedPartyId: OTHER, reason: 'bought in May' } });
    expect(await merge(OTHER, DEMONSTRATION_BUYER)).toEqual(merged);
    expect(await merge(DEMONSTRATION_BUYER, OTHER)).toMatchObject({ code: EXIT.refused });
    for (const id of [OTHER, DEMONSTRATION_BUYER]) expect(await command('ids', id)).toMatchObject({ code: EXIT.done, json: { partyId: DEMONSTRATION_BUYER, merges: [{ mergedPartyId: OTHER }] } });
  }, STEP_LIMIT_MS);
}
