import { bytesEqual } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

/** What stands in a record's own stream: only of those few with which something was wrong. */
export type UsageRecordEvent =
  | { readonly type: 'billing.v1.UsageQuarantined'; readonly data: billing.UsageQuarantined }
  | { readonly type: 'billing.v1.UsageReleased'; readonly data: billing.UsageReleased }
  | { readonly type: 'billing.v1.UsageFraudSuspected'; readonly data: billing.UsageFraudSuspected };

/** What one record id of one provider stands for, for ever. */
export interface KnownRecord {
  /** Of the record that came first under the id. */
  readonly sha256: Uint8Array;
  /** Other contents that were presented under the same id. */
  readonly suspected: readonly Uint8Array[];
}

/** The contents that a record's own stream says were presented under its id beside the first. */
export const suspectedIn = (events: readonly UsageRecordEvent[]): readonly Uint8Array[] =>
  events.flatMap((event) => (event.type === 'billing.v1.UsageFraudSuspected' ? [event.data.presentedSha256] : []));

export const wasSuspected = ({ suspected }: KnownRecord, sha256: Uint8Array): boolean => suspected.some((known) => bytesEqual(known, sha256));
