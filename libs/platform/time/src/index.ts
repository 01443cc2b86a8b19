export * from './hand-timers.js';
export * from './timers.js';
