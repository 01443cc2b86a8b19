import { Inject, Injectable } from '@nestjs/common';
import { party, type PartyRefusal, type PartyState, partyStream, whyNotNow, type ContactRefusal } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, type Clock, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { contracting } from '@carriermesh/wire';
import { PartyContacts, whyContactRefused } from './party-contacts.js';

/** How often a contact is compared again because another writer of the same party was faster. */
const ATTEMPTS = 4;

const EVENT_OF = { register: 'contracting.v1.PartyRegistered', 'change-contact': 'contracting.v1.PartyContactChanged' } as const;

/** A whole contact, for a party that is new or for one that is known. */
export interface ContactWish {
  readonly kind: keyof typeof EVENT_OF;
  readonly partyId: string;
  readonly partyKind: contracting.PartyKind;
  readonly contact: contracting.PartyContact;
  /** How often the contact had been changed that this one takes the place of. */
  readonly changes: number;
}

export type PartyOutcome =
  | { readonly kind: 'recorded'; readonly record: contracting.PartyRecord }
  | { readonly kind: 'refused'; readonly refusal: PartyRefusal | ContactRefusal };

/** Takes a contact: first it is looked whether it may be, then it is encrypted, then it is decided. */
@Injectable()
export class PartyRegistration {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PartyContacts) private readonly contacts: PartyContacts,
  ) {}

  async take(wish: ContactWish, context: CallContext): Promise<PartyOutcome> {
    if (!isToken(wish.partyId)) return { kind: 'refused', refusal: { code: 'party-id-malformed', partyId: wish.partyId } };
    const problem = whyContactRefused(wish.contact);
    if (problem) return { kind: 'refused', refusal: problem };
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const outcome = await this.attempt(wish, context);
      if (outcome) return outcome;
    }
    throw new OperationalError('overloaded', `the party ${wish.partyId} was written by others ${ATTEMPTS} times in a row`);
  }

  /** `undefined` when the party became another one on the way. */
  private async attempt(wish: ContactWish, context: CallContext): Promise<PartyOutcome | undefined> {
    const { kind, partyId, partyKind, contact, changes } = wish;
    const state = await this.contacts.load(partyId);
    if (await this.isKnown(wish, state)) return this.recorded(partyId, state);
    const refusal = whyNotNow(wish, state);
    if (refusal) return { kind: 'refused', refusal };
    const sealed = await this.contacts.seal(partyId, EVENT_OF[kind], contact);
    // Forgotten since it was read; or the ledger is older than its keys, which know of an erasure that it does not: that one counts.
    if (!sealed) return { kind: 'refused', refusal: { code: 'party-forgotten', partyId } };
    const command = { kind, partyId, partyKind, contact: sealed, changes, now: this.clock.now() } as const;
    const decision = await this.ledger.decide(party, partyStream(partyId), command, { ...context, correlationId: partyId });
    return decision.kind === 'accepted' ? this.recorded(partyId, await this.contacts.load(partyId)) : undefined;
  }

  private async isKnown({ partyId, partyKind, contact }: ContactWish, state: PartyState): Promise<boolean> {
    return state.status === 'known' && state.kind === partyKind && (await this.contacts.isSame(partyId, state.contact, contact));
  }

  private async recorded(partyId: string, state: PartyState): Promise<PartyOutcome | undefined> {
    const record = await this.contacts.record(partyId, state);
    return record && { kind: 'recorded', record };
  }
}
