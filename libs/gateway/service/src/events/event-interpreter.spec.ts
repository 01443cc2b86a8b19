import { describe, expect, it } from '@jest/globals';
import { instant, money, parseInstant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { encodeEvent, type AnyEvent } from '@carriermesh/wire';
import { EventInterpreter } from './event-interpreter.js';

const UUID = '0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
const ORDER = `ord_${UUID}`;
const CONTRACT = `con_${UUID}`;
const QUOTE = `quo_${UUID}-1`;
const NOON = parseInstant('2026-03-01T12:00:00Z')!;
const HASH = new Uint8Array(32).fill(7);

const recorded = (event: AnyEvent, position = 1n, payload = encodeEvent(event)): RecordedEvent => ({
  eventId: 'e',
  type: event.type,
  stream: 's',
  revision: 0,
  position,
  recordedAt: NOON,
  payload,
  metadata: { actor: 'a', correlationId: 'c', causationId: 'c', occurredAt: NOON },
});

const summary = { quoteId: QUOTE, monthlyPrice: money('EUR', 100_000_000n), latencyNs: 1_000_000n, handovers: 1, providers: ['A', 'B'], validUntil: NOON, alternatives: 0, priceSteps: [] };
const offered: AnyEvent = {
  type: 'contracting.v1.QuoteOffered',
  data: { quoteId: QUOTE, orderId: ORDER, buyerId: 'acme', quote: new TextEncoder().encode('cost and margin'), quoteSha256: HASH, summary, offers: [] },
};
const accepted: AnyEvent = { type: 'contracting.v1.QuoteAccepted', data: { quoteId: QUOTE, orderId: ORDER, acceptedBy: 'acme', acceptedAt: NOON } };
const activated: AnyEvent = { type: 'provisioning.v1.ServiceActivated', data: { contractId: CONTRACT, orderId: ORDER, serviceStartAt: NOON, activatedAt: NOON } };

const interpreter = () => new EventInterpreter(createLogger({ service: 'spec', level: 'silent' }));

describe('what a buyer is told', () => {
  it('is a frame with the ledger’s position, the schema’s name, and the summary of a quote without its costs', () => {
    const event = interpreter().interpret(recorded(offered, 42n))!;
    expect(event).toMatchObject({ buyerId: 'acme', position: 42n });
    const [id, name, data, ...rest] = event.frame.split('\n');
    expect([id, name, rest]).toEqual(['id: 42', 'event: contracting.v1.QuoteOffered', ['', '']]);
    expect(JSON.parse(data!.slice('data: '.length))).toEqual({
      type: 'contracting.v1.QuoteOffered',
      position: '42',
      occurredAt: '2026-03-01T12:00:00Z',
      data: {
        orderId: ORDER,
        quote: { quoteId: QUOTE, monthlyPrice: { amount: '1.00', currency: 'EUR' }, latencyNs: '1000000', latencyMs: '1', handovers: 1, providers: ['A', 'B'], validUntil: '2026-03-01T12:00:00Z', alternatives: 0 },
      },
    });
  });

  it('I10 is nothing of an event whose buyer is not known yet, rather than a guess', () => {
    expect(interpreter().interpret(recorded(accepted))).toBeUndefined();
    expect(interpreter().interpret(recorded(activated))).toBeUndefined();
  });

  it('follows the order’s UUID from the event that named the buyer to those that do not', () => {
    const one = interpreter();
    one.interpret(recorded(offered));
    expect(one.interpret(recorded(accepted))?.buyerId).toBe('acme');
    expect(one.interpret(recorded(activated))?.buyerId).toBe('acme');
  });

  it('I10 is nothing of suppliers, settlements and a process’s own steps', () => {
    const one = interpreter();
    one.interpret(recorded(offered));
    const settled: AnyEvent = {
      type: 'billing.v1.SettlementIssued',
      data: { settlementId: 'set_1', providerId: 'A', contractId: CONTRACT, invoiceId: 'inv_1', settlement: HASH, settlementSha256: HASH, issuedAt: NOON },
    };
    const held: AnyEvent = { type: 'contracting.v1.FulfilmentCapacityHeld', data: { orderId: ORDER, holdId: 'hol_1' } };
    expect([settled, held].map((event) => one.interpret(recorded(event)))).toEqual([undefined, undefined]);
  });

  it('is nothing of an event that can not be read: the stream goes on', () => {
    const one = interpreter();
    expect(one.interpret(recorded(offered, 1n, Uint8Array.of(0xff)))).toBeUndefined();
    const torn: AnyEvent = { type: 'billing.v1.InvoiceIssued', data: { invoiceId: 'inv_1', contractId: CONTRACT, buyerId: 'acme', invoice: Uint8Array.of(0xff), invoiceSha256: HASH, issuedAt: instant(NOON + 1n) } };
    expect(one.interpret(recorded(torn, 2n))).toBeUndefined();
    expect(one.interpret(recorded(offered, 3n))?.position).toBe(3n);
  });
});
