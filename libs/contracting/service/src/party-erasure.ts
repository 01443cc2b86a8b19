import { Inject, Injectable } from '@nestjs/common';
import { party, partyStream } from '@carriermesh/contracting-domain';
import type { CallContext } from '@carriermesh/platform-bus';
import { CLOCK, type Clock, LEDGER, PERSONAL_DATA, TypedLedger } from '@carriermesh/platform-chassis';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { PersonalData } from '@carriermesh/platform-personal-data';
import { PartyContacts } from './party-contacts.js';

/** What has to follow when a party was forgotten: its key is erased, and then that is recorded. */
@Injectable()
export class PartyErasure {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(PartyContacts) private readonly contacts: PartyContacts,
  ) {}

  /** Goes on from wherever an earlier attempt ended. When it returns, nobody can read the party any more, and the ledger says so. */
  async complete(partyId: string, context: CallContext): Promise<void> {
    const state = await this.contacts.load(partyId);
    if (state.status === 'forgotten' && state.keyErasedAt !== undefined) return;
    // Erased before it is recorded: a crash between the two erases once more, and never records what did not happen.
    await this.personalData.erase([partyId]);
    failpoint('erasure-before-record');
    const command = { kind: 'record-erasure', partyId, now: this.clock.now() } as const;
    await this.ledger.decide(party, partyStream(partyId), command, { ...context, correlationId: partyId });
  }
}
