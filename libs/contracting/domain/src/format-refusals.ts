import { quoted, type Wording } from './wording.js';

/** What is refused of orders and services that are carried in a format. */
export type FormatRefusal =
  | { readonly code: 'device-malformed'; readonly field: string; readonly value: string; readonly limit: string }
  | { readonly code: 'media-malformed'; readonly field: string; readonly value: string }
  /** Each format would be weighed in each number of lines, which are too many together. */
  | { readonly code: 'device-with-split'; readonly formats: number; readonly mostMembers: number; readonly limit: number }
  /** A unit of layer 1 carries what it is given. */
  | { readonly code: 'device-with-layer-one' }
  /** Of all that the seller states the device takes nothing, or nothing within the order's limits. */
  | { readonly code: 'device-refuses'; readonly because: string };

export const FORMAT_WORDINGS: { readonly [C in FormatRefusal['code']]: (refusal: Extract<FormatRefusal, { code: C }>) => Wording } = {
  'device-malformed': ({ field, value, limit }) => ({ message: `What the device accepts as ${field} has to be ${limit}, not ${quoted(value)}.`, facts: { field, limit } }),
  'media-malformed': ({ field, value }) => ({ message: `The order's ${field} has to be at least one of wireline, cellular, ieee-802, rf, ism, infrared and other-spectrum, each once, not ${quoted(value)}.`, facts: { field } }),
  'device-with-split': ({ formats, mostMembers, limit }) => ({
    message: `The device takes ${formats} formats, and the order may be split into ${mostMembers} lines: ${formats * mostMembers} together, and at most ${limit} are weighed. Name fewer of what the device takes, or fewer lines.`,
    facts: { formats: `${formats}`, most_members: `${mostMembers}`, limit: `${limit}` },
  }),
  'device-with-layer-one': () => ({ message: 'The order names a device, and is for a unit of layer 1: a service is carried in a format, or is a whole unit. Leave one of the two out.', facts: {} }),
  'device-refuses': ({ because }) => ({ message: `There is no format that the device takes and the order's limits leave time for. ${because}`, facts: {} }),
};
