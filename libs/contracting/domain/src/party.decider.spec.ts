import { describe, expect, it } from '@jest/globals';
import { accept, fold, ignore, refuse, specify } from '@carriermesh/decider';
import type { common } from '@carriermesh/wire';
import { MAX_CONTACT_CHANGES, party, type PartyCommand, type PartyEvent } from './party.decider.js';
import { later, NOON } from './spec/market.js';

const sealed = (text: string): common.EncryptedPersonalData => ({
  keyId: 'key-1', algorithm: 'aes-256-gcm', nonce: new Uint8Array(12), ciphertext: new TextEncoder().encode(text),
});
const registered: PartyEvent = { type: 'contracting.v1.PartyRegistered', data: { partyId: 'acme', kind: 'organisation', contact: sealed('a'), registeredAt: NOON } };
const changed: PartyEvent = { type: 'contracting.v1.PartyContactChanged', data: { partyId: 'acme', contact: sealed('b'), changedAt: NOON } };
const forgotten: PartyEvent = { type: 'contracting.v1.PartyForgotten', data: { partyId: 'acme', forgottenAt: NOON } };
const erased: PartyEvent = { type: 'contracting.v1.PartyKeyErased', data: { partyId: 'acme', erasedAt: NOON } };

const register: PartyCommand = { kind: 'register', partyId: 'acme', partyKind: 'organisation', contact: sealed('a'), now: NOON };
const change: PartyCommand = { kind: 'change-contact', partyId: 'acme', partyKind: 'organisation', contact: sealed('b'), changes: 0, now: NOON };
const forget: PartyCommand = { kind: 'forget', partyId: 'acme', now: NOON };
const recordErasure: PartyCommand = { kind: 'record-erasure', partyId: 'acme', now: NOON };

const given = (...history: readonly PartyEvent[]) => specify(party).given(...history);

describe('a party', () => {
  it('is registered once, and changed by an update', () => {
    expect(given().when(register)).toEqual(accept(registered));
    expect(given(registered).when(register)).toEqual(refuse({ code: 'party-already-registered', partyId: 'acme' }));
    expect(given(registered).when(change)).toEqual(accept(changed));
    expect(given().when(change)).toEqual(refuse({ code: 'party-unknown' }));
  });

  it('I7 is changed only by whoever knows it as it is: a copy of an earlier change undoes no later one', () => {
    expect(given(registered, changed).when(change)).toEqual(refuse({ code: 'party-changed-since', partyId: 'acme', asked: 0, changes: 1 }));
    expect(given(registered, changed).when({ ...change, changes: 1 })).toEqual(accept(changed));
  });

  it('says whether it is a person or an organisation, and stays that', () => {
    expect(given().when({ ...register, partyKind: 'unspecified' })).toEqual(refuse({ code: 'party-kind-missing' }));
    expect(given(registered).when({ ...change, partyKind: 'person' })).toEqual(refuse({ code: 'party-of-other-kind', partyId: 'acme', kind: 'organisation' }));
  });

  it.each(['', 'a.b', 'a b', 'x'.repeat(65)])('has no id like %j', (partyId) => {
    expect(given().when({ ...register, partyId })).toEqual(refuse({ code: 'party-id-malformed', partyId }));
  });

  it(`may change ${MAX_CONTACT_CHANGES} times, and not once more`, () => {
    const history = Array.from({ length: MAX_CONTACT_CHANGES - 1 }, () => changed);
    expect(given(registered, ...history).when({ ...change, changes: MAX_CONTACT_CHANGES - 1 }).kind).toBe('accepted');
    expect(given(registered, ...history, changed).when({ ...change, changes: MAX_CONTACT_CHANGES })).toEqual(refuse({ code: 'contact-changed-too-often', partyId: 'acme' }));
  });

  it('I14 is forgotten once, however often that is asked for', () => {
    expect(given(registered, changed).when(forget)).toEqual(accept(forgotten));
    expect(given(registered, forgotten).when({ ...forget, now: later(NOON, 1n) })).toEqual(ignore('forgotten before'));
    expect(given().when(forget)).toEqual(refuse({ code: 'party-unknown' }));
  });

  it('I14 holds no contact any more from the moment in which it is forgotten', () => {
    expect(fold(party, [registered, changed])).toMatchObject({ status: 'known', contact: { sealed: sealed('b'), eventType: changed.type } });
    expect(fold(party, [registered, changed, forgotten])).toEqual({
      status: 'forgotten', kind: 'organisation', registeredAt: NOON, changedAt: NOON, changes: 1, forgottenAt: NOON,
    });
  });

  it('I14 never comes back under its id, neither before its key is erased nor after', () => {
    for (const history of [[registered, forgotten], [registered, forgotten, erased]]) {
      for (const command of [register, change]) expect(given(...history).when(command)).toEqual(refuse({ code: 'party-forgotten', partyId: 'acme' }));
    }
  });

  it('I14 records once that its key is erased, and only after it was forgotten', () => {
    expect(given(registered, forgotten).when(recordErasure)).toEqual(accept(erased));
    expect(given(registered, forgotten, erased).when(recordErasure)).toEqual(ignore('erased before'));
    expect(() => given(registered).when(recordErasure)).toThrow('nobody had forgotten it');
  });
});
