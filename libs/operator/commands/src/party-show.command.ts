import { contracting } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { partySummary } from './party-summary.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { EXIT, tellRefusal } from './say.js';

export interface PartyFlags {
  readonly home?: string;
  readonly json?: boolean;
}

/** Who a party is, decrypted for this one look. As of an earlier time it is the contact of then; of who was forgotten since, nobody can read that any more. */
export async function showPartyCommand(partyId: string, flags: AskingFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const { outcome } = await bus.request(contracting.GetParty, { partyId }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    process.stdout.write(flags.json ? `${JSON.stringify(contracting.PartyRecord.toJson(outcome.party))}\n` : partySummary(outcome.party));
    return EXIT.done;
  });
}
