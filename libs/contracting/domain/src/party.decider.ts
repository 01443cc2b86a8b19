import { accept, type Decider, type Decision, ignore, refuse } from '@carriermesh/decider';
import { type Instant, invariant, isToken, unreachable } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';

export type PartyEvent = Extract<contracting.AnyEvent, { type: `contracting.v1.Party${string}` }>;

/** Each is one encryption with the party's key or a few more, far below the 2^32 that random nonces are good for. */
export const MAX_CONTACT_CHANGES = 1_000;

/** The contact comes encrypted: what is decided here is decided without knowing it, and stays decided when nobody can. */
export type PartyCommand =
  | { readonly kind: 'register'; readonly partyId: string; readonly partyKind: contracting.PartyKind; readonly contact: common.EncryptedPersonalData; readonly now: Instant }
  | { readonly kind: 'change-contact'; readonly partyId: string; readonly partyKind: contracting.PartyKind; readonly contact: common.EncryptedPersonalData; readonly changes: number; readonly now: Instant }
  | { readonly kind: 'forget'; readonly partyId: string; readonly now: Instant }
  | { readonly kind: 'record-erasure'; readonly partyId: string; readonly now: Instant };

/** The newest contact, and the event that it was sealed for. */
export interface SealedContact {
  readonly eventType: PartyEvent['type'];
  readonly sealed: common.EncryptedPersonalData;
}

interface Registered {
  readonly kind: contracting.PartyKind;
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
  /** Of the contact, so far. */
  readonly changes: number;
}

export type PartyState =
  | { readonly status: 'none' }
  | (Registered & { readonly status: 'known'; readonly contact: SealedContact })
  | (Registered & { readonly status: 'forgotten'; readonly forgottenAt: Instant; readonly keyErasedAt?: Instant });

export type PartyRefusal =
  | { readonly code: 'party-id-malformed'; readonly partyId: string }
  | { readonly code: 'party-kind-missing' }
  | { readonly code: 'party-unknown' }
  | { readonly code: 'party-already-registered'; readonly partyId: string }
  | { readonly code: 'party-of-other-kind'; readonly partyId: string; readonly kind: contracting.PartyKind }
  | { readonly code: 'party-forgotten'; readonly partyId: string }
  | { readonly code: 'party-changed-since'; readonly partyId: string; readonly asked: number; readonly changes: number }
  | { readonly code: 'contact-changed-too-often'; readonly partyId: string };

/** Who buys under an id. Once forgotten, an id stands for nobody for ever: whoever comes back comes under a new one. */
export const party: Decider<PartyCommand, PartyState, PartyEvent, PartyRefusal> = {
  initial: { status: 'none' },

  decide(command, state): Decision<PartyEvent, PartyRefusal> {
    const refusal = whyNotNow(command, state);
    return refusal ? refuse(refusal) : decided(command, state);
  },

  evolve(state, event): PartyState {
    switch (event.type) {
      case 'contracting.v1.PartyRegistered': {
        const { kind, contact, registeredAt } = event.data;
        return { status: 'known', kind, registeredAt, changedAt: registeredAt, contact: { eventType: event.type, sealed: contact }, changes: 0 };
      }
      case 'contracting.v1.PartyContactChanged':
        if (state.status !== 'known') return state;
        return { ...state, changedAt: event.data.changedAt, contact: { eventType: event.type, sealed: event.data.contact }, changes: state.changes + 1 };
      case 'contracting.v1.PartyForgotten': {
        if (state.status !== 'known') return state;
        const { kind, registeredAt, changedAt, changes } = state;
        return { status: 'forgotten', kind, registeredAt, changedAt, changes, forgottenAt: event.data.forgottenAt };
      }
      case 'contracting.v1.PartyKeyErased':
        return state.status === 'forgotten' ? { ...state, keyErasedAt: event.data.erasedAt } : state;
      default:
        return unreachable(event);
    }
  },
};

/** A command without what only its event needs: enough to know whether it would be refused. */
export type PartyWish = Pick<PartyCommand, 'kind' | 'partyId'> & { readonly partyKind?: contracting.PartyKind; readonly changes?: number };

/** Why a party can't do this as it stands. Asked before a key is made, which a refused command must not leave behind. */
export function whyNotNow({ kind, partyId, partyKind, changes: asked = 0 }: PartyWish, state: PartyState): PartyRefusal | undefined {
  if (!isToken(partyId)) return { code: 'party-id-malformed', partyId };
  if (kind === 'register') {
    if (state.status === 'forgotten') return { code: 'party-forgotten', partyId };
    if (state.status === 'known') return { code: 'party-already-registered', partyId };
    return partyKind === 'unspecified' ? { code: 'party-kind-missing' } : undefined;
  }
  if (state.status === 'none') return { code: 'party-unknown' };
  if (kind !== 'change-contact') return undefined;
  if (state.status === 'forgotten') return { code: 'party-forgotten', partyId };
  if (state.kind !== partyKind) return { code: 'party-of-other-kind', partyId, kind: state.kind };
  // The bus delivers at least once: what was written before the last change must not undo it when it is heard again.
  if (state.changes !== asked) return { code: 'party-changed-since', partyId, asked, changes: state.changes };
  return state.changes >= MAX_CONTACT_CHANGES ? { code: 'contact-changed-too-often', partyId } : undefined;
}

function decided(command: PartyCommand, state: PartyState): Decision<PartyEvent, PartyRefusal> {
  const { partyId, now } = command;
  switch (command.kind) {
    case 'register':
      return accept({ type: 'contracting.v1.PartyRegistered', data: { partyId, kind: command.partyKind, contact: command.contact, registeredAt: now } });
    case 'change-contact':
      return accept({ type: 'contracting.v1.PartyContactChanged', data: { partyId, contact: command.contact, changedAt: now } });
    case 'forget':
      return state.status === 'forgotten' ? ignore('forgotten before') : accept({ type: 'contracting.v1.PartyForgotten', data: { partyId, forgottenAt: now } });
    case 'record-erasure':
      invariant(state.status === 'forgotten', `the key of the party ${partyId} was erased and nobody had forgotten it`);
      return state.keyErasedAt === undefined ? accept({ type: 'contracting.v1.PartyKeyErased', data: { partyId, erasedAt: now } }) : ignore('erased before');
    default:
      return unreachable(command);
  }
}
