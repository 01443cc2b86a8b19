import { invariant } from '@carriermesh/kernel';

/** The mesh's place in a database that may hold more than the mesh. */
export const DEFAULT_SPACE = 'mesh';
const SPACE = /^[a-z0-9]{1,40}$/;

/**
 * KurrentDB takes two streams of one append that differ only in the case of letters for the same stream, keeps `$` for itself,
 * and allows few characters in an event's type. So whatever is not plain stands as its code point between colons.
 */
const NOT_PLAIN_IN_STREAM = /[^a-z0-9_.-]/gu;
const NOT_PLAIN_IN_TYPE = /[^A-Za-z0-9_.-]/gu;
const ESCAPED = /:([0-9a-f]+):/g;

/** Begins the streams that say which event ids are taken. */
const ID_MARK = '!';

/** How KurrentDB calls the mesh's streams. */
export class StreamNames {
  /** Begins the name of each stream that holds events, and of no other. */
  readonly prefix: string;

  /** @throws InvariantViolation for a space that could be the beginning of another one's names */
  constructor(space: string = DEFAULT_SPACE) {
    invariant(SPACE.test(space), `a space in KurrentDB has 1 to 40 small letters and digits, not ${JSON.stringify(space)}`);
    this.prefix = `${space}.`;
  }

  stored(stream: string): string {
    return this.prefix + escape(stream, NOT_PLAIN_IN_STREAM);
  }

  /** The name of a stored stream as the mesh knows it. */
  plain(stored: string): string {
    invariant(stored.startsWith(this.prefix), `stream ${stored} of KurrentDB is none of ${this.prefix}`);
    return unescape(stored.slice(this.prefix.length));
  }

  /** The stream whose one event takes an event id, and says for which stream. */
  ofId(eventId: string): string {
    return ID_MARK + this.prefix + eventId;
  }

  isOfId(stored: string): boolean {
    return stored.startsWith(ID_MARK);
  }
}

export const storedType = (type: string): string => escape(type, NOT_PLAIN_IN_TYPE);

export const plainType = (stored: string): string => unescape(stored);

function escape(name: string, notPlain: RegExp): string {
  return name.replace(notPlain, (character) => {
    const point = character.codePointAt(0);
    invariant(point !== undefined, `a match of ${notPlain} in ${JSON.stringify(name)} is empty`);
    return `:${point.toString(16)}:`;
  });
}

function unescape(stored: string): string {
  return stored.replace(ESCAPED, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}
