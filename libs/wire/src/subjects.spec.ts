import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { sample } from './fixture/index.js';
import type { EventType } from './gen/registry.js';
import { agentInboundSubject, eventSubject, inboundSubject, operationSubject, providerOfInbound, subjectToken } from './subjects.js';

const type = 'contracting.v1.ContractSigned' as EventType;

describe('subjects', () => {
  it('carry the type and the aggregate of an event', () => {
    expect(eventSubject(type, 'con_0198-a')).toBe('cm.evt.contracting.v1.ContractSigned.con_0198-a');
  });

  it('escape what NATS would take for a separator or a wildcard', () => {
    expect(eventSubject(type, 'a.b *>=é')).toBe('cm.evt.contracting.v1.ContractSigned.a=2Eb=20=2A=3E=3D=C3=A9');
  });

  it('never give two aggregates one token', () => {
    const texts = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', '=', '2', 'E', '.', 'é') });
    fc.assert(fc.property(texts, texts, (a, b) => expect(subjectToken(a) === subjectToken(b)).toBe(a === b)));
  });

  it('refuse an empty token and one past 512 characters', () => {
    expect(() => subjectToken('')).toThrow('has 1 to 512 characters, not 0');
    expect(subjectToken('a'.repeat(512))).toHaveLength(512);
    expect(() => subjectToken('a'.repeat(513))).toThrow('not 513');
  });

  it('name the provider on the side of the mesh alone', () => {
    expect(inboundSubject('alfa', 'usage')).toBe('cm.in.alfa.usage.v1');
    expect(agentInboundSubject('usage')).toBe('in.usage.v1');
    expect(providerOfInbound('cm.in.alfa.usage.v1')).toBe('alfa');
    expect(providerOfInbound('cm.out.alfa.v1.Activate')).toBeUndefined();
  });

  it('refuse a provider that is no single token', () => {
    for (const provider of ['', 'a.b', '*', '>', 'a b', 'é']) expect(() => inboundSubject(provider, 'advert')).toThrow("a provider's id is");
  });

  it('lead an operation to one provider, who hears it under its plain name', () => {
    expect(operationSubject('alfa', sample.Activate)).toBe('cm.out.alfa.v1.Activate');
    expect(sample.Activate.subject).toBe('out.v1.Activate');
  });

  it('refuse to ask a provider for a command of the mesh', () => {
    expect(() => operationSubject('alfa', sample.RequestQuote)).toThrow('RequestQuote is a command');
  });
});

describe('rpcs', () => {
  it('know their subject and their two codecs', () => {
    expect(sample.RequestQuote).toMatchObject({ name: 'RequestQuote', kind: 'command', subject: 'cm.cmd.sample.v1.RequestQuote' });
    expect(sample.GetQuote).toMatchObject({ kind: 'query', subject: 'cm.qry.sample.v1.GetQuote' });
    expect(sample.RequestQuote.request).toBe(sample.RequestQuoteRequest);
    expect(sample.RequestQuote.response).toBe(sample.RequestQuoteResponse);
  });
});
