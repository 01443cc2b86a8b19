import { beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { eventCodecs, type Codec, type EventType } from '@carriermesh/wire';
import { signingKey } from '@carriermesh/platform-signing';
import { newKeyPem } from '@carriermesh/platform-trial';
import type { Agreements } from './agreements.view.js';
import { SampleTrade } from './testing/sample-trade.js';

const [operator, alfa, bravo] = [1, 2, 3].map(() => signingKey(newKeyPem()));

/** What whoever knows the agreements must do, however it keeps them. `read` gives it events in ledger order. */
export function agreementsContract(name: string, make: () => Promise<{ readonly agreements: Agreements; readonly read: (events: readonly RecordedEvent[]) => Promise<void> }>): void {
  describe(`${name} keeps the contract of agreements`, () => {
    const trade = new SampleTrade({ operator: operator!, alfa: alfa!, bravo: bravo! }, '0198c0de-0000-7000-8000-000000000001', instant(0n));
    const signed = trade.contracts().flatMap(({ events }) => events).filter(({ type }) => type.startsWith('contracting.v1.') && type.endsWith('Signed'));
    const voided = { type: 'contracting.v1.ContractVoided', data: { contractId: trade.contractId, orderId: trade.orderId, reason: { code: 'c', message: 'm', facts: {} }, voidedAt: instant(1n) } };
    let made: Awaited<ReturnType<typeof make>>;
    beforeEach(async () => {
      made = await make();
    }, 60_000);

    it('gives the contract and its suppliers’ as they were signed, the suppliers’ by provider id, in whatever order they came', async () => {
      await made.read(recorded(signed.toReversed()));
      const agreements = await made.agreements.of(trade.contractId);
      expect(agreements?.contract.contractId).toBe(trade.contractId);
      expect(agreements?.supplies.map(({ providerId }) => providerId)).toEqual(['alfa', 'bravo']);
      expect(await made.agreements.of(trade.contractId)).toEqual(agreements);
    });

    it('takes the first of two contracts of one id, and of two of one supplier', async () => {
      const again = signed.map(({ type, data }) => ({ type, data: { ...(data as object), contract: { body: new Uint8Array(), signature: new Uint8Array(), keyId: '' } } }));
      await made.read(recorded([...signed, ...again]));
      expect((await made.agreements.of(trade.contractId))?.contract.contractId).toBe(trade.contractId);
      expect((await made.agreements.of(trade.contractId))?.supplies.map(({ contractId }) => contractId)).toEqual([trade.contractId, trade.contractId]);
    });

    it('knows nothing of a contract that it has not read', async () => {
      expect(await made.agreements.of(trade.contractId)).toBeUndefined();
      expect(await made.agreements.inForce([])).toEqual([]);
      expect(await made.agreements.inForce([trade.contractId])).toEqual([]);
    });

    it('has a contract in force from its signature until it is voided', async () => {
      await made.read(recorded(signed));
      expect(await made.agreements.inForce(['con_other', trade.contractId])).toEqual([trade.contractId]);
      await made.read(recorded([...signed, voided]));
      expect(await made.agreements.inForce([trade.contractId])).toEqual([]);
    });

    it('knows which event of its service’s activation last changed what a contract is charged, and is told of the others by nobody', async () => {
      const { contractId, orderId, alfaSegment } = trade;
      const fault = { segmentId: alfaSegment, providerId: 'alfa', alarmId: 'alm_1', impairedSince: instant(1n) };
      const noted = { type: 'provisioning.v1.ImpairmentNoted', data: { contractId, fault } };
      const failed = { type: 'provisioning.v1.RerouteFailed', data: { contractId, attempt: 1, verdicts: [], failedAt: instant(2n) } };
      const moved = { type: 'provisioning.v1.ServiceRerouted', data: { contractId, orderId, attempt: 2, fromRoute: 0, toRoute: 1, leftSegmentIds: [], segmentIds: [], latencyNs: 1n, reroutedAt: instant(3n) } };
      await made.read(recorded(signed));
      expect(await made.agreements.lastCourseOf(contractId)).toBe(0);
      await made.read(recorded([...signed, noted, moved, failed]));
      expect(await made.agreements.lastCourseOf(contractId)).toBe(signed.length + 1);
    });

    it('knows from its amendment on when a contract ends, and keeps to the first word of it', async () => {
      const amendment = { body: new Uint8Array(), signature: new Uint8Array(), keyId: '' };
      const amended = (endsAt: bigint) => ({
        type: 'contracting.v1.ContractAmended',
        data: { contractId: trade.contractId, orderId: trade.orderId, buyerId: 'acme', version: 2, amendment, amendmentSha256: new Uint8Array(), requestId: 'r', requestSha256: new Uint8Array(), endsAt: instant(endsAt) },
      });
      await made.read(recorded(signed));
      expect(await made.agreements.endOf(trade.contractId)).toBeUndefined();
      await made.read(recorded([...signed, amended(1_800_000_000_000_000_007n), amended(9n)]));
      expect(await made.agreements.endOf(trade.contractId)).toBe(1_800_000_000_000_000_007n);
      expect(await made.agreements.inForce([trade.contractId])).toEqual([trade.contractId]);
    });
  });
}

function recorded(events: readonly { readonly type: string; readonly data: unknown }[]): readonly RecordedEvent[] {
  return events.map(({ type, data }, index) => ({
    eventId: `00000000-0000-4000-8000-${index.toString().padStart(12, '0')}`,
    type,
    payload: (eventCodecs[type as EventType] as Codec<unknown>).encode(data),
    metadata: { correlationId: 'c', causationId: 'c', actor: 'process:order-fulfilment', occurredAt: instant(0n) },
    stream: `contract-${index}`,
    revision: index,
    position: BigInt(index + 1),
    recordedAt: instant(0n),
  }));
}
