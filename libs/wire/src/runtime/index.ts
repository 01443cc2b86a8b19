// What generated code is made of. Nothing else imports it.
export { formatInstant as instantJson, formatMoney as amountJson, toHex as bytesJson } from '@carriermesh/kernel';
export type { Instant } from '@carriermesh/kernel';
export type { Codec, EnumCodec } from '../codec.js';
export type { Rpc } from '../rpc.js';
export * from './make.js';
export * from './maps.js';
export { NO_BYTES } from './reader.js';
export * from './reading.js';
export * from './time.js';
export * from './writing.js';

/** A message while it is being read. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };
