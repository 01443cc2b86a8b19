import { createHash, generateKeyPairSync } from 'node:crypto';
import { instant, NANOS_PER_HOUR, plus, type Instant, type Money } from '@carriermesh/kernel';
import { commitLeaf, sealHead, TreeEdge } from '@carriermesh/platform-evidence';
import { sealEnvelope, sha256, SIGNED_AS, signingKey, type Envelope } from '@carriermesh/platform-signing';
import { advertising, agent, billing, common, contracting, encodeEvent, ledger, type AnyEvent } from '@carriermesh/wire';
import { historyEvent, type ChaosHistory, type HistoryEvent } from './history.js';

/** A day in the life of a small mesh, written down by hand: one order, one segment, one month of two hours, one batch. */

export const UUID = '0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
export const OTHER_UUID = '1b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
export const SEGMENT = `seg_${UUID}-1`;
export const LINK = 'alfa/lon-par';
export const BATCH = 'usg_1';
const CONTRACT = `con_${UUID}`;
const INVOICE = `inv_${UUID}-1`;
const START = instant(1_772_323_200_000_000_000n);
const END = plus(START, 2n * NANOS_PER_HOUR);
const HASH = new Uint8Array(32);
const PLACE = { place: { kind: 'city', city: 'London' } } as const;
const TERMS: contracting.ServiceTerms = { from: PLACE, to: PLACE, mbps: 60, termMonths: 1, objective: 'profit', currency: 'EUR', acceptance: 'automatic' };
const NO_SERVICE_LEVEL = { availabilityPpm: 0, lossPpm: 0, jitterNs: 0n, mttrMinutes: 0, creditBasisPoints: 0 };

const operator = signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const somebody = signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

export const euro = (microMinor: bigint): Money => ({ currency: 'EUR', microMinor });

/** A stream and what was appended to it; one commit each. */
export interface Entry {
  readonly stream: string;
  readonly event: AnyEvent;
}

const seal = (domain: string, body: Uint8Array): Envelope => sealEnvelope(operator, domain, body);

export const record = (hour: bigint): agent.UsageRecord => {
  const from = plus(START, hour * NANOS_PER_HOUR);
  return { recordId: `r-${hour}`, segmentId: SEGMENT, from, until: plus(from, NANOS_PER_HOUR), octets: 100n };
};

/** These hours, each charged once. */
export const rated = (...hours: readonly bigint[]): billing.RatedUsage => ({
  segmentId: SEGMENT,
  currency: 'EUR',
  recordIds: hours.map((hour) => `r-${hour}`),
  fromNs: hours.map((hour) => record(hour).from),
  durationNs: hours.map(() => NANOS_PER_HOUR),
  octets: hours.map(() => 100n),
  customerChargesMicroMinor: hours.map(() => 30n),
  supplierCreditsMicroMinor: hours.map(() => 20n),
  subjects: [],
  categories: [],
});

export const held = (holdId: string, mbps: number): Entry => ({
  stream: `resource-${LINK}`,
  event: { type: 'advertising.v1.CapacityHeld', data: { resourceId: LINK, holdId, mbps, heldUntil: END, availableMbps: 0, bought: false } },
});

/** Charged by the month's own bill, in time. */
const OWN_BILL = { correctedPeriodNumber: 0, noteNumber: 0 };

function offered(): Entry {
  const price = { monthlyPerMbps: euro(1n), perGigabyte: euro(1n) };
  const link = { fromPopId: 'alfa/lon', toPopId: 'alfa/par', capacityMbps: 100, latencyNs: 1n, price, srlgIds: [] };
  const offer = advertising.ResourceOffer.encode({ providerId: 'alfa', resourceId: LINK, validFrom: START, validUntil: END, visibleTo: [], serviceLevel: NO_SERVICE_LEVEL, resource: { kind: 'link', link } });
  return { stream: `resource-${LINK}`, event: { type: 'advertising.v1.ResourceAdvertised', data: { resourceId: LINK, providerId: 'alfa', signedOffer: { offer, signature: HASH }, offerSha256: HASH, batchId: 'adv_1' } } };
}

function contracted(): Entry {
  const body = contracting.Contract.encode({
    contractId: CONTRACT, orderId: `ord_${UUID}`, buyerId: 'acme', sellerId: 'mesh', quoteId: `quo_${UUID}`, quoteSha256: HASH, terms: TERMS, latencyNs: 1n,
    segments: [{ segmentId: SEGMENT, providerId: 'alfa', fromPopId: 'alfa/lon', toPopId: 'alfa/par', resources: [{ resourceId: LINK, offerSha256: HASH }] }],
    prices: [], taxBasisPoints: 0, serviceLevel: NO_SERVICE_LEVEL, alternatives: [], supplies: [],
    acceptance: { acceptedBy: 'acme', acceptedAt: START, termsSha256: HASH }, signedAt: START,
  });
  return { stream: `contract-${CONTRACT}`, event: { type: 'contracting.v1.ContractSigned', data: { contractId: CONTRACT, orderId: `ord_${UUID}`, buyerId: 'acme', contract: seal(SIGNED_AS.contract, body), contractSha256: sha256(body) } } };
}

export function requested(uuid: string): Entry {
  return { stream: `order-ord_${uuid}`, event: { type: 'contracting.v1.ServiceRequested', data: { orderId: `ord_${uuid}`, buyerId: 'acme', requestId: uuid, terms: TERMS, termsSha256: HASH, requestedAt: START } } };
}

function ordered(): readonly Entry[] {
  const orderId = `ord_${UUID}`;
  return [
    requested(UUID),
    held(`hld_${UUID}`, 60),
    { stream: `resource-${LINK}`, event: { type: 'advertising.v1.CapacityCommitted', data: { resourceId: LINK, holdId: `hld_${UUID}` } } },
    contracted(),
    { stream: `activation-${CONTRACT}`, event: { type: 'provisioning.v1.ActivationStarted', data: { contractId: CONTRACT, orderId, buyerId: 'acme', segments: [], standbys: [], serviceStartAt: START, answerBy: END } } },
    { stream: `activation-${CONTRACT}`, event: { type: 'provisioning.v1.ServiceActivated', data: { contractId: CONTRACT, orderId, serviceStartAt: START, activatedAt: START } } },
    { stream: `order-${orderId}`, event: { type: 'contracting.v1.ServiceRequestCompleted', data: { orderId, contractId: CONTRACT, completedAt: START } } },
    { stream: `fulfilment-${orderId}`, event: { type: 'contracting.v1.FulfilmentEnded', data: { orderId, end: 'active', endedAt: START } } },
  ];
}

export const BATCH_BODY = agent.UsageBatch.encode({ providerId: 'alfa', batchId: BATCH, records: [record(0n), record(1n)], watermarks: [] });

function metered(): readonly Entry[] {
  const counts = { recordsAccepted: 2, recordsQuarantined: 0, recordsDuplicate: 0, recordsRejected: 0 };
  const batch = { providerId: 'alfa', batchId: BATCH, batch: seal(SIGNED_AS.usageBatch, BATCH_BODY), bodySha256: sha256(BATCH_BODY), ...counts, acceptedAt: END, refusedItems: [] };
  return [
    { stream: `period-${CONTRACT}-1`, event: { type: 'billing.v1.BillingPeriodOpened', data: { contractId: CONTRACT, periodNumber: 1, from: START, until: END } } },
    { stream: `usagebatch-alfa~${BATCH}`, event: { type: 'billing.v1.UsageBatchAccepted', data: batch } },
    { stream: 'usageids-alfa', event: { type: 'billing.v1.UsageIdsTaken', data: { providerId: 'alfa', batchId: BATCH, idHashes: new Uint8Array(16) } } },
    { stream: `period-${CONTRACT}-1`, event: { type: 'billing.v1.UsageRated', data: { contractId: CONTRACT, periodNumber: 1, providerId: 'alfa', batchId: BATCH, usage: [rated(0n, 1n)], watermarks: [], ...OWN_BILL } } },
  ];
}

const line = (amount: bigint): billing.BillLine => ({
  lineId: `${SEGMENT}/usage`, kind: 'usage', segmentId: SEGMENT, description: 'usage', quantity: 200n, unitPrice: euro(1n), exactAmount: euro(amount), amount: euro(amount), records: 2, correctedPeriodNumber: 0, correctedDocumentId: '',
});

function billed(): readonly Entry[] {
  const period = { contractId: CONTRACT, periodNumber: 1, periodFrom: START, periodUntil: END };
  const invoice = billing.Invoice.encode({ invoiceId: INVOICE, orderId: `ord_${UUID}`, buyerId: 'acme', ...period, lines: [line(60n)], net: euro(60n), taxBasisPoints: 0, tax: euro(0n), total: euro(60n) });
  const settlement = billing.Settlement.encode({ settlementId: 'set_1', providerId: 'alfa', ...period, lines: [line(40n)], total: euro(40n) });
  const balance = { customer: euro(60n), settlements: euro(40n), margin: euro(20n), tax: euro(0n), rounding: euro(0n) };
  return [
    { stream: `invoice-${INVOICE}`, event: { type: 'billing.v1.InvoiceIssued', data: { invoiceId: INVOICE, contractId: CONTRACT, buyerId: 'acme', invoice, invoiceSha256: sha256(invoice), issuedAt: END } } },
    { stream: 'settlement-set_1', event: { type: 'billing.v1.SettlementIssued', data: { settlementId: 'set_1', providerId: 'alfa', contractId: CONTRACT, invoiceId: INVOICE, settlement, settlementSha256: sha256(settlement), issuedAt: END } } },
    { stream: `period-${CONTRACT}-1`, event: { type: 'billing.v1.BillingPeriodClosed', data: { contractId: CONTRACT, periodNumber: 1, invoiceId: INVOICE, balance, closedAt: END } } },
  ];
}

export const soundEntries = (): readonly Entry[] => [offered(), ...ordered(), ...metered(), ...billed()];

/** The events as an export holds them, one commit each. */
export function eventsFrom(entries: readonly Entry[]): readonly HistoryEvent[] {
  const revisions = new Map<string, number>();
  return entries.map(({ stream, event }, index) => {
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    return historyEvent(eventBytesAt({ stream, event, revision, position: BigInt(index + 1) << 20n, at: START }));
  });
}

function eventBytesAt({ stream, event, revision, position, at }: Entry & { readonly revision: number; readonly position: bigint; readonly at: Instant }): Uint8Array {
  const digits = createHash('sha256').update(position.toString()).digest('hex');
  const eventId = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
  const names = { correlationId: 'cor', causationId: 'cau', actor: 'operator', traceparent: '' };
  return ledger.LedgerEvent.encode({ position, stream, revision, eventId, type: event.type, payload: encodeEvent(event), occurredAt: at, recordedAt: at, ...names });
}

/** The head over all of these events. */
export function headOf(events: readonly HistoryEvent[], key = operator): Envelope {
  const edge = TreeEdge.empty();
  for (const { hash } of events) edge.append(commitLeaf([hash]));
  return sealHead(key, { size: edge.size, root: edge.root(), position: events.at(-1)?.position ?? 0n, signedAt: START });
}

export const headBySomebody = (events: readonly HistoryEvent[]): Envelope => headOf(events, somebody);

/** The receipt for the batch where it stands in these events. */
export function receiptOf(events: readonly HistoryEvent[], changed: Partial<common.Receipt> = {}): Envelope {
  const position = events.find(({ type }) => type === 'billing.v1.UsageBatchAccepted')?.position ?? 0n;
  return seal(SIGNED_AS.receipt, common.Receipt.encode({ providerId: 'alfa', batchId: BATCH, bodySha256: sha256(BATCH_BODY), position, recordedAt: START, refusedItems: [], ...changed }));
}

/** What is left of the day, from entries that may have been doctored: heads and receipts fit them. */
export function historyOf(entries: readonly Entry[] = soundEntries(), changed: Partial<ChaosHistory> = {}): ChaosHistory {
  const events = eventsFrom(entries);
  return {
    operatorKey: operator.publicKey,
    events,
    heads: [headOf(events.slice(0, 5)), headOf(events)],
    batches: [{ providerId: 'alfa', batchId: BATCH, records: 2, receipt: receiptOf(events) }],
    unequalReceipts: [],
    orders: [{ requestId: 'first', orderId: `ord_${UUID}`, state: 'active' }],
    journals: new Map([['alfa', [{ type: 'activated', segment: { segmentId: SEGMENT } }]]]),
    replays: [{ invoiceId: INVOICE, identical: true }],
    ...changed,
  };
}
