import { bytesEqual, type Instant, toHex, unreachable } from '@carriermesh/kernel';
import { accept, type Decider, type Decision, ignore, refuse } from '@carriermesh/decider';
import type { advertising, common } from '@carriermesh/wire';
import { isProviderId, isShortText, MAX_NAME_CHARS, shown } from './limits.js';

export type ProviderEvent = Extract<
  advertising.AnyEvent,
  { type: 'advertising.v1.ProviderEnrolled' | 'advertising.v1.ProviderKeyReplaced' | 'advertising.v1.AdvertBatchAccepted' }
>;

/** An advertisement on record. A later one points to the one before, so that folding n of them costs n and no more. */
export interface AcceptedBatch {
  readonly batchId: string;
  readonly sequence: bigint;
  readonly bodySha256: Uint8Array;
  /** Of the event that accepted it, in the provider's stream: where its receipt can be read again. */
  readonly revision: number;
  readonly before: AcceptedBatch | undefined;
}

export interface EnrolledProvider {
  readonly status: 'enrolled';
  readonly providerId: string;
  readonly name: string;
  /** Raw Ed25519 key: nothing is accepted in the provider's name without it. */
  readonly publicKey: Uint8Array;
  readonly enrolledAt: Instant;
  readonly latest: AcceptedBatch | undefined;
  readonly events: number;
}

export type Provider = { readonly status: 'unknown' } | EnrolledProvider;

export interface EnrolProvider {
  readonly kind: 'enrol';
  readonly providerId: string;
  readonly name: string;
  readonly publicKey: Uint8Array;
  /** False for a key of the wrong size or of small order, for which a signature proves nothing. */
  readonly isFullOrderKey: boolean;
  readonly now: Instant;
}

/** A batch whose signature, origin and bounds were found good. */
export interface AcceptBatch {
  readonly kind: 'accept-batch';
  readonly batchId: string;
  readonly sequence: bigint;
  readonly bodySha256: Uint8Array;
  readonly offers: number;
  readonly withdrawals: number;
  readonly refusedItems: readonly common.RefusedItem[];
  readonly now: Instant;
}

export type ProviderCommand = EnrolProvider | AcceptBatch;

export type ProviderRefusal =
  | { readonly code: 'provider-id-invalid'; readonly providerId: string }
  | { readonly code: 'provider-name-invalid'; readonly name: string; readonly limitChars: number }
  | { readonly code: 'provider-key-weak'; readonly bytes: number; readonly publicKey: string }
  | { readonly code: 'provider-known-with-another-key'; readonly providerId: string }
  | { readonly code: 'provider-unknown' }
  | { readonly code: 'batch-id-reused'; readonly batchId: string; readonly sequence: bigint; readonly recordedBatchId: string; readonly recordedSequence: bigint }
  | { readonly code: 'sequence-out-of-order'; readonly expected: bigint; readonly presented: bigint };

export const provider: Decider<ProviderCommand, Provider, ProviderEvent, ProviderRefusal> = {
  initial: { status: 'unknown' },

  decide(command, state) {
    switch (command.kind) {
      case 'enrol':
        return enrol(command, state);
      case 'accept-batch':
        return acceptBatch(command, state);
      default:
        return unreachable(command);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'advertising.v1.ProviderEnrolled':
        return { ...event.data, status: 'enrolled', latest: undefined, events: 1 };
      case 'advertising.v1.ProviderKeyReplaced':
        return state.status === 'unknown' ? state : { ...state, publicKey: event.data.publicKey, events: state.events + 1 };
      case 'advertising.v1.AdvertBatchAccepted':
        return state.status === 'unknown' ? state : withBatch(state, event.data);
      default:
        return unreachable(event);
    }
  },
};

/** The sequence that the provider's next batch has to bear. */
export const nextSequence = ({ latest }: EnrolledProvider): bigint => (latest?.sequence ?? 0n) + 1n;

/** The batch on record under this id. Looked for newest first: what is sent again is nearly always the last one. */
export function recordedBatch({ latest }: EnrolledProvider, batchId: string): AcceptedBatch | undefined {
  let batch = latest;
  while (batch && batch.batchId !== batchId) batch = batch.before;
  return batch;
}

function enrol({ providerId, name, publicKey, isFullOrderKey, now }: EnrolProvider, state: Provider): Decision<ProviderEvent, ProviderRefusal> {
  if (!isProviderId(providerId)) return refuse({ code: 'provider-id-invalid', providerId: shown(providerId) });
  if (name === '' || !isShortText(name)) return refuse({ code: 'provider-name-invalid', name: shown(name), limitChars: MAX_NAME_CHARS });
  if (!isFullOrderKey) return refuse({ code: 'provider-key-weak', bytes: publicKey.length, publicKey: toHex(publicKey.subarray(0, 32)) });
  if (state.status === 'unknown')
    return accept({ type: 'advertising.v1.ProviderEnrolled', data: { providerId, name, publicKey, enrolledAt: now } });
  // Whoever could put another key in the place of a provider's own could sell, and bill, in its name.
  if (!bytesEqual(publicKey, state.publicKey)) return refuse({ code: 'provider-known-with-another-key', providerId });
  return ignore('already enrolled with this key');
}

function acceptBatch(command: AcceptBatch, state: Provider): Decision<ProviderEvent, ProviderRefusal> {
  if (state.status === 'unknown') return refuse({ code: 'provider-unknown' });
  const { batchId, sequence, bodySha256, offers, withdrawals, refusedItems, now } = command;
  const recorded = recordedBatch(state, batchId);
  if (recorded && bytesEqual(recorded.bodySha256, bodySha256)) return ignore('already on record: the receipt is the same');
  // Two statements under one name: either the provider's books are broken, or somebody forges them.
  const rival = recorded ?? (state.latest?.sequence === sequence ? state.latest : undefined);
  if (rival)
    return refuse({ code: 'batch-id-reused', batchId, sequence, recordedBatchId: rival.batchId, recordedSequence: rival.sequence });
  const expected = nextSequence(state);
  if (sequence !== expected) return refuse({ code: 'sequence-out-of-order', expected, presented: sequence });
  return accept({
    type: 'advertising.v1.AdvertBatchAccepted',
    data: { providerId: state.providerId, batchId, sequence, bodySha256, acceptedAt: now, offers, withdrawals, refusedItems },
  });
}

function withBatch(state: EnrolledProvider, { batchId, sequence, bodySha256 }: advertising.AdvertBatchAccepted): EnrolledProvider {
  const latest = { batchId, sequence, bodySha256, revision: state.events, before: state.latest };
  return { ...state, latest, events: state.events + 1 };
}
