export * from './offline-quote.js';
export * from './quote-answer.js';
export * from './quote-document.js';
export * from './quote-schema.js';
export { distanceM } from '@carriermesh/contracting-domain';
export type { LegDemand, Loss, MembersDemand, Together, Way, Ways, WaysFound } from '@carriermesh/contracting-domain';
