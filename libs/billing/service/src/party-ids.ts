import { Inject, Injectable } from '@nestjs/common';
import { contractOfTarget, decideMerge, partyIdsStream, partyIdState, type LocalIdUse, type PartiesMerged, type PartyIdState } from '@carriermesh/billing-domain';
import { isToken } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, LEDGER, TypedLedger, type Clock, type LoadedStream } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { billing, common } from '@carriermesh/wire';
import { AgreementsView, type Agreements } from './agreements.view.js';
import { LedgerProgress } from './ledger-progress.view.js';
import { LocalIds } from './local-ids.js';
import { PartyContracts } from './party-contracts.view.js';
import { asRefusal, shown } from './refusals.js';

/** How often a merge is decided again because something else was written first. */
const MAX_CONFLICTS = 8;
/** A party with more ids than this is none that anybody could look at. */
const MAX_IDS_PER_PARTY = 1_000;

type Merging = { readonly kind: 'merged'; readonly merged: billing.PartyMerge } | { readonly kind: 'refused'; readonly refused: common.Refusal };
type Found = { readonly kind: 'found'; readonly found: billing.PartyIds } | { readonly kind: 'refused'; readonly refused: common.Refusal };

/** The universal ids of parties, and by which ids of their own providers know them. */
@Injectable()
export class PartyIdTable {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PartyContracts) private readonly contracts: PartyContracts,
    @Inject(AgreementsView) private readonly agreements: Agreements,
    @Inject(LocalIds) private readonly localIds: LocalIds,
    @Inject(LedgerProgress) private readonly progress: LedgerProgress,
  ) {}

  async merge({ partyId, mergedPartyId, reason }: billing.MergePartiesRequest, context: CallContext): Promise<Merging> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const streams = await this.streamsOf([partyId, mergedPartyId].filter(isToken));
      for (const id of [mergedPartyId, partyId]) if (!(await this.isKnown(id, streams.get(id)))) return refused(id);
      const [party, merged] = [stateOf(partyId, streams.get(partyId)), stateOf(mergedPartyId, streams.get(mergedPartyId))];
      const merge = { partyId, mergedPartyId, reason, mergedBy: context.actor, mergedAt: this.clock.now() };
      const decided = decideMerge(merge, { party, merged });
      if (decided.kind === 'refused') return { kind: 'refused', refused: asRefusal(decided.refusal) };
      if (decided.kind === 'ignored') return { kind: 'merged', merged: party.merges.find((each) => each.mergedPartyId === mergedPartyId) ?? merge };
      const appends = [partyId, mergedPartyId].map((id) => ({ stream: partyIdsStream(id), expected: streams.get(id)?.revision ?? ('none' as const), events: decided.events }));
      if ((await this.ledger.commit(appends, context)).kind === 'appended') return { kind: 'merged', merged: merge };
    }
    throw new OperationalError('overloaded', `${mergedPartyId} could not be merged into ${partyId}: others wrote first ${MAX_CONFLICTS} times in a row`);
  }

  async find(asked: string): Promise<Found> {
    if (!isToken(asked)) return refused(asked);
    const [root, asIs] = await this.rootOf(asked);
    const merges: billing.PartyMerge[] = [];
    const ids = [root];
    for (const [index, id] of ids.entries()) {
      const own = index === 0 ? asIs : await this.stateOf(id);
      merges.push(...own.merges);
      ids.push(...own.merges.map(({ mergedPartyId }) => mergedPartyId));
      if (ids.length > MAX_IDS_PER_PARTY) throw new OperationalError('overloaded', `${root} stands for more than ${MAX_IDS_PER_PARTY} ids`);
    }
    await this.progress.reached(await this.ledger.raw.tip());
    const contracts = (await Promise.all(ids.map(async (partyId) => (await this.contracts.of(partyId)).map((contractId) => ({ partyId, contractId }))))).flat();
    if (contracts.length === 0) return refused(asked);
    const localIds = await this.localIdsOf(new Map(contracts.map(({ partyId, contractId }) => [contractId, partyId])));
    return { kind: 'found', found: { partyId: root, merges: merges.sort((a, b) => (a.mergedAt < b.mergedAt ? -1 : 1)), localIds } };
  }

  /** The id that stands for a party, by way of every merge. */
  private async rootOf(partyId: string): Promise<readonly [string, PartyIdState]> {
    let [id, state] = [partyId, await this.stateOf(partyId)];
    for (let followed = 0; state.mergedInto !== undefined; followed += 1) {
      if (followed >= MAX_IDS_PER_PARTY) throw new OperationalError('overloaded', `${partyId} was merged by way of more than ${MAX_IDS_PER_PARTY} ids`);
      id = state.mergedInto;
      state = await this.stateOf(id);
    }
    return [id, state];
  }

  private async localIdsOf(parties: ReadonlyMap<string, string>): Promise<readonly billing.PartyLocalId[]> {
    const providers = new Set<string>();
    for (const contractId of parties.keys()) for (const { providerId } of (await this.agreements.of(contractId))?.contract.supplies ?? []) providers.add(providerId);
    const found: billing.PartyLocalId[] = [];
    for (const providerId of [...providers].sort()) {
      for (const [localId, uses] of (await this.localIds.of(providerId)).table.entries()) {
        for (const use of uses) {
          const contractId = contractOfTarget(use.target) ?? '';
          const partyId = parties.get(contractId);
          if (partyId !== undefined) found.push({ partyId, contractId, providerId, localId, ...asStated(use) });
        }
      }
    }
    return found;
  }

  /** An id that nobody contracted under, and that nothing was merged into, is more likely misspelt. */
  private async isKnown(id: string, stream: LoadedStream | undefined): Promise<boolean> {
    if (!isToken(id)) return false;
    if ((stream?.events.length ?? 0) > 0) return true;
    await this.progress.reached(await this.ledger.raw.tip());
    return (await this.contracts.of(id)).length > 0;
  }

  private async stateOf(partyId: string): Promise<PartyIdState> {
    return stateOf(partyId, (await this.streamsOf([partyId])).get(partyId));
  }

  private async streamsOf(ids: readonly string[]): Promise<ReadonlyMap<string, LoadedStream>> {
    const loaded = await this.ledger.loadMany(ids.map(partyIdsStream));
    return new Map(ids.flatMap((id) => (loaded.has(partyIdsStream(id)) ? [[id, loaded.get(partyIdsStream(id)) as LoadedStream]] : [])));
  }
}

const stateOf = (partyId: string, stream: LoadedStream | undefined): PartyIdState => partyIdState(partyId, (stream?.events ?? []) as unknown as readonly PartiesMerged[]);

const refused = (partyId: string) => ({ kind: 'refused' as const, refused: asRefusal({ code: 'party-without-contract', partyId: shown(partyId) }) });

const asStated = ({ target, state, from, until }: LocalIdUse): Pick<billing.PartyLocalId, 'segmentId' | 'state' | 'activeFrom' | 'retiredAt'> => ({
  segmentId: target.kind === 'segment-id' ? target.segmentId : '',
  state,
  ...(from !== undefined && { activeFrom: from }),
  ...(until !== undefined && { retiredAt: until }),
});
