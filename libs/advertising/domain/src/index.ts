export * from './hold.decider.js';
export * from './hold-expiry.process.js';
export { isResourceId, shown } from './limits.js';
export * from './heartbeats.js';
export * from './offer-rules.js';
export * from './provider.decider.js';
export {
  capacityOf,
  hasLapsed,
  inUse,
  unitsInUse,
  unitsOf,
  type InUse,
  type OfferOnRecord,
  type Part,
  type ReadOffer,
  type Resource,
  type ResourceEvent,
} from './resource.js';
export * from './resource.decider.js';
export * from './session.decider.js';
export * from './vouched-time.js';
