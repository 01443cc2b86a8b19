import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, PERSONAL_DATA, type Reaction } from '@carriermesh/platform-chassis';
import type { PersonalData } from '@carriermesh/platform-personal-data';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { Logger } from '@carriermesh/platform-telemetry';
import { ForgottenParties } from './forgotten-parties.view.js';
import { PartyErasure } from './party-erasure.js';

/** Sees to it that who was forgotten is erased: after a crash in the middle, and after an old copy of the keys was put back. */
@Injectable()
export class PartyErasureReaction implements Reaction {
  readonly name = 'party-erasure';
  readonly listens = ['contracting.v1.PartyForgotten'] as const;

  constructor(
    @Inject(PartyErasure) private readonly erasure: PartyErasure,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(ForgottenParties) private readonly forgotten: ForgottenParties,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.type !== 'contracting.v1.PartyForgotten') return;
    await this.erasure.complete(event.data.partyId, { ...event.metadata, actor: 'reaction:party-erasure', causationId: event.eventId });
  }

  /** The ledger knows who was forgotten, whatever the table of keys looks like. */
  async caughtUp(): Promise<void> {
    const keys = await this.personalData.erase(await this.forgotten.ids());
    if (keys > 0) this.log.warn({ keys }, 'keys of forgotten parties were there again and are erased again: was an old copy of the keys put back?');
  }
}
