import { type Decision, accept, ignore, refuse } from '@carriermesh/decider';
import { bytesEqual, type Instant, instant, isRequestId, MAX_REASON_CHARACTERS, NANOS_PER_DAY, NANOS_PER_HOUR, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';

/** What a contract's own stream says of it. */
export type ContractEvent = Extract<
  contracting.AnyEvent,
  { type: 'contracting.v1.ContractSigned' | 'contracting.v1.ContractVoided' | 'contracting.v1.ContractAmended' | 'contracting.v1.ContractTerminated' | `contracting.v1.ServiceChange${string}` }
>;

export type ContractVersions =
  | { readonly status: 'none' }
  | {
      readonly status: 'signed' | 'voided' | 'terminating' | 'terminated';
      /** The contract as it was signed is version 1. */
      readonly version: number;
      /** Of the newest version. */
      readonly sha256: Uint8Array;
      /** The newest amendment, where there is one. */
      readonly newest?: contracting.ContractAmended;
      /** The one that ends it. */
      readonly ending?: AgreedEnding;
    };

type AgreedEnding = contracting.ContractAmended & { readonly endsAt: Instant };

export const unsigned: ContractVersions = { status: 'none' };
export const FIRST_VERSION = 1;

export const contractVersions = {
  initial: unsigned,
  evolve(state: ContractVersions, { type, data }: ContractEvent): ContractVersions {
    if (type === 'contracting.v1.ContractSigned') return { status: 'signed', version: FIRST_VERSION, sha256: data.contractSha256 };
    if (state.status === 'none') return state;
    switch (type) {
      case 'contracting.v1.ContractVoided':
        return { ...state, status: 'voided' };
      case 'contracting.v1.ContractAmended':
        return { ...state, ...(isEnding(data) ? { status: 'terminating', ending: data } : {}), version: data.version, sha256: data.amendmentSha256, newest: data };
      case 'contracting.v1.ContractTerminated':
        return { ...state, status: 'terminated' };
      default:
        // What is ordered of the service leaves the contract as it is.
        return state;
    }
  },
};

const isEnding = (amended: contracting.ContractAmended): amended is AgreedEnding => amended.endsAt !== undefined;

/** Who wants a contract to end later than the longest term can ask later. */
export const MAX_AHEAD_NANOS = 3_660n * NANOS_PER_DAY;

export interface EndContract {
  readonly contract: Pick<contracting.Contract, 'contractId' | 'sellerId' | 'buyerId' | 'termination'>;
  readonly request: contracting.AmendmentRequest;
  readonly askedEndsAt?: Instant | undefined;
  readonly reason: string;
  /** Absent while the service has not come up. */
  readonly serviceStartAt?: Instant | undefined;
}

export type VersionRefusal =
  | { readonly code: 'request-id-malformed'; readonly requestId: string }
  | { readonly code: 'reason-malformed' }
  | { readonly code: 'end-out-of-range'; readonly asked: Instant; readonly latest: Instant }
  | { readonly code: 'contract-not-active'; readonly status: string }
  | { readonly code: 'contract-already-ending'; readonly endsAt: Instant; readonly requestId: string }
  | { readonly code: 'amendment-request-reused'; readonly requestId: string };

export interface AgreedEnd {
  readonly type: 'agreed-end';
  readonly data: { readonly version: number; readonly amendedSha256: Uint8Array; readonly change: contracting.ContractTermination; readonly supplierCharge: number };
}

/** Whether and when a contract ends. Nobody has to agree beside who asks: the contract itself says how it may be ended. */
export function decideEnd(command: EndContract, state: ContractVersions): Decision<AgreedEnd, VersionRefusal> {
  const { contract, request, reason, serviceStartAt } = command;
  const { requestId, requestSha256 } = request;
  if (!isRequestId(requestId)) return refuse({ code: 'request-id-malformed', requestId });
  if (!isReason(reason)) return refuse({ code: 'reason-malformed' });
  if (state.status === 'none' || state.status === 'voided') return refuse({ code: 'contract-not-active', status: state.status });
  if (state.ending) return decideAgain(state.ending, { requestId, requestSha256 });
  if (serviceStartAt === undefined) return refuse({ code: 'contract-not-active', status: 'not active yet' });
  const latest = plus(request.requestedAt, MAX_AHEAD_NANOS);
  const { askedEndsAt: asked } = command;
  if (asked !== undefined && asked > latest) return refuse({ code: 'end-out-of-range', asked, latest });
  const supplierCharge = contract.termination?.earlyChargeBasisPoints ?? 0;
  // Who would have stayed owes nothing for leaving.
  const earlyChargeBasisPoints = request.requestedBy === contract.buyerId ? supplierCharge : 0;
  const change = { endsAt: endOf(command, serviceStartAt), earlyChargeBasisPoints, reason };
  return accept({ type: 'agreed-end', data: { version: state.version + 1, amendedSha256: state.sha256, change, supplierCharge } });
}

/** The bus delivers at least once, and people ask twice. */
function decideAgain(
  { requestId: agreedId, requestSha256: agreedSha256, endsAt }: AgreedEnding,
  { requestId, requestSha256 }: Pick<contracting.AmendmentRequest, 'requestId' | 'requestSha256'>,
): Decision<AgreedEnd, VersionRefusal> {
  if (agreedId !== requestId) return refuse({ code: 'contract-already-ending', endsAt, requestId: agreedId });
  return bytesEqual(agreedSha256, requestSha256) ? ignore('agreed before') : refuse({ code: 'amendment-request-reused', requestId });
}

/** The first whole hour of the service that ends after notice and wish: the hours are those by which its providers meter. */
function endOf({ contract, request, askedEndsAt }: EndContract, start: Instant): Instant {
  const noticed = request.requestedAt + BigInt(contract.termination?.noticeSeconds ?? 0) * NANOS_PER_SECOND;
  const earliest = askedEndsAt !== undefined && askedEndsAt > noticed ? askedEndsAt : noticed;
  const hours = (earliest - start + NANOS_PER_HOUR - 1n) / NANOS_PER_HOUR;
  return instant(start + (hours > 1n ? hours : 1n) * NANOS_PER_HOUR);
}

export const isReason = (text: string): boolean => text.length <= MAX_REASON_CHARACTERS && /^[^\p{Cc}\p{Cs}]*$/u.test(text);
