import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usageBatchStream } from '@carriermesh/billing-domain';
import { instant, isToken, NANOS_PER_HOUR } from '@carriermesh/kernel';
import { SimulatedDatabase, SimulatedLedger } from '@carriermesh/platform-ledger';
import { realTimers } from '@carriermesh/platform-time';
import { agent, billing } from '@carriermesh/wire';
import { BatchReading } from './batch-reading.js';
import { found } from './ledger-pass.js';

const NOW = instant(1_772_323_200_000_000_000n);
const FATE = { arrivesMs: 0, runsMs: 0, answerMs: 0 };
const uuidOf = (contract: number): string => `00000000-0000-8000-8000-00000000000${contract}`;
const WANTED = [`con_${uuidOf(1)}`, `con_${uuidOf(2)}`];

const record = fc.record({
  recordId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'no token', ''),
  segmentId: fc.constantFrom(`seg_${uuidOf(1)}-1`, `seg_${uuidOf(1)}-2`, `seg_${uuidOf(2)}-1`, `seg_${uuidOf(3)}-1`, 'seg_x'),
  octets: fc.bigInt(0n, 3n),
});
const batches = fc.array(fc.record({ providerId: fc.constantFrom('alfa', 'bravo'), records: fc.array(record, { maxLength: 6 }) }), { maxLength: 8 });

/** What is charged under texts that are all kept: `<provider> <record> <segment> <octets>`, by batch. */
function modelled(all: readonly { readonly providerId: string; readonly records: readonly { readonly recordId: string; readonly segmentId: string; readonly octets: bigint }[] }[]): readonly (readonly string[])[] {
  const seen = new Set<string>();
  return all.map(({ providerId, records }) =>
    records.flatMap(({ recordId, segmentId, octets }) => {
      if (!isToken(recordId) || seen.has(`${providerId} ${recordId}`)) return [];
      seen.add(`${providerId} ${recordId}`);
      return WANTED.some((contractId) => segmentId.startsWith(`seg_${contractId.slice(4)}-`)) ? [`${providerId} ${recordId} ${segmentId} ${octets}`] : [];
    }).sort(),
  );
}

describe('signed batches that are read for some contracts', () => {
  it('I2 have of each record id what came first under it, whichever contract that was about, and nothing that came again', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const ledger = new SimulatedLedger(new SimulatedDatabase(realTimers, () => NOW), { timers: realTimers, weather: { append: () => FATE, read: () => ({ arrivesMs: 0, answerMs: 0, isCut: false }), wakeMs: () => 0 } });
        const reading = new BatchReading(ledger);
        const read: string[][] = [];
        for (const [index, { providerId, records }] of all.entries()) {
          await ledger.append([{ stream: usageBatchStream(providerId, `b${index}`), expected: 'none', events: [accepted(index, providerId, records)] }]);
          const event = found<'billing.v1.UsageBatchAccepted'>((await ledger.readStream(usageBatchStream(providerId, `b${index}`)))[0] ?? fail());
          const answer = await reading.next(event.kind === 'sound' ? event : fail(), [], (contractId) => WANTED.includes(contractId));
          const own = 'problem' in answer ? fail() : [...answer.records.values()].flatMap((held) => held.presented());
          read.push(own.map(({ record: { recordId, segmentId, octets } }) => `${providerId} ${recordId} ${segmentId} ${octets}`).sort());
        }
        await ledger.close();
        expect(read).toEqual(modelled(all));
      }),
      { numRuns: 40 },
    );
  });
});

const fail = (): never => {
  throw new Error('the batch is not there as it was written');
};

function accepted(index: number, providerId: string, records: readonly Pick<agent.UsageRecord, 'recordId' | 'segmentId' | 'octets'>[]) {
  const timed = records.map((each) => ({ ...each, from: NOW, until: instant(NOW + NANOS_PER_HOUR) }));
  const body = agent.UsageBatch.encode({ providerId, batchId: `b${index}`, records: timed, watermarks: [] });
  const counts = { recordsAccepted: 0, recordsQuarantined: 0, recordsDuplicate: 0, recordsRejected: 0, refusedItems: [] };
  const data = { providerId, batchId: `b${index}`, batch: { body, signature: new Uint8Array(64), keyId: '' }, bodySha256: new Uint8Array(32), acceptedAt: NOW, ...counts };
  return {
    eventId: `0198c0de-0000-7000-8000-${String(index).padStart(12, '0')}`,
    type: 'billing.v1.UsageBatchAccepted',
    payload: billing.UsageBatchAccepted.encode(data),
    metadata: { actor: `provider:${providerId}`, correlationId: 'c', causationId: 'c', occurredAt: NOW },
  };
}
