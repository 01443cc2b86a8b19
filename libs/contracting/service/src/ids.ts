import { invariant, toHex, typedId } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';

const UUID_BYTES = 16;
const VERSION_8 = 0x80;
const VARIANT_RFC_9562 = 0x80;

/**
 * The order's id follows from who asked and how they named it, so that a request sent again lands on the order that it made.
 * A UUIDv8 (RFC 9562 §5.8) of the SHA-256 of both names; the zero bytes, which neither can hold, keep them apart.
 */
export function orderIdOf({ buyerId, requestId }: { readonly buyerId: string; readonly requestId: string }): string {
  const digest = sha256(new TextEncoder().encode(`carriermesh.contracting.v1.Order\0${buyerId}\0${requestId}`));
  return typedId('ord', uuidV8(digest));
}

function uuidV8(digest: Uint8Array): string {
  invariant(digest.length >= UUID_BYTES, `a UUID takes ${UUID_BYTES} bytes, not ${digest.length}`);
  const bytes = digest.slice(0, UUID_BYTES);
  bytes[6] = (bytes[6]! & 0x0f) | VERSION_8;
  bytes[8] = (bytes[8]! & 0x3f) | VARIANT_RFC_9562;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
