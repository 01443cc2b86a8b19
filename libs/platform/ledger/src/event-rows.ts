import { invariant, parseInstant } from '@carriermesh/kernel';
import type pg from 'pg';
import type { EventMetadata } from './ledger.port.js';

/** SQL for a time as whole microseconds since 1970. As a double, which tells them apart until 2106: `extract` would go by way of numeric. */
export const microsOf = (timestamp: string): string => `(date_part('epoch', ${timestamp}) * 1000000)::bigint`;

/** Leaves every column as PostgreSQL's text: the driver's defaults turn a bigint into text and JSON into an object anyway. */
export const AS_TEXT = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;

/** PostgreSQL writes a bytea as `\x` and hexadecimal digits. */
export const bytesOf = (text: string): Uint8Array => Buffer.from(text.slice(2), 'hex');

export function metadataOf(text: string): EventMetadata {
  // Field by field: a rest of an object costs as much as reading the text.
  const { actor, correlationId, causationId, occurredAt, traceparent } = JSON.parse(text) as Omit<EventMetadata, 'occurredAt'> & { occurredAt: string };
  const at = parseInstant(occurredAt);
  invariant(at !== undefined, `the ledger holds an event with occurredAt ${occurredAt}, which is no RFC 3339 instant`);
  return { actor, correlationId, causationId, occurredAt: at, ...(traceparent === undefined ? {} : { traceparent }) };
}
