import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { provisioning } from '@carriermesh/wire';
import { readServiceCourse } from './service-course.js';

const AT = instant(1_800_000_000_000_000_000n);
const recorded = (type: string, payload: Uint8Array, position: bigint): RecordedEvent =>
  ({ type, payload, position, stream: 'activation-con_1', revision: Number(position), eventId: '', recordedAt: AT, metadata: { actor: '', correlationId: '', causationId: '', occurredAt: AT } });

describe('what contract show says of a move', () => {
  it('S2-17 names each alternative that was passed over, and why, before the one that took over', async () => {
    const message = 'It takes 4 ns now; the order allows 3 ns. c/1-2 was measured at 4 ns on seg_n, and its offer allows 1 ns.';
    const passedOver = [{ route: 1, refusal: { code: 'latency-too-high', message, facts: {} } }];
    const secured = provisioning.RerouteSecured.encode({ contractId: 'con_1', attempt: 1, toRoute: 2, segments: [], holdId: '', latencyNs: 2_000_000n, passedOver, brokenFirstSegmentIds: [], answerBy: AT });
    const moved = provisioning.ServiceRerouted.encode({ contractId: 'con_1', orderId: 'ord_1', attempt: 1, fromRoute: 0, toRoute: 2, leftSegmentIds: ['seg_1'], segmentIds: ['seg_4'], latencyNs: 2_000_000n, reroutedAt: AT });
    const events = [recorded('provisioning.v1.RerouteSecured', secured, 1n), recorded('provisioning.v1.ServiceRerouted', moved, 2n)];
    const { steps, runsOn } = await readServiceCourse({ readStream: async () => events }, 'con_1');
    expect(steps.map(({ text }) => text)).toEqual([`alternative 1 can't take over: ${message}`, 'moved to alternative 2, 2.000 ms one way: seg_4']);
    expect(runsOn).toBe('alternative 2: seg_4');
  });

  it('S2-17 says when an alternative is tried over silent agents, and nothing of sessions otherwise', async () => {
    const of = (lostByProviderIds: readonly string[]) =>
      provisioning.RerouteSecured.encode({ contractId: 'con_1', attempt: 1, toRoute: 2, segments: [], holdId: '', latencyNs: 2n, passedOver: [], brokenFirstSegmentIds: [], answerBy: AT, sessions: { position: 7n, lostByProviderIds } });
    const said = async (...providerIds: readonly string[]) => (await readServiceCourse({ readStream: async () => [recorded('provisioning.v1.RerouteSecured', of(providerIds), 1n)] }, 'con_1')).steps.map(({ text }) => text);
    expect(await said()).toEqual([]);
    expect(await said('bravo')).toEqual(['alternative 2 is tried although bravo is silent: no other one holds']);
    expect(await said('bravo', 'delta')).toEqual(['alternative 2 is tried although bravo and delta are silent: no other one holds']);
  });
});
