import { Inject, Injectable } from '@nestjs/common';
import { party, partyStream, toRefusal } from '@carriermesh/contracting-domain';
import { invariant, isToken } from '@carriermesh/kernel';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { contracting } from '@carriermesh/wire';
import { PartyContacts } from './party-contacts.js';
import { PartyErasure } from './party-erasure.js';

/**
 * Forgets a party for good. The decision is durable first; the key is erased next, here or, after a crash, by the reaction to the
 * decision. Only then this answers: who asked again hears the same.
 */
@Injectable()
@Handles(contracting.ForgetParty)
export class ForgetPartyHandler implements Handler<contracting.ForgetPartyRequest, contracting.ForgetPartyResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PartyErasure) private readonly erasure: PartyErasure,
    @Inject(PartyContacts) private readonly contacts: PartyContacts,
  ) {}

  async execute({ body: { partyId }, context }: Call<contracting.ForgetPartyRequest>): Promise<contracting.ForgetPartyResponse> {
    if (context.actor !== 'operator') throw new OperationalError('denied', 'only the operator forgets parties');
    if (!isToken(partyId)) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'party-id-malformed', partyId }) } };
    const command = { kind: 'forget', partyId, now: this.clock.now() } as const;
    const decision = await this.ledger.decide(party, partyStream(partyId), command, { ...context, correlationId: partyId });
    if (decision.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decision.refusal) } };
    await this.erasure.complete(partyId, context);
    const forgotten = await this.contacts.record(partyId, await this.contacts.load(partyId));
    invariant(forgotten?.keyErasedAt !== undefined, `the erasure of ${partyId} is done and the ledger does not say so`);
    return { outcome: { kind: 'forgotten', forgotten } };
  }
}
