import { formatInstant, MAX_MONTHLY_MICRO_MINOR, MAX_ORDER_MBPS } from '@carriermesh/kernel';
import { type ChangeRefusal, MAX_CHANGES_PER_CONTRACT } from './service-changes.js';
import { amount, quoted, type Wording } from './wording.js';

/** Of changes of a running service alone: what is refused of other requests as well has its words there. */
type OwnCode = Exclude<ChangeRefusal['code'], 'request-id-malformed' | 'reason-malformed' | 'contract-not-active' | 'amendment-request-reused' | 'bandwidth-out-of-range'>;

export const CHANGE_WORDINGS: { readonly [C in OwnCode]: (refusal: Extract<ChangeRefusal, { code: C }>) => Wording } = {
  'change-malformed': () => ({
    message: 'The request does not say how the service is to change: suspend, resume, or modify with a bandwidth.',
    facts: { changes: 'suspend,resume,modify' },
  }),
  'change-under-way': ({ requestId, orderedAt }) => ({
    message: `The service is being changed by the request ${quoted(requestId)} of ${formatInstant(orderedAt)}; one change comes after the other.`,
    facts: { ordered_at: formatInstant(orderedAt) },
  }),
  'bandwidth-as-it-is': ({ mbps }) => ({ message: `The service has ${mbps} Mbit/s already.`, facts: { asked_mbps: String(mbps) } }),
  'bandwidth-too-dear': ({ mbps, monthly }) => ({
    message: `${mbps} Mbit/s would cost ${amount(monthly)} a month by the contract, more than a contract can charge.`,
    facts: { asked_mbps: String(mbps), monthly_micro_minor: String(monthly.microMinor), most_micro_minor: String(MAX_MONTHLY_MICRO_MINOR) },
  }),
  'carried-bandwidth-out-of-range': ({ mbps, carriedMbps }) => ({
    message: `For ${mbps} Mbit/s the service would have to carry ${carriedMbps} in its format, more than ${MAX_ORDER_MBPS}.`,
    facts: { asked_mbps: String(mbps), carried_mbps: String(carriedMbps), most_mbps: String(MAX_ORDER_MBPS) },
  }),
  // The least itself would tell the buyer what the seller pays.
  'bandwidth-below-floor': ({ mbps, monthly }) => ({
    message: `${mbps} Mbit/s would cost ${amount(monthly)} a month by the contract, less than the least that the service may be sold for.`,
    facts: { asked_mbps: String(mbps), monthly_micro_minor: String(monthly.microMinor) },
  }),
  'bandwidth-below-commitment': ({ mbps, leastMbps }) => ({
    message: `${mbps} Mbit/s is less than the ${leastMbps} that stay under contract until its end.`,
    facts: { asked_mbps: String(mbps), least_mbps: String(leastMbps) },
  }),
  'contract-ending': ({ endsAt }) => ({
    message: `The contract ends at ${formatInstant(endsAt)}, and its bandwidth is not changed until then.`,
    facts: { ends_at: formatInstant(endsAt) },
  }),
  'service-suspended': () => ({ message: 'The service is suspended already.', facts: {} }),
  'service-not-suspended': () => ({ message: 'The service is not suspended, so that it can not be resumed.', facts: {} }),
  'changed-too-often': () => ({
    message: `The service was changed ${MAX_CHANGES_PER_CONTRACT} times, and can't be changed any more under this contract.`,
    facts: { most_changes: String(MAX_CHANGES_PER_CONTRACT) },
  }),
  'service-of-units': ({ technology }) => ({
    message: `The service is a whole ${technology}, which has no other bandwidth: it can be suspended, resumed and terminated.`,
    facts: { technology },
  }),
  'service-split': ({ members }) => ({
    message: `The service is carried by ${members} lines together, and another bandwidth of all of them is not sold: it can be suspended, resumed and terminated.`,
    facts: { members: String(members) },
  }),
};
