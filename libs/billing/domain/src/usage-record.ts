import { bytesEqual } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

export type UsageRecordEvent =
  | { readonly type: 'billing.v1.UsageAccepted'; readonly data: billing.UsageAccepted }
  | { readonly type: 'billing.v1.UsageQuarantined'; readonly data: billing.UsageQuarantined }
  | { readonly type: 'billing.v1.UsageReleased'; readonly data: billing.UsageReleased }
  | { readonly type: 'billing.v1.UsageFraudSuspected'; readonly data: billing.UsageFraudSuspected };

/** What is known of one record id of one provider, for ever. */
export type UsageRecordState =
  | { readonly status: 'none' }
  | {
      readonly status: 'accepted' | 'quarantined';
      readonly sha256: Uint8Array;
      /** Other contents that were presented under the same id. */
      readonly suspected: readonly Uint8Array[];
    };

export const unseenRecord: UsageRecordState = { status: 'none' };

export const usageRecord = {
  initial: unseenRecord,
  evolve(state: UsageRecordState, { type, data }: UsageRecordEvent): UsageRecordState {
    switch (type) {
      case 'billing.v1.UsageAccepted':
        // Also after a release, whatever was suspected before it.
        return { status: 'accepted', sha256: data.recordSha256, suspected: state.status === 'none' ? [] : state.suspected };
      case 'billing.v1.UsageQuarantined':
        return { status: 'quarantined', sha256: data.recordSha256, suspected: [] };
      case 'billing.v1.UsageReleased':
        return state;
      case 'billing.v1.UsageFraudSuspected':
        return state.status === 'none' ? state : { ...state, suspected: [...state.suspected, data.presentedSha256] };
    }
  },
};

export const wasSuspected = (state: UsageRecordState, sha256: Uint8Array): boolean =>
  state.status !== 'none' && state.suspected.some((known) => bytesEqual(known, sha256));
