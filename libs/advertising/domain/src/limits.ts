import { isToken } from '@carriermesh/kernel';

/** What a name, a city or the id of a shared risk group may be at most. */
export const MAX_NAME_CHARS = 200;

const SHOWN_CHARS = 80;
const CONTROL_CHARACTERS = /\p{Cc}/u;

export const isProviderId = isToken;

/** Text that people read. Control characters would let a sender write lines of its own into logs and consoles. */
export const isShortText = (text: string): boolean => text.length <= MAX_NAME_CHARS && !CONTROL_CHARACTERS.test(text);

/** What somebody else wrote, cut and cleaned so that it can be quoted in a refusal. */
export function shown(value: string | number | bigint): string {
  const text = String(value).replace(/\p{Cc}/gu, '\uFFFD');
  return text.length <= SHOWN_CHARS ? text : `${text.slice(0, SHOWN_CHARS)}…`;
}

export const TOKEN_RULE = '1 to 64 letters, digits, _ and -';

/** Whatever an offer's own rules let pass as the id of a resource has this shape, and so fits the name of a stream. */
export const isResourceId = (text: string): boolean => /^[A-Za-z0-9_/~-]{3,300}$/.test(text);
export const RESOURCE_ID_RULE = '3 to 300 letters, digits, _, -, / and ~';

/** A unit's number is below this: channels of 12.5 GHz in the C and L bands (ITU-T G.694.1) are fewer, and so are the slots of any link. */
export const MAX_UNITS = 1_024;
