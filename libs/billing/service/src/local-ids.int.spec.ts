import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import { eventually } from '@carriermesh/platform-trial';
import { agent, billing, common, type contracting } from '@carriermesh/wire';
import { replayInvoice } from './replay/replay-invoice.js';
import { BillingTrial, hourly, MONTH_NANOS } from './testing/billing-trial.js';
import type { SampleTrade } from './testing/sample-trade.js';

let trial: BillingTrial;
beforeAll(async () => {
  trial = await BillingTrial.start();
}, 60_000);
afterAll(async () => trial.mesh.stop());

const GIGABYTE = 1_000_000_000n;
const operator = { actor: 'operator', correlationId: 'c', causationId: 'c' };
const state = (localId: string, segmentId: string, which: agent.LocalIdState, at: Instant): agent.LocalIdStatement => ({ localId, target: { kind: 'segment-id', segmentId }, state: which, at });

/** An hour of the service after another, under a local id. */
const under = (localId: string, trade: SampleTrade, octets: readonly bigint[], name = 'l'): readonly agent.LocalUsageRecord[] =>
  hourly(`${name}-${trade.uuid.slice(0, 8)}`, '', trade.startAt, octets).map(({ segmentId: _, ...record }) => ({ ...record, localId }));

async function send(trade: SampleTrade, batchId: string, localIds: Partial<agent.LocalIds>, batch: Partial<agent.UsageBatch> = {}): Promise<common.Receipt> {
  const envelope = trade.usageBatch('alfa', { batchId: `${batchId}-${trade.uuid.slice(0, 20)}`, records: [], watermarks: [], localIds: { statements: [], records: [], ...localIds }, ...batch });
  const reply = await trial.send('alfa', envelope);
  if (reply.kind !== 'receipt') throw new Error(reply.kind === 'failed' ? reply.failure : reply.refused.code);
  return common.Receipt.decode(reply.receipt.body);
}

/** That a contract was signed with a party is all that its ids need. */
async function signFor(buyerId: string, trade: SampleTrade): Promise<void> {
  const signed = trade.contracts().flatMap(({ events }) => events).find(({ type }) => type === 'contracting.v1.ContractSigned')?.data as contracting.ContractSigned;
  const data = { ...signed, contractId: `con_of-${buyerId}`, orderId: `ord_of-${buyerId}`, buyerId };
  await trial.mesh.ledger.commit([{ stream: `contract-con_of-${buyerId}`, expected: 'none', events: [{ type: 'contracting.v1.ContractSigned', data }] }], operator);
}

const codesOf = ({ refusedItems }: common.Receipt) => refusedItems.map(({ itemId, refusal }) => [itemId, refusal.code]);
const typesOf = (trade: SampleTrade) => trial.typesOf(`period-${trade.contractId}-1`);
const charged = async (trade: SampleTrade) =>
  (await trial.mesh.ledger.load(`period-${trade.contractId}-1`)).events.flatMap((event) => (event.type === 'billing.v1.UsageRated' ? event.data.usage.flatMap(({ segmentId, octets }) => octets.map((each) => [segmentId, each])) : []));

describe('a provider’s own ids', () => {
  it('S3-20 guide usage to segment, contract and party from where the provider stated them, in the same batch or a later one', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR), 2);
    const id = `CID/${trade.uuid.slice(0, 8)}`;
    const receipt = await send(trade, 'first', { statements: [state(id, trade.alfaSegment, 'active', trade.startAt)], records: under(id, trade, [GIGABYTE]) });
    expect(codesOf(receipt)).toEqual([]);
    expect(codesOf(await send(trade, 'second', { records: under(id, trade, [0n, 2n * GIGABYTE]).slice(1) }))).toEqual([]);
    expect(await charged(trade)).toEqual([[trade.alfaSegment, GIGABYTE], [trade.alfaSegment, 2n * GIGABYTE]]);
    // The same batch again has the same receipt, and the same record by its segment is another record under a known id.
    expect(await send(trade, 'first', { statements: [state(id, trade.alfaSegment, 'active', trade.startAt)], records: under(id, trade, [GIGABYTE]) })).toEqual(receipt);
    expect(codesOf(await send(trade, 'third', { records: under(id, trade, [GIGABYTE]) }))).toEqual([]);
    const same = hourly(`l-${trade.uuid.slice(0, 8)}`, trade.alfaSegment, trade.startAt, [GIGABYTE]);
    expect(codesOf(await send(trade, 'fourth', {}, { records: same }))).toEqual([[same[0]?.recordId, 'record-id-reused']]);
  });

  it('S3-20 I2 that are unknown put usage into quarantine with the reason, which is charged once when the id is synchronised', async () => {
    const trade = await trial.activeTrade(trial.past(4n * NANOS_PER_HOUR), 2);
    const id = `late:${trade.uuid.slice(0, 8)}`;
    const records = under(id, trade, [GIGABYTE, 2n * GIGABYTE, 3n * GIGABYTE]);
    expect(codesOf(await send(trade, 'early', { records }))).toEqual(records.map(({ recordId }) => [recordId, 'unknown-local-id']));
    expect(codesOf(await send(trade, 'reserved', { statements: [state(id, trade.alfaSegment, 'pending', trade.startAt)], records: under(id, trade, [0n, 0n, 0n, GIGABYTE]).slice(3) }))[0]?.[1]).toBe('local-id-pending');
    expect(await typesOf(trade)).toEqual(['BillingPeriodOpened']);
    // Active from the second hour on: what was measured before it still waits.
    await send(trade, 'active', { statements: [state(id, trade.alfaSegment, 'active', plus(trade.startAt, NANOS_PER_HOUR))] });
    await eventually('the charges', async () => ((await charged(trade)).length === 3 ? true : undefined));
    expect((await charged(trade)).map(([, octets]) => octets)).toEqual([2n * GIGABYTE, 3n * GIGABYTE, GIGABYTE]);
    const released = (await trial.mesh.ledger.load(`usage-alfa~${records[1]?.recordId}`)).events.at(-1);
    expect(released).toMatchObject({ type: 'billing.v1.UsageReleased', data: { correction: { segmentId: trade.alfaSegment }, releasedBy: 'reaction:local-id-release' } });
    expect(await trial.typesOf(`usage-alfa~${records[0]?.recordId}`)).toEqual(['UsageQuarantined']);
    // The operator may say what the provider does not.
    const request = { providerId: 'alfa', recordId: records[0]?.recordId ?? '', reason: 'the line was there an hour before' };
    expect((await trial.mesh.bus.request(billing.ReleaseUsage, { ...request, correction: {} }, { context: operator })).outcome).toMatchObject({ kind: 'refused', refused: { code: 'local-id-not-active' } });
    expect((await trial.mesh.bus.request(billing.ReleaseUsage, { ...request, correction: { segmentId: trade.alfaSegment } }, { context: operator })).outcome).toMatchObject({ kind: 'released' });
  });

  it('M2 S3-20 of a customer guide usage to its contract and to the segment that carries it, also what waited for them, and a replay comes to the same', async () => {
    const trade = await trial.activeTrade(trial.past(4n * NANOS_PER_HOUR), 1);
    const id = `KD-${trade.uuid.slice(0, 8)}`;
    const records = under(id, trade, [GIGABYTE, 2n * GIGABYTE, 4n * GIGABYTE], 'k');
    expect(codesOf(await send(trade, 'k-early', { records: records.slice(0, 1) }))).toEqual([[records[0]?.recordId, 'unknown-local-id']]);
    const target = { kind: 'contract-id', contractId: `${trade.contractId}-alfa` } as const;
    expect(codesOf(await send(trade, 'k-stated', { statements: [{ localId: id, target, state: 'active', at: trade.startAt }], records: records.slice(1, 2) }))).toEqual([]);
    await eventually('the charges', async () => ((await charged(trade)).length === 2 ? true : undefined));
    expect(await charged(trade)).toEqual([[trade.alfaSegment, 2n * GIGABYTE], [trade.alfaSegment, GIGABYTE]]);
    // Its own id for another provider's customer is of no service of its own.
    const theirs = { ...target, contractId: trade.contractId.replace(/.$/, (last) => (last === '0' ? '1' : '0')) };
    expect(codesOf(await send(trade, 'k-foreign', { statements: [{ localId: `x${id}`, target: theirs, state: 'active', at: trade.startAt }], records: under(`x${id}`, trade, [GIGABYTE], 'x') }))[0]?.[1]).toBe('local-id-of-no-service');
    for (const provider of ['alfa', 'bravo'] as const) {
      trial.answerFor(provider, ({ segmentId, until }) => (segmentId.includes(trade.uuid) ? trade.usageBatch(provider, { batchId: `k-${trade.uuid.slice(0, 20)}`, records: [], watermarks: [{ segmentId, completeUntil: until }] }) : undefined));
    }
    await trial.mesh.advance(MONTH_NANOS);
    await eventually('the bill', async () => ((await typesOf(trade)).includes('BillingPeriodClosed') ? true : undefined));
    await send(trade, 'k-late', { records: records.slice(2) });
    await eventually('the note', async () => ((await typesOf(trade)).includes('CorrectionNoteIssued') ? true : undefined));
    const line = async (invoiceId: string, lineId: string) => {
      const { identical, lines } = await replayInvoice(trial.mesh.ledger.raw, invoiceId, { operatorKeys: [trial.mesh.operator.publicKey] });
      return [identical, lines.find((each) => each.lineId === `${trade.alfaSegment}/${lineId}`)?.recorded.invoice?.quantity];
    };
    expect([await line(trade.invoiceId, 'usage'), await line(`${trade.invoiceId}n1`, 'usage-of-1')]).toEqual([[true, 3n * GIGABYTE], [true, 4n * GIGABYTE]]);
  });

  it('S3-20 claimed for a second service, or for another provider’s, take nothing from the first', async () => {
    const [one, other] = [await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR), 2), await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR), 2)];
    const [id, foreign] = [`twice-${one.uuid.slice(0, 8)}`, `foreign-${one.uuid.slice(0, 8)}`];
    await send(one, 'own', { statements: [state(id, one.alfaSegment, 'active', one.startAt)] });
    expect(codesOf(await send(one, 'claim', { statements: [state(id, other.alfaSegment, 'active', one.startAt)], records: under(id, one, [GIGABYTE]) }))).toEqual([[id, 'local-id-taken']]);
    expect([await charged(one), await charged(other)]).toEqual([[[one.alfaSegment, GIGABYTE]], []]);
    const receipt = await send(one, 'foreign', { statements: [state(foreign, one.bravoSegment, 'active', one.startAt)], records: under(foreign, one, [GIGABYTE], 'f') });
    expect(codesOf(receipt)).toEqual([[expect.any(String), 'not-this-providers-segment']]);
  });

  it('S3-20 are found by the universal id of their party, and by any id that was merged into it, with their history', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR), 2);
    const [service, contractId] = [`S-${trade.uuid.slice(0, 8)}`, trade.contractId];
    const line = { providerId: 'alfa', localId: service, contractId };
    await send(trade, 'ids', {
      statements: [
        state(service, trade.alfaSegment, 'active', trade.startAt), state(service, trade.alfaSegment, 'retired', plus(trade.startAt, NANOS_PER_HOUR)),
        { localId: `C-${service}`, target: { kind: 'contract-id', contractId: `${contractId}-alfa` }, state: 'pending', at: trade.startAt },
      ],
    });
    const asked = async (partyId: string) => (await trial.mesh.bus.request(billing.GetPartyIds, { partyId }, { context: operator })).outcome;
    const merge = async (mergedPartyId: string, partyId: string, reason = 'one company') => (await trial.mesh.bus.request(billing.MergeParties, { partyId, mergedPartyId, reason }, { context: operator })).outcome;
    const own = async (partyId: string) => {
      const outcome = await asked(partyId);
      if (outcome.kind === 'refused') throw new Error(outcome.refused.code);
      return [outcome.found.partyId, outcome.found.localIds.filter((each) => each.contractId === contractId)] as const;
    };
    expect(await own('acme')).toEqual(['acme', [
      { ...line, partyId: 'acme', segmentId: trade.alfaSegment, state: 'retired', activeFrom: trade.startAt, retiredAt: plus(trade.startAt, NANOS_PER_HOUR) },
      { ...line, localId: `C-${service}`, partyId: 'acme', segmentId: '', state: 'pending' },
    ]]);
    expect(await merge('acme', 'nobody')).toMatchObject({ refused: { code: 'party-without-contract', facts: { party_id: 'nobody' } } });
    expect(await merge('acme', 'acme')).toMatchObject({ refused: { code: 'party-merged-into-itself' } });
    expect(await merge('acme', 'globex', ' ')).toMatchObject({ refused: { code: 'reason-malformed' } });
    await signFor('globex', trade);
    const merges = await Promise.all([merge('acme', 'globex'), merge('acme', 'globex')]);
    expect(merges).toEqual([expect.objectContaining({ kind: 'merged' }), expect.objectContaining({ kind: 'merged' })]);
    expect(await merge('globex', 'acme')).toMatchObject({ refused: { code: 'party-merged-before', facts: { merged_into: 'globex' } } });
    expect([(await own('acme'))[0], (await own('globex'))[0], (await own('globex'))[1].map(({ partyId }) => partyId)]).toEqual(['globex', 'globex', ['acme', 'acme']]);
    expect(await trial.typesOf('partyids-acme')).toEqual(['PartiesMerged']);
    await expect(trial.mesh.bus.request(billing.GetPartyIds, { partyId: 'acme' }, { context: { ...operator, actor: 'buyer:acme' } })).rejects.toThrow(/only the operator/);
  });

  it('M2 S3-20 I3 are folded again by a replay, which comes to the same bill and to the same note, and names a statement that was altered', async () => {
    const trade = await trial.activeTrade(trial.past(2n * NANOS_PER_HOUR), 1);
    const [id, late] = [`replayed-${trade.uuid.slice(0, 8)}`, `noted-${trade.uuid.slice(0, 8)}`];
    await send(trade, 'used', { statements: [state(id, trade.alfaSegment, 'active', trade.startAt)], records: [...under(id, trade, [5n * GIGABYTE]), ...under(late, trade, [0n, 7n * GIGABYTE], 'n').slice(1)] });
    for (const provider of ['alfa', 'bravo'] as const) {
      trial.answerFor(provider, ({ segmentId, until }) => (segmentId.includes(trade.uuid) ? trade.usageBatch(provider, { batchId: `m-${trade.uuid.slice(0, 20)}`, records: [], watermarks: [{ segmentId, completeUntil: until }] }) : undefined));
    }
    await trial.mesh.advance(MONTH_NANOS);
    await eventually('the bill', async () => ((await typesOf(trade)).includes('BillingPeriodClosed') ? true : undefined));
    await send(trade, 'stated', { statements: [state(late, trade.alfaSegment, 'active', trade.startAt)] });
    await eventually('the note', async () => ((await typesOf(trade)).includes('CorrectionNoteIssued') ? true : undefined));
    const bill = await replayInvoice(trial.mesh.ledger.raw, trade.invoiceId);
    expect([bill.identical, bill.lines.find(({ lineId }) => lineId === `${trade.alfaSegment}/usage`)?.recorded.invoice?.quantity]).toEqual([true, 5n * GIGABYTE]);
    const note = await replayInvoice(trial.mesh.ledger.raw, `${trade.invoiceId}n1`, { operatorKeys: [trial.mesh.operator.publicKey] });
    expect([note.identical, note.lines.map(({ lineId }) => lineId)]).toEqual([true, [`${trade.alfaSegment}/usage-of-1`]]);

    const { raw } = trial.mesh.ledger;
    const alter = (event: Awaited<ReturnType<typeof raw.readStream>>[number]) => {
      if (event.stream !== `usagebatch-alfa~used-${trade.uuid.slice(0, 20)}`) return event;
      const accepted = billing.UsageBatchAccepted.decode(event.payload);
      const batch = agent.UsageBatch.decode(accepted.batch.body);
      const statements = (batch.localIds?.statements ?? []).map((each) => ({ ...each, localId: 'another' }));
      const body = agent.UsageBatch.encode({ ...batch, localIds: { records: [], ...batch.localIds, statements } });
      return { ...event, payload: billing.UsageBatchAccepted.encode({ ...accepted, batch: { ...accepted.batch, body } }) };
    };
    const forged = {
      ...{ head: () => raw.head(), readStream: async (stream: string, from?: number) => (await raw.readStream(stream, from)).map(alter) },
      ...{ readAll: async (after: bigint, limit: number) => (await raw.readAll(after, limit)).map(alter) },
    };
    const altered = await replayInvoice(forged, trade.invoiceId);
    expect([altered.identical, JSON.stringify(altered.lines.filter(({ identical }) => !identical).map(({ lineId }) => lineId))]).toEqual([false, JSON.stringify([`${trade.alfaSegment}/usage`])]);
  }, 60_000);
});
