import type { Dice } from './dice.js';

/** One way in which bytes that come in differ from what an honest sender of today writes. */
export interface Manner {
  readonly name: string;
  /** True for what must be read all the same: a newer writer's unknown fields, the last of two values. */
  readonly isHonest: boolean;
  change(bytes: Uint8Array, dice: Dice): Uint8Array;
}

/** Nesting and repetition go up to this, far beyond what any reader allows. */
const MOST_TIMES = 20_000;
const OVERSIZED_BYTES = 70_000;
/** The wire types of protobuf: varint, 64 bits, delimited, group's begin and end, 32 bits. */
const [VARINT, FIXED64, DELIMITED, BEGIN, END, FIXED32] = [0, 1, 2, 3, 4, 5] as const;
/** A field that no message of the ingest edge has. */
const UNKNOWN_FIELD = 1_000;
const PROVIDER_ID_FIELD = 1;

export const MANNERS: readonly Manner[] = [
  honest('as it is', (bytes) => bytes),
  honest('an unknown field', (bytes, dice) => joined(unknownField(dice), bytes, unknownField(dice))),
  honest('an earlier value of a field', (bytes) => joined(delimited(PROVIDER_ID_FIELD, Buffer.from('bravo')), bytes)),
  hostile('a later value of a field', (bytes) => joined(bytes, delimited(PROVIDER_ID_FIELD, Buffer.from('bravo')))),
  hostile('cut off', (bytes, dice) => bytes.subarray(0, dice.below(bytes.length))),
  hostile('some bits turned', (bytes, dice) => turned(bytes, 1 + dice.below(8), dice)),
  hostile('a piece left out', (bytes, dice) => without(bytes, dice.below(bytes.length), 1 + dice.below(16))),
  hostile('a piece twice', (bytes, dice) => twice(bytes, dice.below(bytes.length), 1 + dice.below(64))),
  hostile('chance alone', (_, dice) => dice.bytes(dice.below(300))),
  hostile('larger than allowed', (bytes, dice) => joined(bytes, delimited(UNKNOWN_FIELD, new Uint8Array(OVERSIZED_BYTES + dice.below(OVERSIZED_BYTES))))),
  hostile('deeply nested', (bytes, dice) => joined(bytes, nested(1 + dice.below(MOST_TIMES), dice))),
  hostile('a length that lies', (bytes, dice) => joined(bytes, tag(1 + dice.below(8), DELIMITED), varint(dice.of([2 ** 31 - 1, 2 ** 32 - 1, 2 ** 28, 200])))),
  hostile('a varint without end', (bytes, dice) => joined(bytes, tag(1 + dice.below(8), VARINT), new Uint8Array(9 + dice.below(60)).fill(0xff))),
  hostile('text that is none', (bytes, dice) => joined(bytes, delimited(2, dice.of([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8], [0xe2, 0x82]])))),
  hostile('a wire type or a field number that is none', (bytes, dice) => joined(bytes, dice.of([[7], [6], [0], [2, 0], [...tag(3, 6)]]))),
  hostile('many of one field', (bytes, dice) => joined(bytes, repeated(delimited(3, []), dice.below(MOST_TIMES)))),
];

function honest(name: string, change: Manner['change']): Manner {
  return { name, isHonest: true, change };
}

function hostile(name: string, change: Manner['change']): Manner {
  return { name, isHonest: false, change };
}

type Octets = ArrayLike<number>;

function joined(...parts: readonly Octets[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part))));
}

function varint(value: number): number[] {
  const bytes = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

const tag = (field: number, wireType: number): number[] => varint(field * 8 + wireType);
const delimited = (field: number, content: Octets): Uint8Array => joined(tag(field, DELIMITED), varint(content.length), content);

function unknownField(dice: Dice): Uint8Array {
  const field = UNKNOWN_FIELD + dice.below(1_000);
  switch (dice.of([VARINT, FIXED64, DELIMITED, BEGIN, FIXED32])) {
    case VARINT:
      return joined(tag(field, VARINT), varint(dice.below(2 ** 31)));
    case FIXED64:
      return joined(tag(field, FIXED64), dice.bytes(8));
    case FIXED32:
      return joined(tag(field, FIXED32), dice.bytes(4));
    case BEGIN:
      return joined(tag(field, BEGIN), tag(1, VARINT), [1], tag(field, END));
    default:
      return delimited(field, dice.bytes(dice.below(40)));
  }
}

/** Groups in groups, of which the inner ones may lack their end. */
function nested(depth: number, dice: Dice): Uint8Array {
  return joined(repeated(tag(UNKNOWN_FIELD, BEGIN), depth), repeated(tag(UNKNOWN_FIELD, END), dice.below(2) * depth));
}

const repeated = (piece: Octets, times: number): Uint8Array => (times === 0 ? new Uint8Array(0) : Buffer.alloc(piece.length * times, Uint8Array.from(piece)));

function turned(bytes: Uint8Array, times: number, dice: Dice): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (let time = 0; time < times; time += 1) {
    const at = dice.below(changed.length);
    changed[at] = (changed[at] as number) ^ (1 << dice.below(8));
  }
  return changed;
}

const without = (bytes: Uint8Array, at: number, length: number): Uint8Array => joined(bytes.subarray(0, at), bytes.subarray(at + length));
const twice = (bytes: Uint8Array, at: number, length: number): Uint8Array =>
  joined(bytes.subarray(0, at + length), bytes.subarray(at, at + length), bytes.subarray(at + length));
