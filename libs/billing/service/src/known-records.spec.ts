import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hashesOf, usageBatchStream, usageIdsStream, usageStream } from '@carriermesh/billing-domain';
import { instant, NANOS_PER_HOUR, toHex } from '@carriermesh/kernel';
import { TypedLedger } from '@carriermesh/platform-chassis';
import { SimulatedDatabase, SimulatedLedger } from '@carriermesh/platform-ledger';
import { realTimers } from '@carriermesh/platform-time';
import { agent } from '@carriermesh/wire';
import { presentRecord } from './batch-opening.js';
import { MAX_REPEATED_BATCHES, RecordLookup } from './known-records.js';
import { TakenIds } from './taken-ids.js';

const NOW = instant(1_772_323_200_000_000_000n);
const FATE = { arrivesMs: 0, runsMs: 0, answerMs: 0 };
const CONTEXT = { actor: 'provider:alfa', correlationId: 'c', causationId: 'c' };
const record = (recordId: string, octets = 1n): agent.UsageRecord => ({ recordId, segmentId: 'seg_x-1', from: NOW, until: instant(NOW + NANOS_PER_HOUR), octets });

let raw: SimulatedLedger;
let ledger: TypedLedger;
let batches: number;
beforeEach(() => {
  raw = new SimulatedLedger(new SimulatedDatabase(realTimers, () => NOW), { timers: realTimers, weather: { append: () => FATE, read: () => ({ arrivesMs: 0, answerMs: 0, isCut: false }), wakeMs: () => 0 } });
  let events = 0;
  ledger = new TypedLedger(raw, { now: () => NOW }, { next: () => `0198c0de-0000-7000-8000-${String((events += 1)).padStart(12, '0')}` });
  batches = 0;
});
afterEach(() => raw.close());

/** Puts a batch on record as the intake would. @param taken the ids that it takes: all of its records', unless it is said */
async function onRecord(records: readonly agent.UsageRecord[], taken = records.map(({ recordId }) => recordId)): Promise<string> {
  const batchId = `b${batches}`;
  const body = agent.UsageBatch.encode({ providerId: 'alfa', batchId, records, watermarks: [] });
  const counts = { recordsAccepted: taken.length, recordsQuarantined: 0, recordsDuplicate: 0, recordsRejected: 0, refusedItems: [] };
  const batch = { body, signature: new Uint8Array(64), keyId: '' };
  const result = await ledger.commit(
    [
      { stream: usageIdsStream('alfa'), expected: batches === 0 ? 'none' : batches - 1, events: [{ type: 'billing.v1.UsageIdsTaken', data: { providerId: 'alfa', batchId, idHashes: hashesOf(taken) } }] },
      { stream: usageBatchStream('alfa', batchId), expected: 'none', events: [{ type: 'billing.v1.UsageBatchAccepted', data: { providerId: 'alfa', batchId, batch, bodySha256: new Uint8Array(32), acceptedAt: NOW, ...counts } }] },
    ],
    CONTEXT,
  );
  expect(result.kind).toBe('appended');
  batches += 1;
  return batchId;
}

const lookedUp = async (records: readonly agent.UsageRecord[], ids = new TakenIds(ledger)) =>
  new RecordLookup(ledger).of({ providerId: 'alfa', batchId: 'new', records: records.map(presentRecord), watermarks: [] }, await ids.of('alfa'));

describe('what record ids stand for', () => {
  it('I2 is known to an instance that starts anew, by the bytes that came first, wherever they came again', async () => {
    await onRecord([record('r1'), record('r2')]);
    await onRecord([record('r1', 2n), record('r3')], ['r3']);
    const found = await lookedUp([record('r1'), record('r2', 9n), record('new')]);
    expect(found.kind === 'known' && [...found.records].map(([id, { sha256, suspected }]) => [id, toHex(sha256), suspected])).toEqual([
      ['r1', toHex(presentRecord(record('r1')).sha256), []],
      ['r2', toHex(presentRecord(record('r2')).sha256), []],
    ]);
  });

  it('I2 is what another instance took since, once this one has looked again', async () => {
    const ids = new TakenIds(ledger);
    expect((await ids.of('alfa')).revision).toBe('none');
    await onRecord([record('r1')]);
    expect((await ids.of('alfa')).revision).toBe('none');
    expect((await ids.refreshed('alfa')).revision).toBe(0);
    const found = await lookedUp([record('r1')], ids);
    expect(found.kind === 'known' && found.records.has('r1')).toBe(true);
  });

  it('is nothing for an id that shares its hash with another one, in whose batch it does not stand', async () => {
    await onRecord([record('r1')], ['r2']);
    expect(await lookedUp([record('r2')])).toMatchObject({ kind: 'known', records: new Map() });
  });

  it('comes with the contents that raised a suspicion before, so that they raise none again', async () => {
    await onRecord([record('r1')]);
    const presentedSha256 = presentRecord(record('r1', 2n)).sha256;
    const suspicion = { providerId: 'alfa', recordId: 'r1', batchId: 'b', recordedSha256: new Uint8Array(32), presentedSha256 };
    await ledger.commit([{ stream: usageStream('alfa', 'r1'), expected: 'none', events: [{ type: 'billing.v1.UsageFraudSuspected', data: suspicion }] }], CONTEXT);
    const found = await lookedUp([record('r1', 2n)]);
    expect(found.kind === 'known' && found.records.get('r1')?.suspected.map(toHex)).toEqual([toHex(presentedSha256)]);
    expect(found.kind === 'known' && found.streams.get(usageStream('alfa', 'r1'))?.revision).toBe(0);
  });

  it(`is not looked up in more than ${MAX_REPEATED_BATCHES} earlier batches for one`, async () => {
    for (let batch = 0; batch <= MAX_REPEATED_BATCHES; batch += 1) await onRecord([record(`r${batch}`)]);
    const repeated = (count: number) => Array.from({ length: count }, (_, index) => record(`r${index}`));
    expect((await lookedUp(repeated(MAX_REPEATED_BATCHES))).kind).toBe('known');
    expect(await lookedUp(repeated(MAX_REPEATED_BATCHES + 1))).toEqual({ kind: 'too-many', batches: MAX_REPEATED_BATCHES + 1 });
  });
});
