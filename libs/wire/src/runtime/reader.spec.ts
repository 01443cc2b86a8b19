import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import protobuf from 'protobufjs';

import { Reader } from './reader.js';
import { textOf } from './texts.js';

/** What a reader makes of bytes: the value and how far it went, or that it refused them. */
function outcomeOf<R extends { pos: number }>(reader: R, read: (reader: R) => unknown): string {
  try {
    const value = read(reader);
    return `${String(value)} up to ${reader.pos}`;
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return 'refused';
  }
}

const METHODS = ['tag', 'uint32', 'int32', 'sint32', 'fixed32', 'sfixed32', 'int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'] as const;
/** Varints of every length, cut off and too long ones among them. */
const varints = fc.tuple(fc.array(fc.integer({ min: 0x80, max: 0xff }), { maxLength: 11 }), fc.uint8Array({ maxLength: 2 })).map(([more, end]) => Buffer.from([...more, ...end]));

describe('the reader', () => {
  it.each(METHODS)('takes the values that protobufjs takes, goes as far, and refuses what it refuses: %s', (method) => {
    fc.assert(
      fc.property(varints, (bytes) => {
        expect(outcomeOf(new Reader(bytes), (reader) => reader[method]())).toBe(outcomeOf(protobuf.Reader.create(bytes), (reader) => reader[method]()));
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads a negative number of 32 bits from ten bytes, and refuses eleven', () => {
    const minusTwo = [0xfe, ...Array.from({ length: 8 }, () => 0xff), 1];
    expect(new Reader(Buffer.from(minusTwo)).int32()).toBe(-2);
    const eleven = Buffer.from([...minusTwo.slice(0, 9), 0x80, 1]);
    expect(() => new Reader(eleven).int32()).toThrow('a varint is longer than ten bytes');
    expect(() => new Reader(eleven).skip(8, 0)).toThrow('a varint is longer than ten bytes');
  });

  it('reads nothing past the end of the value that it has entered, though the buffer goes on', () => {
    for (const read of [...METHODS, 'bool', 'string', 'bytes'] as const) {
      const reader = new Reader(Buffer.from([1, 0x83, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
      reader.enter();
      expect(() => reader[read]()).toThrow(RangeError);
    }
  });

  it('refuses a length that goes past the end by one byte, and takes one that does not', () => {
    expect(new Reader(Buffer.from([2, 0x61, 0x62])).string()).toBe('ab');
    expect(() => new Reader(Buffer.from([3, 0x61, 0x62])).string()).toThrow('3 bytes at 1 go past the end at 3');
    expect(() => new Reader(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x08])).bytes()).toThrow('a tag or a length at byte 0 is larger than 31 bits');
  });
});

describe('a text', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const theirs = (bytes: Uint8Array): string => {
    try {
      return strict.decode(bytes);
    } catch {
      return 'refused';
    }
  };
  const ours = (bytes: Buffer): string => {
    try {
      return textOf(bytes, 0, bytes.length);
    } catch (error) {
      expect(error).toMatchObject({ name: 'TypeError' });
      return 'refused';
    }
  };

  it('is what a strict decoder makes of its bytes, whatever they are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => expect(ours(Buffer.from(bytes))).toBe(theirs(bytes))), { numRuns: 2_000 });
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => expect(ours(Buffer.from(text))).toBe(theirs(Buffer.from(text)))), { numRuns: 2_000 });
  });

  it('has all its letters, at every length up to 64, wherever it stands', () => {
    const all = Buffer.from(Array.from({ length: 100 }, (_, index) => 0x20 + (index % 0x5f)));
    for (let size = 0; size <= 64; size++) expect(textOf(all, 7, size)).toBe(all.toString('latin1', 7, 7 + size));
  });
});
