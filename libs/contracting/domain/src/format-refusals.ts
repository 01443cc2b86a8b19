import { quoted, type Wording } from './wording.js';

/** What is refused of orders and services that are carried in a format. */
export type FormatRefusal =
  | { readonly code: 'device-malformed'; readonly field: string; readonly value: string; readonly limit: string }
  | { readonly code: 'media-malformed'; readonly field: string; readonly value: string }
  /** Lines of a service that is split are not formatted. */
  | { readonly code: 'device-with-split' }
  /** A unit of layer 1 carries what it is given. */
  | { readonly code: 'device-with-layer-one' }
  /** Of all that the seller states the device takes nothing, or nothing within the order's limits. */
  | { readonly code: 'device-refuses'; readonly because: string }
  /** Another bandwidth of a service that is carried in a format is not sold. */
  | { readonly code: 'service-formatted'; readonly format: string };

export const FORMAT_WORDINGS: { readonly [C in FormatRefusal['code']]: (refusal: Extract<FormatRefusal, { code: C }>) => Wording } = {
  'device-malformed': ({ field, value, limit }) => ({ message: `What the device accepts as ${field} has to be ${limit}, not ${quoted(value)}.`, facts: { field, limit } }),
  'media-malformed': ({ field, value }) => ({ message: `The order's ${field} has to be at least one of wireline, cellular, ieee-802, rf, ism, infrared and other-spectrum, each once, not ${quoted(value)}.`, facts: { field } }),
  'device-with-split': () => ({ message: 'The order names a device, and may be split: a service is carried in a format, or by several lines. Leave one of the two out.', facts: {} }),
  'device-with-layer-one': () => ({ message: 'The order names a device, and is for a unit of layer 1: a service is carried in a format, or is a whole unit. Leave one of the two out.', facts: {} }),
  'device-refuses': ({ because }) => ({ message: `There is no format that the device takes and the order's limits leave time for. ${because}`, facts: {} }),
  'service-formatted': ({ format }) => ({
    message: `The service is carried as ${format}, and another bandwidth of it is not sold: it can be suspended, resumed and terminated.`,
    facts: { format },
  }),
};
