import { RECEIPT_NOT_TRUSTED } from '@carriermesh/provisioning-domain';
import type { OperationalError } from '@carriermesh/platform-errors';
import type { common, provisioning } from '@carriermesh/wire';

/** What of a provider's own words goes into the ledger, and on to the buyer. */
const MAX_MESSAGE_CHARACTERS = 500;
const MAX_CODE_CHARACTERS = 64;
const MAX_FACTS = 16;
const MAX_FACT_CHARACTERS = 200;

/** A provider's refusal, as the order is told: whose it is, and no longer than a refusal may be. */
export function namingProvider({ providerId, segmentId }: provisioning.SegmentPlan, { code, message, facts }: common.Refusal): common.Refusal {
  const bounded = Object.entries(facts)
    .slice(0, MAX_FACTS)
    .map(([name, value]) => [name.slice(0, MAX_CODE_CHARACTERS), value.slice(0, MAX_FACT_CHARACTERS)] as const);
  return {
    code: 'provider-refused',
    message: `The provider ${providerId} refused its segment ${segmentId}: ${message.slice(0, MAX_MESSAGE_CHARACTERS)}`,
    facts: { ...Object.fromEntries(bounded), provider_id: providerId, segment_id: segmentId, provider_code: code.slice(0, MAX_CODE_CHARACTERS) },
  };
}

export function notTrusted({ providerId, segmentId }: provisioning.SegmentPlan): common.Refusal {
  return {
    code: RECEIPT_NOT_TRUSTED,
    message: `The receipt for the segment ${segmentId} is not signed with the key that the provider ${providerId} is enrolled with.`,
    facts: { provider_id: providerId, segment_id: segmentId },
  };
}

/** An answer that can't be read says nothing of what the provider did: the segment counts as one that may be active. */
export function unreadable({ providerId, segmentId }: provisioning.SegmentPlan, { kind, message }: OperationalError): common.Refusal {
  return {
    code: RECEIPT_NOT_TRUSTED,
    message: `The provider ${providerId} gave no answer for its segment ${segmentId} that could be read: ${message.slice(0, MAX_MESSAGE_CHARACTERS)}.`,
    facts: { provider_id: providerId, segment_id: segmentId, kind },
  };
}
