/**
 * A 64-bit integer seen as one bigint or as two 32-bit halves, which is what varints are made of. Storing into the
 * array truncates, so `signed[0] !== value` afterwards is the whole range check. It also costs a tenth of bigint shifts.
 */
export const signed = new BigInt64Array(1);
export const unsigned = new BigUint64Array(signed.buffer);
export const halves = new Uint32Array(signed.buffer);

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
export const LOW = isLittleEndian ? 0 : 1;
export const HIGH = 1 - LOW;
