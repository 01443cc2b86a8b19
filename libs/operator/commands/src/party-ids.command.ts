import { formatInstant } from '@carriermesh/kernel';
import { billing } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import type { PartyFlags } from './party-show.command.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

export interface MergeFlags extends PartyFlags {
  readonly into: string;
  readonly reason: string;
}

/** By which ids of their own its providers know a party and its services. */
export async function showPartyIdsCommand(partyId: string, flags: AskingFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const { outcome } = await bus.request(billing.GetPartyIds, { partyId }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    process.stdout.write(flags.json ? `${JSON.stringify(billing.PartyIds.toJson(outcome.found))}\n` : partyIdsText(outcome.found));
    return EXIT.done;
  });
}

/** Records that two ids are one party's. */
export async function mergePartiesCommand(mergedPartyId: string, { into: partyId, reason, home, json }: MergeFlags): Promise<number> {
  return withRunningMesh(home, async ({ bus }) => {
    const { outcome } = await bus.request(billing.MergeParties, { partyId, mergedPartyId, reason }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
    process.stdout.write(json ? `${JSON.stringify(billing.PartyMerge.toJson(outcome.merged))}\n` : `${mergeText(outcome.merged)}\nContracts, bills and sums stay under the id that they were signed with.\n`);
    return EXIT.done;
  });
}

export function partyIdsText({ partyId, merges, localIds }: billing.PartyIds): string {
  const none = localIds.length === 0 ? ['  no provider has stated an id of its own'] : [];
  return `${[`The universal id is ${partyId}.`, ...merges.map((merge) => `  ${mergeText(merge)}`), ...none, ...localIds.map(localIdText)].join('\n')}\n`;
}

const mergeText = ({ partyId, mergedPartyId, mergedBy, mergedAt, reason }: billing.PartyMerge): string =>
  `${mergedPartyId} is ${partyId}, by ${mergedBy} at ${formatInstant(mergedAt)}: ${reason}`;

function localIdText({ partyId, contractId, providerId, localId, segmentId, state, activeFrom, retiredAt }: billing.PartyLocalId): string {
  const since = activeFrom === undefined ? '' : ` from ${formatInstant(activeFrom)}`;
  const until = retiredAt === undefined ? '' : ` until ${formatInstant(retiredAt)}`;
  return `  ${providerId}  ${localId}  ${state}${since}${until}: ${segmentId === '' ? 'its customer' : segmentId} under ${contractId} of ${partyId}`;
}
