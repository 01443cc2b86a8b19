// What every rival of the ledger benchmark is asked to do: writers that each append one event after the other, ten to a stream, each
// with the revision that it expects, and wait for every answer.
import { randomFillSync, randomUUID } from 'node:crypto';

export const EVENT_TYPE = 'contracting.v1.QuoteOffered';
export const PAYLOAD_BYTES = 200;
const EVENTS_PER_STREAM = 10;

export const payload = randomFillSync(Buffer.alloc(PAYLOAD_BYTES));
export const metadata = {
  correlationId: 'ord_0198c0de-0000-7000-8000-000000000001',
  causationId: '0198c0de-0000-7000-8000-000000000002',
  actor: 'process:order-fulfilment',
  occurredAt: 1_772_323_200_000_000_001n,
};

/** UUIDv7 (RFC 9562), as the mesh's own event ids are: later ones sort higher. */
export function eventId() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/**
 * `append({ stream, revision })` writes the event of that revision, the first being 0, and throws when it is refused.
 * @returns appends a second, and the median and 99th percentile of the time to an answer in microseconds
 */
export async function drive({ writers, seconds, append }) {
  const micros = [];
  const beginMs = performance.now();
  const endMs = beginMs + seconds * 1000;
  const writer = async () => {
    for (let count = 0, stream = ''; performance.now() < endMs; count += 1) {
      const revision = count % EVENTS_PER_STREAM;
      if (revision === 0) stream = `quote-quo_${randomUUID()}-1`;
      const askedMs = performance.now();
      await append({ stream, revision });
      micros.push((performance.now() - askedMs) * 1000);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return figures(micros, (performance.now() - beginMs) / 1000);
}

export function figures(micros, seconds) {
  const sorted = Float64Array.from(micros).sort();
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { count: sorted.length, perSecond: Math.round(sorted.length / seconds), p50: at(0.5), p99: at(0.99) };
}

export const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
