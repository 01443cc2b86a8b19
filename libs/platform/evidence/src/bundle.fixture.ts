import { randomUUID } from 'node:crypto';
import { instant } from '@carriermesh/kernel';
import type { NewEvent } from '@carriermesh/platform-ledger';
import { sealEnvelope, sha256, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, encodeEvent, type AnyEvent } from '@carriermesh/wire';

export const AT = instant(1_772_323_200_000_000_000n);
export const PROVIDER = 'alfa';

export const newEvent = (event: AnyEvent): NewEvent => ({
  eventId: randomUUID(),
  type: event.type,
  payload: encodeEvent(event),
  metadata: { correlationId: 'cor', causationId: 'cau', actor: `provider:${PROVIDER}`, occurredAt: AT },
});

export const enrolled = (key: SigningKey): NewEvent =>
  newEvent({ type: 'advertising.v1.ProviderEnrolled', data: { providerId: PROVIDER, name: 'Alfa', publicKey: key.publicKey, enrolledAt: AT } });

/** A usage batch as billing records it, signed with the key given. */
export function usageBatch(key: SigningKey, batchId: string, octets: bigint): NewEvent {
  const records = [{ recordId: `r-${batchId}`, segmentId: 'seg_1', from: AT, until: AT, octets }];
  const body = agent.UsageBatch.encode({ providerId: PROVIDER, batchId, records, watermarks: [] });
  const batch = sealEnvelope(key, SIGNED_AS.usageBatch, body);
  return newEvent({
    type: 'billing.v1.UsageBatchAccepted',
    data: {
      providerId: PROVIDER, batchId, batch, bodySha256: sha256(body), recordsAccepted: 1, recordsQuarantined: 0, recordsDuplicate: 0, recordsRejected: 0,
      acceptedAt: AT, refusedItems: [],
    },
  });
}
