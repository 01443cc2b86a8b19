export * from './offline-quote.js';
export * from './quote-answer.js';
export * from './quote-document.js';
export * from './quote-schema.js';
export { distanceM, makeQuote, type QuoteBasis, questionOf, searchFor } from '@carriermesh/contracting-domain';
export { readOffers } from '../path-answer.js';
export { STANDARD_POLICY } from '../seller.js';
export type { LegDemand, Loss, MembersDemand, Together, Way, Ways, WaysFound } from '@carriermesh/contracting-domain';
