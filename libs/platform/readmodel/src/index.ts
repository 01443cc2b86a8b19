export { PassingViews } from './passing-views.js';
export type { ViewDatabase } from './pool.js';
export * from './read-model-store.js';
export * from './view.js';
export { readStandings, type ViewStanding } from './standings.js';
export { MAX_PARKED_STREAMS } from './parking.js';
export type { GivingUp, TakenUp, TakingUp } from './take-up.js';
