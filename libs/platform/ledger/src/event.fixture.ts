import { randomUUID } from 'node:crypto';
import { instant } from '@carriermesh/kernel';
import type { NewEvent } from './ledger.port.js';

/** For specs: an event with an id of its own and a payload of a few bytes, unless the test says otherwise. */
export const anEvent = (overrides: Partial<NewEvent> = {}): NewEvent => ({
  eventId: randomUUID(),
  type: 'contracting.v1.QuoteOffered',
  payload: Uint8Array.of(8, 150, 1),
  metadata: {
    correlationId: 'ord_0198c0de-0000-7000-8000-000000000001',
    causationId: '0198c0de-0000-7000-8000-000000000002',
    actor: 'process:order-fulfilment',
    occurredAt: instant(1_772_323_200_000_000_001n),
  },
  ...overrides,
});

export const someEvents = (count: number): NewEvent[] => Array.from({ length: count }, () => anEvent());
