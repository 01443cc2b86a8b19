import { sameUuid } from '@carriermesh/kernel';

/*
 * Everything that an order leads to bears the order's UUID, so that a step taken again after a crash names the same things
 * again, and a person sees at a glance what belongs together.
 */

export const quoteIdOf = (orderId: string, attempt: number): string => `${sameUuid('quo', orderId)}-${attempt}`;
export const orderIdOfQuote = (quoteId: string): string => sameUuid('ord', quoteId).replace(/-\d+$/, '');
/** Each quote has a hold of its own: what one attempt left behind can't be taken for another's. */
export const holdIdOf = (quoteId: string): string => sameUuid('hol', quoteId);
export const contractIdOf = (orderId: string): string => sameUuid('con', orderId);
export const orderIdOfContract = (contractId: string): string => sameUuid('ord', contractId);
/**
 * @param ordinal from 1, in the order of the path: neighbours along a line are told by it, so that who has a part of it knows which line it is at a
 * handover that several go over, and whether anybody comes before
 */
export const segmentIdOf = (orderId: string, ordinal: number): string => `${sameUuid('seg', orderId)}-${ordinal}`;
/** What both ends of a split service know its lines by. */
export const splitIdOf = (orderId: string): string => sameUuid('spl', orderId);
export const supplyContractIdOf = (orderId: string, providerId: string): string => `${contractIdOf(orderId)}-${providerId}`;

export const orderStream = (orderId: string): string => `order-${orderId}`;
export const fulfilmentStream = (orderId: string): string => `fulfilment-${orderId}`;
export const quoteStream = (quoteId: string): string => `quote-${quoteId}`;
export const contractStream = (contractId: string): string => `contract-${contractId}`;
export const terminationStream = (contractId: string): string => `termination-${contractId}`;
export const supplyStream = (supplyContractId: string): string => `supply-${supplyContractId}`;
export const buyerKeyStream = (buyerId: string): string => `buyerkey-${buyerId}`;
export const partyStream = (partyId: string): string => `party-${partyId}`;
