import { contracting } from '@carriermesh/wire';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR } from './advertising-progress.js';
import { readPublicKey } from './buyer-key.js';
import type { PartyFlags } from './party-show.command.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

/** Registers the key that speaks for a buyer. Whose it is the operator has to have found out. */
export async function registerKeyCommand(buyerId: string, flags: PartyFlags & { readonly publicKey: string; readonly mustSign?: boolean; readonly request?: string }): Promise<number> {
  const publicKey = readPublicKey(flags.publicKey);
  const requestId = flags.request ?? `operator-${uuidv7()}`;
  return withRunningMesh(flags.home, async ({ bus }) => {
    const { outcome } = await bus.request(contracting.RegisterBuyerKey, { buyerId, publicKey, mustSign: flags.mustSign ?? false, requestId }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    const { keyId, mustSign } = outcome.registered;
    const rule = mustSign ? 'it is bound by its signature alone' : 'it may sign, and is bound by its authenticated requests too';
    process.stdout.write(flags.json ? `${JSON.stringify(contracting.BuyerKeyRecord.toJson(outcome.registered))}\n` : `${buyerId}: key ${keyId}; ${rule}.\n`);
    return EXIT.done;
  });
}
