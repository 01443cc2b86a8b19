import { describe, expect, it } from '@jest/globals';
import { billing, type AnyEvent, type EventData, type EventType } from '@carriermesh/wire';
import { checkHistory } from './check-history.js';
import type { ChaosHistory } from './history.js';
import {
  BATCH, euro, eventsFrom, headBySomebody, headOf, held, historyOf, LINK, OTHER_UUID, rated, receiptOf, requested, SEGMENT, soundEntries, type Entry,
} from './history.fixture.js';

const found = (history: ChaosHistory): readonly string[] => checkHistory(history).flatMap(({ findings }) => findings.map(({ invariant, what }) => `${invariant} ${what}`));

/** The day with every event of a type changed. */
function changing<T extends EventType>(type: T, change: (data: EventData[T]) => EventData[T]): readonly Entry[] {
  return soundEntries().map((entry) => (entry.event.type === type ? { ...entry, event: { type, data: change(entry.event.data as EventData[T]) } as AnyEvent } : entry));
}

const without = (type: AnyEvent['type']): readonly Entry[] => soundEntries().filter(({ event }) => event.type !== type);

const repeated = (type: AnyEvent['type']): readonly Entry[] => soundEntries().flatMap((entry) => (entry.event.type === type ? [entry, entry] : [entry]));

/** Each doctored history, and what has to be said of it. */
const DOCTORED: readonly (readonly [what: string, history: ChaosHistory, says: RegExp])[] = [
  ['more held than there is', historyOf([...soundEntries(), held(`hld_${OTHER_UUID}`, 41)]), /^I1 alfa\/lon-par has 100 Mbit\/s, and 101 are given away/],
  ['a hold that nobody freed', historyOf([...soundEntries(), held(`hld_${OTHER_UUID}`, 40)]), /^I1 .* still given away to hld_1b5c/],
  ['an active order without capacity', historyOf(without('advertising.v1.CapacityHeld')), /^I1 the active order 0b5c.* has no capacity/],
  ['a commit of what was not held', historyOf(without('advertising.v1.CapacityHeld')), /^I1 hld_0b5c.* was committed where nothing was held/],
  ['ids that do not add up', historyOf(changing('billing.v1.UsageIdsTaken', (data) => ({ ...data, idHashes: data.idHashes.slice(8) }))), /^I2 batch usg_1 of alfa has 2 new records and takes 1 ids/],
  ['a record charged twice', historyOf(repeated('billing.v1.UsageRated')), /^I2 the record alfa~r-0 was charged 2 times/],
  ['a record that was swallowed', historyOf(changing('billing.v1.UsageRated', (data) => ({ ...data, usage: [rated(1n)] }))), /^I2 the record r-0 of alfa came in batch usg_1 and was not charged/],
  ['a charge without a record', historyOf(changing('billing.v1.UsageRated', (data) => ({ ...data, usage: [rated(0n, 1n, 2n)] }))), /^I2 the record alfa~r-2 was charged and came in no batch/],
  ['a batch that does not add up', historyOf(changing('billing.v1.UsageBatchAccepted', (data) => ({ ...data, recordsAccepted: 1 }))), /^I2 batch usg_1 of alfa has 2 records and accounts for 1/],
  ['a charge in another month', historyOf(changing('billing.v1.UsageRated', (data) => ({ ...data, periodNumber: 2 }))), /^I2 the record alfa~r-0 is charged in month 2/],
  ['a charge for a closed month that is open', historyOf(changing('billing.v1.UsageRated', (data) => ({ ...data, correctedPeriodNumber: 1 }))), /^I2 the record alfa~r-0 is charged in month 1/],
  ['an hour that no record is about', historyOf(changing('billing.v1.UsageRated', (data) => ({ ...data, usage: [rated(1n)] }))), /^I2 line .* is about 1 of the 2 hours/],
  ['a month billed twice', historyOf(repeated('billing.v1.InvoiceIssued')), /^I2 month 1 of con_.* has 2 invoices/],
  ['an invoice with other octets', historyOf(changing('billing.v1.InvoiceIssued', withInvoice((invoice) => ({ ...invoice, lines: invoice.lines.map((line) => ({ ...line, quantity: 201n })) })))), /^I2 line .* says 2 records, 201 octets/],
  ['a margin that does not add up', historyOf(changing('billing.v1.BillingPeriodClosed', (data) => ({ ...data, balance: { ...data.balance, margin: euro(21n) } }))), /^I3 .*the customer's 60 are not the 61 of all others/],
  ['a total that is not its lines', historyOf(changing('billing.v1.InvoiceIssued', withInvoice((invoice) => ({ ...invoice, net: euro(61n), total: euro(61n) })))), /^I3 .*lines and tax are 60 and the total 61/],
  ['a settlement that was not issued', historyOf(without('billing.v1.SettlementIssued')), /^I3 .*settlements of 40 and 0 were issued/],
  ['a head over other events', historyOf(undefined, { heads: [headOf(eventsFrom(without('billing.v1.InvoiceIssued'))), headOf(eventsFrom(soundEntries()))] }), /^I4 the head of 15 commits has another root/],
  ['a head beyond the end', historyOf(without('billing.v1.BillingPeriodClosed'), { heads: [headOf(eventsFrom(soundEntries()))] }), /^I4 a head of 16 commits was handed out, and the ledger has 15/],
  ["somebody else's head", historyOf(undefined, { heads: [headBySomebody(eventsFrom(soundEntries())), headOf(eventsFrom(soundEntries()))] }), /^I4 a head was handed out that the operator did not sign/],
  ['no head at all', historyOf(undefined, { heads: [] }), /^I4 nobody was ever handed a head/],
  ['an order without an end', historyOf([...soundEntries(), requested(OTHER_UUID)]), /^I5 the order 1b5c.* has 0 ends, not 1/],
  ['an order with two ends', historyOf(repeated('contracting.v1.ServiceRequestCompleted')), /^I5 the order 0b5c.* has 2 ends, not 1/],
  ['a fulfilment that never ends', historyOf(without('contracting.v1.FulfilmentEnded')), /^I5 the order 0b5c.* has 0 ends of its fulfilment/],
  ['an activation that never ends', historyOf(without('provisioning.v1.ServiceActivated')), /^I5 the order 0b5c.* has 0 ends of its activation/],
  ['two contracts', historyOf(repeated('contracting.v1.ContractSigned')), /^I5 the order 0b5c.* has 2 contracts/],
  ['a sold segment that its provider does not know', historyOf(undefined, { journals: new Map([['alfa', []]]) }), /^I5 the sold segment alfa seg_.* is unknown/],
  ['a sold segment that its provider released', historyOf(undefined, { journals: new Map([['alfa', [{ type: 'activated', segment: { segmentId: SEGMENT } }, { type: 'released', segmentId: SEGMENT }]]]) }), /^I5 the sold segment .* is released/],
  ['a segment that nobody bought', historyOf(undefined, { journals: new Map([['alfa', [{ type: 'activated', segment: { segmentId: SEGMENT } }, { type: 'activated', segment: { segmentId: 'seg_stray' } }]]]) }), /^I5 the segment alfa seg_stray is active/],
  ["a batch in another provider's stream", historyOf(changing('billing.v1.UsageBatchAccepted', (data) => ({ ...data, providerId: 'mallory' }))), /^I6 usagebatch-alfa~usg_1 holds a batch of mallory/],
  ['a receipted batch that is gone', historyOf(without('billing.v1.UsageBatchAccepted')), /^I7 batch usg_1 of alfa was receipted and is not in the ledger/],
  ['a receipt for other bytes', historyOf(undefined, withReceipt({ bodySha256: new Uint8Array(32) })), /^I7 batch usg_1 of alfa is in the ledger with other bytes/],
  ['a receipt for another place', historyOf(undefined, withReceipt({ position: 1n })), /^I7 batch usg_1 of alfa stands at position/],
  ['a batch that no head covers', historyOf(undefined, { heads: [headOf(eventsFrom(soundEntries()).slice(0, 5))] }), /^I7 batch usg_1 of alfa is under no head/],
  ['another receipt for the same batch', historyOf(undefined, { unequalReceipts: [BATCH] }), /^I7 batch usg_1 was sent again and got another receipt/],
  ['an acknowledged order that is gone', historyOf(undefined, { orders: [{ requestId: 'lost', orderId: `ord_${OTHER_UUID}`, state: 'active' }] }), /^I7 the order lost was acknowledged/],
  ['an order told to be active that is not', historyOf([...soundEntries(), requested(OTHER_UUID)], { orders: [{ requestId: 'told', orderId: `ord_${OTHER_UUID}`, state: 'active' }] }), /^I7 the order told was told to be active and is not/],
  ['a replay that differs', historyOf(undefined, { replays: [{ invoiceId: 'inv_1', identical: false }] }), /^I8 the replay of inv_1/],
  ['a revision that was skipped', withEvents((events) => events.filter(({ stream, revision }) => !(stream === `resource-${LINK}` && revision === 1))), /^I9 resource-alfa\/lon-par has revision 2 at position/],
  ['two events out of their order', withEvents((events) => events.toReversed()), /^I9 position \d+ of .* follows/],
  ['a batch without a receipt', historyOf(undefined, { batches: [{ providerId: 'alfa', batchId: BATCH, records: 2 }] }), /^I13 batch usg_1 of alfa never got a receipt/],
];

function withInvoice(change: (invoice: billing.Invoice) => billing.Invoice): (data: billing.InvoiceIssued) => billing.InvoiceIssued {
  return (data) => ({ ...data, invoice: billing.Invoice.encode(change(billing.Invoice.decode(data.invoice))) });
}

function withReceipt(changed: Parameters<typeof receiptOf>[1]): Partial<ChaosHistory> {
  return { batches: [{ providerId: 'alfa', batchId: BATCH, records: 2, receipt: receiptOf(eventsFrom(soundEntries()), changed) }] };
}

function withEvents(change: (events: ChaosHistory['events']) => ChaosHistory['events']): ChaosHistory {
  const history = historyOf();
  return { ...history, events: change(history.events) };
}

describe('the offline check of what a run of chaos left', () => {
  it('finds nothing in a sound history', () => {
    expect(found(historyOf())).toEqual([]);
  });

  it.each(DOCTORED)('finds %s', (_, history, says) => {
    expect(found(history)).toContainEqual(expect.stringMatching(says));
  });
});
