import { InvariantViolation } from '@carriermesh/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StreamNames, plainType, storedType } from './names.js';

const names = new StreamNames();
/** What the server's validator of a schema's name accepts. */
const TYPE_ACCEPTED = /^[\p{L}\p{N}_.$:-]+$/u;
const text = fc.string({ unit: 'grapheme', minLength: 1 });

describe('the name of a stream in KurrentDB', () => {
  it('stays as it is but for the space before it, when it is plain', () => {
    expect(names.stored('order-ord_0198c0de-0000-7000-8000-000000000001')).toBe('mesh.order-ord_0198c0de-0000-7000-8000-000000000001');
  });

  it('leads back to the same name, whatever stands in it', () => {
    fc.assert(fc.property(text, (stream) => names.plain(names.stored(stream)) === stream));
  });

  it('differs from that of any other stream in more than the case of letters', () => {
    const [upper, lower] = ['usage-Ai3-R1', 'usage-ai3-r1'].map((stream) => names.stored(stream));
    expect(upper).toBe('mesh.usage-:41:i3-:52:1');
    expect(upper?.toLowerCase()).not.toBe(lower?.toLowerCase());
    fc.assert(fc.property(text, text, (a, b) => a === b || names.stored(a).toLowerCase() !== names.stored(b).toLowerCase()));
  });

  it.each(['$all', '$$mesh', '!mesh.x', ':24:all'])('never belongs to the server or to an event id (%s)', (stream) => {
    expect(names.stored(stream)).toMatch(/^mesh\./);
    expect(names.plain(names.stored(stream))).toBe(stream);
  });

  it('lies outside what readers of everything ask for, when it is an event id’s', () => {
    const stored = names.ofId('0198c0de-0000-7000-8000-000000000001');
    expect([names.isOfId(stored), stored.startsWith(names.prefix)]).toEqual([true, false]);
    expect(names.isOfId(names.stored('!x'))).toBe(false);
  });

  it.each(['', 'Mesh', 'a.b', '$', 'a'.repeat(41)])('has no space "%s", in which it could be taken for another space’s', (space) => {
    expect(() => new StreamNames(space)).toThrow(InvariantViolation);
  });

  it('is of one space alone', () => {
    expect(() => new StreamNames('mes').plain(names.stored('order-1'))).toThrow(InvariantViolation);
  });
});

describe('the type of an event in KurrentDB', () => {
  it('is the schema’s name as it stands', () => {
    expect(storedType('contracting.v1.QuoteOffered')).toBe('contracting.v1.QuoteOffered');
  });

  it('is one that the server accepts and that leads back to the same type, whatever stands in it', () => {
    fc.assert(fc.property(text, (type) => TYPE_ACCEPTED.test(storedType(type)) && plainType(storedType(type)) === type));
  });
});
