import { Injectable } from '@nestjs/common';
import { type common, contracting } from '@carriermesh/wire';
import { notFound, refusalProblem } from '../http/problem.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';

export interface PutParty {
  readonly isNew: boolean;
  readonly party: contracting.PartyRecord;
}

/** How often a contact is said again because the party was written by another request first: what is put last is what counts. */
const ATTEMPTS = 4;
const OVERTAKEN: ReadonlySet<string> = new Set(['party-already-registered', 'party-changed-since']);

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
    for (let attempt = 1; ; attempt += 1) {
      const known = await this.find(buyer);
      const outcome = await this.say(buyer, { partyId, ...said }, known);
      if ('party' in outcome) return { isNew: known === undefined, party: this.own(buyer, outcome.party) };
      if (attempt === ATTEMPTS || !OVERTAKEN.has(outcome.refused.code)) throw refusalProblem(outcome.refused);
    }
  }

  private async say(buyer: Buyer, said: contracting.RegisterPartyRequest, known: contracting.PartyRecord | undefined): Promise<{ readonly party: contracting.PartyRecord } | { readonly refused: common.Refusal }> {
    if (known) {
      const { outcome } = await this.mesh.ask(buyer, contracting.UpdateParty, { ...said, changes: known.changes });
      return outcome.kind === 'updated' ? { party: outcome.updated } : outcome;
    }
    const { outcome } = await this.mesh.ask(buyer, contracting.RegisterParty, said);
    return outcome.kind === 'registered' ? { party: outcome.registered } : outcome;
  }

  private own(buyer: Buyer, party: contracting.PartyRecord): contracting.PartyRecord {
    this.ownership.check(buyer, { buyerId: party.partyId });
    return party;
  }
}

function assertItself(buyer: Buyer, partyId: string): void {
  if (idOf(partyId) !== buyer.id) throw notFound();
}
