import { Injectable } from '@nestjs/common';
import { contracting } from '@carriermesh/wire';
import { notFound, refusalProblem } from '../http/problem.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';

export interface PutParty {
  readonly isNew: boolean;
  readonly party: contracting.PartyRecord;
}

/** The one party that a buyer may see: itself. */
@Injectable()
export class Parties {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  /** `undefined` where the buyer never said who it is. */
  async find(buyer: Buyer): Promise<contracting.PartyRecord | undefined> {
    const { outcome } = await this.mesh.ask(buyer, contracting.GetParty, { partyId: buyer.id });
    return outcome.kind === 'party' ? this.own(buyer, outcome.party) : undefined;
  }

  async get(buyer: Buyer, partyId: string, kind: contracting.PartyKind): Promise<contracting.PartyRecord> {
    assertItself(buyer, partyId);
    const party = await this.find(buyer);
    if (party?.kind !== kind) throw notFound();
    return party;
  }

  /** Registers the buyer, or replaces its contact where it is known already. The same again changes nothing. */
  async put(buyer: Buyer, partyId: string, said: { readonly kind: contracting.PartyKind; readonly contact: contracting.PartyContact }): Promise<PutParty> {
    assertItself(buyer, partyId);
    const isNew = (await this.find(buyer)) === undefined;
    const { outcome } = await this.mesh.ask(buyer, contracting.RegisterParty, { partyId, ...said });
    if (outcome.kind === 'registered') return { isNew, party: this.own(buyer, outcome.registered) };
    if (outcome.refused.code !== 'party-already-registered') throw refusalProblem(outcome.refused);
    const { outcome: changed } = await this.mesh.ask(buyer, contracting.UpdateParty, { partyId, ...said });
    if (changed.kind === 'refused') throw refusalProblem(changed.refused);
    return { isNew: false, party: this.own(buyer, changed.updated) };
  }

  private own(buyer: Buyer, party: contracting.PartyRecord): contracting.PartyRecord {
    this.ownership.check(buyer, { buyerId: party.partyId });
    return party;
  }
}

function assertItself(buyer: Buyer, partyId: string): void {
  if (idOf(partyId) !== buyer.id) throw notFound();
}
